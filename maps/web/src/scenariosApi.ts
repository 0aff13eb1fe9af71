/** Scenarios: siting runs under a name, compared and followed; requests and the shapes of their answers. */

import { part, read, submit } from './api.ts';
import type { Buckets, PlannedSite, PlanStatus, SitingRun } from './sitingApi.ts';

export interface ScenarioLine {
  number: number;
  name: string;
  note: string | null;
  run: string;
  inputs_hash: string;
  as_of: string;
  service: string | null;
  objective: string;
  status: PlanStatus;
  status_label: string;
  gap_words: string;
  before: Buckets;
  after: Buckets;
  works: number;
  cost_wan: number;
  invented: boolean;
  version: number;
  is_withdrawn: boolean;
  created_by: string;
  updated_at: string;
  updated_by: string;
  division: string;
}

export interface Figure {
  id: string;
  title: string;
  title_en: string;
  unit: string;
  unit_en: string;
  /** None for what has nothing to do with people. */
  before: number | null;
  after: number;
  rows: string;
}

export interface Scenario extends ScenarioLine {
  figures: Figure[];
  plan: SitingRun;
}

export interface FigureRow {
  kind: 'settlement' | 'site';
  id: string;
  name: string;
  township: string;
  amount: number;
  lon: number | null;
  lat: number | null;
}

export interface FigureRows {
  run: string;
  figure: string;
  title: string;
  unit: string;
  when: 'before' | 'after';
  township: string | null;
  value: number;
  rows: FigureRow[];
}

export interface Sentence {
  id: string;
  words: string;
  about: 'question' | 'figure' | 'site' | 'township' | 'proof';
  figure: string | null;
  ids: string[];
}

export interface Side {
  number: number;
  name: string;
  run: string;
  inputs_hash: string;
  invented: boolean;
}

export interface ComparedFigure {
  id: string;
  title: string;
  title_en: string;
  unit: string;
  unit_en: string;
  left: number;
  right: number;
  difference: number;
  better: 'left' | 'right' | null;
}

export interface ComparedSite {
  name: string;
  lon: number | null;
  lat: number | null;
  left: PlannedSite | null;
  right: PlannedSite | null;
  is_same: boolean;
}

export interface ComparedTownship {
  code: string;
  name: string;
  left: Buckets;
  right: Buckets;
  difference: number;
}

export interface Compared {
  left: Side;
  right: Side;
  sentences: Sentence[];
  figures: ComparedFigure[];
  sites: ComparedSite[];
  townships: ComparedTownship[];
}

export type ActionState = 'planned' | 'under_construction' | 'filed' | 'occupied' | 'stopped';
export const ACTION_STATES: readonly ActionState[] = ['planned', 'under_construction', 'filed', 'occupied', 'stopped'];

export interface ActionStep {
  version: number;
  before: ActionState;
  state: ActionState;
  happened_on: string;
  document: string | null;
  places: number | null;
  because: string | null;
  taken_at: string;
  taken_by: string;
}

export interface NextStep {
  state: ActionState;
  needs_reason: boolean;
  needs_document: boolean;
}

export interface Action {
  number: number;
  scenario: number;
  run: string;
  site: string;
  name: string;
  kind: 'new' | 'extended' | 'kept' | 'closed';
  township: string | null;
  lon: number | null;
  lat: number | null;
  places: number | null;
  cost_wan: string | number | null;
  owner: string | null;
  due_on: string | null;
  is_overdue: boolean;
  state: ActionState;
  reached: number;
  version: number;
  steps: ActionStep[];
  next: NextStep[];
}

export interface ActionList {
  actions: Action[];
  totals: { state: ActionState; sites: number; places: number }[];
}

const HERE = '/api/siting/scenarios';
const ACTIONS = '/api/siting/actions';

export const readScenarios = (withdrawn: boolean, signal?: AbortSignal) =>
  read<{ scenarios: ScenarioLine[] }>(HERE, withdrawn ? { withdrawn: 'true' } : {}, signal).then((told) => told.scenarios);

export const readScenario = (number: number, signal?: AbortSignal) => read<Scenario>(`${HERE}/${number}`, {}, signal);

export const saveScenario = (run: string, name: string, note: string) =>
  submit<Scenario>('POST', HERE, { run, name, ...(note ? { note } : {}) });

export const amendScenario = (number: number, version: number, changes: { name?: string; note?: string; is_withdrawn?: boolean }) =>
  submit<Scenario>('PATCH', `${HERE}/${number}`, { version, ...changes });

export const readCompared = (left: number, right: number, signal?: AbortSignal) =>
  read<Compared>(`${HERE}/compare`, { ids: `${left},${right}` }, signal);

export const readFigureRows = (number: number, of: string, when: string, township: string | null, signal?: AbortSignal) =>
  read<FigureRows>(`${HERE}/${number}/rows`, { of, when, ...(township ? { township } : {}) }, signal);

export const reportFile = (number: number, form: 'docx' | 'pdf' | 'xlsx') => `${HERE}/${part(String(number))}/report.${form}`;

export const readActions = (scenario: number | null, signal?: AbortSignal) =>
  read<ActionList>(ACTIONS, scenario === null ? {} : { scenario: String(scenario) }, signal);

export const enterActions = (scenario: number) => submit<ActionList>('POST', ACTIONS, { scenario });

export const assignAction = (number: number, changes: { owner?: string | null; due_on?: string | null }) =>
  submit<Action>('PATCH', `${ACTIONS}/${number}`, changes);

export interface Taking {
  state: ActionState;
  version: number;
  happened_on?: string;
  document?: string;
  places?: number;
  because?: string;
}

export const takeStep = (number: number, taking: Taking) => submit<Action>('POST', `${ACTIONS}/${number}/steps`, taking);
