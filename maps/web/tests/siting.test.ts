import { describe, expect, it } from 'vitest';
import { gapOf, mostly, percent, servedShare, shareScale } from '../src/siting/standing.ts';
import { bedsRows, coverPoints } from '../src/siting/plots.ts';
import { ANY, amountOf, fieldOf, pointsOf, pointsTyped, readQuestion, rowsOf, rowsTyped, sitesTyped, typedOf, type Typed } from '../src/siting/question.ts';
import type { PlannedSite, SitingRun } from '../src/sitingApi.ts';
import { asked, tried, triesOf, triesTyped, type Try } from '../src/siting/tries.ts';
import { en } from '../src/words/en.ts';
import type { Words } from '../src/words/index.ts';

const ENGLISH = { t: (word: keyof typeof en, values: Record<string, unknown> = {}) => en[word].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name])) } as unknown as Words;
const DAY = '2024-12-31';
const wrongs = (typed: Typed) => readQuestion(typed, DAY).wrongs.map(({ field, word }) => `${field} ${word}`);
const questioned = (typed: Typed) => readQuestion(typed, DAY).question;

describe('a question', () => {
  it('asks for three sites of the sample sizes where nothing is typed', () => {
    expect(questioned({})).toEqual({
      service: 'nursing_beds', objective: 'most_served', mode: 'straight', as_of: DAY, sites: 3, per_thousand: 40, candidates: { source: 'settlements' },
      options: [{ places: 50, cost_wan: 665, land_m2: 1500 }, { places: 100, cost_wan: 1330, land_m2: 3000 }, { places: 200, cost_wan: 2660, land_m2: 6000 }],
    });
  });

  it('leaves the number of sites open where money or land limits them, or where it was taken out', () => {
    expect([sitesTyped({}), sitesTyped({ budget: '5000' }), sitesTyped({ sites: ANY }), sitesTyped({ objective: 'fewest_sites' }), sitesTyped({ budget: '1', sites: '2' })])
      .toEqual(['3', '', '', '', '2']);
  });

  it.each([
    ['budget', '一千', 'siting.wrong.number'], ['budget', '-5', 'siting.wrong.positive'], ['budget', '0', 'siting.wrong.positive'],
    ['sites', '2.5', 'siting.wrong.whole'], ['least', '120', 'siting.wrong.most'], ['budget', '600', 'siting.wrong.budget'],
    ['land', '100', 'siting.wrong.land'], ['options', '0:5:5', 'siting.wrong.places'], ['options', '50:贵:5', 'siting.wrong.cost'],
    ['exclude', '113;29;a,113.1;29;b', 'siting.wrong.ring'],
  ])('says what is wrong with %s “%s”', (field, text, word) => {
    expect(wrongs({ [field]: text })).toContain(`${field} ${word}`);
    expect(questioned({ [field]: text })).toBeNull();
  });

  it('wants at least one of sites, budget and land, but not for the fewest sites', () => {
    expect(wrongs({ sites: ANY })).toEqual(['sites siting.wrong.unbounded']);
    expect(wrongs({ sites: ANY, objective: 'fewest_sites' })).toEqual([]);
  });

  it('wants candidates where they are drawn', () => {
    expect(wrongs({ source: 'drawn' })).toEqual(['points siting.wrong.points']);
    expect(questioned({ source: 'drawn', points: '113.10000;29.20000;甲村' })?.candidates).toEqual({ source: 'drawn', points: [[113.1, 29.2, '甲村']] });
  });

  it('takes percent as a share, and homes with what may become of them', () => {
    const question = questioned({ least: '60', existing: 'NH-1:closable,NH-2:extendable', options: '50:600:0' });
    expect(question?.least_share_per_township).toBe(0.6);
    expect(question?.existing).toEqual({ 'NH-1': { keep: false }, 'NH-2': { keep: true, extend: [{ places: 50, cost_wan: 600, land_m2: 0 }] } });
  });

  it('is asked again as it was', () => {
    const typed: Typed = { budget: '5000', least: '60', need: '35', existing: 'NH-2:extendable', options: '50:600:0', source: 'grid', spacing: '800', frontier: '1', plans: '5', forecast: '10' };
    const question = questioned(typed)!;
    expect(questioned(typedOf({ question: { ...question } }))).toEqual(question);
  });

  it('finds the field of a limit, with or without what it is of', () => {
    expect(['budget_wan', 'least_share_per_township', 'exclude', 'least_share_per_township:430621100', 'weather'].map(fieldOf))
      .toEqual(['budget', 'least', 'exclude', 'least', null]);
  });
});

describe('what is typed', () => {
  it('is read with separators and units', () => {
    expect(['1,200', '1，200 万元', '30分钟', '60％', '', '千'].map(amountOf)).toEqual([1200, 1200, 30, 60, null, null]);
  });

  it('goes into the address and back', () => {
    const rows = [{ places: '100', cost: '1330', land: '3000' }, { places: '', cost: '', land: '' }];
    expect(rowsOf({ options: rowsTyped(rows) })).toEqual(rows);
    const points = [{ lon: 113.1, lat: 29.2, name: '甲村' }, { lon: 113.25, lat: 29, name: '' }];
    expect(pointsOf(pointsTyped(points))).toEqual(points);
  });
});

