import type { NetworkStatus } from '@rfc6455/reconnect';

/** A network that a test switches off and on. */
export class FakeNetwork implements NetworkStatus {
  onLine = true;
  readonly listeners = new Set<() => void>();
  readonly #target = new EventTarget();

  addEventListener(type: 'online' | 'offline', listener: () => void): void {
    this.listeners.add(listener);
    this.#target.addEventListener(type, listener);
  }

  removeEventListener(type: 'online' | 'offline', listener: () => void): void {
    this.listeners.delete(listener);
    this.#target.removeEventListener(type, listener);
  }

  set(onLine: boolean): void {
    this.onLine = onLine;
    this.#target.dispatchEvent(new Event(onLine ? 'online' : 'offline'));
  }
}
