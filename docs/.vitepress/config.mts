import { defineConfig } from 'vitepress';

export default defineConfig({
  title: '@rfc6455',
  description: 'The WebSocket protocol as a toolbox of small TypeScript packages',
  lang: 'en',
  cleanUrls: true,
  themeConfig: {
    search: { provider: 'local' },
    nav: [{ text: 'RFC 6455', link: 'https://www.rfc-editor.org/rfc/rfc6455' }],
  },
});
