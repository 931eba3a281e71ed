/** The words of the set pieces in the language of the page. They are written in English where they are used. */
import { useData } from 'vitepress';
import { inChinese } from '../chinese/in-chinese.ts';

/** Says an English text in the language of the page. What has no translation, such as the message of an error, stays English. */
export function useSay(): (english: string) => string {
  const { lang } = useData();
  return (english) => (lang.value.startsWith('zh') ? inChinese(english) : english);
}
