/** Names kept for later: by theme, for whom and until when; a name is put in, proposed from, and let go. */

import { Button, Input, Select, Skeleton } from 'antd';
import { useState } from 'react';
import { day } from '../../format.ts';
import { readReserved, releaseName, reserveName, type ReservedName } from '../../officeApi.ts';
import { asProblem, type Problem } from '../../problem.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { refresh, useLoaded } from '../../state/loading.ts';
import { calledOf, divisionsKnown } from '../../state/names.ts';
import { layerOf, useRegister } from '../../state/register.tsx';
import { mayWrite, useSession } from '../../state/session.ts';
import { go } from '../../state/store.ts';
import { useWords } from '../../words/index.ts';
import { kindsOf } from '../kinds.ts';

const POOL = 'naming:reserved';

export default function PoolPage() {
  const { t } = useWords();
  const { present } = useRegister();
  const writes = mayWrite(useSession(), 'place_names');
  const pool = useLoaded(POOL, readReserved);
  const [theme, setTheme] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const names = pool.value?.names ?? [];
  const themes = [...new Set(names.map((each) => each.theme))];
  const shown = names.filter((each) => theme === null || each.theme === theme);
  const release = (id: number) => void releaseName(id).then(() => refresh(POOL), (thrown: unknown) => setProblem(asProblem(thrown)));
  return (
    <section aria-label={t('pool.title')} data-testid="pool">
      {themes.length > 1 && (
        <div className="tallies" role="group" aria-label={t('pool.theme')}>
          {themes.map((each) => <button key={each} type="button" className="tally" aria-pressed={theme === each} onClick={() => setTheme(theme === each ? null : each)}>{each} <b>{names.filter((name) => name.theme === each).length}</b></button>)}
        </div>
      )}
      {writes && <NewName themes={[...new Set([...(pool.value?.themes ?? []), ...themes])]} />}
      {pool.problem && <ProblemNote problem={pool.problem} retry={pool.retry} />}
      {problem && <ProblemNote problem={problem} />}
      {!pool.value && !pool.problem && <Skeleton active title={false} />}
      {pool.value && names.length === 0 && <p className="note">{t('pool.empty')}</p>}
      <ul className="worklist" aria-label={t('pool.title')}>
        {shown.map((name) => <Line key={name.id} of={name} present={present} {...(writes ? { onRelease: () => release(name.id) } : {})} />)}
      </ul>
    </section>
  );
}

function Line({ of, present, onRelease }: { of: ReservedName; present: string; onRelease?: () => void }) {
  const { t } = useWords();
  const state = of.used_by ? t('pool.used', { code: of.used_by }) : of.expires_on && of.expires_on < present ? t('pool.expired', { date: of.expires_on }) : of.expires_on ? t('pool.until', { date: day(of.expires_on) }) : t('pool.kept');
  return (
    <li className="pool-line" data-testid={`reserved-${of.name}`}>
      <span><b>{of.name}</b> <span className="quiet small">{[of.theme, calledOf(of.division), state, of.by_name].join(' · ')}</span>{of.meaning && <span className="small"><br />{of.meaning}</span>}</span>
      <span className="deeds tight">
        <Button size="small" onClick={() => go({ tab: 'check', filters: { name: of.name }, case: null })}>{t('pool.check')}</Button>
        {onRelease && <Button size="small" aria-label={t('pool.release.name', { name: of.name })} onClick={onRelease}>{t('pool.release')}</Button>}
      </span>
    </li>
  );
}

function NewName({ themes }: { themes: string[] }) {
  const words = useWords();
  const { t } = words;
  const { atlas } = useRegister();
  const [name, setName] = useState('');
  const [kind, setKind] = useState('street');
  const [division, setDivision] = useState(atlas.county.code);
  const [theme, setTheme] = useState('');
  const [meaning, setMeaning] = useState('');
  const [until, setUntil] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const put = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await reserveName({ name: name.trim(), kind, division, theme: theme.trim(), meaning: meaning.trim() || null, expires_on: until || null });
      setName('');
      setMeaning('');
      refresh(POOL);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="framed" onSubmit={(event) => {
      event.preventDefault();
      void put();
    }}>
      <div className="work-bar">
        <label className="work-field"><span className="quiet small">{t('pool.name')}</span><Input size="small" value={name} maxLength={40} data-testid="pool-name" onChange={(event) => setName(event.target.value)} /></label>
        <label className="work-field"><span className="quiet small">{t('names.check.kind')}</span><Select size="small" value={kind} aria-label={t('names.check.kind')} onChange={setKind} options={kindsOf(layerOf(atlas, 'place_names'), words).map(({ code, label }) => ({ value: code, label }))} /></label>
        <label className="work-field"><span className="quiet small">{t('names.check.division')}</span><Select size="small" value={division} aria-label={t('names.check.division')} onChange={setDivision} options={[{ value: atlas.county.code, label: atlas.county.name ?? atlas.county.code }, ...divisionsKnown().filter(({ code }) => code.length === 9).map(({ code, name: called }) => ({ value: code, label: called }))]} /></label>
        <label className="work-field"><span className="quiet small">{t('pool.theme')}</span><Input size="small" value={theme} list="pool-themes" maxLength={60} data-testid="pool-theme" onChange={(event) => setTheme(event.target.value)} /></label>
        <label className="work-field"><span className="quiet small">{t('pool.expires')}</span><Input size="small" type="date" value={until} onChange={(event) => setUntil(event.target.value)} /></label>
        <label className="work-field"><span className="quiet small">{t('name.meaning')}</span><Input size="small" value={meaning} maxLength={1000} onChange={(event) => setMeaning(event.target.value)} /></label>
      </div>
      <datalist id="pool-themes">{themes.map((each) => <option key={each} value={each} />)}</datalist>
      <Button type="primary" size="small" htmlType="submit" loading={busy} disabled={!name.trim() || !theme.trim()} data-testid="pool-put">{t('pool.put')}</Button>
      {problem && <ProblemNote problem={problem} />}
    </form>
  );
}
