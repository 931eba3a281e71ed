/** What a parser makes of a list in the opening handshake: ours and another one, told in the same words. RFC 6455 §9.1, §11.3.4. */
import { parseExtensions, parseSubprotocols } from '@rfc6455/handshake';
import * as other from 'ws';

/** The names, in the order of the list, each with what belongs to it; undefined if the list was refused. */
export type Field = readonly (readonly [name: string, ...details: unknown[]])[] | undefined;

/** The other implementation's parsers, which have no types of their own. */
const { extension, subprotocol } = other as unknown as {
  extension: { parse(text: string): Record<string, readonly Record<string, readonly (string | true)[]>[]> };
  subprotocol: { parse(text: string): ReadonlySet<string> };
};

/** The two parsers of one field. */
export interface Parsers {
  here(values: readonly string[]): Field;
  there(text: string): Field;
}

/** Sec-WebSocket-Extensions. The other parser groups offers and parameters by name: so must ours be, to be compared. */
export const EXTENSIONS: Parsers = {
  here: refusedBy('HandshakeError', (values: readonly string[]) => {
    const offers = group(parseExtensions(values).map(({ name, params }) => [name, group(params)] as const));
    return [...offers].sort(byName);
  }),
  there: refusedBy('SyntaxError', (text: string) =>
    Object.entries(extension.parse(text))
      .map(([name, offers]) => [name, offers.map((params) => new Map(Object.entries(params)))] as const)
      .sort(byName),
  ),
};

/** Sec-WebSocket-Protocol. */
export const SUBPROTOCOLS: Parsers = {
  here: refusedBy('HandshakeError', (values: readonly string[]) =>
    parseSubprotocols(values).map((name) => [name] as const),
  ),
  there: refusedBy('SyntaxError', (text: string) => [...subprotocol.parse(text)].map((name) => [name] as const)),
};

/** The same without the one error that a parser refuses with; any other is a fault. */
function refusedBy<T>(name: string, parse: (input: T) => Field): (input: T) => Field {
  return (input) => {
    try {
      return parse(input);
    } catch (error) {
      if ((error as Error).name === name) return undefined;
      throw error;
    }
  };
}

function group<T>(pairs: readonly (readonly [name: string, value: T])[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const [name, value] of pairs) groups.set(name, [...(groups.get(name) ?? []), value]);
  return groups;
}

/** An object does not keep the order of names such as "1". */
function byName([a]: readonly [string, ...unknown[]], [b]: readonly [string, ...unknown[]]): number {
  return a < b ? -1 : 1;
}
