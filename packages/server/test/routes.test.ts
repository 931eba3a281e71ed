import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Routes } from '../src/routes.ts';

function matched(paths: string[], path: string): unknown {
  const match = new Routes({ paths: paths.map((one) => [one, one] as const) }).match(path);
  return typeof match === 'object' ? [match.endpoint, { ...match.params }] : match;
}

describe('Routes', () => {
  it.each([
    ['/chat', ['/chat', {}]],
    ['/', ['/', {}]],
    ['/%63hat', ['/chat', {}]],
    ['/caf%C3%A9', ['/café', {}]],
    ['/rooms/new', ['/rooms/new', {}]],
    ['/rooms/%6eew', ['/rooms/new', {}]],
    ['/rooms/old', ['/rooms/:room', { room: 'old' }]],
    ['/rooms/a%20b', ['/rooms/:room', { room: 'a b' }]],
    ['/rooms/a%2Fb', ['/rooms/:room', { room: 'a/b' }]],
    ['/rooms/:room', ['/rooms/:room', { room: ':room' }]],
    ['/rooms/a/users/b', ['/rooms/:room/users/:user', { room: 'a', user: 'b' }]],
    ['/rooms/a/users', undefined],
    ['/rooms/', undefined],
    ['/rooms/..', undefined],
    ['/rooms/%2e%2E', undefined],
    ['/rooms/.', undefined],
    ['/Chat', undefined],
    ['/chat/', undefined],
    ['//chat', undefined],
    ['/rooms/%', 'malformed'],
    ['/rooms/%zz', 'malformed'],
    ['/rooms/%C3%28', 'malformed'],
    ['/nowhere/%FF', 'malformed'],
  ])('lead %s to %j', (path, expected) => {
    const paths = ['/rooms/:room', '/rooms/:room/users/:user', '/rooms/new', '/chat', '/', '/café'];
    expect(matched(paths, path)).toEqual(expected);
  });

  it('take the first of two paths with parameters', () => {
    expect(matched(['/:a/x', '/y/:b'], '/y/x')).toEqual(['/:a/x', { a: 'y' }]);
  });

  it('take names such as __proto__ for what they are', () => {
    const match = new Routes({ paths: [['/:__proto__/:constructor', 1]] }).match('/a/b');
    if (typeof match !== 'object') throw new Error('no match');
    expect(Object.entries(match.params)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
    expect(matched(['/a'], '/__proto__')).toBeUndefined();
    expect(matched(['/a'], '/constructor')).toBeUndefined();
  });

  it('lead everywhere to the same endpoint when there is one for all, even what is malformed', () => {
    const routes = new Routes({ everywhere: 'here' });
    expect(routes.takesAll).toBe(true);
    expect(routes.match('/%')).toEqual({ endpoint: 'here', params: {} });
  });

  it.each(['', 'chat', '/chat?x', '/chat#x', '/a b', '/rooms/:', '/:a/:a'])('refuse the path %j', (path) => {
    expect(() => new Routes({ paths: [[path, 1]] })).toThrow(TypeError);
    expect(() => new Routes({ paths: [[path, 1]] })).toThrow('routes: expected a path such as');
  });

  it('give back any segment that was percent-encoded', () => {
    const segments = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text !== '.' && text !== '..');
    fc.assert(
      fc.property(segments, (segment) => {
        expect(matched(['/x/:y'], `/x/${encodeURIComponent(segment)}`)).toEqual(['/x/:y', { y: segment }]);
      }),
    );
  });
});
