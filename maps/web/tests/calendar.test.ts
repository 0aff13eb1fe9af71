import { describe, expect, it } from 'vitest';
import { daysOf, placeInWeek, turned, workingDays } from '../src/names/calendar/days.ts';

describe('a year of the office', () => {
  const known = [{ day: '2024-10-01', is_working: false, title: '国庆节' }, { day: '2024-10-12', is_working: true, title: '调休' }];
  const months = daysOf(2024, known);
  const kindOf = (day: string) => months.flat().find((each) => each.day === day)?.kind;

  it('has all its days, also the one of a leap year', () => {
    expect(months.map((month) => month.length)).toEqual([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
    expect(daysOf(2023, []).flat()).toHaveLength(365);
  });
  it('tells holidays and worked weekends from what the weekday says', () => {
    expect(['2024-10-01', '2024-10-12', '2024-10-13', '2024-10-14'].map(kindOf)).toEqual(['holiday', 'made-up', 'rest', 'working']);
  });
  it('counts working days', () => {
    // 2024 begins on a Monday and has 366 days: 262 are from Monday to Friday.
    expect(workingDays(daysOf(2024, []))).toBe(262);
    expect(workingDays(months)).toBe(262);
  });
  it('begins its weeks with Monday', () => expect(['2024-01-01', '2024-10-13'].map(placeInWeek)).toEqual([0, 6]));
  it('turns a day to the contrary of its weekday and back', () => {
    const once = turned(known, '2024-10-02', '国庆节');
    expect(once.map(({ day }) => day)).toEqual(['2024-10-01', '2024-10-02', '2024-10-12']);
    expect(once[1]?.is_working).toBe(false);
    expect(turned([], '2024-10-13', '调休')[0]?.is_working).toBe(true);
    expect(turned(once, '2024-10-02', '')).toEqual(known);
  });
});
