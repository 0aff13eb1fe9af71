/** What the service is asked about people: their accounts, second factors and tokens, their rights, the audit. */

import { read, submit } from './api.ts';

export interface Enrolment {
  secret: string;
  uri: string;
  /** The picture for the phone, as an address an image can have. */
  qr: string;
}

export const beginTotp = (password: string | null) => submit<Enrolment>('POST', '/api/session/totp', { password });
export const confirmTotp = (code: string) => submit('PUT', '/api/session/totp', { code });
export const endTotp = (code: string) => submit('DELETE', '/api/session/totp', { code });

export interface Token {
  id: number;
  title: string;
  scopes: string[];
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
}

export const readTokens = (signal?: AbortSignal) =>
  read<{ tokens: Token[] }>('/api/session/tokens', {}, signal).then((answer) => answer.tokens);

export const issueToken = (title: string, scope: 'read' | 'write', days: number | null) =>
  submit<{ token: string }>('POST', '/api/session/tokens', { title, scope, days });

export const revokeToken = (id: number) => submit('DELETE', `/api/session/tokens/${id}`);

export interface Person {
  id: number;
  name: string;
  role: string;
  role_label: string;
  division: string;
  has_totp: boolean;
  must_change_password: boolean;
  locked_until: string | null;
  last_sign_in_at: string | null;
  disabled_at: string | null;
  created_at: string;
  created_by: string;
}

export interface NewPassword {
  account: Person;
  /** Told once, kept nowhere. */
  password: string;
}

export const readPeople = (signal?: AbortSignal) =>
  read<{ accounts: Person[] }>('/api/accounts', {}, signal).then((answer) => answer.accounts);

export const addPerson = (name: string, role: string, division: string) =>
  submit<NewPassword>('POST', '/api/accounts', { name, role, division });

export interface Amendment {
  role?: string;
  division?: string;
  disabled?: boolean;
}

export const amendPerson = (id: number, amendment: Amendment) => submit<Person>('PATCH', `/api/accounts/${id}`, amendment);

export const resetPassword = (id: number) => submit<NewPassword>('POST', `/api/accounts/${id}/password-reset`);

export interface RightsTable {
  roles: { id: string; title: string; title_en: string }[];
  /** By office and layer: the most closed rows that are seen, and whether they are written. */
  rights: Record<string, Record<string, { sees: string; writes: boolean }>>;
}

export const readRights = (signal?: AbortSignal) => read<RightsTable>('/api/rights', {}, signal);

export interface AuditEntry {
  seq: number;
  at: string;
  clerk: string;
  deed: string;
  layer: string | null;
  identity: string | null;
  version: number | null;
  /** What else is known of the deed, as the JSON that was hashed. */
  detail: string;
}

export interface AuditPage {
  entries: AuditEntry[];
  next: number | null;
}

export const readAudit = (before: number | null, signal?: AbortSignal) =>
  read<AuditPage>('/api/audit', { limit: 100, before }, signal);

export interface AuditVerification {
  whole: boolean;
  count: number;
  /** Where it is broken: the number of the entry, 0 at the very end. */
  place: number | null;
  why: string | null;
}

export const readVerification = (signal?: AbortSignal) => read<AuditVerification>('/api/audit/verification', {}, signal);

export const readHealth = (signal?: AbortSignal) => read<Record<string, unknown>>('/health', {}, signal);

export const auditDigest = '/api/audit/digest';
