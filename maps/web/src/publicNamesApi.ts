/** What the service is asked by whoever looks for a name, or tells of a sign. Lon/lat in degrees. */

import { part, read, send, submit } from './api.ts';

export interface FoundName {
  code: string;
  name: string;
  romanized: string | null;
  kind: string;
  status: string;
  division: string | null;
  division_name?: string | null;
  lon: number | null;
  lat: number | null;
  /** How it answers what was typed, and with which of its names or spellings. */
  matched_by: string;
  matched: string | null;
  former_name?: string | null;
}

export const findNames = (words: string, limit: number, signal?: AbortSignal) =>
  read<{ results: FoundName[] }>('/api/names/find', { q: words, limit }, signal).then((answer) => answer.results);

export const REPORT_KINDS = ['missing', 'wrong', 'damaged', 'number', 'other'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

export interface NewReport {
  kind: ReportKind;
  name: string;
  message: string;
  lon: number;
  lat: number;
  /** How far the device may err, in metres; null for a place chosen on the map. */
  accuracy_m: number | null;
  contact: string | null;
}

export interface ReceivedReport {
  token: string;
  number: string;
}

export interface ReportStatus {
  number: string;
  kind: string;
  name: string;
  status: string;
  received_at: string;
  answer: string | null;
  answered_at: string | null;
}

export const sendReport = (report: NewReport) => submit<ReceivedReport>('POST', '/api/public/reports', report);

/** The photograph follows its report. */
export const sendPhotograph = (token: string, photograph: File) =>
  send(`/api/public/reports/${part(token)}/photograph`, { method: 'PUT', body: photograph, headers: { 'Content-Type': photograph.type || 'image/jpeg' } });

export const readReport = (token: string, signal?: AbortSignal) => read<ReportStatus>(`/api/public/reports/${part(token)}`, {}, signal);
