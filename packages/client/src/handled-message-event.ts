/**
 * A `message` event for the one handler that `onmessage` holds. An `Event` that goes through an `EventTarget` costs several
 * times as much.
 *
 * HTML, `MessageEvent`; DOM, `Event`.
 */
const NO_PORTS: readonly never[] = /* @__PURE__ */ Object.freeze([]);

/**
 * A `MessageEvent` in all but its making: it says what one says that is being dispatched to its target. It cannot be
 * dispatched again; `new MessageEvent(event.type, event)` makes one that can.
 */
export class HandledMessageEvent {
  static {
    Object.setPrototypeOf(HandledMessageEvent.prototype, MessageEvent.prototype);
    // Who copies an event calls the constructor of the first.
    Object.defineProperty(HandledMessageEvent.prototype, 'constructor', { value: MessageEvent });
  }

  readonly #target: EventTarget;
  readonly #data: unknown;
  readonly #origin: string;
  #handled = false;
  #timeStamp: number | undefined;

  constructor(target: EventTarget, data: unknown, origin: string) {
    this.#target = target;
    this.#data = data;
    this.#origin = origin;
  }

  /** The handler has returned. */
  static end(event: HandledMessageEvent): void {
    event.#handled = true;
  }

  get type(): string {
    return 'message';
  }
  get data(): unknown {
    return this.#data;
  }
  get origin(): string {
    return this.#origin;
  }
  get lastEventId(): string {
    return '';
  }
  get source(): null {
    return null;
  }
  get ports(): readonly never[] {
    return NO_PORTS;
  }
  get target(): EventTarget {
    return this.#target;
  }
  get srcElement(): EventTarget {
    return this.#target;
  }
  get currentTarget(): EventTarget | null {
    return this.#handled ? null : this.#target;
  }
  get eventPhase(): number {
    return this.#handled ? Event.NONE : Event.AT_TARGET;
  }
  composedPath(): EventTarget[] {
    return this.#handled ? [] : [this.#target];
  }
  get bubbles(): boolean {
    return false;
  }
  get cancelable(): boolean {
    return false;
  }
  get composed(): boolean {
    return false;
  }
  get defaultPrevented(): boolean {
    return false;
  }
  get isTrusted(): boolean {
    return false;
  }
  get returnValue(): boolean {
    return true;
  }
  get cancelBubble(): boolean {
    return false;
  }
  /** Of the first time that it is asked for: few ask, and a clock costs more than the rest. */
  get timeStamp(): number {
    this.#timeStamp ??= performance.now();
    return this.#timeStamp;
  }
  preventDefault(): void {}
  stopPropagation(): void {}
  stopImmediatePropagation(): void {}
}
