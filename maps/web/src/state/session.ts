/** Who is at this desk: read when the page opens, after every sign-in and sign-out, and when the page is looked at again. */

import { useSyncExternalStore } from 'react';
import { csrfIs, read, sessionComes, submit, usherIs } from '../api.ts';
import { asProblem, type Problem } from '../problem.ts';
import { renew } from './loading.ts';

export interface Account {
  id: number;
  name: string;
  role: string;
  role_label: string;
  division: string | null;
  division_name: string | null;
  must_change_password: boolean;
  last_sign_in_at: string | null;
  has_totp: boolean;
  /** False for who comes in by the office's own sign-in only. */
  has_password: boolean;
  /** How often somebody failed to sign in since the last time. */
  failed_attempts: number;
}

export interface Right {
  /** The most closed rows that are seen: public, internal or restricted. */
  sees: string;
  writes: boolean;
}

export interface Session {
  account: Account | null;
  csrf: string | null;
  rights: Record<string, Right>;
  oidc: { title: string } | null;
}

/** A request that waits for a sign-in. */
interface Asking {
  /** Who was signed in until now; null when nobody was. */
  name: string | null;
  answer: Promise<boolean>;
  settle: (signedIn: boolean) => void;
}

export interface Known {
  session: Session;
  /** False until the service said who this is. */
  read: boolean;
  /** Why it could not be read. */
  problem: Problem | null;
  asking: Asking | null;
}

const NOBODY: Session = { account: null, csrf: null, rights: {}, oidc: null };
const GLANCE_MS = 60_000;

let known: Known = { session: NOBODY, read: false, problem: null, asking: null };
let lookedAt = 0;
const listeners = new Set<() => void>();

function tell(next: Partial<Known>): void {
  known = { ...known, ...next };
  csrfIs(known.session.csrf);
  for (const listener of listeners) listener();
}

/** Whose session it is and what it opens: a one-time password opens nothing until it is changed. */
const opens = (session: Session): string => JSON.stringify([session.account?.id, session.rights]);

/** A session as the service told it; what may be read is read anew when it is somebody else's, or opens more or less. */
function take(session: Session): void {
  const somebodyElse = known.read && opens(session) !== opens(known.session);
  lookedAt = Date.now();
  tell({ session, read: true, problem: null });
  if (somebodyElse) renew();
}

export function readSession(): Promise<void> {
  const reading = askWhoIsHere();
  sessionComes(reading);
  return reading;
}

async function askWhoIsHere(): Promise<void> {
  try {
    take(await read<Session>('/api/session'));
  } catch (thrown) {
    tell({ read: true, problem: asProblem(thrown) });
  }
}

export async function signIn(name: string, password: string, code?: string): Promise<Account> {
  const session = await submit<Session>('POST', '/api/session', { name, password, ...(code ? { code } : {}) });
  take(session);
  if (!session.account) throw new TypeError('a sign-in that succeeds says who signed in');
  if (!session.account.must_change_password) resolveAsking(true);
  return session.account;
}

export async function signOut(): Promise<void> {
  await submit('DELETE', '/api/session');
  await readSession();
}

export async function changePassword(current: string, next: string): Promise<void> {
  await submit('PUT', '/api/session/password', { current, new: next });
  await readSession();
  if (known.session.account) resolveAsking(true);
}

/** End the asking: what waited goes on, or is refused as the service refused it. */
export function resolveAsking(signedIn: boolean): void {
  const { asking } = known;
  if (!asking) return;
  tell({ asking: null });
  asking.settle(signedIn);
  // Whoever does not sign in again goes on with what everybody may see.
  if (!signedIn) void readSession();
}

let opening: Promise<void> = Promise.resolve();

/** Ask for a sign-in; whatever waits, waits for the same one. */
async function ask(): Promise<boolean> {
  if (!known.read) {
    // A page may open with a session that is over: once that is known, everything is asked for as nobody.
    await opening;
    return true;
  }
  if (known.asking) return known.asking.answer;
  const name = known.session.account?.name ?? null;
  let settle: Asking['settle'] = () => undefined;
  const answer = new Promise<boolean>((resolve) => {
    settle = resolve;
  });
  tell({ asking: { name, answer, settle } });
  return answer;
}

/** Someone who comes back to the page and is no longer signed in is told so before the page shows less. */
async function glance(): Promise<void> {
  if (document.visibilityState !== 'visible' || !known.session.account || known.asking) return;
  if (Date.now() - lookedAt < GLANCE_MS) return;
  lookedAt = Date.now();
  const session = await read<Session>('/api/session').catch(() => null);
  if (!session || session.account) return;
  if (!(await ask())) take(session);
}

export function watchSession(): void {
  usherIs(ask);
  document.addEventListener('visibilitychange', () => void glance());
  opening = readSession();
}

export const useKnown = (): Known =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => known,
  );

export const useSession = (): Session => useKnown().session;

/** Whether the person may write a layer. */
export const mayWrite = (session: Session, layer: string): boolean => session.rights[layer]?.writes === true;
