/**
 * What an implementation shows of a handshake that was refused: the HTTP status and `Retry-After` (RFC 6455 §4.1).
 * Browsers show nothing of it. Clients outside of browsers put it on their error.
 */
import { parseRetryAfter } from './retry-after.ts';

/** What could be read from an error. */
export interface HandshakeFailure {
  readonly status: number | undefined;
  /** Milliseconds from now. */
  readonly retryAfter: number | undefined;
}

/** An error event, what is in its `error`, and two levels of `cause`. */
const MAX_DEPTH = 4;

/**
 * Reads `status` and `retryAfter`, or `response` with `status` and `headers`, from an error event or an error, or from
 * what is chained to it by `error` or `cause`. A number in `retryAfter` is in seconds, as in the header.
 */
export function readHandshakeFailure(failure: unknown, now: number): HandshakeFailure {
  let status: number | undefined;
  let retryAfter: number | undefined;
  let value = asRecord(failure);
  for (let depth = 0; value !== undefined && depth < MAX_DEPTH; depth++) {
    const response = asRecord(value.response);
    const code = value.status ?? response?.status;
    if (typeof code === 'number') status ??= code;
    retryAfter ??= toMilliseconds(value.retryAfter ?? readHeader(response?.headers), now);
    value = asRecord(value.error ?? value.cause);
  }
  return { status, retryAfter };
}

type Values = Record<string, unknown>;

function asRecord(value: unknown): Values | undefined {
  return typeof value === 'object' && value !== null ? (value as Values) : undefined;
}

function toMilliseconds(value: unknown, now: number): number | undefined {
  if (typeof value === 'string') return parseRetryAfter(value.trim(), now);
  return typeof value === 'number' && value >= 0 ? value * 1000 : undefined;
}

/** From a `Headers`, a `Map`, a list of pairs or a plain object. */
function readHeader(headers: unknown): unknown {
  const values = asRecord(headers);
  if (values === undefined) return undefined;
  if (typeof values.get === 'function') return values.get('retry-after');
  const pairs = Array.isArray(values) ? values : Object.entries(values);
  return pairs.find((pair) => String(pair[0]).toLowerCase() === 'retry-after')?.[1];
}
