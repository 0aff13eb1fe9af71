/** What was found for what was typed: whether it is a name in use, and why each answers. */

import type { FoundName } from '../publicNamesApi.ts';
import { isWord, type Word, type Words } from '../words/index.ts';

export type Verdict = 'find.official' | 'find.was' | 'find.proposed' | 'find.notofficial';

export const ENDED: readonly string[] = ['historical', 'retired'];
const UNBORN = ['proposed', 'reserved'];

const bare = (text: string): string => text.replace(/\s/g, '');

/** Whether what was typed in characters is a name in use; null where letters were typed, which many names share. */
export function verdictOf(words: string, found: readonly FoundName[]): Verdict | null {
  const asked = bare(words);
  if (!/^[\p{Script=Han}\d]+$/u.test(asked) || asked.length < 2 || found.length === 0) return null;
  const same = found.filter(({ name }) => bare(name) === asked);
  if (same.some(({ status }) => status === 'in_use')) return 'find.official';
  if (same.some(({ status }) => ENDED.includes(status)) || found.some(({ matched_by: by, matched }) => by.startsWith('former') && bare(matched ?? '') === asked)) return 'find.was';
  if (same.some(({ status }) => UNBORN.includes(status))) return 'find.proposed';
  return 'find.notofficial';
}

/** The service's word for how a name matched, as ours; another name is said with itself. */
export function whyOf({ matched_by: by, matched, name }: FoundName, { t }: Words): string {
  const word = `why.${by.replaceAll('-', '_').replace(/_name$/, '')}`;
  if (isWord(word)) return t(word, { matched: matched ?? '' });
  return matched && matched !== name ? t('why.other', { matched }) : '';
}

const STATUS_SIGNS: Record<string, string> = { in_use: '●', not_standard: '◍', proposed: '◐', reserved: '◇', historical: '○', retired: '×' };

export const statusSign = (status: string): string => STATUS_SIGNS[status] ?? '·';

export function statusWord(status: string, { t }: Words): string {
  const word: string = `name.status.${status}`;
  return isWord(word) ? t(word as Word) : status;
}
