/** `<Requirements section="5.1" />`: what the ledger says about a section, as HTML. */
import { basename } from 'node:path';
import { type Evidence, findCode, findTests, type Place } from '../../../ledger/src/evidence.ts';
import { type Requirement, requirements, sectionOf } from '../../../ledger/src/index.ts';
import { type Status, statusOf } from '../../../ledger/src/report.ts';
import { formatInline, type Language } from './html.ts';
import { sourceUrl } from './repository.ts';

/** Reading all sources and tests takes a while: it is done when a page asks for it. */
let evidence: { readonly code: Evidence; readonly tests: Evidence } | undefined;
function findEvidence(): { readonly code: Evidence; readonly tests: Evidence } {
  evidence ??= { code: findCode(), tests: findTests() };
  return evidence;
}

/** The words around those of the ledger, which are English. */
const words = {
  en: { enforced: 'Enforced by', proven: 'proven by', and: 'and', separator: ', ', end: '.' },
  zh: { enforced: '实现：', proven: '测试：', and: '', separator: '、', end: '。' },
} as const;

/**
 * The requirements of one section, without those of its subsections.
 *
 * @throws {Error} when the ledger has none
 */
export function formatRequirements(section: string, language: Language): string {
  const found = requirements.filter((requirement) => sectionOf(requirement) === section);
  if (found.length === 0) throw new Error(`the ledger has no requirement of section ${section}`);
  const items = found.map((requirement) => {
    const { id, keywords, binds, statement } = requirement;
    return `<li id="requirement-${id}">
<p><a class="requirement-id" href="#requirement-${id}">${id}</a> <b class="keyword">${keywords.join(', ')}</b> <span class="binds">${binds}</span></p>
<p>${formatInline(statement)}</p>
<p class="how">${formatHow(requirement, language)}</p>
</li>`;
  });
  return `<ul class="requirements">\n${items.join('\n')}\n</ul>\n`;
}

/** How a requirement stands, in one word. */
export function statusOfRequirement(requirement: Requirement): Status {
  const { code, tests } = findEvidence();
  return statusOf(requirement, code, tests);
}

/** How a requirement is met: by which code and tests, or by what decision. */
export function formatHow({ id, decision }: Requirement, language: Language): string {
  if (decision !== undefined) return `<em>${decision.kind}</em>: ${formatInline(decision.because)}`;
  const { enforced, proven, separator, end } = words[language];
  const { code, tests } = findEvidence();
  const parts = [
    [enforced, code.get(id)] as const,
    [code.has(id) ? proven : capitalize(proven), tests.get(id)] as const,
  ].flatMap(([label, places]) => (places === undefined ? [] : [`${label} ${links(places).join(separator)}`]));
  return `${parts.join(language === 'zh' ? '；' : '; ')}${end}`;
}

/** One link a file, to the first line that names the id. */
function links(places: readonly Place[]): string[] {
  const files = [...new Set(places.map(({ file }) => file))];
  return files.map((file) => {
    const line = places.find((place) => place.file === file)?.line;
    return `<a href="${sourceUrl(file, line)}">${basename(file)}</a>`;
  });
}

function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
