/** The question as it is typed, kept in the address; read into what is asked, with what is wrong said at its field. */

import { numeric } from '../format.ts';
import type { Capacity, Mode, Objective, Question, ServiceId, Source, SitingRun } from '../sitingApi.ts';
import type { Word } from '../words/index.ts';

export type Typed = Record<string, string>;

export const SERVICES: readonly ServiceId[] = ['nursing_beds', 'meal_points', 'rescue_points', 'cemeteries'];
export const OBJECTIVES: readonly Objective[] = ['most_served', 'fewest_sites', 'least_travel', 'least_worst'];
export const MODES: readonly Mode[] = ['straight', 'walk', 'drive'];
export const SOURCES: readonly Source[] = ['settlements', 'grid', 'parcels', 'drawn'];

/** A field of the form, by the name of the filter that keeps it in the address. */
export type FieldName = 'sites' | 'budget' | 'land' | 'limit' | 'least' | 'need' | 'whole' | 'remote' | 'spread' | 'spacing' | 'options' | 'points' | 'exclude' | 'time' | 'existing' | 'zones';

export interface Wrong {
  field: FieldName;
  word: Word;
  values?: Record<string, string | number>;
}

/** What is taken where nothing is typed. */
export const LAWFUL = { service: 'nursing_beds', objective: 'most_served', mode: 'straight', source: 'settlements', sites: '3', spacing: '1000', need: '40' } as const;

/** Written in the address where a number was taken out: as many as it takes. */
export const ANY = 'any';

const oneOf = <T extends string>(all: readonly T[], typed: string | undefined, otherwise: T): T =>
  all.find((each) => each === typed) ?? otherwise;

export const serviceOf = (typed: Typed): ServiceId => oneOf(SERVICES, typed['service'], LAWFUL.service);
export const objectiveOf = (typed: Typed): Objective => oneOf(OBJECTIVES, typed['objective'], LAWFUL.objective);
export const modeOf = (typed: Typed): Mode => oneOf(MODES, typed['mode'], LAWFUL.mode);
export const sourceOf = (typed: Typed): Source => oneOf(SOURCES, typed['source'], LAWFUL.source);

/** How many sites there may be; where money or land limits them, nobody needs a number. */
export const sitesTyped = (typed: Typed): string =>
  typed['sites'] === ANY ? '' : typed['sites'] ?? (objectiveOf(typed) === 'fewest_sites' || typed['budget'] || typed['land'] ? '' : LAWFUL.sites);

/** How many of 1,000 older people want a bed: the norm of GB 50437 until another is typed; of other services everybody. */
export const needTyped = (typed: Typed): string =>
  typed['need'] === ANY ? '' : typed['need'] ?? (serviceOf(typed) === 'nursing_beds' ? LAWFUL.need : '');

/**
 * Sizes to begin with, until the county writes its own: 13.3 × 10,000 yuan a bed after a county welfare centre of 300
 * beds for 40,000,000 yuan, land of 30 m² a bed within the 18–44 m² of GB 50437. Other services have no published cost.
 */
const BEGIN: Record<ServiceId, readonly Capacity[]> = {
  nursing_beds: [50, 100, 200].map((places) => ({ places, cost_wan: Math.round(places * 13.3), land_m2: places * 30 })),
  meal_points: [50, 100].map((places) => ({ places, cost_wan: 0, land_m2: 0 })),
  rescue_points: [{ places: 20, cost_wan: 0, land_m2: 0 }],
  cemeteries: [500, 2000].map((places) => ({ places, cost_wan: 0, land_m2: places * 2 })),
};

export interface Row {
  places: string;
  cost: string;
  land: string;
}

