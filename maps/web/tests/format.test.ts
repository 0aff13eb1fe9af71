import { describe, expect, it } from 'vitest';
import { count, DASH, day, measure, numeric, rate, today } from '../src/format.ts';

describe('numbers', () => {
  it('have separators and are whole for beds and people', () => {
    expect(count(121826)).toBe('121,826');
    expect(count('910')).toBe('910');
    expect(count(0)).toBe('0');
  });

  it('have two decimals for ratios', () => {
    expect(rate(31.4)).toBe('31.40');
    expect(rate('1234.567')).toBe('1,234.57');
  });

  it('have at most two decimals for measures', () => {
    expect([40, 32.5, 1200.126].map(measure)).toEqual(['40', '32.5', '1,200.13']);
  });

  it.each([null, undefined, '', ' ', 'abc', Number.NaN, Infinity])('are a dash for %s, never 0 and never NaN', (nothing) => {
    expect([count(nothing), rate(nothing), measure(nothing)]).toEqual([DASH, DASH, DASH]);
    expect(numeric(nothing)).toBeNull();
  });
});

describe('days', () => {
  it('are written as the register writes them', () => {
    expect(day('2024-12-31T10:00:00Z')).toBe('2024-12-31');
    expect(day(null)).toBe(DASH);
    expect(today(new Date(2024, 0, 5))).toBe('2024-01-05');
  });
});
