/** What is seen, written as an address: a link opens the same sight, a reload loses nothing. */

export type Desk = 'overview' | 'coverage' | 'names' | 'data' | 'compare' | 'system' | 'account' | 'sign-in';
export type Lang = 'zh' | 'en';
export type Ramp = 'sequential' | 'diverging';

export interface Selection {
  layer: string;
  id: string;
}

export interface View {
  lon: number;
  lat: number;
  zoom: number;
}

export interface State {
  desk: Desk;
  /** An ISO day, or null for the service's present. */
  asOf: string | null;
  /** The parameters of the coverage figure that differ from the lawful default. */
  parameters: Record<string, string>;
  ramp: Ramp;
  /** A kept run to show as it was, or null to compute one. */
  run: string | null;
  /** The area whose rows are open. */
  rows: string | null;
  selection: Selection | null;
  view: View | null;
  /** The layers switched on, or null for the desk's own choice. */
  layers: string[] | null;
  /** The two days put side by side, and the layer whose differences are listed. */
  from: string | null;
  to: string | null;
  layer: string | null;
  /** The part of a desk that is open, or null for its first. */
  tab: string | null;
  /** What the card tells: the thing's history, or null for the thing itself. */
  card: 'history' | null;
  /** The layer that is edited, and its thing whose form is open: `+` is a new one. */
  edit: { layer: string; thing: string | null } | null;
  /** The naming case that is open, by its number. */
  case: string | null;
  /** What a list of names or cases is narrowed to. */
  filters: Record<string, string>;
  /** A page for the public, by its path below /public; null at the desks. */
  page: string | null;
  /** What the public searches for, or the name a report is about. */
  q: string | null;
  lang: Lang;
}

export const DESKS: readonly Desk[] = ['overview', 'coverage', 'names', 'data', 'compare', 'system', 'account', 'sign-in'];
/** The area of `rows` that stands for the whole county. */
export const WHOLE = 'total';
export const PARAMETERS = [
  'by', 'age', 'basis', 'beds', 'count', 'county_level', 'target', 'population_source',
] as const;
export const FILTERS = [
  'name', 'kind', 'status', 'town', 'stage', 'mine', 'clock',
  'sweep', 'rule', 'severity', 'decision', 'in', 'finding',
  'road', 'scheme', 'form', 'start', 'odd', 'side', 'condition', 'show', 'year',
  'service', 'mode', 'limit', 'measure', 'policy', 'indicator', 'settlement',
  'step', 'objective', 'sites', 'budget', 'land', 'least', 'source', 'spacing', 'zones', 'forecast', 'plan', 'compare',
  'options', 'existing', 'points', 'exclude', 'plans', 'cases', 'frontier', 'time', 'shows', 'need', 'whole', 'remote', 'spread', 'tries',
] as const;

export const START: State = {
  desk: 'overview', asOf: null, parameters: {}, ramp: 'sequential', run: null, rows: null,
  selection: null, view: null, layers: null, from: null, to: null, layer: null, tab: null, card: null, edit: null,
  case: null, filters: {}, page: null, q: null, lang: 'zh',
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function parse(path: string, search: string): State {
  const query = new URLSearchParams(search);
  const [first, ...rest] = path.split('/').filter(Boolean);
  return {
    desk: DESKS.find((desk) => desk === first) ?? 'overview',
    asOf: readDay(query.get('as_of')),
    parameters: named(PARAMETERS, query),
    ramp: query.get('ramp') === 'diverging' ? 'diverging' : 'sequential',
    run: query.get('run') || null,
    rows: query.get('rows') || null,
    selection: readSelection(query.get('sel')),
    view: readView(query.get('at')),
    layers: query.has('layers') ? (query.get('layers') ?? '').split(',').filter(Boolean) : null,
    from: readDay(query.get('from')),
    to: readDay(query.get('to')),
    layer: query.get('layer') || null,
    tab: query.get('tab') || null,
    card: query.get('card') === 'history' ? 'history' : null,
    edit: readEdit(query.get('edit')),
    case: query.get('case') || null,
    filters: named(FILTERS, query),
    page: first === 'public' ? rest.map(decoded).join('/') : null,
    q: query.get('q') || null,
    lang: query.get('lang') === 'en' ? 'en' : 'zh',
  };
}

export function format(state: State): string {
  const parts: [string, string | null][] = [
    ['as_of', state.asOf],
    ...PARAMETERS.map((name): [string, string | null] => [name, state.parameters[name] ?? null]),
    ['ramp', state.ramp === 'diverging' ? 'diverging' : null],
    ['run', state.run],
    ['rows', state.rows],
    ['from', state.from],
    ['to', state.to],
    ['layer', state.layer],
    ['tab', state.tab],
    ['sel', state.selection && `${state.selection.layer}:${state.selection.id}`],
    ['card', state.card],
    ['at', state.view && writeView(state.view)],
    ['layers', state.layers && state.layers.join(',')],
    ['case', state.case],
    ...FILTERS.map((name): [string, string | null] => [name, state.filters[name] ?? null]),
    ['edit', state.edit && [state.edit.layer, state.edit.thing].filter(Boolean).join(':')],
    ['q', state.q],
    ['lang', state.lang === 'en' ? 'en' : null],
  ];
  const query = parts
    .filter((part): part is [string, string] => part[1] !== null)
    .map(([name, value]) => `${name}=${readable(value)}`)
    .join('&');
  const path = state.page !== null ? publicPath(state.page) : state.desk === 'overview' ? '/' : `/${state.desk}`;
  return query ? `${path}?${query}` : path;
}

const publicPath = (page: string): string => ['/public', ...page.split('/').filter(Boolean).map(encodeURIComponent)].join('/');

/** A piece of a path as it was meant; one that cannot be decoded stays as it stands. */
function decoded(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    return piece;
  }
}

/** Encoded where it must be, but commas and colons stay legible. */
function readable(value: string): string {
  return encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3A', ':');
}

function writeView({ lon, lat, zoom }: View): string {
  return `${lon.toFixed(5)},${lat.toFixed(5)},${zoom.toFixed(2)}`;
}

function readView(text: string | null): View | null {
  const [lon, lat, zoom, ...more] = (text ?? '').split(',').map((part) => (part.trim() ? Number(part) : NaN));
  if (lon === undefined || lat === undefined || zoom === undefined || more.length > 0) return null;
  const sound = Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && zoom >= 0 && zoom <= 24;
  return sound ? { lon, lat, zoom } : null;
}

function readDay(text: string | null): string | null {
  return text && DAY.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}

function readSelection(text: string | null): Selection | null {
  const at = text?.indexOf(':') ?? -1;
  return text && at > 0 && at < text.length - 1 ? { layer: text.slice(0, at), id: text.slice(at + 1) } : null;
}

/** `cemeteries` is a layer, `cemeteries:CE-1` one of its things, `cemeteries:+` a new one. */
function readEdit(text: string | null): State['edit'] {
  if (!text) return null;
  const [layer = '', ...rest] = text.split(':');
  return layer ? { layer, thing: rest.join(':') || null } : null;
}

function named(names: readonly string[], query: URLSearchParams): Record<string, string> {
  const given = names.map((name) => [name, query.get(name)] as const);
  return Object.fromEntries(given.filter((pair): pair is [string, string] => !!pair[1]));
}
