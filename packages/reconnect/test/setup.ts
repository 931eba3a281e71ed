import {
  ReconnectingWebSocket,
  type ReconnectingWebSocketEventMap,
  type ReconnectingWebSocketOptions,
  ReconnectPolicy,
  type ReconnectPolicyOptions,
  type UrlSource,
} from '@rfc6455/reconnect';
import { FakeClock } from './fake-clock.ts';
import { FakeNetwork } from './fake-network.ts';
import { type FakeWebSocket, fakeWebSockets } from './fake-web-socket.ts';

export const URL_TEXT = 'ws://example.com/';

export type EventType = keyof ReconnectingWebSocketEventMap;
const TYPES: EventType[] = ['open', 'message', 'error', 'close', 'attempt', 'reconnecting', 'drop'];

/** The own fields of an event and its type, so that a test can compare it as a whole. */
export function describeEvent(event: Event): object {
  const fields = Object.entries(event).filter(([name]) => name !== 'isTrusted');
  return { type: event.type, ...Object.fromEntries(fields) };
}

export interface SetupOptions extends Omit<ReconnectingWebSocketOptions, 'policy'> {
  readonly url?: UrlSource;
  readonly protocols?: ConstructorParameters<typeof ReconnectingWebSocket>[1];
  /** `random` is 0.5 unless set: every delay is the middle of its window. */
  readonly policy?: ReconnectPolicyOptions;
}

export interface Setup {
  readonly socket: ReconnectingWebSocket;
  readonly clock: FakeClock;
  readonly network: FakeNetwork;
  /** The sockets that were made so far. */
  readonly sockets: FakeWebSocket[];
  /** The last of them. */
  last(): FakeWebSocket;
  /** Every event so far. */
  readonly events: Event[];
  /** Their types. */
  types(): string[];
  /** The last event of a type. */
  lastOf<K extends EventType>(type: K): ReconnectingWebSocketEventMap[K];
}

/** A socket on fakes, with every event recorded. */
export function setup({ url = URL_TEXT, protocols, policy, ...options }: SetupOptions = {}): Setup {
  const { WebSocket, sockets } = fakeWebSockets();
  const clock = new FakeClock();
  const network = new FakeNetwork();
  const socket = new ReconnectingWebSocket(url, protocols, {
    WebSocket,
    clock,
    network,
    policy: new ReconnectPolicy({ random: () => 0.5, ...policy }),
    ...options,
  });
  const events: Event[] = [];
  for (const type of TYPES) socket.addEventListener(type, (event: Event) => events.push(event));
  return {
    socket,
    clock,
    network,
    sockets,
    events,
    last: () => sockets.at(-1)!,
    types: () => events.map((event) => event.type),
    lastOf: (type) => events.findLast((event) => event.type === type) as never,
  };
}
