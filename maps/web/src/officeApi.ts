/** What the service is asked about the office's working days and about reserved names. */

import { part, read, submit } from './api.ts';

export interface OfficeDay {
  day: string;
  is_working: boolean;
  title: string;
}

export interface OfficeYear {
  year: number;
  source: string;
  days: OfficeDay[];
  updated_at: string;
  updated_by: string;
}

export const readYears = (signal?: AbortSignal) => read<{ years: number[]; opens: string; closes: string }>('/api/office/calendar', {}, signal);
export const readYear = (year: number, signal?: AbortSignal) => read<OfficeYear>(`/api/office/calendar/${year}`, {}, signal);
export const putYear = (year: number, source: string, days: OfficeDay[]) => submit<OfficeYear>('PUT', `/api/office/calendar/${year}`, { source, days });

export interface ReservedName {
  id: number;
  name: string;
  kind: string;
  division: string;
  theme: string;
  meaning: string | null;
  expires_on: string | null;
  used_by: string | null;
  version: number;
  by_name: string;
}

export const readReserved = (signal?: AbortSignal) => read<{ names: ReservedName[]; themes: string[] }>('/api/names/reserved', {}, signal);
export const reserveName = (name: { name: string; kind: string; division: string; theme: string; meaning: string | null; expires_on: string | null }) =>
  submit<ReservedName>('POST', '/api/names/reserved', Object.fromEntries(Object.entries(name).filter(([, value]) => value !== null)));
export const releaseName = (id: number) => submit<null>('DELETE', `/api/names/reserved/${part(String(id))}`);
