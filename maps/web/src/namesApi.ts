/** What the service is asked about names: their register, checks, cases with clocks and papers, exports. Lon/lat in degrees. */

import type { Geometry } from 'geojson';
import { part, read, send, submit, upload } from './api.ts';

export type Severity = 'blocks' | 'needs_reason' | 'information';

export interface Considered {
  char: string;
  readings: string[];
}

export interface Spelling {
  toned: string;
  toneless: string;
  specific?: string | null;
  generic?: string | null;
  is_certain: boolean;
  /** By which reading it is spelt, and why it is not certain. */
  because?: string | null;
  /** Other spellings a reading could give. */
  alternatives?: string[];
  /** Each character with the readings that were considered. */
  considered?: Considered[];
}

export interface Conflict {
  code: string;
  name: string;
  romanized: string | null;
  kind: string;
  status: string;
  division: string | null;
  lon: number | null;
  lat: number | null;
  distance_m: number | null;
  scope: string | null;
}

export interface Answer {
  because: string;
  by?: string | null;
  at?: string | null;
}

export interface Finding {
  rule: string;
  title?: string | null;
  article: string;
  severity: Severity;
  message: string;
  remedy: string;
  evidence: Record<string, string>;
  /** Which characters of the name it is about, from and to, counted in code points. */
  part: [number, number] | null;
  conflicts: Conflict[];
  answer: Answer | null;
}

export interface Checked {
  name: string;
  kind: string;
  form?: string | null;
  spelling: Spelling | null;
  scope: { title: string; article: string; area: Geometry | null } | null;
  findings: Finding[];
  verdict: Severity | 'clear';
}

export interface Asked {
  name: string;
  kind: string;
  division?: string | null;
  geometry?: Geometry | null;
  near?: [number, number] | null;
  width_m?: number | null;
  romanized?: string | null;
  ignoring?: string[];
}

/** What is empty is not asked, for the service refuses what it does not know. */
const given = (asked: object) =>
  Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null && value !== undefined && value !== ''));

export const checkName = (asked: Asked, signal?: AbortSignal) =>
  submit<Checked>('POST', '/api/names/check', given(asked), signal);

export const checkNames = (names: Asked[], signal?: AbortSignal) =>
  submit<{ names: Checked[] }>('POST', '/api/names/check', { names: names.map(given) }, signal).then((answer) => answer.names);

export interface NewAnswer {
  name: string;
  kind: string;
  division: string;
  rule: string;
  conflict_code?: string | null;
  because: string;
}

export const answerFinding = (answer: NewAnswer) => submit<unknown>('POST', '/api/names/answers', given(answer));

export interface Suggestion {
  name: string;
  spelling?: Spelling | null;
  romanized?: string | null;
  because?: string | string[] | null;
  verdict?: string;
}

export const suggestNames = (wish: { kind: string; theme?: string | null; division?: string | null; geometry?: Geometry | null; limit?: number }, signal?: AbortSignal) =>
  submit<{ suggestions: Suggestion[] }>('POST', '/api/names/suggest', given(wish), signal).then((answer) => answer.suggestions);

export type ClockState = 'running' | 'paused' | 'met' | 'overdue' | 'soon' | 'unknown';

export interface Clock {
  id: string;
  title: string;
  article: string;
  due_on: string | null;
  left_days: number | null;
  day_kind: 'calendar' | 'working';
  state: ClockState;
  because: string | null;
  started_on?: string | null;
}

export interface NextStep {
  step: string;
  label: string;
  /** What must be there before; empty when the step may be taken. */
  missing?: string[];
  part?: string | null;
  /** Why it is another person's; null where this one may take it. */
  not_yours?: string | null;
  article?: string | null;
}

export interface QueuedCase {
  number: string;
  title: string;
  kind: string;
  kind_label?: string;
  stage: string;
  stage_label: string;
  division: string | null;
  names: string[];
  applicant: string | null;
  submitted_on: string | null;
  clock: Clock | null;
  next_steps: NextStep[];
  responsible: string | null;
}

export const queueKey = (mine: boolean): string => `naming:queue:${mine}`;

export const readQueue = (mine: boolean, signal?: AbortSignal) =>
  read<{ cases: QueuedCase[] }>('/api/names/queue', { mine: mine ? 'true' : null }, signal).then((answer) => answer.cases);

export interface NamingItem {
  position?: number;
  /** Empty as long as nothing was said. */
  name: string;
  kind: string;
  specific_term?: string | null;
  generic_term?: string | null;
  romanized?: string | null;
  /** How the rules spell it, where nobody chose; kept by this page only. */
  spelt?: string | null;
  meaning?: string | null;
  origin?: string | null;
  reason?: string | null;
  position_text?: string | null;
  geometry?: Geometry | null;
  place_code?: string | null;
  /** What the place is called in the register now. */
  standing_name?: string | null;
  division?: string | null;
  findings?: Finding[] | null;
  answers?: Answer[] | null;
  checked_at?: string | null;
}

