/** The words of the theme's elements, in the language of the page. */
import { useData } from 'vitepress';
import { type ComputedRef, computed } from 'vue';

/** The texts of one element, in both languages. */
export interface Words<T> {
  readonly en: T;
  readonly zh: T;
}

export function useWords<T>(words: Words<T>): ComputedRef<T> {
  const { lang } = useData();
  return computed(() => (lang.value.startsWith('zh') ? words.zh : words.en));
}