/** The sizes as they stand in the form; `100:1330:3000,200:2660:6000` in the address. */
export function rowsOf(typed: Typed): Row[] {
  const text = typed['options'];
  if (text === undefined) return BEGIN[serviceOf(typed)].map(({ places, cost_wan, land_m2 }) => ({ places: String(places), cost: String(cost_wan), land: String(land_m2) }));
  return text.split(',').map((row) => {
    const [places = '', cost = '', land = ''] = row.split(':');
    return { places, cost, land };
  });
}

export const rowsTyped = (rows: readonly Row[]): string =>
  rows.map(({ places, cost, land }) => [places, cost, land].map((each) => each.replace(/[:,]/g, '')).join(':')).join(',');

export const areOwnRows = (typed: Typed): boolean => typed['options'] !== undefined;

export interface Touched {
  lon: number;
  lat: number;
  name: string;
}

/** Places set by hand: `113.1;29.2;name` in the address, a comma between two. */
export function pointsOf(text: string | undefined): Touched[] {
  return (text ?? '').split(',').flatMap((piece): Touched[] => {
    const [lon = '', lat = '', ...name] = piece.split(';');
    const [x, y] = [numeric(lon), numeric(lat)];
    return x === null || y === null ? [] : [{ lon: x, lat: y, name: name.join(' ') }];
  });
}

export const pointsTyped = (points: readonly Touched[]): string =>
  points.map(({ lon, lat, name }) => [lon.toFixed(5), lat.toFixed(5), name.replace(/[;,]/g, ' ')].join(';')).join(',');

export type Fate = 'keep' | 'closable' | 'extendable';

/** What may become of the homes there are: `NH-1:closable,NH-2:extendable`; all others stay as they are. */
export function fatesOf(typed: Typed): Record<string, Fate> {
  const told = (typed['existing'] ?? '').split(',').map((piece) => piece.split(':'));
  return Object.fromEntries(told.flatMap(([id, fate]): [string, Fate][] =>
    (id && (fate === 'closable' || fate === 'extendable') ? [[id, fate]] : [])));
}

export const fatesTyped = (fates: Record<string, Fate>): string =>
  Object.entries(fates).filter(([, fate]) => fate !== 'keep').map(([id, fate]) => `${id}:${fate}`).join(',');

/** A number as people type it: separators and a unit's sign do no harm, words do. */
export function amountOf(text: string): number | null {
  return numeric(text.replace(/[，,\s]/g, '').replace(/(万元|万|元|分钟|米|张|处|平方米|㎡|m²|%|％)$/u, ''));
}

interface Reading {
  question: Question | null;
  wrongs: Wrong[];
}

interface Rule {
  field: FieldName;
  text: string;
  whole?: boolean;
  most?: number;
}

/** One amount, or what is wrong with it; nothing typed is nothing asked. */
function amount({ field, text, whole = false, most = 100_000_000 }: Rule, wrongs: Wrong[]): number | undefined {
  if (text.trim() === '') return undefined;
  const read = amountOf(text);
  if (read === null) wrongs.push({ field, word: 'siting.wrong.number', values: { text } });
  else if (read <= 0) wrongs.push({ field, word: 'siting.wrong.positive', values: { text } });
  else if (whole && !Number.isInteger(read)) wrongs.push({ field, word: 'siting.wrong.whole', values: { text } });
  else if (read > most) wrongs.push({ field, word: 'siting.wrong.most', values: { text, most } });
  else return read;
  return undefined;
}

function sizes(typed: Typed, wrongs: Wrong[]): Capacity[] {
  return rowsOf(typed).flatMap((row): Capacity[] => {
    const places = amountOf(row.places);
    const [cost, land] = [amountOf(row.cost || '0'), amountOf(row.land || '0')];
    if (places === null || places <= 0 || !Number.isInteger(places)) {
      wrongs.push({ field: 'options', word: 'siting.wrong.places', values: { text: row.places } });
      return [];
    }
    if (cost === null || cost < 0 || land === null || land < 0) {
      wrongs.push({ field: 'options', word: 'siting.wrong.cost', values: { places, text: cost === null || cost < 0 ? row.cost : row.land } });
      return [];
    }
    return [{ places, cost_wan: cost, land_m2: land }];
  });
}

