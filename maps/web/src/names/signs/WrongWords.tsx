/** Signs whose words are not as the register says: what stands there, and what should. */

import { Skeleton } from 'antd';
import { useMemo } from 'react';
import { count } from '../../format.ts';
import { around, bring } from '../../map/camera.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useLoaded } from '../../state/loading.ts';
import { useMarked, type Mark } from '../../state/marks.ts';
import { useRegister } from '../../state/register.tsx';
import { adjust, useSight } from '../../state/store.ts';
import { readJudged } from '../../signsApi.ts';
import { useWords } from '../../words/index.ts';
import { without } from '../narrowing.ts';

const NOTHING: Mark[] = [];
const NEAR = 0.002;

export function WrongWords() {
  const { t } = useWords();
  const { asOf } = useRegister();
  const { filters } = useSight();
  const judged = useLoaded(`signs:judged:${asOf}`, (signal) => readJudged(asOf, signal));
  const signs = judged.value;
  useMarked(useMemo(() => signs?.map((sign): Mark => ({ look: 'blocks', word: sign.text, geometry: { type: 'Point', coordinates: [sign.lon, sign.lat] } })) ?? NOTHING, [signs]));
  if (judged.problem) return <ProblemNote problem={judged.problem} retry={judged.retry} />;
  if (!signs) return <Skeleton active title={false} />;
  if (signs.length === 0) return <p className="note" data-testid="words-none">{t('signs.words.none')}</p>;
  return (
    <>
      <p className="quiet small">{t('signs.words.count', { count: count(signs.length) })}</p>
      <ul className="worklist" aria-label={t('signs.view.words')} data-testid="wrong-words">
        {signs.map((sign) => (
          <li key={sign.code}>
            <button type="button" className="plain sign-words" data-walk aria-current={filters['finding'] === sign.code ? 'true' : undefined} onClick={() => {
              adjust({ filters: without({ ...filters, finding: sign.code }) });
              bring(around(sign.lon, sign.lat, NEAR));
            }}>
              <span className="quiet">{t('signs.words.is')}</span><b>{sign.text} {sign.text_romanized}</b>
              <span className="quiet">{t('signs.words.should')}</span><span>{sign.name} {sign.romanized?.toUpperCase()}{!sign.is_certain && ` ${t('signs.words.unsure')}`}</span>
              <span className="quiet small wide-line">{sign.findings.map(({ message }) => message).join(' ')} · {sign.code}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
