import { describe, expect, it } from 'vitest';
import { format, parse, START, type State } from '../src/state/url.ts';

const WHOLE_SIGHT: State = {
  desk: 'coverage',
  asOf: '2020-11-01',
  parameters: { by: 'village', age: '65', basis: 'registered', beds: 'nursing', count: 'institution', county_level: 'spread', target: '35.5', population_source: 'settlements' },
  ramp: 'diverging',
  run: 'bpt-0123456789ab',
  rows: '430621100',
  selection: { layer: 'divisions', id: '430621100' },
  view: { lon: 113.13177, lat: 29.15719, zoom: 11.02 },
  layers: ['divisions', 'nursing_homes'],
  from: '2020-01-01',
  to: '2024-12-31',
  layer: 'nursing_homes',
  tab: 'audit',
  card: 'history',
  edit: { layer: 'cemeteries', thing: 'CE-430621-001' },
  case: '地名〔2026〕12号',
  filters: { name: '岳阳路', kind: 'street', status: 'in_use', town: '430621100', stage: 'noticed', mine: '1', clock: 'overdue', sweep: 'sw-1', rule: 'same-name', severity: 'blocks', decision: 'keep', in: '430621101', finding: '7', road: '430621-J001', scheme: 'beijing', form: 'dead_end', start: 'east', odd: 'north', side: 'one', condition: 'faded', show: 'plan', year: '2027',
    service: 'nursing_beds', mode: 'drive', limit: '30', measure: 'e2sfca', policy: 'songming-14fyp', indicator: 'beds', settlement: '430621100001', step: 'limits', objective: 'most_served', sites: '3', budget: '1200', land: '9000', least: '0.6', source: 'parcels', spacing: '1000', zones: 'cemeteries', forecast: '10', plan: '2', compare: 's-1,s-2',
    options: '100:1330:3000,200:2660:6000', existing: 'NH-1:closable', points: '113.1;29.2;甲村', exclude: '113.2;29.1;', plans: '5', cases: '1', frontier: '1', time: '60', shows: 'before', need: '40', whole: '90', remote: '50', spread: '20', tries: 'remove;NH-1' },
  page: null,
  q: '东方路',
  lang: 'en',
};

const reread = (state: State): State => {
  const [path = '', query = ''] = format(state).split('?');
  return parse(path, query);
};

describe('the address', () => {
  it('keeps the whole sight', () => {
    expect(reread(WHOLE_SIGHT)).toEqual(WHOLE_SIGHT);
  });

  it('keeps every part alone', () => {
    for (const name of Object.keys(WHOLE_SIGHT) as (keyof State)[]) {
      const state = { ...START, [name]: WHOLE_SIGHT[name] };
      expect(reread(state)).toEqual(state);
    }
  });

  it('is short where nothing was chosen', () => {
    expect(format(START)).toBe('/');
    expect(format({ ...START, desk: 'coverage' })).toBe('/coverage');
  });

  it('keeps a page for the public and what is looked for there', () => {
    const page: State = { ...START, page: 'names/PN-430621-0220', q: '东方 路&?', lang: 'en' };
    expect(format(page).split('?')[0]).toBe('/public/names/PN-430621-0220');
    expect(reread(page)).toEqual(page);
    expect(parse('/public', '').page).toBe('');
    expect(parse('/public/names/%E0%A4%A', '').page).toBe('names/%E0%A4%A');
    expect(reread({ ...START, page: 'names/甲?乙#1' }).page).toBe('names/甲?乙#1');
  });

  it('can be read by a person', () => {
    expect(format({ ...START, desk: 'coverage', asOf: '2024-12-31', selection: { layer: 'divisions', id: '430621100' } }))
      .toBe('/coverage?as_of=2024-12-31&sel=divisions:430621100');
  });

  it('tells all layers off from the choice of the desk', () => {
    expect(reread({ ...START, layers: [] }).layers).toEqual([]);
    expect(reread(START).layers).toBeNull();
  });

  it('keeps Chinese identifiers, colons, commas and ampersands', () => {
    const selection = { layer: 'place_names', id: '岳汨线:03,乙&丙 1%' };
    expect(reread({ ...START, selection }).selection).toEqual(selection);
  });

  it.each([
    ['as_of=yesterday', 'asOf'],
    ['as_of=2024-13-45', 'asOf'],
    ['from=long-ago', 'from'],
    ['card=everything', 'card'],
    ['sel=divisions', 'selection'],
    ['sel=:1', 'selection'],
    ['at=113,29', 'view'],
    ['at=113,,9', 'view'],
    ['at=500,29,9', 'view'],
    ['at=a,b,c', 'view'],
  ] as const)('passes over what it cannot read: %s', (query, name) => {
    expect(parse('/coverage', query)[name]).toBeNull();
  });

  it('passes over a desk and a parameter nobody knows', () => {
    expect(parse('/nowhere', 'colour=red')).toEqual(START);
  });
});
