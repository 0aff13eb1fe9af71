/** Words for people, in the language of the address. */

import { useMemo } from 'react';
import { useSight } from '../state/store.ts';
import type { Lang } from '../state/url.ts';
import type { Labelled } from '../types.ts';
import { en } from './en.ts';
import { zh, type Word } from './zh.ts';

export type { Word } from './zh.ts';

const BOOKS: Record<Lang, Record<Word, string>> = { zh, en };

export function say(lang: Lang, word: Word, values: Record<string, string | number> = {}): string {
  return BOOKS[lang][word].replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}

export interface Words {
  lang: Lang;
  t: (word: Word, values?: Record<string, string | number>) => string;
  /** The label of a field, a choice or a parameter. */
  label: (of: Labelled) => string;
  /** The title of a layer, a group or a figure. */
  title: (of: { title: string; title_en?: string }) => string;
  unit: (of: { unit: string | null; unit_en?: string | null }) => string;
}

export function wordsIn(lang: Lang): Words {
  const pick = (own: string, english: string | null | undefined) => (lang === 'en' && english ? english : own);
  return {
    lang,
    t: (word, values) => say(lang, word, values),
    label: (of) => pick(of.label, of.label_en),
    title: (of) => pick(of.title, of.title_en),
    unit: (of) => pick(of.unit ?? '', of.unit_en),
  };
}

export function useWords(): Words {
  const { lang } = useSight();
  return useMemo(() => wordsIn(lang), [lang]);
}

/** Whether a text is one of our words; the service may speak of deeds or severities we do not know. */
export const isWord = (text: string): text is Word => text in zh;
