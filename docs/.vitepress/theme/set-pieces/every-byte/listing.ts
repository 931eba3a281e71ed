/** The annotations as rows of a table, the bytes of a payload in one. */
import { hex } from '../shared/hex.ts';
import { replace } from './annotate.ts';
import type { Annotation } from './annotation.ts';
import type { Part } from './transcript.ts';
import { type Outcome, whatIf } from './what-if.ts';

/** A row. */
export interface Row {
  readonly start: number;
  readonly bytes: string;
  readonly name: string;
  readonly what: string;
  readonly sections: readonly string[];
  /** What could stand in the place of the first of these bytes. */
  readonly wrong: Uint8Array;
  readonly outcome: Outcome;
}

/** Lists the annotations of a part. */
export function listing(part: Part, annotations: readonly Annotation[]): Row[] {
  const runs: Annotation[][] = [];
  for (const annotation of annotations) {
    const run = runs.at(-1);
    if (isPayload(annotation.name) && run?.[0]?.name === annotation.name) run.push(annotation);
    else runs.push([annotation]);
  }
  return runs.map((run) => {
    const [first] = run as [Annotation];
    const { start } = first;
    const { end } = run.at(-1)!;
    return {
      start,
      bytes: hex(part.bytes.subarray(start, end)),
      name: first.name,
      what: run.length === 1 || !isPayload(first.name) ? first.what : `${run.length} bytes. The first: ${first.what}`,
      sections: first.sections,
      wrong: first.wrong,
      outcome: whatIf(part, replace(part, first, first.wrong)),
    };
  });
}

function isPayload(name: string): boolean {
  return name === 'payload' || name === 'reason';
}
