/** The requirements ledger: all 193 normative sentences of RFC 6455. */

import type { Requirement } from './requirement.ts';
import { section3 } from './sections/section-3.ts';
import { section4 } from './sections/section-4.ts';
import { section5 } from './sections/section-5.ts';
import { section6 } from './sections/section-6.ts';
import { section7 } from './sections/section-7.ts';
import { section8 } from './sections/section-8.ts';
import { section9 } from './sections/section-9.ts';
import { section10 } from './sections/section-10.ts';
import { section11 } from './sections/section-11.ts';

export type { Bound, Decision, Keyword, Requirement } from './requirement.ts';
export { sectionOf } from './requirement.ts';

/** Every requirement, in the order of the RFC. */
export const requirements: readonly Requirement[] = [
  ...section3,
  ...section4,
  ...section5,
  ...section6,
  ...section7,
  ...section8,
  ...section9,
  ...section10,
  ...section11,
];