/** How far may be travelled at most: minutes on the road or on foot, metres as the crow flies. */
const FARTHEST: Record<Mode, number> = { drive: 240, walk: 240, straight: 100_000 };

/** A home's extension costs what its size costs here. */
function existing(typed: Typed, options: Capacity[]): Question['existing'] {
  const extend = options.map(({ places, cost_wan, land_m2 }) => ({ places, cost_wan, land_m2 }));
  const fates = Object.entries(fatesOf(typed));
  if (fates.length === 0) return undefined;
  return Object.fromEntries(fates.map(([id, fate]) => [id, fate === 'closable' ? { keep: false } : { keep: true, extend }]));
}

/** What is asked, or nothing and why. */
export function readQuestion(typed: Typed, asOf: string): Reading {
  const wrongs: Wrong[] = [];
  const [mode, source, objective] = [modeOf(typed), sourceOf(typed), objectiveOf(typed)];
  const sites = amount({ field: 'sites', text: sitesTyped(typed), whole: true, most: 1000 }, wrongs);
  const budget = amount({ field: 'budget', text: typed['budget'] ?? '' }, wrongs);
  const land = amount({ field: 'land', text: typed['land'] ?? '' }, wrongs);
  const limit = amount({ field: 'limit', text: typed['limit'] ?? '', most: FARTHEST[mode] }, wrongs);
  const least = amount({ field: 'least', text: typed['least'] ?? '', most: 100 }, wrongs);
  const share = (field: 'whole' | 'remote' | 'spread') => amount({ field, text: typed[field] ?? '', most: 100 }, wrongs);
  const [whole, remote, spread] = [share('whole'), share('remote'), share('spread')];
  const need = amount({ field: 'need', text: needTyped(typed), most: 1000 }, wrongs);
  const spacing = source === 'grid' ? amount({ field: 'spacing', text: typed['spacing'] ?? LAWFUL.spacing, most: 50_000 }, wrongs) : undefined;
  const time = amount({ field: 'time', text: typed['time'] ?? '', most: 3600 }, wrongs);
  const options = sizes(typed, wrongs);
  const points = pointsOf(typed['points']);
  if (source === 'drawn' && points.length === 0) wrongs.push({ field: 'points', word: 'siting.wrong.points' });
  const cheapest = Math.min(...options.map((each) => each.cost_wan));
  if (budget !== undefined && options.length > 0 && cheapest > budget) {
    const { places } = options.find((each) => each.cost_wan === cheapest)!;
    wrongs.push({ field: 'budget', word: 'siting.wrong.budget', values: { budget, places, cost: cheapest } });
  }
  const smallest = Math.min(...options.map((each) => each.land_m2));
  if (land !== undefined && options.length > 0 && smallest > land) wrongs.push({ field: 'land', word: 'siting.wrong.land', values: { land, least: smallest } });
  const ring = pointsOf(typed['exclude']);
  if (ring.length > 0 && ring.length < 3) wrongs.push({ field: 'exclude', word: 'siting.wrong.ring', values: { n: ring.length } });
  const unbounded = objective !== 'fewest_sites' && sites === undefined && budget === undefined && land === undefined;
  if (unbounded && wrongs.length === 0) wrongs.push({ field: 'sites', word: 'siting.wrong.unbounded' });
  if (wrongs.length > 0) return { question: null, wrongs };
  const question: Question = {
    service: serviceOf(typed), objective, mode, as_of: asOf, options,
    candidates: { source, ...(spacing ? { spacing_m: spacing } : {}),
      ...(source === 'drawn' ? { points: points.map(({ lon, lat, name }): [number, number, string?] => (name ? [lon, lat, name] : [lon, lat])) } : {}) },
    ...known({
      sites, budget_wan: budget, land_m2: land, limit, time_limit_s: time,
      per_thousand: need, target_share: shareOf(whole), least_share_per_township: shareOf(least), least_share_remote: shareOf(remote), largest_spread: shareOf(spread),
      existing: existing(typed, options),
      zones: typed['zones'],
      exclude: ring.length > 0 ? ring.map(({ lon, lat }): [number, number] => [lon, lat]) : undefined,
      ...besides(typed),
    }),
  };
  return { question, wrongs };
}

