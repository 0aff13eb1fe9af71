/** The rules a name is put to, by their ids, in words. */

import { isWord, type Words } from '../../words/index.ts';

/** The service's own title serves where we have no words of our own. */
export function ruleWord(rule: string, { t }: Words, title: string = rule): string {
  const word = `rule.${rule}`;
  return isWord(word) ? t(word) : title;
}
