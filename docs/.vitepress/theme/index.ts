/** The look of the site, and the elements that its pages can use. */
import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import type { Component } from 'vue';
import './style/colours.css';
import './style/text.css';
import './style/runnable.css';
import './style/tables.css';
import './style/drawings.css';
import { installHints } from './hints.ts';
import { leadToTranslatedPages } from './languages.ts';
import RunnableExample from './RunnableExample.vue';
import { setPieces } from './set-pieces/index.ts';
import TableSearch from './TableSearch.vue';
import { tellBuild } from './tell-build.ts';

const components: Record<string, Component> = { RunnableExample, TableSearch, ...setPieces };

export default {
  extends: DefaultTheme,
  enhanceApp({ app, router, siteData }) {
    for (const [name, component] of Object.entries(components)) app.component(name, component);
    leadToTranslatedPages(router, siteData.value);
    if (import.meta.env.SSR) tellBuild(Object.keys(components));
    else installHints();
  },
} satisfies Theme;
