/** The language menu leads to the same page in the other language; where that is not translated, to the start page. */
import type { Router, SiteData } from 'vitepress';

/** What the configuration of the theme has besides VitePress' own. */
export interface Translated {
  /** The addresses of the Chinese pages. */
  readonly translated?: readonly string[];
}

const START = '/zh/';

export function leadToTranslatedPages(router: Router, { themeConfig }: SiteData<Translated>): void {
  router.onBeforeRouteChange = (to) => {
    const path = to.replace(/[#?].*$/, '');
    if (!path.startsWith(START) || themeConfig.translated?.includes(path)) return;
    void router.go(START);
    return false;
  };
}
