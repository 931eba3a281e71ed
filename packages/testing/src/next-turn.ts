/** The turns of the event loop. */

/**
 * The real `setImmediate`, also where a test has put a clock of its own in its place: while the test's time stands still,
 * what was sent arrives all the same.
 */
export const nextTurn: typeof setImmediate = setImmediate;
