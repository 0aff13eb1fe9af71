/** What a check comes to, the spelling with its doubtful readings asked, and the area the law looks in. */

import { Radio } from 'antd';
import type { Checked, Spelling } from '../namesApi.ts';
import { useWords } from '../words/index.ts';
import { doubtful, spellingsOf, type Verdict } from './findings.ts';

const SIGNS: Record<Verdict, string> = { blocks: '✕', needs_reason: '!', information: 'i', clear: '✓' };

export function VerdictMark({ verdict }: { verdict: Verdict }) {
  const { t } = useWords();
  return <span className={`verdict ${verdict}`} data-testid="verdict" data-verdict={verdict}><span aria-hidden="true">{SIGNS[verdict]}</span> {t(`names.verdict.${verdict}`)}</span>;
}

export function Scope({ scope }: { scope: Checked['scope'] }) {
  const { t } = useWords();
  return scope && <p className="small quiet" data-testid="scope">{t('names.scope', { title: scope.title, article: scope.article })}</p>;
}

interface Props {
  spelling: Spelling;
  /** The spelling that was chosen, where the officer was asked. */
  chosen: string | null;
  onChoose: (romanized: string | null) => void;
}

export function SpellingNote({ spelling, chosen, onChoose }: Props) {
  const { t } = useWords();
  const several = spellingsOf(spelling);
  const asked = !spelling.is_certain || chosen !== null;
  return (
    <div className="spelling" data-testid="spelling">
      <p><span className="spelt" lang="zh-Latn">{chosen ?? spelling.toned}</span> <span className="quiet" lang="zh-Latn">{chosen ? '' : spelling.toneless}</span>
        {(spelling.specific || spelling.generic) && <span className="quiet small"> {t('names.parts', { specific: spelling.specific || '—', generic: spelling.generic || '—' })}</span>}</p>
      {!spelling.is_certain && spelling.because && <p className="small quiet">{spelling.because}</p>}
      {asked && several.length > 1 && (
        <div className="readings" role="group" aria-label={t('names.readings')}>
          <p className="small">{t('names.readings.ask', { characters: doubtful(spelling).map(({ char, readings }) => `${char}（${readings.join('、')}）`).join(' ') })}</p>
          <Radio.Group value={chosen ?? (spelling.is_certain ? spelling.toned : null)} onChange={({ target }) => onChoose(target.value === spelling.toned && spelling.is_certain ? null : String(target.value))}
            options={several.slice(0, 8).map((each) => ({ value: each, label: <span lang="zh-Latn">{each}</span> }))} />
        </div>
      )}
    </div>
  );
}
