/** The navigation bar and the sidebars, made from the pages that exist. */
import type { DefaultTheme } from 'vitepress';
import { type Page, pagesIn, readPage } from './pages.ts';

/** The names of the parts of the site. */
export interface PartNames {
  readonly rfc: string;
  readonly guide: string;
  readonly reference: string;
  readonly api: string;
  readonly contributing: string;
  /** How a part is named that has English pages only. */
  inEnglish(part: string): string;
}

/**
 * The navigation of one locale.
 *
 * @param prefix of the locale's pages: `''` or `'zh/'`
 */
export function navigation(prefix: string, names: PartNames): Pick<DefaultTheme.Config, 'nav' | 'sidebar'> {
  const everyByte = readPage(`${prefix}one-connection`);
  const live = readPage(`${prefix}live`);
  const chapters = pagesIn(`${prefix}rfc`);
  const nav: DefaultTheme.NavItem[] = [];
  const sidebar: DefaultTheme.SidebarMulti = {};
  const add = (part: Exclude<keyof PartNames, 'api' | 'inEnglish'>, groups: DefaultTheme.SidebarItem[]): void => {
    const first = groups.flatMap(({ items = [] }) => items)[0]?.link;
    if (first === undefined) {
      // What is not translated is there in English.
      const [english] = prefix === '' ? [] : pagesIn(part);
      if (english !== undefined) nav.push({ text: names.inEnglish(names[part]), link: english.link });
      return;
    }
    nav.push({ text: names[part], link: first, activeMatch: `^/${prefix}${part}/` });
    sidebar[`/${prefix}${part}/`] = groups;
  };

  const rfc = [group(names.rfc, [...chapters, ...[everyByte, live].filter((page) => page !== undefined)])];
  add('rfc', rfc);
  if (everyByte !== undefined) {
    nav.push({ text: everyByte.text, link: everyByte.link });
    sidebar[everyByte.link] = rfc;
  }
  if (live !== undefined) sidebar[live.link] = rfc;
  add('guide', groups(names.guide, pagesIn(`${prefix}guide`)));
  const api = pagesIn(`${prefix}reference/api`);
  const reference = [group(names.reference, pagesIn(`${prefix}reference`))];
  add('reference', api.length === 0 ? reference : [...reference, group(names.api, api)]);
  add('contributing', [group(names.contributing, pagesIn(`${prefix}contributing`))]);
  return { nav, sidebar };
}

/** Under the headings that the pages name, in the order of their first pages. */
function groups(heading: string, pages: readonly Page[]): DefaultTheme.SidebarItem[] {
  const headings = [...new Set(pages.map((page) => page.group ?? heading))];
  return headings.map((text) =>
    group(
      text,
      pages.filter((page) => (page.group ?? heading) === text),
    ),
  );
}

function group(text: string, pages: readonly Page[]): DefaultTheme.SidebarItem {
  return { text, items: pages.map(({ text, link }) => ({ text, link })) };
}
