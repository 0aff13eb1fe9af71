import { describe, expect, it } from 'vitest';
import { en } from '../src/words/en.ts';
import { zh } from '../src/words/zh.ts';

const holes = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe('words', () => {
  it('are the same in both languages', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  });

  it.each(Object.keys(zh) as (keyof typeof zh)[])('%s is written, with the same values', (key) => {
    expect(zh[key].trim()).not.toBe('');
    expect(en[key].trim()).not.toBe('');
    expect(holes(en[key])).toEqual(holes(zh[key]));
  });

  it('are English in the English book, but for the name of the other language', () => {
    const chinese = Object.entries(en).filter(([, text]) => /[一-鿿]/.test(text)).map(([key]) => key);
    expect(chinese).toEqual(['nav.lang', 'nav.lang.label']);
  });
});
