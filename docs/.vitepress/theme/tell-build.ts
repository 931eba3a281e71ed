/** The theme, which also runs in the process that builds the site, tells it which components it registers. */
export const REGISTERED: unique symbol = Symbol.for('rfc6455.docs.components');

export function tellBuild(registered: readonly string[]): void {
  Reflect.set(globalThis, REGISTERED, registered);
}
