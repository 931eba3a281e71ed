/** The browser's own WebSocket, what it tells, and its state in words. */
import { type ComputedRef, computed, ref } from 'vue';
import { type BrowserEvent, describeCloseEvent, describeMessage, describeOpen } from './shown-event.ts';

const STATES = ['connecting', 'open', 'closing', 'closed'] as const;

export interface BrowserSocket {
  readonly isOpen: ComputedRef<boolean>;
  /** Whether there is none, or the last one is closed. */
  readonly isIdle: ComputedRef<boolean>;
  readonly state: ComputedRef<string>;
  open(url: string | URL, subprotocols: readonly string[]): void;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  /** Takes over the state, which can change without an event. */
  look(): void;
  /** The next one is the first again: the server has been started anew. */
  countAnew(): void;
}

export function useBrowserSocket(tell: (event: BrowserEvent) => void): BrowserSocket {
  let socket: WebSocket | undefined;
  let connection = 0;
  const readyState = ref<number>();
  const subprotocol = ref('');
  const lastCode = ref<number>();
  const isOpen = computed(() => readyState.value === 1);

  function look(): void {
    readyState.value = socket?.readyState;
  }

  return {
    isOpen,
    isIdle: computed(() => (readyState.value ?? 3) === 3),
    state: computed(() => {
      if (readyState.value === undefined) return 'not connected';
      const name = STATES[readyState.value];
      if (isOpen.value && subprotocol.value !== '') return `${name}, subprotocol ${subprotocol.value}`;
      return name === 'closed' && lastCode.value !== undefined ? `${name}, code ${lastCode.value}` : `${name}`;
    }),
    open(url, subprotocols) {
      const made = new WebSocket(url, [...subprotocols]);
      socket = made;
      connection += 1;
      const number = connection;
      const happened = ([summary, section]: [summary: string, section: string]): void => {
        look();
        tell({ kind: 'browser', connection: number, time: Date.now(), summary, section });
      };
      made.binaryType = 'arraybuffer';
      made.addEventListener('open', () => {
        subprotocol.value = made.protocol;
        happened(describeOpen(made.protocol));
      });
      made.addEventListener('message', ({ data }) => happened(describeMessage(data)));
      made.addEventListener('error', () => happened(['error event', '7.1.7']));
      made.addEventListener('close', (event) => {
        lastCode.value = event.code;
        happened(describeCloseEvent(event));
      });
    },
    send: (data) => socket?.send(data),
    close: (code, reason) => socket?.close(code, reason),
    look,
    countAnew() {
      connection = 0;
    },
  };
}
