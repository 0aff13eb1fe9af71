/** What the service is asked about policies, scorecards and the figures that offices report. */

import { read, submit } from './api.ts';

export interface TargetSheet {
  id: string;
  title: string;
  target: number | null;
  target_words: string;
  direction: 'at_least' | 'at_most' | 'exists';
  unit: string;
  gap_unit: string;
  level: 'township' | 'county';
  deadline: string | null;
  nature: 'binding' | 'expected' | null;
  kind: 'counted' | 'reported';
  figure: string | null;
  phrase: string;
  place: string | null;
  document: string;
  note: string | null;
}

export interface Policy {
  id: string;
  title: string;
  document: string;
  issued_by: string;
  source: string;
  confidence: string;
  valid_from: string | null;
  valid_to: string | null;
  in_force: boolean;
  note: string | null;
  indicators: TargetSheet[];
}

export interface Policies {
  policies: Policy[];
  faults: { file: string; words: string }[];
}

export interface Earlier {
  as_of: string;
  value: number | null;
}

export interface Cell {
  indicator: string;
  value: number | null;
  unit: string;
  target: number | null;
  met: boolean | null;
  gap: number | null;
  gap_unit: string;
  gap_words: string | null;
  because: string | null;
  tier: string | null;
  notes: string[];
  invented: boolean;
  earlier: Earlier[];
}

export interface UnitRow {
  division: string;
  name: string;
  is_county: boolean;
  cells: Cell[];
}

export interface Scorecard {
  policy: string;
  title: string;
  as_of: string;
  indicators: TargetSheet[];
  rows: UnitRow[];
}

export interface Line {
  layer: string | null;
  id: string;
  name: string;
  amount: number | null;
  words: string;
  source: string;
  source_date: string | null;
  invented: boolean;
}

export interface Part {
  title: string;
  unit: string;
  is_lacking: boolean;
  total: number | null;
  rows: Line[];
}

export interface CellRows {
  policy: string;
  as_of: string;
  indicator: TargetSheet;
  division: string;
  name: string;
  cell: Cell;
  parts: Part[];
}

export interface Wanted {
  figure: string;
  title: string;
  unit: string;
  is_share: boolean;
  level: string;
  policies: string[];
}

export interface Report {
  figure: string;
  division: string;
  counted_on: string;
  value: number | null;
  part: number | null;
  whole: number | null;
  source: string;
  disclosure: string;
}

const YEARS = 3;

export const readPolicies = (asOf: string, signal?: AbortSignal) => read<Policies>('/api/policies', { as_of: asOf }, signal);
export const readScorecard = (policy: string, asOf: string, signal?: AbortSignal) =>
  read<Scorecard>('/api/scorecard', { policy, as_of: asOf, earlier: YEARS }, signal);
export const readCellRows = (policy: string, indicator: string, division: string, asOf: string, signal?: AbortSignal) =>
  read<CellRows>('/api/scorecard/rows', { policy, indicator, division, as_of: asOf }, signal);
export const readWanted = (figure: string, asOf: string, signal?: AbortSignal) =>
  read<{ wanted: Wanted[] }>('/api/reported-figures', { figure, as_of: asOf }, signal);
export const putReport = (report: Report) => submit<Report>('PUT', '/api/reported-figures', report);
