/** Where the signs of a road or a township should stand, and which of them do. */

import { Select, Skeleton } from 'antd';
import { useMemo } from 'react';
import { readThings } from '../../api.ts';
import { count } from '../../format.ts';
import { around, bring } from '../../map/camera.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useLoaded } from '../../state/loading.ts';
import { useMarked, type Mark, type MarkLook } from '../../state/marks.ts';
import { divisionsKnown } from '../../state/names.ts';
import { useRegister } from '../../state/register.tsx';
import { useSight } from '../../state/store.ts';
import { planFile, readPlan, type SignPlan, type SignState } from '../../signsApi.ts';
import { useWords } from '../../words/index.ts';
import { FileLink } from '../CaseDocuments.tsx';
import { narrow } from '../narrowing.ts';

const LOOKS: Record<SignState, MarkLook> = { standing: 'information', replace: 'needs_reason', missing: 'blocks' };
const STATE_SIGNS: Record<SignState, string> = { standing: '●', replace: '◐', missing: '○' };
const WORST_FIRST: SignState[] = ['missing', 'replace', 'standing'];
const NOTHING: Mark[] = [];
const NEAR = 0.002;

export function SignPlans() {
  const { t } = useWords();
  const { asOf } = useRegister();
  const { filters, selection } = useSight();
  const roads = useLoaded(`list:roads:${asOf}`, (signal) => readThings('roads', asOf, signal));
  const of = filters['road'] ?? (selection?.layer === 'roads' ? selection.id : null);
  const plan = useLoaded(of ? `signs:plan:${of}:${asOf}` : null, (signal) => readPlan(of ?? '', asOf, signal));
  const told = plan.problem ? null : plan.value;
  useMarked(useMemo(() => told?.signs.map((sign): Mark => ({ look: LOOKS[sign.state], word: sign.name, geometry: { type: 'Point', coordinates: [sign.lon, sign.lat] } })) ?? NOTHING, [told]));
  const options = useMemo(() => [
    { label: t('signs.plan.townships'), options: divisionsKnown().filter(({ code }) => code.length === 9).map(({ code, name }) => ({ value: code, label: name })) },
    { label: t('signs.plan.roads'), options: (roads.value?.features ?? []).map(({ properties }) => ({ value: String(properties['code']), label: `${String(properties['name'])} ${String(properties['code'])}` })) },
  ], [roads.value, t]);
  return (
    <>
      <Select className="wide" showSearch={{ optionFilterProp: 'label' }} value={of ?? undefined} placeholder={t('signs.plan.choose')} aria-label={t('signs.plan.choose')} data-testid="plan-of" loading={roads.loading} options={options} onChange={(code: string) => narrow({ road: code })} />
      {!of && <p className="note">{t('signs.plan.invite')}</p>}
      {plan.problem && <ProblemNote problem={plan.problem} retry={plan.retry} />}
      {of && plan.loading && !told && <Skeleton active title={false} />}
      {of && told && <Told plan={told} asOf={asOf} />}
    </>
  );
}

function Told({ plan, asOf }: { plan: SignPlan; asOf: string }) {
  const { t } = useWords();
  const shown = WORST_FIRST.flatMap((state) => plan.signs.filter((each) => each.state === state));
  return (
    <>
      <p data-testid="plan-told"><b>{t('signs.plan.told', { name: plan.name, all: count(plan.signs.length), standing: count(plan.standing), replace: count(plan.replace), missing: count(plan.missing) })}</b></p>
      <p className="downloads">{(['csv', 'xlsx', 'geojson'] as const).map((format) => <FileLink key={format} path={planFile(plan.of, format, asOf)} label={t(`format.${format}`)} about={t('signs.view.plan')} testid={`plan-${format}`} />)}</p>
      <ul className="worklist" aria-label={t('signs.view.plan')}>
        {shown.map((sign, at) => (
          <li key={`${sign.where}:${at}`}>
            <button type="button" className="plain wrong-line" data-walk onClick={() => bring(around(sign.lon, sign.lat, NEAR))}>
              <span className="wrong-name">{sign.name}</span><span />
              <span className={`status-mark ${sign.state === 'missing' ? 'unsound' : ''}`}><span aria-hidden="true">{STATE_SIGNS[sign.state]}</span> {t(`signs.state.${sign.state}`)}</span>
              <span className="quiet small wrong-more">{[sign.where, sign.bearing_degree !== null && t('signs.faces', { degrees: Math.round(sign.bearing_degree) }), sign.note, sign.sign].filter(Boolean).join(' · ')}</span>
            </button>
          </li>
        ))}
      </ul>
      {plan.others.length > 0 && <p className="quiet small">{t('signs.plan.others', { count: count(plan.others.length), codes: plan.others.join(t('list.comma')) })}</p>}
    </>
  );
}
