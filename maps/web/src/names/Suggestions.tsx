/** Names that pass all checks, from a theme or the reserved pool, the best first with why. */

import { Button, Input } from 'antd';
import type { Geometry } from 'geojson';
import { useState } from 'react';
import { suggestNames, type Suggestion } from '../namesApi.ts';
import { asProblem, type Problem } from '../problem.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useWords } from '../words/index.ts';

interface Props {
  kind: string;
  division: string | null;
  geometry: Geometry | null;
  onTake: (name: string) => void;
}

export function Suggestions({ kind, division, geometry, onTake }: Props) {
  const { t } = useWords();
  const [theme, setTheme] = useState('');
  const [found, setFound] = useState<Suggestion[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const ask = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setFound(await suggestNames({ kind, theme: theme.trim() || null, division, geometry, limit: 10 }));
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  const whyOf = ({ because }: Suggestion) => (Array.isArray(because) ? because.join('；') : because ?? '');
  return (
    <section aria-labelledby="suggest" className="suggestions">
      <h2 id="suggest">{t('names.suggest')}</h2>
      <p className="deeds tight">
        <Input className="suggest-theme" value={theme} maxLength={30} aria-label={t('names.suggest.theme')} placeholder={t('names.suggest.theme')} data-testid="suggest-theme"
          onChange={(event) => setTheme(event.target.value)} onPressEnter={() => void ask()} />
        <Button loading={busy} data-testid="suggest" onClick={() => void ask()}>{t('names.suggest.do')}</Button>
      </p>
      {problem && <ProblemNote problem={problem} />}
      {found?.length === 0 && <p className="quiet">{t('names.suggest.none')}</p>}
      <ul>
        {(found ?? []).map((each) => (
          <li key={each.name} className="suggestion">
            <button type="button" className="plain" data-walk onClick={() => onTake(each.name)}>
              <b>{each.name}</b> <span lang="zh-Latn">{each.spelling?.toned ?? each.romanized ?? ''}</span> <span className="quiet small">{whyOf(each)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
