/** One box for a name, however it is typed; what is found says at once whether it is official, and why it answers. */

import { Input, type InputRef } from 'antd';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { findNames, type FoundName } from '../publicNamesApi.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useLoaded } from '../state/loading.ts';
import { usePhone } from '../state/media.ts';
import { usePaused } from '../state/paused.ts';
import { adjust, useSight } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { statusSign, statusWord, verdictOf, whyOf } from './finding.ts';
import { leadTo } from './way.ts';
import { Way } from './Way.tsx';

const SHOWN = 20;
const RESULTS = 'found-names';

/** Down from the box into the results, up and down among them, and back up into the box. */
function walk(event: KeyboardEvent, box: HTMLInputElement | null): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const all = [...document.querySelectorAll<HTMLElement>(`#${RESULTS} a`)];
  const at = all.findIndex((each) => each === document.activeElement);
  const next = event.key === 'ArrowDown' ? Math.min(at + 1, all.length - 1) : at - 1;
  if (at < 0 && event.key === 'ArrowUp') return;
  event.preventDefault();
  (next < 0 ? box : all[next])?.focus();
}

export function FindPage({ county }: { county: string }) {
  const { t } = useWords();
  const phone = usePhone();
  const { q } = useSight();
  const box = useRef<InputRef>(null);
  const words = usePaused(q ?? '').trim();
  const found = useLoaded(words ? `public:find:${words}` : null, (signal) => findNames(words, SHOWN, signal));
  useEffect(() => {
    // On a phone the keyboard would cover half the page before anyone asked for it.
    if (!phone) box.current?.focus();
  }, []);
  const results = words && !found.problem ? found.value : null;
  // Whoever is quicker with Enter than the answer is led to the first of what was typed, not of what was found before.
  const [hasty, setHasty] = useState<string | null>(null);
  useEffect(() => {
    if (hasty === null || found.loading || words !== hasty || !results) return;
    setHasty(null);
    if (results[0]) leadTo(`names/${results[0].code}`);
  }, [hasty, words, found.loading, results]);
  return (
    <div className="find" onKeyDown={(event) => walk(event, box.current?.input ?? null)}>
      <h1>{t('public.title')}{county && <span className="quiet"> · {county}</span>}</h1>
      <form role="search" onSubmit={(event) => {
        event.preventDefault();
        setHasty((q ?? '').trim() || null);
      }}>
        <label htmlFor="find-box">{t('find.label')}</label>
        <Input id="find-box" ref={box} size="large" allowClear value={q ?? ''} maxLength={60} autoComplete="off" spellCheck={false} enterKeyHint="search"
          data-testid="find-box" aria-describedby="find-hint" aria-controls={RESULTS} onChange={(event) => {
            setHasty(null);
            adjust({ q: event.target.value || null });
          }} />
        <p id="find-hint" className="quiet">{t('find.hint')}</p>
      </form>
      {found.problem && words && <ProblemNote problem={found.problem} retry={found.retry} />}
      <div role="status" className="find-told">
        {words && found.loading && !found.value && <p className="quiet">{t('find.busy')}</p>}
        {results && <Told words={words} found={results} />}
      </div>
      <ol id={RESULTS} className="found" aria-label={t('find.results')} aria-busy={found.loading}>
        {results?.map((each) => <Result key={`${each.code}:${each.matched_by}`} of={each} />)}
      </ol>
      {results?.length === 0 && !found.loading && (
        <p className="public-note"><Way to="report" q={words}>{t('find.none.report')}</Way></p>
      )}
    </div>
  );
}

function Told({ words, found }: { words: string; found: FoundName[] }) {
  const { t } = useWords();
  if (found.length === 0) return <><p><b>{t('find.none', { words })}</b></p><p className="quiet">{t('find.none.note')}</p></>;
  const verdict = verdictOf(words, found);
  return (
    <>
      {verdict && <p className={`find-verdict ${verdict.slice(5)}`} data-testid="find-verdict"><span aria-hidden="true">{verdict === 'find.official' ? '✓' : '!'}</span> {t(verdict, { name: words })}</p>}
      <p className="quiet small">{t(found.length < SHOWN ? 'find.count' : 'find.most', { count: found.length })}</p>
    </>
  );
}

function Result({ of }: { of: FoundName }) {
  const words = useWords();
  return (
    <li>
      <Way to={`names/${of.code}`} className="found-name" testid={`found-${of.code}`}>
        <span className="found-words"><b lang="zh">{of.name}</b> {of.romanized && <span className="quiet" lang="zh-Latn">{of.romanized}</span>}</span>
        <span className={`status-word ${of.status}`}><span aria-hidden="true">{statusSign(of.status)}</span> {statusWord(of.status, words)}</span>
        <span className="quiet found-more">{[of.division_name ?? of.division, whyOf(of, words)].filter(Boolean).join(' · ')}</span>
      </Way>
    </li>
  );
}
