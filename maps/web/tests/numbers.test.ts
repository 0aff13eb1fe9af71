import { describe, expect, it } from 'vitest';
import { asWalked, changes, compassOf, formOf, isRenumbered, marksOf, withDoor } from '../src/names/numbers/wish.ts';
import type { NumberingPlan, NumberRow } from '../src/numberingApi.ts';

const row = (number: number, old: string | null, chainage: number): NumberRow => ({
  key: null, code: null, number, address: `东方路${number}号`, old_address: old, is_changed: true, status: 'in_use', side: number % 2 ? 'right' : 'left',
  chainage_m: chainage, offset_m: 8, lon: 113 + number / 1000, lat: 29,
});
const plan: NumberingPlan = {
  road: 'J1', road_name: '东方路', scheme: 'beijing', axis: 'east_west', because: '', odd: 'right', start: [113.5, 29], azimuth_degree: 0, length_m: 300, accuracy_m: 0,
  numbers: [row(1, '东方路1号', 30), row(2, '东方路8号', 10), row(3, null, 20)], unnumbered: [], findings: [],
};

describe('a plan of numbers', () => {
  it('counts new ones and changed ones apart; a register that says the same is no change', () => {
    expect(changes(plan)).toEqual({ all: 3, fresh: 1, changed: 1 });
    expect(plan.numbers.map(isRenumbered)).toEqual([false, true, false]);
  });
  it('is walked from where the numbers begin', () => expect(asWalked(plan.numbers).map(({ number }) => number)).toEqual([2, 3, 1]));
  it('stands on the map with its beginning', () => {
    const [start, ...numbers] = marksOf(plan, '起');
    expect(start).toMatchObject({ word: '起', geometry: { coordinates: [113.5, 29] } });
    expect(numbers.map(({ look, word }) => [look, word])).toEqual([['information', '1'], ['needs_reason', '2'], ['place', '3']]);
  });
});

describe('doors touched on the map', () => {
  it('have names of their own, also after one was taken away', () => {
    const two = withDoor(withDoor([], 113, 29), 113.1, 29);
    expect(two.map(({ key }) => key)).toEqual(['n1', 'n2']);
    expect(withDoor(two.slice(1), 113.2, 29).map(({ key }) => key)).toEqual(['n2', 'n3']);
  });
});

describe('an address', () => {
  it('is read with care', () => {
    expect([compassOf('north'), compassOf('up'), compassOf(undefined)]).toEqual(['north', null, null]);
    expect([formOf('radial'), formOf('spiral'), formOf(undefined)]).toEqual(['radial', 'through', 'through']);
  });
});
