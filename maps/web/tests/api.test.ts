import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { csrfIs, pending, read, sessionComes, submit, usherIs } from '../src/api.ts';
import { Problem } from '../src/problem.ts';

type Asked = { path: string; method: string; csrf: string | null; body: string | null };

let asked: Asked[] = [];

/** A service that gives these answers one after another. */
function service(...answers: [number, unknown][]): void {
  vi.stubGlobal('fetch', (path: string, options: RequestInit) => {
    const headers = new Headers(options.headers);
    asked.push({ path, method: options.method ?? 'GET', csrf: headers.get('X-CSRF-Token'), body: (options.body as string) ?? null });
    const [status, body] = answers.shift() ?? [500, null];
    return Promise.resolve(new Response(body === null ? null : JSON.stringify(body), { status }));
  });
}

const refusal = (kind: string) => ({ type: `urn:cairn:problem:${kind}`, title: '未登录', what: '要先登录', why: '', remedy: '' });

describe('the door to the service', () => {
  beforeEach(() => {
    asked = [];
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    usherIs(null);
    csrfIs(null);
  });

  it('says with every deed that it comes from this page, and with no look', async () => {
    csrfIs('a word');
    service([200, {}], [200, {}], [204, null]);
    await read('/api/accounts');
    await submit('POST', '/api/accounts', { name: '王芳' });
    expect(await submit('DELETE', '/api/session')).toBeNull();
    expect(asked.map((each) => [each.method, each.csrf, each.body])).toEqual([
      ['GET', null, null], ['POST', 'a word', '{"name":"王芳"}'], ['DELETE', 'a word', null],
    ]);
  });

  it('waits with a deed until the session that is being read has brought its word', async () => {
    service([200, {}], [200, {}]);
    let told = () => {};
    sessionComes(new Promise<void>((resolve) => {
      told = () => {
        csrfIs('a word');
        resolve();
      };
    }));
    const deed = submit('POST', '/api/coverage/runs', {});
    await read('/api/layers');
    expect(asked.map((each) => each.path)).toEqual(['/api/layers']);
    told();
    await deed;
    expect(asked.at(-1)).toEqual({ path: '/api/coverage/runs', method: 'POST', csrf: 'a word', body: '{}' });
    sessionComes(Promise.resolve());
  });

  it('asks for a sign-in and then does again what was refused', async () => {
    csrfIs('the old word');
    service([401, refusal('unauthenticated')], [200, { kept: 1 }]);
    let stood = -1;
    usherIs(() => {
      stood = pending();
      csrfIs('the new word');
      return Promise.resolve(true);
    });
    expect(await submit('POST', '/api/edits', { layer: 'roads' })).toEqual({ kept: 1 });
    expect(asked.map((each) => [each.csrf, each.body])).toEqual([
      ['the old word', '{"layer":"roads"}'], ['the new word', '{"layer":"roads"}'],
    ]);
    expect([stood, pending()]).toEqual([0, 0]);
  });

  it('hands on the refusal when nobody signs in, and asks only once', async () => {
    service([401, refusal('unauthenticated')], [401, refusal('unauthenticated')]);
    let ushered = 0;
    usherIs(() => {
      ushered += 1;
      return Promise.resolve(false);
    });
    await expect(read('/api/accounts')).rejects.toMatchObject({ status: 401, what: '要先登录' });
    expect(ushered).toBe(1);
    // A look is tried a second time as nobody: an old cookie may just have been taken back.
    expect(asked).toHaveLength(2);
  });

  it.each(['wrong-password', 'totp-required'])('tells %s where the sign-in was tried', async (kind) => {
    service([401, refusal(kind)]);
    const usher = vi.fn(() => Promise.resolve(true));
    usherIs(usher);
    await expect(submit('POST', '/api/session', {})).rejects.toMatchObject({ status: 401, kind });
    expect(usher).not.toHaveBeenCalled();
  });

  it('keeps all the service said of a refusal', async () => {
    service([410, { ...refusal('gone'), document: '湘民行发〔2020〕1号', successors: ['430621100'] }]);
    const thrown = await read('/ogc/collections/divisions/items/430621105').catch((each: unknown) => each);
    expect(thrown).toBeInstanceOf(Problem);
    expect((thrown as Problem).more['successors']).toEqual(['430621100']);
  });
});
