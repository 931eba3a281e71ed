import {
  type ExtensionAcceptor,
  type ExtensionOffer,
  formatExtensions,
  negotiateExtensions,
  parseExtensions,
} from '@rfc6455/handshake';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorOf } from './helpers.ts';

const token = fc.oneof(
  fc.stringMatching(/^[\w!#$%&'*+.^`|~-]{1,8}$/),
  fc.constantFrom('__proto__', 'constructor', 'a'),
);
const offers = fc.array(
  fc.record({
    name: token,
    params: fc.array(fc.tuple(token, fc.oneof(token, fc.constant(true as const))), { maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 5 },
);

describe('parseExtensions', () => {
  it('takes the examples of section 9.1 [9.1-2]', () => {
    expect(parseExtensions(['deflate-stream'])).toEqual([{ name: 'deflate-stream', params: [] }]);
    expect(parseExtensions(['mux; max-channels=4; flow-control, deflate-stream'])).toEqual([
      {
        name: 'mux',
        params: [
          ['max-channels', '4'],
          ['flow-control', true],
        ],
      },
      { name: 'deflate-stream', params: [] },
    ]);
    expect(parseExtensions(['private-extension'])).toEqual([{ name: 'private-extension', params: [] }]);
  });

  it('takes several fields for one list [9.1-3] [11.3.2-1]', () => {
    expect(parseExtensions(['foo', 'bar; baz=2'])).toEqual(parseExtensions(['foo, bar; baz=2']));
  });

  it('takes a quoted value for what it is unescaped [4.3-1]', () => {
    const expected = [
      {
        name: 'a',
        params: [
          ['b', '15'],
          ['c', true],
        ],
      },
    ];
    expect(parseExtensions(['a; b="15"; c'])).toEqual(expected);
    expect(parseExtensions(['a;b="\\1\\5";c'])).toEqual(expected);
  });

  it('takes white space around every separator, as RFC 2616 implies it', () => {
    expect(parseExtensions(['\ta ; b\t=\t1 ; c = "2" , d '])).toEqual([
      {
        name: 'a',
        params: [
          ['b', '1'],
          ['c', '2'],
        ],
      },
      { name: 'd', params: [] },
    ]);
  });

  it('keeps offers of the same name, parameters of the same name, and the order', () => {
    expect(parseExtensions(['a; x=1; x=2, a'])).toEqual([
      {
        name: 'a',
        params: [
          ['x', '1'],
          ['x', '2'],
        ],
      },
      { name: 'a', params: [] },
    ]);
  });

  it('takes the names of an object for names like any other', () => {
    const [offer] = parseExtensions(['__proto__; constructor=toString; __proto__']);
    expect(offer?.name).toBe('__proto__');
    expect(offer?.params).toEqual([
      ['constructor', 'toString'],
      ['__proto__', true],
    ]);
  });

  it('gives an empty list without a field', () => {
    expect(parseExtensions([])).toEqual([]);
  });

  it.each([
    '',
    ',',
    ' , ',
    ';',
    '=',
    'a;',
    'a; ',
    'a;;b',
    'a;=1',
    'a; b=',
    'a; b=,',
    'a; b= ;c',
    'a=1',
    'a b',
    'a; b c',
    'a; b=1 2',
    '"a"',
    'a; "b"',
    'a; b=""',
    'a; b="c',
    'a; b="c d"',
    'a; b="c\\',
    'a; b="c"d',
    "a; b='c d'",
    'a; b="\\""',
    'a; b="x,y"',
    '\xe9',
    'a; b=\xe9',
    'a/b',
    'a; b==1',
    'a; b="1"="2"',
  ])('refuses %j [9.1-1]', (value) => {
    const error = errorOf(() => parseExtensions([value]));
    expect(error).toMatchObject({ code: 'INVALID_EXTENSIONS', status: 400, section: '9.1' });
    // A field that is fine does not save it, unless all that is missing is an element.
    if (/[^ ,]/.test(value)) expect(errorOf(() => parseExtensions(['a', value])).code).toBe('INVALID_EXTENSIONS');
    else expect(parseExtensions(['a', value])).toEqual([{ name: 'a', params: [] }]);
  });

  it('does not join a quoted string over two fields', () => {
    expect(errorOf(() => parseExtensions(['a; b="c', 'd"'])).code).toBe('INVALID_EXTENSIONS');
  });

  it('is the inverse of formatExtensions', () => {
    fc.assert(
      fc.property(offers, (extensions) => {
        expect(parseExtensions([formatExtensions(extensions)])).toEqual(extensions);
      }),
    );
  });

  it('takes or refuses any text, and what it takes can be written and read again', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', ',', ';', '=', '"', '\\', ' ', '\t', '\xe9'),
      maxLength: 20,
    });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (values) => {
        let extensions: ExtensionOffer[];
        try {
          extensions = parseExtensions(values);
        } catch (error) {
          expect(error).toMatchObject({ code: 'INVALID_EXTENSIONS' });
          return;
        }
        expect(parseExtensions([formatExtensions(extensions)])).toEqual(extensions);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('formatExtensions', () => {
  it('writes the second example of section 9.1', () => {
    const mux: ExtensionOffer = {
      name: 'mux',
      params: [
        ['max-channels', '4'],
        ['flow-control', true],
      ],
    };
    expect(formatExtensions([mux, { name: 'deflate-stream', params: [] }])).toBe(
      'mux; max-channels=4; flow-control, deflate-stream',
    );
  });

  it.each<[string, unknown]>([
    ['no extension', []],
    ['an empty name', [{ name: '', params: [] }]],
    ['a name with a space', [{ name: 'a b', params: [] }]],
    ['a name that breaks the line', [{ name: 'a\r\nX: y', params: [] }]],
    ['an empty parameter', [{ name: 'a', params: [['', true]] }]],
    ['a parameter that is a list', [{ name: 'a', params: [['b, c', true]] }]],
    ['an empty value', [{ name: 'a', params: [['b', '']] }]],
    ['a value that breaks the line', [{ name: 'a', params: [['b', '1\r\nX: y']] }]],
    ['a number for a value', [{ name: 'a', params: [['b', 15]] }]],
    ['false for a value', [{ name: 'a', params: [['b', false]] }]],
  ])('refuses %s', (_, extensions) => {
    const refuse = () => formatExtensions(extensions as ExtensionOffer[]);
    expect(refuse).toThrow(TypeError);
    expect(refuse).toThrow(/^expected extensions such as name; param=value, got /);
  });
});

describe('negotiateExtensions', () => {
  const accepting = (name: string): ExtensionAcceptor => ({ name, accept: (offer) => offer });
  const names = (extensions: readonly ExtensionOffer[]): string[] => extensions.map(({ name }) => name);

  it('agrees in the order of the client, and to what it offers only [9-1] [9-2] [4.2.2-10] [4.2.2-11]', () => {
    const acceptors = [accepting('c'), accepting('b'), accepting('a'), accepting('unoffered')];
    expect(names(negotiateExtensions(parseExtensions(['b, x, a, c']), acceptors))).toEqual(['b', 'a', 'c']);
    expect(negotiateExtensions([], acceptors)).toEqual([]);
    expect(negotiateExtensions(parseExtensions(['a']), [])).toEqual([]);
  });

  it('falls back to a later offer of the same name', () => {
    const picky: ExtensionAcceptor = {
      name: 'a',
      accept: ({ params }) => (params.length === 0 ? { name: 'a', params: [['answer', true]] } : undefined),
    };
    const offered = parseExtensions(['a; x, a; y, b, a, a']);
    expect(negotiateExtensions(offered, [picky])).toEqual([{ name: 'a', params: [['answer', true]] }]);
  });

  it('agrees to each name once, and asks no more about it', () => {
    let asked = 0;
    const counting: ExtensionAcceptor = {
      name: 'a',
      accept: (offer) => {
        asked++;
        return offer;
      },
    };
    expect(names(negotiateExtensions(parseExtensions(['a, a; x, a']), [counting]))).toEqual(['a']);
    expect(asked).toBe(1);
  });

  it('tells each acceptor what is agreed already, for the bits that it may want [9.1-7]', () => {
    const seen: string[][] = [];
    const exclusive: ExtensionAcceptor = {
      name: 'b',
      accept: (offer, agreed) => {
        seen.push(names(agreed));
        return agreed.length === 0 ? offer : undefined;
      },
    };
    expect(names(negotiateExtensions(parseExtensions(['a, b']), [accepting('a'), exclusive]))).toEqual(['a']);
    expect(seen).toEqual([['a']]);
  });

  it('hands back what the acceptor has made, with all that it holds', () => {
    const answer = { name: 'a', params: [], codec: { level: 9 } };
    const agreed = negotiateExtensions(parseExtensions(['a']), [{ name: 'a', accept: () => answer }]);
    expect(agreed[0]).toBe(answer);
  });

  it('refuses an answer with another name [9-2]', () => {
    const wrong: ExtensionAcceptor = { name: 'a', accept: () => ({ name: 'b', params: [] }) };
    expect(() => negotiateExtensions(parseExtensions(['a']), [wrong])).toThrow(
      new TypeError('expected an extension that was offered, got "b"'),
    );
  });

  it('takes the names of an object for names like any other', () => {
    const offered = parseExtensions(['__proto__, constructor, hasOwnProperty']);
    expect(negotiateExtensions(offered, [accepting('a')])).toEqual([]);
    expect(names(negotiateExtensions(offered, [accepting('__proto__'), accepting('constructor')]))).toEqual([
      '__proto__',
      'constructor',
    ]);
  });
});
