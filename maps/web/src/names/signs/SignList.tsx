/** The inventory of signs by their condition; a chosen one is inspected and photographed here. */

import { Select, Skeleton } from 'antd';
import { useMemo } from 'react';
import { readThings } from '../../api.ts';
import { count, day } from '../../format.ts';
import { bring } from '../../map/camera.ts';
import { boxOf } from '../../map/places.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { SampleMark } from '../../shell/SampleMark.tsx';
import { useLoaded } from '../../state/loading.ts';
import { usePhone } from '../../state/media.ts';
import { calledOf, divisionsKnown } from '../../state/names.ts';
import { useRegister } from '../../state/register.tsx';
import { mayWrite, useSession } from '../../state/session.ts';
import { adjust, useSight } from '../../state/store.ts';
import { CONDITIONS, type Condition } from '../../signsApi.ts';
import type { Thing } from '../../types.ts';
import { useWords } from '../../words/index.ts';
import { narrow, without } from '../narrowing.ts';
import { Inspect } from './Inspect.tsx';

const SHOWN = 200;
export const SIGNS_KEY = 'list:name_signs:';
export const CONDITION_SIGNS: Record<Condition, string> = { intact: '●', faded: '◐', leaning: '◢', hidden: '◌', damaged: '✕', missing: '○' };
const SERVE: readonly string[] = ['intact', 'faded', 'leaning'];

const text = (thing: Thing, field: string): string => String(thing.properties[field] ?? '');

export function SignList() {
  const { t } = useWords();
  const { asOf } = useRegister();
  const { filters } = useSight();
  const phone = usePhone();
  const writes = mayWrite(useSession(), 'name_signs');
  const signs = useLoaded(`${SIGNS_KEY}${asOf}`, (signal) => readThings('name_signs', asOf, signal));
  const all = useMemo(() => (signs.value?.features ?? []) as Thing[], [signs.value]);
  const here = all.filter((each) => !filters['town'] || text(each, 'division').startsWith(filters['town']));
  const fit = here.filter((each) => !filters['condition'] || text(each, 'condition') === filters['condition']);
  const chosen = filters['finding'] ?? null;
  const look = (thing: Thing) => {
    const code = text(thing, 'code');
    adjust({ filters: without({ ...filters, finding: code }), selection: phone ? null : { layer: 'name_signs', id: code }, card: null });
    bring(boxOf([thing.geometry]));
  };
  return (
    <>
      <div className="tallies" role="group" aria-label={t('signs.condition')}>
        {CONDITIONS.map((each) => {
          const number = here.filter((thing) => text(thing, 'condition') === each).length;
          return (
            <button key={each} type="button" className={`tally ${SERVE.includes(each) ? '' : 'overdue'}`} aria-pressed={filters['condition'] === each} data-testid={`condition-${each}`}
              onClick={() => narrow({ condition: filters['condition'] === each ? null : each, finding: null })}>
              <span aria-hidden="true">{CONDITION_SIGNS[each]}</span> {t(`condition.${each}`)} <b>{count(number)}</b>
            </button>
          );
        })}
      </div>
      <Select size="small" allowClear className="wide" showSearch={{ optionFilterProp: 'label' }} placeholder={t('names.register.town')} aria-label={t('names.register.town')} value={filters['town']} onChange={(town?: string) => narrow({ town, finding: null })}
        options={divisionsKnown().filter(({ code }) => code.length === 9).map(({ code, name }) => ({ value: code, label: name }))} />
      {signs.problem && <ProblemNote problem={signs.problem} retry={signs.retry} />}
      {signs.loading && !signs.value && <Skeleton active title={false} />}
      {signs.value && fit.length === 0 && <p className="note">{t(all.length === 0 ? 'signs.empty' : 'signs.none')}</p>}
      <ul className="worklist" aria-label={t('signs.view.list')}>
        {fit.slice(0, SHOWN).map((thing) => {
          const code = text(thing, 'code');
          const condition = text(thing, 'condition') as Condition;
          return (
            <li key={code}>
              <button type="button" className="plain wrong-line" data-walk aria-current={code === chosen ? 'true' : undefined} data-testid={`sign-${code}`} onClick={() => look(thing)}>
                <span className="wrong-name">{text(thing, 'text')}</span>
                <span className="quiet">{text(thing, 'romanized')}</span>
                <span className={`status-mark ${SERVE.includes(condition) ? '' : 'unsound'}`}><span aria-hidden="true">{CONDITION_SIGNS[condition] ?? '·'}</span> {t(`condition.${condition}`)}</span>
                <span className="quiet small wrong-more">{[calledOf(text(thing, 'division')), text(thing, 'side'), thing.properties['seen_on'] && t('signs.seen', { date: day(thing.properties['seen_on']) })].filter(Boolean).join(' · ')} {thing.properties['invented'] === true && <SampleMark />}</span>
              </button>
              {code === chosen && <Inspect code={code} photographs={text(thing, 'photographs').split(' ').filter(Boolean)} writes={writes} />}
            </li>
          );
        })}
      </ul>
      {fit.length > SHOWN && <p className="quiet small">{t('edit.list.more', { count: SHOWN })}</p>}
    </>
  );
}
