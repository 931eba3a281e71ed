/** An event handler attribute, such as `onmessage`. HTML, "event handlers". */

/** Written as a method, so that a handler for the platform's event type fits. */
export type Listener<E> = { handle(event: E): unknown }['handle'];

/** The platform's own: a class with listeners of its own to care for may override it. */
const { addEventListener, removeEventListener } = EventTarget.prototype;

/**
 * The handler of one type of events. It is a listener among the others of its target, and keeps its place when it is
 * replaced; or it is alone, and whoever fires the event calls it.
 */
export class HandlerAttribute {
  readonly #target: EventTarget;
  readonly #type: string;
  #value: Listener<never> | null = null;
  #isAlone: boolean;

  /**
   * @param target whose events they are
   * @param type the type of the events
   * @param isAlone whether it is none of the target's listeners until {@link join} is called
   */
  constructor(target: EventTarget, type: string, isAlone = false) {
    this.#target = target;
    this.#type = type;
    this.#isAlone = isAlone;
  }

  /** Whether {@link handleEvent} is for who fires the event to call, not for the target. */
  get isAlone(): boolean {
    return this.#isAlone;
  }

  /** The handler; null if there is none. */
  get value(): Listener<never> | null {
    return this.#value;
  }
  set value(value: unknown) {
    // [LegacyTreatNonObjectAsNull]: an object that is no function is kept, and does nothing.
    const isObject = typeof value === 'function' || (typeof value === 'object' && value !== null);
    const before = this.#value;
    this.#value = isObject ? (value as Listener<never>) : null;
    if (this.#isAlone || (before === null) === (this.#value === null)) return;
    if (this.#value === null) removeEventListener.call(this.#target, this.#type, this);
    else addEventListener.call(this.#target, this.#type, this);
  }

  /** Becomes a listener of the target: the first, so this is called before any other is added. */
  join(): void {
    if (!this.#isAlone) return;
    this.#isAlone = false;
    if (this.#value !== null) addEventListener.call(this.#target, this.#type, this);
  }

  /** Calls the handler. */
  handleEvent(event: object): unknown {
    const handler: unknown = this.#value;
    return typeof handler === 'function' ? handler.call(this.#target, event) : undefined;
  }
}
