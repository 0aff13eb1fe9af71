/** The shapes of the service's answers. Lon/lat in degrees (EPSG:4490 as CRS84), dates as ISO days. */

import type { Feature, FeatureCollection, Geometry } from 'geojson';

/** Something with a Chinese and an English label. */
export interface Labelled {
  label: string;
  label_en?: string;
}

export interface Choice extends Labelled {
  code: string | number;
}

export interface Field extends Labelled {
  name: string;
  kind: string;
  unit: string | null;
  required: boolean;
  choices: Choice[] | null;
  max_length?: number | null;
  pattern?: string | null;
  minimum?: number | null;
  maximum?: number | null;
  example?: string | number | boolean | null;
  /** Whether it speaks of a natural person, and so never leaves the office. */
  personal?: boolean;
}

export interface Group {
  id: string;
  title: string;
  title_en: string;
}

export interface LayerInfo {
  id: string;
  title: string;
  title_en: string;
  group: string;
  geometry: string | null;
  symbol: { icon: string; colour: string; from_zoom?: number | null };
  basis: string;
  named_by: string;
  identified_by: string;
  disclosure: string;
  count: number;
  invented_count: number;
  fields: Field[];
  /** The lawful procedure that alone moves things of this layer; null where anyone who writes it may. */
  moved_by?: string | null;
  /** Whether its areas tile, so that an edge has two sides. */
  tiles?: boolean;
}

export interface BaseMap {
  tiles: string[] | string;
  attribution: string;
}

export interface Atlas {
  as_of: string;
  extent: [number, number, number, number] | null;
  county: { code: string; name: string | null };
  groups: Group[];
  layers: LayerInfo[];
  base_map?: BaseMap | null;
  map_approval?: string | null;
}

export interface Parameter extends Labelled {
  name: string;
  default: unknown;
  choices: Choice[] | null;
}

export interface Indicator {
  id: string;
  title: string;
  title_en: string;
  unit: string;
  unit_en: string;
  direction: string;
  definition: string;
  basis: string;
  parameters: Parameter[];
  policies: { id: string; title: string; value: number; source: string; confidence: string }[];
  ramps: Record<'sequential' | 'diverging', { breaks: number[]; colours: string[] }>;
}

export type Amount = number | string | null;

export interface Figures {
  name: string;
  beds: Amount;
  elderly: Amount;
  beds_per_thousand: Amount;
  shortfall_beds: Amount;
  surplus_beds: Amount;
  facilities: number;
  no_value_reason?: string | null;
}

export interface AreaRow extends Figures {
  id: string;
  rank: number | null;
  spread_beds?: number;
  population_method: string;
  invented: boolean;
}

export interface Finding {
  severity: string;
  message: string;
  field: string | null;
  where: Geometry | null;
}

export interface Unplaced {
  id: string;
  name: string;
  x: number | null;
  y: number | null;
  beds?: Amount;
  elderly?: Amount;
  reason: string;
}

export interface CoverageRun {
  run: string;
  indicator: string;
  title: string;
  unit?: string;
  parameters: Record<string, unknown>;
  as_of: string | null;
  inputs_hash: string;
  code_version: string;
  population: {
    method: string;
    basis: string | null;
    age_from: number | null;
    counted_on: string | null;
    source: string;
    invented: boolean;
    title: string;
  };
  total: Figures;
  areas: AreaRow[];
  unplaced: { facilities: Unplaced[]; population: Unplaced[] };
  findings: Finding[];
  invented: boolean;
}

export interface RunSummary {
  id: string;
  indicator: string;
  as_of: string;
  created_at: string;
  total: Figures;
  parameters: Record<string, unknown>;
}

export interface FacilityRow {
  layer: string;
  id: string;
  name: string;
  beds: Amount;
  lon: number | null;
  lat: number | null;
  source: string;
  source_date: string | null;
  invented: boolean;
}

export interface PopulationRow {
  division?: string;
  settlement?: string;
  name: string;
  counted_on: string | null;
  people: Amount;
  source: string;
  invented: boolean;
}

export interface RowsBehind {
  facilities: FacilityRow[];
  population: PopulationRow[];
}

export type JobStatus = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export interface Job {
  id: string;
  kind: string;
  status: JobStatus;
  done: number;
  of: number | null;
  what: string | null;
  error: unknown;
  result: unknown;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
}

export interface Hit {
  layer: string;
  layer_title: string;
  id: string;
  title: string;
  subtitle: string | null;
  lon: number | null;
  lat: number | null;
  bbox: [number, number, number, number] | null;
  invented: boolean;
}

export interface Figure {
  id: string;
  title: string;
  title_en: string;
  value: Amount;
  unit: string;
  unit_en: string;
  target: Amount;
  direction: string | null;
  counted_on: string | null;
  source: string | null;
  invented: boolean;
  link: string | null;
}

export interface Change {
  layer: string;
  layer_title: string;
  id: string;
  title: string;
  deed: string;
  recorded_at: string;
  because: string | null;
  /** How many of one kind were done together; the newest is named. */
  count?: number;
}

export interface Overview {
  as_of: string;
  county: { code: string; name: string };
  figures: Figure[];
  changes: Change[];
}

export type Properties = Record<string, unknown>;
export type Thing = Feature<Geometry | null, Properties>;
export type Things = FeatureCollection<Geometry, Properties>;
export type Box = [number, number, number, number];
