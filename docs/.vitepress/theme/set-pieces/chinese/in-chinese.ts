/** From English to Chinese, by tables. */
import { backoff } from './backoff.ts';
import { closing } from './closing.ts';
import { frames } from './frames.ts';
import { handshake } from './handshake.ts';

/**
 * A text, or a template: `{0}` stands for anything, and comes back in the translation as it is, or itself translated
 * with `{0*}`.
 */
export type Translations = Readonly<Record<string, string>>;

const all: Translations = { ...frames, ...handshake, ...closing, ...backoff };

interface Template {
  readonly pattern: RegExp;
  readonly chinese: string;
  /** How much of it is fixed. */
  readonly fixed: number;
  readonly hasFixedBeginning: boolean;
}

const templates: readonly Template[] = Object.entries(all)
  .filter(([english]) => english.includes('{0}'))
  .map(([english, chinese]) => {
    const parts = english.split(/\{\d\}/);
    const escaped = parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return {
      pattern: new RegExp(`^${escaped.join('(.+?)')}$`, 's'),
      chinese,
      fixed: parts.join('').length,
      hasFixedBeginning: parts[0] !== '',
    };
  })
  // The one that says the most is tried first.
  .sort((a, b) => Number(b.hasFixedBeginning) - Number(a.hasFixedBeginning) || b.fixed - a.fixed);

/** The translation of a text, or the text when there is none. */
export function inChinese(english: string): string {
  const found = all[english];
  if (found !== undefined) return found;
  for (const { pattern, chinese } of templates) {
    const captured = pattern.exec(english)?.slice(1);
    if (captured === undefined) continue;
    return chinese.replaceAll(/\{(\d)(\*?)\}/g, (_, index: string, translated: string) => {
      const text = captured[Number(index)] ?? '';
      return translated === '' ? text : inChinese(text);
    });
  }
  return english;
}
