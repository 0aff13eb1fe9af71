/** What was done, newest first, page after page; and whether the record of it is whole. */

import { Button, Skeleton } from 'antd';
import { useEffect, useState } from 'react';
import { count, moment } from '../../format.ts';
import { auditDigest, readAudit, readVerification, type AuditEntry } from '../../peopleApi.ts';
import { asProblem, type Problem } from '../../problem.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { forget, useLoaded } from '../../state/loading.ts';
import { layerOf, useRegister } from '../../state/register.tsx';
import { choose } from '../../state/store.ts';
import { isWord, useWords } from '../../words/index.ts';

export default function Audit() {
  const { t } = useWords();
  const { entries, next, problem, loading, more } = useEntries();
  return (
    <section aria-label={t('system.audit')} data-testid="audit">
      <Verification />
      {problem && <ProblemNote problem={problem} retry={more} />}
      {loading && entries.length === 0 && <Skeleton active paragraph={{ rows: 8 }} />}
      {!loading && !problem && entries.length === 0 && <p className="quiet">{t('audit.none')}</p>}
      <ol className="changes long">{entries.map((entry) => <Entry key={entry.seq} entry={entry} />)}</ol>
      {next !== null && <Button loading={loading} onClick={more}>{t('audit.more')}</Button>}
    </section>
  );
}

/** Page after page, the newest first. */
function useEntries() {
  const [entries, setEntries] = useState<AuditEntry[]>([]);
  const [next, setNext] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [loading, setLoading] = useState(false);
  const turn = async (before: number | null, signal?: AbortSignal) => {
    setLoading(true);
    setProblem(null);
    try {
      const page = await readAudit(before, signal);
      setEntries((known) => (before === null ? page.entries : [...known, ...page.entries]));
      setNext(page.next);
    } catch (thrown) {
      if (!signal?.aborted) setProblem(asProblem(thrown));
    } finally {
      if (!signal?.aborted) setLoading(false);
    }
  };
  useEffect(() => {
    const control = new AbortController();
    void turn(null, control.signal);
    return () => control.abort();
  }, []);
  return { entries, next, problem, loading, more: () => void turn(next) };
}

/** The reason, where the deed gave one. */
function reasonOf(detail: string): string | null {
  try {
    const told: unknown = JSON.parse(detail);
    const because = typeof told === 'object' && told !== null ? (told as Record<string, unknown>)['because'] : null;
    return typeof because === 'string' ? because : null;
  } catch {
    return null;
  }
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { t, title } = useWords();
  const { atlas } = useRegister();
  const layer = entry.layer ? layerOf(atlas, entry.layer) : undefined;
  const word = `audit.deed.${entry.deed}`;
  const because = reasonOf(entry.detail);
  const told = (
    <>
      <span className="change-title">{entry.clerk}</span>
      <span>{isWord(word) ? t(word) : entry.deed}{layer && ` · ${title(layer)}`}{entry.identity && ` ${entry.identity}`}</span>
      <time className="quiet" dateTime={entry.at}>{moment(entry.at)} · {t('audit.number', { number: entry.seq })}</time>
      {because && <span className="quiet because">{because}</span>}
    </>
  );
  const thing = layer && entry.identity ? { layer: layer.id, id: entry.identity } : null;
  return (
    <li>
      {thing
        ? <button type="button" className="plain" data-walk onClick={() => choose(thing)}>{told}</button>
        : <div className="entry">{told}</div>}
    </li>
  );
}

const VERIFICATION = 'audit:verification';

function Verification() {
  const { t } = useWords();
  const [asked, setAsked] = useState(false);
  const answer = useLoaded(asked ? VERIFICATION : null, readVerification);
  const { value, problem } = answer;
  const verify = () => {
    forget(VERIFICATION);
    if (asked) answer.retry();
    else setAsked(true);
  };
  return (
    <div className="verification">
      <p className="deeds">
        <Button onClick={verify} loading={asked && answer.loading}>{t('audit.verify')}</Button>
        <a href={auditDigest} download="cairn-audit-digest.json" className="link">{t('audit.digest')}</a>
      </p>
      {problem && <ProblemNote problem={problem} retry={verify} />}
      {asked && value && !answer.loading && (
        <p role="status" data-testid="verified" className={value.whole ? 'sound' : 'unsound'}>
          {value.whole ? `● ${t('audit.sound', { count: count(value.count) })}` : `✕ ${t('audit.unsound')} ${value.why ?? ''}`}
        </p>
      )}
    </div>
  );
}
