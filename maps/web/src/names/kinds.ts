/** The kinds of names and of cases, in the words of the register. */

import type { Choice, LayerInfo } from '../types.ts';
import { isWord, type Words } from '../words/index.ts';

export interface KindChoice {
  code: string;
  label: string;
}

const choices = (layer: LayerInfo | undefined, field: string): Choice[] => layer?.fields.find(({ name }) => name === field)?.choices ?? [];

/** What a name may be given to: the Regulation's kinds, and the natural village, which is written in one word. */
export function kindsOf(layer: LayerInfo | undefined, { label, t }: Words): KindChoice[] {
  const lawful = choices(layer, 'kind').map((choice) => ({ code: String(choice.code), label: label(choice) }));
  const last = lawful.findIndex(({ code }) => code === 'other');
  const village = { code: 'village', label: t('names.kind.village') };
  return last < 0 ? [...lawful, village] : [...lawful.slice(0, last), village, ...lawful.slice(last)];
}

export function labelIn(layer: LayerInfo | undefined, field: string, code: string | null | undefined, { label }: Words): string {
  const found = choices(layer, field).find((choice) => String(choice.code) === code);
  return found ? label(found) : code ?? '';
}

export function caseKindOf(of: { kind: string; kind_label?: string | undefined }, { t }: Words): string {
  const word = `names.case.${of.kind}`;
  return isWord(word) ? t(word) : of.kind_label ?? of.kind;
}

/** A stage, a step or a kind of paper in our words; in the service's where we have none. */
export function wordOf(of: 'stage' | 'step' | 'paper', code: string, label: string | null | undefined, { lang, t }: Words): string {
  const word = `names.${of}.${code}`;
  // The county words its own labels; ours stand in for the other language.
  if (label && lang === 'zh') return label;
  return isWord(word) ? t(word) : label ?? code;
}
