/** The rules a form can tell as someone types; the service has the last word on all of them. */

import type { Field, Properties } from '../types.ts';
import type { Words } from '../words/index.ts';

const blank = (value: unknown): boolean => value === null || value === undefined || String(value).trim() === '';
const WHOLE = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?\d+(\.\d{1,2})?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What is wrong with a value, as a sentence; null when nothing is. */
export function wrong(field: Field, value: unknown, words: Words): string | null {
  const { t } = words;
  const label = words.label(field);
  if (blank(value)) return field.required ? t('check.missing', { label }) : null;
  const text = String(value).trim();
  switch (field.kind) {
    case 'count':
      return WHOLE.test(text) ? limits(field, Number(text), words) : t('check.whole', { label, value: text });
    case 'measure':
      return DECIMAL.test(text) ? limits(field, Number(text), words) : t('check.decimal', { label, value: text });
    case 'day':
      return isDay(text) ? null : t('check.day', { label, value: text });
    case 'choice':
      return field.choices?.some((choice) => String(choice.code) === text) ? null : t('check.choice', { label, value: text });
    default:
      return wrongText(field, text, words);
  }
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return DAY.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function limits({ minimum, maximum, ...field }: Field, value: number, { t, label }: Words): string | null {
  const named = label(field);
  if (minimum !== null && minimum !== undefined && value < minimum) return t('check.least', { label: named, value, limit: minimum });
  if (maximum !== null && maximum !== undefined && value > maximum) return t('check.most', { label: named, value, limit: maximum });
  return null;
}

function wrongText(field: Field, text: string, { t, label }: Words): string | null {
  const named = label(field);
  if (field.max_length && [...text].length > field.max_length) {
    return t('check.long', { label: named, count: [...text].length, limit: field.max_length });
  }
  if (!field.pattern || new RegExp(field.pattern, 'u').test(text)) return null;
  const example = blank(field.example) ? '' : t('check.example', { example: String(field.example) });
  return t('check.pattern', { label: named, value: text }) + example;
}

/** A value as the service reads it: numbers as numbers, blanks as nothing. */
export function sent(field: Field, value: unknown): unknown {
  if (blank(value)) return null;
  if (field.kind === 'yes_no') return value === true || value === 'true';
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (field.kind === 'count' && WHOLE.test(text)) return Number(text);
  if (field.kind === 'measure' && DECIMAL.test(text)) return Number(text);
  return text;
}

/** Everything that is wrong, by field. */
export function wrongs(fields: Field[], properties: Properties, words: Words): Record<string, string> {
  return Object.fromEntries(fields.flatMap((field) => {
    const message = wrong(field, properties[field.name], words);
    return message ? [[field.name, message] as const] : [];
  }));
}
