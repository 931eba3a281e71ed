/**
 * Extensions: the value of Sec-WebSocket-Extensions, and how a server agrees to what a client offers.
 *
 * RFC 6455 §9.1, §11.3.2.
 */

import { isToken } from './characters.ts';
import { type FieldScanner, scanList } from './field-scanner.ts';
import { checkArgument, type Fault, requestFault } from './handshake-error.ts';

/** The parameters of an extension in their order, duplicates kept; `true` stands for a parameter without a value. */
export type ExtensionParams = readonly (readonly [name: string, value: string | true])[];

/** An extension as a client offers it, and as a server answers. */
export interface ExtensionOffer {
  /** The extension token: `permessage-deflate`. */
  readonly name: string;
  readonly params: ExtensionParams;
}

/**
 * Parses the values of Sec-WebSocket-Extensions.
 *
 * RFC 6455 §9.1: several fields are one list; a quoted value must be a token when it is unescaped; empty elements are
 * skipped.
 *
 * @param values one value for each field with the name; none gives an empty list
 * @throws HandshakeError INVALID_EXTENSIONS
 *
 * @example
 * ```ts
 * import { parseExtensions } from '@rfc6455/handshake';
 *
 * parseExtensions(['foo', 'bar; baz="2"; qux']);
 * // => [{ name: 'foo', params: [] }, { name: 'bar', params: [['baz', '2'], ['qux', true]] }]
 * ```
 */
export function parseExtensions(values: readonly string[]): ExtensionOffer[] {
  return readExtensions(values, requestFault);
}

const NO_PARAMS: ExtensionParams = /* @__PURE__ */ Object.freeze([]);

/** {@link parseExtensions} for either role. */
export function readExtensions(values: readonly string[], fault: Fault): ExtensionOffer[] {
  // [9.1-1] [9.1-2] what breaks the grammar fails the handshake; [9.1-3] [11.3.2-1] several fields are one list
  return scanList(values, scanExtension, (came) => fault('INVALID_EXTENSIONS', came));
}

function scanExtension(scanner: FieldScanner): ExtensionOffer | undefined {
  const name = scanner.token();
  if (name === undefined) return undefined;
  let params: (readonly [name: string, value: string | true])[] | undefined;
  while (scanner.skip(';')) {
    const param = scanner.token();
    // [4.3-1] a quoted value is a token once it is unescaped
    const value = !scanner.skip('=') || (scanner.peek() === '"' ? scanner.quotedToken() : scanner.token());
    if (param === undefined || value === undefined) return undefined;
    params ??= [];
    params.push([param, value]);
  }
  return { name, params: params ?? NO_PARAMS };
}

/**
 * Formats extensions as the value of Sec-WebSocket-Extensions.
 *
 * @param extensions at least one, in the order of preference
 * @throws TypeError for an empty list, and for a name or a value that is not a token
 *
 * @example
 * ```ts
 * import { formatExtensions } from '@rfc6455/handshake';
 *
 * formatExtensions([{ name: 'foo', params: [] }, { name: 'bar', params: [['baz', '2'], ['qux', true]] }]);
 * // => 'foo, bar; baz=2; qux'
 * ```
 */
export function formatExtensions(extensions: readonly ExtensionOffer[]): string {
  checkArgument(extensions.length > 0, 'INVALID_EXTENSIONS', undefined);
  return extensions.map(formatExtension).join(', ');
}

function formatExtension({ name, params }: ExtensionOffer): string {
  let text = token(name);
  for (const [param, value] of params) text += `; ${token(param)}${value === true ? '' : `=${token(value)}`}`;
  return text;
}

function token(text: string): string {
  checkArgument(isToken(text), 'INVALID_EXTENSIONS', text);
  return text;
}

/** What a server does with the offers of one extension. `Agreed` is what is then in use, and may hold more. */
export interface ExtensionAcceptor<Agreed extends ExtensionOffer = ExtensionOffer> {
  /** The extension token. */
  readonly name: string;
  /**
   * Decides on one offer.
   *
   * @param offer an offer with this name
   * @param agreed what is agreed already, of which this extension may want a reserved bit or an opcode for itself
   * @returns the answer, with the same name, or undefined to decline this offer
   */
  accept(offer: ExtensionOffer, agreed: readonly Agreed[]): Agreed | undefined;
}

/**
 * Negotiates extensions on the server.
 *
 * RFC 6455 §9.1: the offers are taken in the order of the client. Each extension is agreed at most once: when an offer
 * is declined, a later offer of the same name gets its chance.
 *
 * @param offers what the client offers
 * @param acceptors what the server can do, one for each name
 * @returns what is agreed, in the order in which the extensions apply; for `formatResponse`
 * @throws TypeError when an acceptor answers with another name
 *
 * @example
 * ```ts
 * import { type ExtensionAcceptor, negotiateExtensions, parseExtensions } from '@rfc6455/handshake';
 *
 * const offers = parseExtensions(['bar; level=9, foo, bar; level=1']);
 * const bar: ExtensionAcceptor = {
 *   name: 'bar',
 *   accept: (offer) => (offer.params[0]?.[1] === '1' ? offer : undefined),
 * };
 * negotiateExtensions(offers, [bar]); // => [{ name: 'bar', params: [['level', '1']] }]
 * ```
 */
export function negotiateExtensions<Agreed extends ExtensionOffer>(
  offers: readonly ExtensionOffer[],
  acceptors: readonly ExtensionAcceptor<Agreed>[],
): Agreed[] {
  const agreed: Agreed[] = [];
  for (const offer of offers) {
    if (agreed.some(({ name }) => name === offer.name)) continue;
    // [9-2] only what the client has offered
    const answer = acceptors.find(({ name }) => name === offer.name)?.accept(offer, agreed);
    if (!answer) continue;
    checkArgument(answer.name === offer.name, 'UNOFFERED_EXTENSION', answer.name);
    agreed.push(answer);
  }
  return agreed;
}
