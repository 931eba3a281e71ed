/** What must hold for any input: the same properties for the short run in the tests and for `npm run fuzz`. */
import { inspect, isDeepStrictEqual } from 'node:util';
import type { Role } from '@rfc6455/connection';
import fc from 'fast-check';
import { explain, FIELD_RULES, FRAME_RULES } from './explained.ts';
import { EXTENSIONS, type Parsers, SUBPROTOCOLS } from './fields/outcome.ts';
import { extensionFields, subprotocolFields } from './fields/text.ts';
import { type Limits, receiveHere, receiveThere } from './frames/outcome.ts';
import { chunkSizes, streams } from './frames/stream.ts';

/** Something that must hold, with inputs to try it on. */
export interface Property {
  readonly name: string;
  readonly what: string;
  /** How many inputs make about a tenth of a second. */
  readonly runs: number;
  readonly property: fc.IProperty<unknown>;
}

const limits: fc.Arbitrary<Limits> = fc.record({
  maxMessageSize: fc.constantFrom(20, 126, 1000, 1_000_000),
  maxFragments: fc.constantFrom(2, 4, 1000),
});

function framesProperty(role: Role): fc.IProperty<unknown> {
  return fc.property(streams(role === 'server'), chunkSizes, limits, (bytes, sizes, limits) => {
    const { violation, ...ours } = receiveHere(role, limits, bytes, sizes);
    const theirs = receiveThere(role, limits, bytes, sizes);
    if (isDeepStrictEqual(ours, theirs)) return;
    const difference = { role, limits, bytes, ours: { ...ours, violation }, theirs };
    if (explain(FRAME_RULES, difference) === undefined)
      throw unexplained(Buffer.from(bytes).toString('hex'), difference);
  });
}

function fieldsProperty(values: fc.Arbitrary<string[]>, { here, there }: Parsers): fc.IProperty<unknown> {
  return fc.property(values, (values) => {
    const ours = here(values);
    const theirs = there(values.join(', '));
    if (isDeepStrictEqual(ours, theirs)) return;
    const difference = { values, ours, theirs, parseThere: there };
    if (explain(FIELD_RULES, difference) === undefined) throw unexplained(values, difference);
  });
}

function unexplained(input: unknown, { ours, theirs }: { ours: unknown; theirs: unknown }): Error {
  return new Error(
    `no rule explains the difference of ${inspect({ input, ours, theirs }, { depth: 6, maxStringLength: 2000 })}`,
  );
}

/** All properties. */
export const PROPERTIES: readonly Property[] = [
  {
    name: 'frames-server',
    what: 'frames, as a server receives them',
    runs: 200,
    property: framesProperty('server'),
  },
  {
    name: 'frames-client',
    what: 'frames, as a client receives them',
    runs: 200,
    property: framesProperty('client'),
  },
  {
    name: 'extensions',
    what: 'values of Sec-WebSocket-Extensions',
    runs: 500,
    property: fieldsProperty(extensionFields, EXTENSIONS),
  },
  {
    name: 'subprotocols',
    what: 'values of Sec-WebSocket-Protocol',
    runs: 1000,
    property: fieldsProperty(subprotocolFields, SUBPROTOCOLS),
  },
];
