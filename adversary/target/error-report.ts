/** Errors and close reports as plain data, to be told to another process. */
import { inspect } from 'node:util';
import type { CloseReport } from '@rfc6455/connection';

/** What there is to know of an error. */
export interface ErrorReport {
  readonly name: string;
  readonly message: string;
  readonly code: unknown;
  readonly phase: unknown;
  /** The code of the error below it. */
  readonly causeCode: unknown;
  readonly status: unknown;
  readonly location: unknown;
  readonly retryAfter: unknown;
  readonly body: string | undefined;
  /** All that a log would show of it. */
  readonly inspected: string;
}

export function reportError(thrown: unknown): ErrorReport {
  const error = Object(thrown) as Partial<Record<string, unknown>>;
  return {
    name: String(error.name),
    message: String(error.message ?? thrown),
    code: error.code,
    phase: error.phase,
    causeCode: Reflect.get(Object(error.cause), 'code'),
    status: error.status,
    location: error.location,
    retryAfter: error.retryAfter,
    body: typeof error.text === 'string' ? error.text : undefined,
    inspected: inspect(thrown, { depth: 10, showHidden: true, maxStringLength: Number.POSITIVE_INFINITY }),
  };
}

/** How a socket ended, with the code of what caused it. */
export interface EndReport extends Omit<CloseReport, 'cause'> {
  readonly cause: unknown;
  readonly inspected: string;
}

export function reportEnd({ cause, ...report }: CloseReport): EndReport {
  return {
    ...report,
    cause: Reflect.get(Object(cause), 'code'),
    inspected: inspect({ ...report, cause }, { depth: 10 }),
  };
}