const buckets = (people: number, served: number, waiting: number) => ({ people, served, waiting, out_of_reach: people - served - waiting });

describe('standing', () => {
  it('is where most people are; who lacks a place comes first', () => {
    expect([buckets(10, 6, 2), buckets(10, 2, 6), buckets(10, 3, 3), buckets(10, 5, 5)].map(mostly)).toEqual(['served', 'waiting', 'out_of_reach', 'waiting']);
  });

  it('never rounds somebody away', () => {
    expect([0, 0.02, 50, 99.99, 100].map(percent)).toEqual(['0.0%', '0.1%', '50.0%', '99.9%', '100.0%']);
    expect(percent(servedShare(buckets(0, 0, 0)))).toBe('—');
  });

  it('has five classes a person can say, as wide as the largest share asks for', () => {
    expect([[3.9], [9, null], [60], []].map((shares) => shareScale(shares).breaks)).toEqual([[1, 2, 3, 4], [2, 4, 6, 8], [20, 40, 60, 80], [1, 2, 3, 4]]);
  });
});

const site = (id: string, kind: PlannedSite['kind'], before: number, places: number, cost: number): PlannedSite =>
  ({ id, name: id, lon: 113, lat: 29, township: 'T1', kind, places_before: before, places, cost_wan: cost, land_m2: 0, served: 0 });

describe('the charts of a plan', () => {
  const sites = [site('a', 'new', 0, 100, 900), site('b', 'extended', 50, 90, 300), site('c', 'closed', 30, 0, 0), site('d', 'kept', 60, 60, 0)];
  const area = (id: string, beds: number, elderly: number) => ({ id, name: id, beds, elderly }) as never;

  it('add new places and extensions, take away what closes, and leave what is short of the target', () => {
    const rows = bedsRows({ sites }, { areas: [area('T1', 140, 10_000), area('T2', 10, 1_001)], parameters: { target: 40 } });
    expect(rows).toEqual([
      { code: 'T1', name: 'T1', now: 140, added: 110, target: 400, short: 150 },
      { code: 'T2', name: 'T2', now: 10, added: 0, target: 41, short: 31 },
    ]);
  });

  it('set the plan beside today and beside the others, by cost and people', () => {
    const run = { objective: 'most_served', sites, before: buckets(500, 100, 0), after: buckets(500, 400, 0),
      alternatives: [{ sites: ['a'], cost_wan: 950, value: 390, share_of_best: 0.975, differs_in: ['b'] }] } as unknown as SitingRun;
    expect(coverPoints(run, ENGLISH)).toEqual([
      { label: 'Now', kind: 'now', cost: 0, served: 100 },
      { label: 'This plan', kind: 'best', cost: 1200, served: 400 },
      { label: 'Other plan 1', kind: 'other', cost: 950, served: 390 },
    ]);
  });

  it('do not take the value of another question for people', () => {
    const run = { objective: 'least_travel', sites: [], before: buckets(5, 1, 0), after: buckets(5, 1, 0),
      alternatives: [{ sites: [], cost_wan: 1, value: 7, share_of_best: 1, differs_in: [] }] } as unknown as SitingRun;
    expect(coverPoints(run, ENGLISH).map((point) => point.kind)).toEqual(['now', 'best']);
  });
});

describe('the gap of a search', () => {
  it('is a share of the larger; none while one of the two is unknown', () => {
    expect([gapOf(90, 100), gapOf(100, 90), gapOf(5, 5), gapOf(0, 0), gapOf(null, 3)]).toEqual([0.1, 0.1, 0, 0, null]);
  });
});

describe('what is tried', () => {
  const tries: Try[] = [{ kind: 'move', id: 'NH-1', lon: 113.1, lat: 29.2 }, { kind: 'beds', id: 'NH-1', places: 120 }, { kind: 'add', id: '3', lon: 113.3, lat: 29.1, places: 100 }];

  it('goes into the address and back', () => {
    expect(triesOf(triesTyped([...tries, { kind: 'remove', id: 'NH-2' }]))).toEqual([...tries, { kind: 'remove', id: 'NH-2' }]);
    expect(triesOf('move;NH-1;east;29,remove,dance;NH-2')).toEqual([]);
  });

  it('takes the place of the same try of the same home', () => {
    expect(tried(tries, { kind: 'beds', id: 'NH-1', places: 80 })).toEqual([tries[0], tries[2], { kind: 'beds', id: 'NH-1', places: 80 }]);
  });

  it('is nothing else where a home closes, and a move opens it again', () => {
    const closed = tried(tries, { kind: 'remove', id: 'NH-1' });
    expect(closed).toEqual([tries[2], { kind: 'remove', id: 'NH-1' }]);
    expect(tried(closed, { kind: 'beds', id: 'NH-1', places: 9 })).toEqual([tries[2], { kind: 'beds', id: 'NH-1', places: 9 }]);
  });

  it('moves a new home where it was set, and gives it no number', () => {
    expect(asked(tried([tries[2]!], { kind: 'move', id: '3', lon: 113.4, lat: 29.3 }))).toEqual([{ kind: 'add', lon: 113.4, lat: 29.3, places: 100 }]);
  });
});
