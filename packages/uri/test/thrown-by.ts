import { UriError } from '@rfc6455/uri';

/** Returns the `UriError` that `action` throws. */
export function uriErrorOf(action: () => unknown): UriError {
  try {
    action();
  } catch (error) {
    if (error instanceof UriError) return error;
    throw error;
  }
  throw new Error('Expected a UriError, got a result');
}

/** Returns what `action` returns, or the code of the `UriError` that it throws. */
export function resultOrCode<Result>(action: () => Result): Result | string {
  try {
    return action();
  } catch (error) {
    if (error instanceof UriError) return error.code;
    throw error;
  }
}
