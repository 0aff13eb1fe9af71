/** The one door to the service: every request of the application is made here. */

import { Problem, problemFrom, Unreachable } from './problem.ts';
import type {
  Atlas, Box, CoverageRun, Hit, Indicator, Job, Overview, RowsBehind, RunSummary, Thing, Things,
} from './types.ts';

type Query = Record<string, string | number | null | undefined>;

function address(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}

let underWay = 0;

/** How many requests are still under way. */
export const pending = (): number => underWay;

/** Make a request; whoever is not signed in, or no longer, is asked to sign in, and then it is made again. */
export async function send(path: string, options: RequestInit = {}): Promise<Response> {
  underWay += 1;
  try {
    return await reach(path, options);
  } catch (thrown) {
    if (!(thrown instanceof Problem) || !wantsSignIn(thrown) || !usher) throw thrown;
    if (csrf === null && isSafe(options)) {
      // Nobody is signed in here: an old cookie was refused and taken back, perhaps by another answer. Ask as nobody.
      const answer = await reach(path, options).catch((again: unknown) => again);
      if (answer instanceof Response) return answer;
      if (!(answer instanceof Problem) || !wantsSignIn(answer)) throw answer;
    }
    underWay -= 1;
    const signedIn = await usher().finally(() => {
      underWay += 1;
    });
    if (!signedIn) throw thrown;
    return await reach(path, options);
  } finally {
    underWay -= 1;
  }
}

async function reach(path: string, options: RequestInit): Promise<Response> {
  if (!isSafe(options) && csrf === null) await coming;
  let answer: Response;
  try {
    answer = await fetch(path, marked(options));
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown;
    throw new Unreachable();
  }
  if (!answer.ok) throw problemFrom(answer.status, await answer.json().catch(() => null));
  return answer;
}

/** Asks for the person to sign in, and answers whether they did. */
type Usher = () => Promise<boolean>;
let usher: Usher | null = null;
export const usherIs = (asks: Usher | null): void => void (usher = asks);

let csrf: string | null = null;
/** The word that says a request comes from this page; the service told it with the session. */
export const csrfIs = (word: string | null): void => void (csrf = word);

let coming: Promise<unknown> = Promise.resolve();
/** The session is being read: as long as no word is known, what changes something waits for it, else it were taken for forged. */
export const sessionComes = (reading: Promise<unknown>): void => void (coming = reading);

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

const isSafe = (options: RequestInit): boolean => SAFE.includes(options.method ?? 'GET');

function marked(options: RequestInit): RequestInit {
  if (csrf === null || isSafe(options)) return options;
  const headers = new Headers(options.headers);
  headers.set('X-CSRF-Token', csrf);
  return { ...options, headers };
}

/** Refusals of a sign-in itself are told where it was tried. */
const OWN_WORDS = ['wrong-password', 'totp-required', 'wrong-code'];
const wantsSignIn = (problem: Problem): boolean => problem.status === 401 && !OWN_WORDS.includes(problem.kind);

/** Send a body as JSON and read the answer; an answer without a body is null. */
export async function submit<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const answer = await send(path, { method, headers, signal, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await answer.text();
  return (text ? JSON.parse(text) : null) as T;
}

export async function read<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  const answer = await send(address(path, query), { signal, headers: { Accept: 'application/json' } });
  return (await answer.json()) as T;
}

export const part = encodeURIComponent;

