/** What StrykerJS writes about a file, as the lines that `npm run mutation` prints. */

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Mutant {
  readonly mutatorName: string;
  readonly replacement: string;
  readonly status: 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'CompileError' | 'RuntimeError' | 'Ignored';
  readonly location: { readonly start: Position; readonly end: Position };
}

/** The part of the mutation testing report schema that is used here. */
export interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

/** How many mutants of a package met which end, and the share in percent that the tests noticed. */
export interface Score {
  readonly score: number;
  readonly killed: number;
  readonly timedOut: number;
  readonly survived: number;
  readonly notCovered: number;
}

/** Counts the mutants of some files. One that does not compile or load says nothing about the tests and is left out. */
export function scoreOf(reports: readonly Report[]): Score {
  const mutants = reports.flatMap(({ files }) => Object.values(files).flatMap((file) => file.mutants));
  const count = (status: Mutant['status']) => mutants.filter((mutant) => mutant.status === status).length;
  const killed = count('Killed');
  const timedOut = count('Timeout');
  const survived = count('Survived');
  const notCovered = count('NoCoverage');
  const score = (100 * (killed + timedOut)) / (killed + timedOut + survived + notCovered);
  return { score, killed, timedOut, survived, notCovered };
}

/** One line for each mutant that no test noticed: where it is, what stood there, and what stands there now. */
export function survivors(report: Report): string[] {
  return Object.entries(report.files).flatMap(([path, { source, mutants }]) =>
    mutants
      .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
      .map(({ location: { start, end }, replacement }) => {
        const before = textBetween(source, start, end);
        return `${path}:${start.line}:${start.column}  ${brief(before)}  ->  ${brief(replacement)}`;
      }),
  );
}

function textBetween(source: string, start: Position, end: Position): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  lines.push(lines.pop()!.slice(0, end.column - 1));
  lines[0] = lines[0]!.slice(start.column - 1);
  return lines.join('\n');
}

function brief(code: string): string {
  const line = code.replaceAll(/\s+/g, ' ');
  return line.length <= 80 ? line : `${line.slice(0, 60)} ... ${line.slice(-15)}`;
}
