import { describe, expect, it } from 'vitest';
import { daysOf, yearsBefore } from '../src/state/comparison.ts';
import { START } from '../src/state/url.ts';

describe('two days', () => {
  it('are the present and a year before it until somebody chooses', () => {
    expect(daysOf(START, '2024-12-31')).toEqual({ from: '2023-12-31', to: '2024-12-31' });
    expect(daysOf({ ...START, asOf: '2020-11-01' }, '2024-12-31')).toEqual({ from: '2019-11-01', to: '2020-11-01' });
    expect(daysOf({ ...START, from: '2001-02-03', to: '2004-05-06' }, '2024-12-31')).toEqual({ from: '2001-02-03', to: '2004-05-06' });
  });

  it('know that a leap day has no forerunner', () => {
    expect(yearsBefore('2024-02-29', 1)).toBe('2023-02-28');
  });
});
