/**
 * What one entry of the ledger is: a normative sentence of RFC 6455, in our own words, and how it is met.
 *
 * An id is the section and the number of the sentence within it: `5.1-2`. A sentence that holds several requirements
 * keeps its number; the statement names them all.
 */

/** The keywords of RFC 2119 as the sentence has them. */
export type Keyword = 'MUST' | 'MUST NOT' | 'SHOULD' | 'SHOULD NOT' | 'MAY' | 'OPTIONAL';

/** Whom a sentence binds. */
export type Bound = 'client' | 'server' | 'both' | 'intermediary' | 'extension' | 'application';

/**
 * What was decided about a requirement that no code of ours enforces.
 *
 * - `out of scope`: it binds somebody else, or is met by what a library stands on
 * - `left to the user`: an option or a handler decides
 * - `not used`: a permission that we do not take
 * - `used`: a permission that we take, with nothing to enforce
 * - `not followed`: deliberately not, for the reason given
 */
export type Decision = 'out of scope' | 'left to the user' | 'not used' | 'used' | 'not followed';

export interface Requirement {
  /** Section and number, as in `5.1-2`. */
  readonly id: string;
  readonly keywords: readonly Keyword[];
  readonly binds: Bound;
  /** The requirement in our own words. */
  readonly statement: string;
  /** Undefined: it is met by code, which names the id in a comment, and by tests, which name it in their titles. */
  readonly decision?: { readonly kind: Decision; readonly because: string };
}

/** A requirement that is met by code and tests. */
export function enforced(id: string, keywords: string, binds: Bound, statement: string): Requirement {
  return { id, keywords: keywords.split('/') as Keyword[], binds, statement };
}

/** A requirement about which something was decided. */
export function decided(
  id: string,
  keywords: string,
  binds: Bound,
  statement: string,
  kind: Decision,
  because: string,
): Requirement {
  return { id, keywords: keywords.split('/') as Keyword[], binds, statement, decision: { kind, because } };
}

/** The section of an entry. */
export function sectionOf({ id }: Requirement): string {
  return id.slice(0, id.lastIndexOf('-'));
}