/** Send a file as it is, told how much of it has gone (0 to 1); `fetch` cannot say that. */
export function upload<T>(path: string, file: File, onShare: (share: number) => void): Promise<T> {
  underWay += 1;
  return new Promise<T>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', path);
    request.setRequestHeader('Accept', 'application/json');
    // What a paper is, the service tells by its first bytes.
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    if (csrf !== null) request.setRequestHeader('X-CSRF-Token', csrf);
    request.upload.onprogress = ({ loaded, total }) => onShare(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new Unreachable());
    request.onload = () => {
      const body: unknown = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(body as T);
      else reject(problemFrom(request.status, body));
    };
    request.send(file);
  }).finally(() => {
    underWay -= 1;
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const readAtlas = (asOf: string | null, signal?: AbortSignal) =>
  read<Atlas>('/api/layers', { as_of: asOf }, signal);

export const readOverview = (asOf: string, signal?: AbortSignal) =>
  read<Overview>('/api/overview', { as_of: asOf }, signal);

export const readIndicators = (signal?: AbortSignal) =>
  read<{ indicators: Indicator[] }>('/api/indicators', {}, signal).then((answer) => answer.indicators);

export const readRun = (run: string, signal?: AbortSignal) =>
  read<CoverageRun>(`/api/coverage/runs/${part(run)}`, {}, signal);

export const readRuns = (signal?: AbortSignal) =>
  read<{ runs: RunSummary[] }>('/api/coverage/runs', {}, signal).then((answer) => answer.runs);

export const readRunShapes = (run: string, signal?: AbortSignal) =>
  read<Things>(`/api/coverage/runs/${part(run)}.geojson`, {}, signal);

export const readRows = (run: string, area: string, signal?: AbortSignal) =>
  read<RowsBehind>(`/api/coverage/runs/${part(run)}/areas/${part(area)}/rows`, {}, signal);

export const searchNames = (words: string, asOf: string, signal?: AbortSignal) =>
  read<{ results: Hit[] }>('/api/search', { q: words, as_of: asOf, limit: 20 }, signal).then((answer) => answer.results);

export const readJob = (id: string, signal?: AbortSignal) => read<Job>(`/api/jobs/${part(id)}`, {}, signal);

export const cancelJob = (id: string) => send(`/api/jobs/${part(id)}`, { method: 'DELETE' });

export const readThing = (layer: string, id: string, asOf: string, signal?: AbortSignal) =>
  read<Thing>(`/ogc/collections/${part(layer)}/items/${part(id)}`, { datetime: asOf, f: 'json' }, signal);

const PAGE = 10_000;

/** Every feature of a layer that held on a day, in a box or everywhere, page after page. */
export async function readThings(layer: string, asOf: string, signal?: AbortSignal, box?: Box | null): Promise<Things> {
  const features: Things['features'] = [];
  let next: string | null = address(`/ogc/collections/${part(layer)}/items`, { datetime: asOf, bbox: box?.join(','), limit: PAGE, f: 'json' });
  while (next !== null) {
    const page: Things & { links?: { rel: string; href: string }[] } = await read(next, undefined, signal);
    features.push(...page.features);
    const link = page.links?.find((each) => each.rel === 'next')?.href;
    next = link && page.features.length > 0 ? sameOrigin(link) : null;
  }
  return { type: 'FeatureCollection', features };
}

/** Behind another name or port the service may call itself differently; only path and query matter. */
function sameOrigin(link: string): string {
  const url = new URL(link, window.location.href);
  return url.pathname + url.search;
}

export type Started = { run: CoverageRun } | { job: Job };

/** Ask for a coverage run; long work answers with a job to follow. */
export async function startRun(body: Record<string, unknown>, later: boolean, signal?: AbortSignal): Promise<Started> {
  const headers: Record<string, string> = { 'Content-Type': 'application/json', Accept: 'application/json' };
  if (later) headers['Prefer'] = 'respond-async';
  const answer = await send('/api/coverage/runs', { method: 'POST', headers, body: JSON.stringify(body), signal });
  const text: unknown = await answer.json();
  return answer.status === 202 ? { job: text as Job } : { run: text as CoverageRun };
}

/** The run a finished job made, whatever form its result was kept in: an id, an address or an object. */
export function runOfJob(job: Job): string {
  const { result } = job;
  const text = typeof result === 'object' && result !== null ? JSON.stringify(result) : String(result ?? '');
  const found = /[a-z]+-[0-9a-f]{12}/.exec(text);
  if (!found) throw new Problem(`job ${job.id}`, text, '');
  return found[0];
}

export const runFile = (run: string, format: string) => `/api/coverage/runs/${part(run)}.${format}`;
