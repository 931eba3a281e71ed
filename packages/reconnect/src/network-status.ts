/** Whether there is a network, where the platform knows: browsers and their workers. */

/**
 * What browsers tell about the network: `navigator.onLine` and two events.
 *
 * @example
 * ```ts
 * import type { NetworkStatus } from '@rfc6455/reconnect';
 *
 * const target = new EventTarget();
 * const status: NetworkStatus = {
 *   onLine: true,
 *   addEventListener: (type, listener) => target.addEventListener(type, listener),
 *   removeEventListener: (type, listener) => target.removeEventListener(type, listener),
 * };
 * ```
 */
export interface NetworkStatus {
  /** `false` when there is no network; `true` when there is one, or when it is not known. */
  readonly onLine: boolean;
  addEventListener(type: 'online' | 'offline', listener: () => void): void;
  removeEventListener(type: 'online' | 'offline', listener: () => void): void;
}

/** Where nothing is known about the network, it is there. */
export const alwaysOnline: NetworkStatus = {
  onLine: true,
  addEventListener() {},
  removeEventListener() {},
};

/** The network status of the platform, or {@link alwaysOnline} where it tells nothing. */
export function platformNetwork(): NetworkStatus {
  if (typeof globalThis.navigator?.onLine !== 'boolean' || typeof globalThis.addEventListener !== 'function') {
    return alwaysOnline;
  }
  return {
    get onLine() {
      return navigator.onLine;
    },
    addEventListener: (type, listener) => globalThis.addEventListener(type, listener),
    removeEventListener: (type, listener) => globalThis.removeEventListener(type, listener),
  };
}