export interface Paper {
  id: number | null;
  kind: string;
  label: string;
  required: boolean;
  /** Before which step it must be there. */
  required_by?: string | null;
  filename: string | null;
  sha256: string | null;
  size: number | null;
  version: number | null;
  at: string | null;
  by: string | null;
}

export interface Entry {
  at: string;
  by: string | null;
  step: string;
  label: string;
  from: string | null;
  to: string | null;
  because: string | null;
  on?: string | null;
}

export interface Objection {
  id: number | string;
  at: string;
  by?: string | null;
  name?: string | null;
  contact?: string | null;
  text: string;
  answer: string | null;
  answered_at?: string | null;
  answered_by?: string | null;
}

export interface NamingCase {
  number: string;
  kind: string;
  kind_label?: string;
  title?: string;
  stage: string;
  stage_label?: string;
  notice_days?: number;
  noticed_on?: string | null;
  approval_number?: string | null;
  version: number;
  applicant: string | null;
  division: string | null;
  authority: string | null;
  items: NamingItem[];
  papers: Paper[];
  entries: Entry[];
  objections: Objection[];
  clocks: Clock[];
  next_steps: NextStep[];
}

export const caseKey = (number: string): string => `naming:case:${number}`;
const at = (number: string) => `/api/names/cases/${part(number)}`;

/** A draft may name nothing yet, and no kind. */
const whole = (told: NamingCase): NamingCase => ({ ...told, items: told.items.map((item) => ({ ...item, name: item.name ?? '', kind: item.kind ?? 'other' })) });

export const readCase = (number: string, signal?: AbortSignal) => read<NamingCase>(at(number), {}, signal).then(whole);

export interface NewCase {
  kind: string;
  title?: string;
  applicant: string;
  division: string | null;
  items: NamingItem[];
}

export const openCase = (opened: NewCase) => submit<NamingCase>('POST', '/api/names/cases', opened);

export const amendCase = (number: string, change: Partial<NewCase> & { version: number }) =>
  submit<NamingCase>('PATCH', at(number), change);

export interface Taken {
  step: string;
  because: string;
  version: number;
  on?: string | null;
  document?: string | null;
}

export const takeStep = (number: string, taken: Taken) => submit<NamingCase>('POST', `${at(number)}/steps`, given(taken));

export const recheckCase = (number: string) => submit<NamingCase>('POST', `${at(number)}/checks`);

export const sendPaper = (number: string, kind: string, file: File, onShare: (share: number) => void) =>
  upload<Paper>(`${at(number)}/papers/${part(kind)}?filename=${part(file.name)}`, file, onShare);

export const paperFile = (number: string, paper: Paper) => `${at(number)}/papers/${part(String(paper.id))}`;

export const object = (number: string, objection: Record<string, string>) => submit<unknown>('POST', `${at(number)}/objections`, objection);

export const answerCase = (number: string, answer: { name: string; rule: string; conflict_code: string | null; because: string }) =>
  submit<unknown>('POST', `${at(number)}/answers`, given(answer));

export const answerObjection = (number: string, objection: Objection, answer: string) =>
  submit<unknown>('POST', `${at(number)}/objections/${part(String(objection.id))}/answer`, { answer });

export const documentFile = (number: string, kind: string, format: 'docx' | 'pdf') => `${at(number)}/documents/${kind}.${format}`;

/** All papers and entries of a case in one file that proves itself. */
export const archiveFile = (number: string) => `${at(number)}/archive.zip`;

/** A file of the service, or the refusal that says which lawful field is missing. */
export async function fetchFile(path: string): Promise<{ blob: Blob; name: string }> {
  const answer = await send(path);
  const told = /filename\*=UTF-8''([^;]+)|filename="?([^";]+)"?/i.exec(answer.headers.get('Content-Disposition') ?? '');
  const name = told?.[1] ? decodeURIComponent(told[1]) : told?.[2] ?? path.split('/').at(-1) ?? 'file';
  return { blob: await answer.blob(), name };
}

export interface QualityPart {
  part: string;
  label: string;
  /** Of 1; null where no name of the register is concerned. */
  share: number | null;
  names: number;
  defects: number;
}

export interface Quality {
  as_of: string;
  whole: { score: number | null; names: number; defects: number; parts: QualityPart[] };
  defects: { code: string; name: string; division: string | null; part: string; message: string }[];
  defects_in_all: number;
}

export const readQuality = (asOf: string, signal?: AbortSignal) => read<Quality>('/api/names/quality', { as_of: asOf, limit: 100 }, signal);

export const gazetteerFile = (format: string, asOf: string) => `/api/names/gazetteer.${format}?as_of=${asOf}`;
