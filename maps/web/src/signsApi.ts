/** What the service is asked about place-name signs and about what the public reports of them. Lon/lat in degrees. */

import { part, read, submit, upload } from './api.ts';

export const CONDITIONS = ['intact', 'faded', 'leaning', 'hidden', 'damaged', 'missing'] as const;
export type Condition = (typeof CONDITIONS)[number];

export interface JudgedSign {
  code: string;
  name: string;
  romanized: string | null;
  is_certain: boolean;
  text: string;
  text_romanized: string | null;
  lon: number;
  lat: number;
  findings: { field?: string | null; message: string }[];
}

export type SignState = 'standing' | 'replace' | 'missing';

export interface PlannedSign {
  name: string;
  where: string;
  lon: number;
  lat: number;
  bearing_degree: number | null;
  colour: string | null;
  state: SignState;
  state_label: string;
  sign: string | null;
  note: string | null;
}

export interface SignPlan {
  of: string;
  name: string;
  standing: number;
  replace: number;
  missing: number;
  signs: PlannedSign[];
  others: string[];
}

export const readJudged = (asOf: string, signal?: AbortSignal) =>
  read<{ signs: JudgedSign[] }>('/api/names/signs/findings', { as_of: asOf }, signal).then(({ signs }) => signs);

/** A township has nine digits; whatever else is a road. */
const planPath = (of: string): string => `/api/names/sign-plans/${/^\d{9}$/.test(of) ? 'townships' : 'roads'}/${part(of)}`;

export const readPlan = (of: string, asOf: string, signal?: AbortSignal) => read<SignPlan>(planPath(of), { as_of: asOf }, signal);

export const planFile = (of: string, format: 'csv' | 'xlsx' | 'geojson', asOf: string) => `${planPath(of)}.${format}?as_of=${asOf}`;

export const inspectSign = (code: string, condition: Condition, because: string) =>
  submit<{ condition: Condition; seen_on: string }>('POST', `/api/names/signs/${part(code)}/inspections`, { condition, because });

export const sendSignPhotograph = (code: string, file: File, onShare: (share: number) => void) =>
  upload<{ hash: string }>(`/api/names/signs/${part(code)}/photographs`, file, onShare);

export const photographFile = (hash: string) => `/api/names/photographs/${hash}`;

export const REPORT_STATES = ['received', 'in_hand', 'answered', 'refused', 'merged'] as const;

export interface Report {
  number: string;
  received_at: string;
  kind: string;
  name: string;
  message: string;
  contact: string | null;
  lon: number;
  lat: number;
  accuracy_m: number | null;
  division: string | null;
  sign: string | null;
  photograph: string | null;
  status: (typeof REPORT_STATES)[number];
  merged_into: string | null;
  answer: string | null;
  answered_at: string | null;
  answered_by: string | null;
  /** Others near by that are open: perhaps the same trouble. */
  similar: string[];
}

export interface ReportDecision {
  status: 'in_hand' | 'answered' | 'refused' | 'merged';
  answer?: string;
  into?: string;
}

/** The open ones, unless those of one state are asked for. */
export const readReports = (status: string | null, signal?: AbortSignal) =>
  read<{ reports: Report[] }>('/api/public/reports', { status }, signal).then(({ reports }) => reports);

export const decideReport = (number: string, decision: ReportDecision) =>
  submit<Report>('POST', `/api/public/reports/${part(number)}/decision`, decision);
