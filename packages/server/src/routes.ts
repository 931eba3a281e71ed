/**
 * Which endpoint a path leads to. RFC 6455 §4.2.2 (item 4, "resource name"): "If the requested service is not available,
 * the server MUST send an appropriate HTTP error code".
 */

import { wrongOption } from './check-option.ts';

/** The values of the parameters in a path. */
export type RouteParams = Readonly<Record<string, string>>;

/** Where a path leads to. */
export interface RouteMatch<T> {
  readonly endpoint: T;
  readonly params: RouteParams;
}

interface Pattern<T> {
  readonly segments: readonly string[];
  readonly endpoint: T;
}

const NO_PARAMS: RouteParams = Object.freeze(Object.create(null));

/** A table of paths. Without one, every path leads to the same endpoint. */
export class Routes<T> {
  readonly #everywhere: RouteMatch<T> | undefined;
  /** By the path as it is usually written: nothing to decode. */
  readonly #exact = new Map<string, RouteMatch<T>>();
  /** All of them, those without parameters first. */
  readonly #patterns: Pattern<T>[] = [];

  /**
   * @param table paths such as `/chat` and `/rooms/:room`, or a single endpoint for all paths
   * @throws TypeError for a path that is none
   */
  constructor(
    table: { readonly everywhere: T } | { readonly paths: readonly (readonly [path: string, endpoint: T])[] },
  ) {
    if ('everywhere' in table) {
      this.#everywhere = { endpoint: table.everywhere, params: NO_PARAMS };
      return;
    }
    this.#everywhere = undefined;
    const parametric: Pattern<T>[] = [];
    for (const [path, endpoint] of table.paths) {
      const segments = checkedSegments(path);
      if (segments.some(isParameter)) {
        parametric.push({ segments, endpoint });
      } else {
        this.#patterns.push({ segments, endpoint });
        this.#exact.set(path, { endpoint, params: NO_PARAMS });
      }
    }
    this.#patterns.push(...parametric);
  }

  /** Whether every path leads somewhere. */
  get takesAll(): boolean {
    return this.#everywhere !== undefined;
  }

  /**
   * Finds where a path leads to. A path without parameters goes before one with them, and among those the first.
   *
   * @param path as it stands in the request, percent-encoded
   * @returns undefined when it leads nowhere, `'malformed'` when its percent-encoding is broken
   */
  match(path: string): RouteMatch<T> | 'malformed' | undefined {
    const exact = this.#everywhere ?? this.#exact.get(path);
    if (exact !== undefined) return exact;
    let segments: string[];
    try {
      segments = path.split('/').map(decodeURIComponent);
    } catch {
      return 'malformed';
    }
    for (const { segments: pattern, endpoint } of this.#patterns) {
      const params = matchSegments(pattern, segments);
      if (params !== undefined) return { endpoint, params };
    }
    return undefined;
  }
}

function isParameter(segment: string): boolean {
  return segment.startsWith(':');
}

function checkedSegments(path: string): string[] {
  const segments = path.split('/');
  const names = segments.filter(isParameter);
  const valid = path.startsWith('/') && !/[?#\s]/.test(path) && !names.includes(':');
  if (valid && new Set(names).size === names.length) return segments;
  throw wrongOption('routes', 'a path such as "/chat" or "/rooms/:room"', path);
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): RouteParams | undefined {
  if (pattern.length !== segments.length) return undefined;
  // Without a prototype a parameter may have any name.
  const params: Record<string, string> = Object.create(null);
  for (let i = 0; i < pattern.length; i++) {
    const expected = pattern[i]!;
    const segment = segments[i]!;
    if (!isParameter(expected)) {
      if (segment !== expected) return undefined;
      // What stands for a parameter is never a way out of a folder.
    } else if (segment === '' || segment === '.' || segment === '..') {
      return undefined;
    } else {
      params[expected.slice(1)] = segment;
    }
  }
  return params;
}
