/** The two languages of the site. */
import type { DefaultTheme, LocaleConfig } from 'vitepress';
import { navigation } from './navigation.ts';
import { pagesIn } from './pages.ts';
import { repository } from './repository.ts';

type Locale = LocaleConfig<DefaultTheme.Config>[string];

const pattern = `${repository}/edit/main/docs/:path`;

/** At the root. */
export const english: Locale = {
  label: 'English',
  lang: 'en',
  themeConfig: {
    ...navigation('', {
      rfc: 'The protocol',
      guide: 'Guide',
      reference: 'Reference',
      api: 'API, by package',
      contributing: 'Contributing',
      inEnglish: (part) => part,
    }),
    editLink: { pattern, text: 'Edit this page' },
    outline: { level: [2, 3], label: 'On this page' },
  },
};

/** Below `/zh/`. */
export const simplifiedChinese: Locale = {
  label: '简体中文',
  lang: 'zh-Hans',
  link: '/zh/',
  description: 'WebSocket 协议：一组小巧的 TypeScript 软件包',
  themeConfig: {
    ...navigation('zh/', {
      rfc: '协议',
      guide: '指南',
      reference: '参考',
      api: 'API',
      contributing: '参与开发',
      inEnglish: (part) => `${part}（英文）`,
    }),
    editLink: { pattern, text: '编辑此页' },
    outline: { level: [2, 3], label: '本页目录' },
    docFooter: { prev: '上一页', next: '下一页' },
    lastUpdated: { text: '最后更新', formatOptions: { dateStyle: 'long', forceLocale: true } },
    langMenuLabel: '语言',
    darkModeSwitchLabel: '外观',
    lightModeSwitchTitle: '切换到浅色模式',
    darkModeSwitchTitle: '切换到深色模式',
    sidebarMenuLabel: '目录',
    returnToTopLabel: '返回顶部',
    skipToContentLabel: '跳到正文',
    notFound: {
      title: '没有这个页面',
      quote: '这个地址上没有页面。它可能已经改名。',
      linkLabel: '回到首页',
      linkText: '回到首页',
    },
  },
};

/** The addresses of the Chinese pages. */
export function translatedPages(): string[] {
  return ['/zh/', ...pagesIn('zh/rfc').map(({ link }) => link)];
}
