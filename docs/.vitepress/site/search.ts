/** The search, which runs in the browser on an index made by the build. */
import type { DefaultTheme } from 'vitepress';

/** Runs in the browser too, as text: it may use nothing from outside. Chinese has no spaces: its words are found by pairs of characters. */
function tokenize(text: string): string[] {
  const words = text.split(/[\s\p{P}|=+<>`^$~]+/u).filter((word) => word !== '');
  return words.flatMap((word) => {
    const runs = word.match(/\p{Script=Han}+/gu);
    if (runs === null) return [word];
    const rest = word.split(/\p{Script=Han}+/u).filter((part) => part !== '');
    const pairs = runs.flatMap((run) => {
      const characters = Array.from(run);
      return characters.length === 1
        ? characters
        : characters.slice(1).map((character, index) => `${characters[index]}${character}`);
    });
    return [...rest, ...pairs];
  });
}

export const search: NonNullable<DefaultTheme.Config['search']> = {
  provider: 'local',
  options: {
    // The types behind the names of an example are not its text.
    _render(source, env, md) {
      const html = md.render(source, env).replaceAll(/ data-hint="[^"]*"/g, '');
      return env.frontmatter?.search === false ? '' : html;
    },
    miniSearch: {
      options: { tokenize },
      searchOptions: { combineWith: 'AND', fuzzy: 0.1, prefix: true, boost: { title: 4, text: 2, titles: 1 } },
    },
    locales: {
      zh: {
        translations: {
          button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
          modal: {
            displayDetails: '显示详情',
            resetButtonTitle: '清除',
            backButtonTitle: '关闭搜索',
            noResultsText: '没有结果：',
            footer: {
              selectText: '选择',
              selectKeyAriaLabel: '回车',
              navigateText: '切换',
              navigateUpKeyAriaLabel: '上箭头',
              navigateDownKeyAriaLabel: '下箭头',
              closeText: '关闭',
              closeKeyAriaLabel: 'Esc',
            },
          },
        },
      },
    },
  },
};