/** Percent as the service takes it. */
const shareOf = (percent: number | undefined): number | undefined => (percent === undefined ? undefined : percent / 100);

/** What is asked beyond the best plan. */
function besides(typed: Typed): Partial<Record<keyof Question, unknown>> {
  const plans = numeric(typed['plans'] ?? '');
  const years = typed['forecast'];
  return {
    alternatives: plans ?? undefined,
    cases: typed['cases'] === '1' ? true : undefined,
    frontier: typed['frontier'] === '1' ? true : undefined,
    forecast: years === '5' || years === '10' ? { years: Number(years) } : undefined,
  };
}

const known = (all: Partial<Record<keyof Question, unknown>>): Partial<Question> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));

/** The field of the form a limit of the service is set in. */
const FIELD_OF: Record<string, FieldName> = {
  sites: 'sites', budget_wan: 'budget', budget: 'budget', land_m2: 'land', land: 'land', limit: 'limit', mode: 'limit',
  least_share_per_township: 'least', least_share: 'least', target_share: 'whole', least_share_remote: 'remote', largest_spread: 'spread', per_thousand: 'need', options: 'options', candidates: 'spacing', points: 'points',
  existing: 'existing', zones: 'zones', exclude: 'exclude', time_limit_s: 'time',
};
export const fieldOf = (limit: string): FieldName | null => FIELD_OF[limit] ?? FIELD_OF[limit.split(/[.:]/)[0] ?? ''] ?? null;

/** The form as a run was asked, so that a limit can be changed and asked again. */
export function typedOf({ question }: Pick<SitingRun, 'question'>): Typed {
  const text = (value: unknown): string | undefined => (value === null || value === undefined ? undefined : String(value));
  const share = (value: unknown): string | undefined => {
    const read = numeric(value);
    return read === null ? undefined : String(Number((read * 100).toFixed(4)));
  };
  const fates = Object.entries(question.existing ?? {}).map(([id, { keep, extend }]): [string, Fate] =>
    [id, keep ? (extend?.length ? 'extendable' : 'keep') : 'closable']);
  const touched = (points: readonly (readonly [number, number, string?])[] | undefined | null) =>
    (points?.length ? pointsTyped(points.map(([lon, lat, name]) => ({ lon, lat, name: name ?? '' }))) : undefined);
  const all: Record<string, string | undefined> = {
    service: text(question.service), objective: text(question.objective), mode: text(question.mode),
    sites: text(question.sites) ?? ANY, budget: text(question.budget_wan), land: text(question.land_m2), limit: text(question.limit),
    need: text(question.per_thousand) ?? ANY,
    whole: share(question.target_share), least: share(question.least_share_per_township), remote: share(question.least_share_remote), spread: share(question.largest_spread),
    source: text(question.candidates?.source), spacing: text(question.candidates?.spacing_m),
    points: touched(question.candidates?.points), exclude: touched(question.exclude), zones: text(question.zones),
    options: question.options?.length ? rowsTyped(question.options.map((each) => ({ places: String(each.places), cost: String(each.cost_wan), land: String(each.land_m2) }))) : undefined,
    existing: fates.length > 0 ? fatesTyped(Object.fromEntries(fates)) || undefined : undefined,
    plans: text(question.alternatives || undefined), cases: question.cases ? '1' : undefined, frontier: question.frontier ? '1' : undefined,
    forecast: text(question.forecast?.years),
  };
  return Object.fromEntries(Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== ''));
}
