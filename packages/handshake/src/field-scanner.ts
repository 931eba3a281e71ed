/**
 * A header value from left to right: tokens, quoted strings, separators. Never a step back, so the time is linear.
 *
 * RFC 6455 §4.3 and §9.1, with the `#rule` and the "implied *LWS rule" of RFC 2616 §2.1.
 */

import { isToken, QUOTED_TOKEN, runEnd, spaceEnd, TOKEN } from './characters.ts';

/**
 * The elements of a list over all the fields that hold it.
 *
 * @param scanElement takes one element; undefined if none stands there
 * @param malformed makes the error for a list that breaks the grammar, from the character at which it does, and for one
 *   without an element. Never from the whole value: some put a secret into a subprotocol.
 */
export function scanList<T>(
  values: readonly string[],
  scanElement: (scanner: FieldScanner) => T | undefined,
  malformed: (came: string | undefined) => Error,
): T[] {
  const elements: T[] = [];
  for (const value of values) {
    const scanner = new FieldScanner(value);
    do {
      // Empty elements are allowed, and do not count.
      if (scanner.ended || scanner.peek() === ',') continue;
      const element = scanElement(scanner);
      if (element === undefined) throw malformed(scanner.peek());
      elements.push(element);
    } while (scanner.skip(','));
    if (!scanner.ended) throw malformed(scanner.peek());
  }
  if (elements.length === 0 && values.length > 0) throw malformed(undefined);
  return elements;
}

/** A name that is there more than once. */
export function findDuplicate(names: readonly string[]): string | undefined {
  if (names.length < 2) return undefined;
  const seen = new Set<string>();
  // `size` stays what it was when the name is there already.
  return names.find((name) => seen.size === seen.add(name).size);
}

/** A place in a header value. It never stands on white space. */
export class FieldScanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#skipSpace();
  }

  get ended(): boolean {
    return this.#at >= this.#text.length;
  }

  peek(): string | undefined {
    return this.#text[this.#at];
  }

  /** Takes one separator, if it stands here. */
  skip(separator: string): boolean {
    if (this.peek() !== separator) return false;
    this.#at++;
    this.#skipSpace();
    return true;
  }

  /** Takes a token; undefined if none stands here. */
  token(): string | undefined {
    const start = this.#at;
    this.#at = runEnd(this.#text, start, TOKEN);
    const token = this.#text.slice(start, this.#at);
    this.#skipSpace();
    return token === '' ? undefined : token;
  }

  /** Takes a quoted string whose value is a token; undefined if none stands here. */
  quotedToken(): string | undefined {
    const start = this.#at + 1;
    this.#at = runEnd(this.#text, start, QUOTED_TOKEN);
    // Where two backslashes meet one remains, and is no token: nor would the backslash be that they stand for.
    const value = this.#text.slice(start, this.#at).replace(/\\([^\\])/g, '$1');
    return this.skip('"') && isToken(value) ? value : undefined;
  }

  #skipSpace(): void {
    this.#at = spaceEnd(this.#text, this.#at);
  }
}
