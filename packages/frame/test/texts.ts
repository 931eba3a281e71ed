/** Texts at random, for property tests. */
import fc from 'fast-check';

const boundaries = [0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfeff, 0xffff];

/** Text of any code units: surrogates alone and in pairs, a byte order mark, ASCII. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.nat({ max: 0x7f }),
      fc.nat({ max: 0xffff }),
      fc.integer({ min: 0xd800, max: 0xdfff }),
      fc.constantFrom(...boundaries, 0xd800, 0xdbff, 0xdc00, 0xdfff),
    ),
    { maxLength: 80 },
  )
  .map((units) => String.fromCharCode(...units));

/** Text of any code points: no surrogate stands alone. */
export const wellFormedText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.nat({ max: 0x7f }),
      fc.nat({ max: 0xd7ff }),
      fc.integer({ min: 0xe000, max: 0x10ffff }),
      fc.constantFrom(...boundaries, 0x10000, 0x10ffff),
    ),
    { maxLength: 80 },
  )
  .map((points) => String.fromCodePoint(...points));
