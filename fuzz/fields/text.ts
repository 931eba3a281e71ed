/** Values of header fields at random: from the grammar, and with faults. RFC 6455 §9.1, §11.3.4. */
import fc from 'fast-check';

const token = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('a', 'b', 'foo', 'permessage-deflate', 'x-1', '1', '__proto__', 'constructor'),
  },
  { weight: 2, arbitrary: fc.stringMatching(/^[\w!#$%&'*+.^`|~-]{1,8}$/) },
);

const space = fc.oneof({ weight: 4, arbitrary: fc.constant('') }, fc.constantFrom(' ', '\t', '  '));

const quoted = fc
  .tuple(token, fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }))
  .map(([text, escapes]) => `"${[...text].map((c, i) => (escapes[i % escapes.length] ? `\\${c}` : c)).join('')}"`);

const param = fc
  .tuple(token, fc.option(fc.tuple(space, space, fc.oneof(token, quoted))))
  .map(([name, value]) => name + (value === null ? '' : `${value[0]}=${value[1]}${value[2]}`));

const offer = fc
  .tuple(token, fc.array(fc.tuple(space, space, param), { maxLength: 3 }))
  .map(([name, params]) => name + params.map(([before, after, text]) => `${before};${after}${text}`).join(''));

/** A list of elements, some of them empty. */
const list = (element: fc.Arbitrary<string>) =>
  fc
    .array(fc.tuple(space, fc.oneof({ weight: 8, arbitrary: element }, fc.constant('')), space), { maxLength: 4 })
    .map((elements) => elements.map((parts) => parts.join('')).join(','));

const place = fc.nat({ max: 1000 });
const character = fc.oneof(
  fc.constantFrom(...'",;=\\ \t/()\u0000\r\n\u007f\u00e9a'),
  fc.string({ minLength: 1, maxLength: 1 }),
);

const fault = fc.oneof(
  fc.tuple(place, character).map(([at, more]) => (text: string) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + more + text.slice(from);
  }),
  fc.tuple(place, fc.integer({ min: 1, max: 4 })).map(([at, count]) => (text: string) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + text.slice(from + count);
  }),
  fc.tuple(place, place).map(
    ([from, to]) =>
      (text: string) =>
        text.slice(from % (text.length + 1), to % (text.length + 1)),
  ),
);

/** Up to three fields of one name. */
const fields = (element: fc.Arbitrary<string>): fc.Arbitrary<string[]> =>
  fc.array(
    fc
      .tuple(list(element), fc.array(fault, { maxLength: 2 }))
      .map(([text, faults]) => faults.reduce((changed, fault) => fault(changed), text)),
    { minLength: 1, maxLength: 3 },
  );

/** Values of Sec-WebSocket-Extensions. */
export const extensionFields: fc.Arbitrary<string[]> = fields(offer);
/** Values of Sec-WebSocket-Protocol. */
export const subprotocolFields: fc.Arbitrary<string[]> = fields(token);
