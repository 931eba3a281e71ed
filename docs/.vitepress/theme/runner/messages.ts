/** What the worker that runs an example tells the page. */

/** One line of output. */
export type Output =
  | { readonly kind: 'print'; readonly level: 'log' | 'warn' | 'error'; readonly text: string }
  /** A value behind an arrow, as it was computed; `agrees` with what the example says. */
  | { readonly kind: 'value'; readonly line: number; readonly text: string; readonly agrees: boolean };

export type FromWorker = Output | { readonly kind: 'done' };
