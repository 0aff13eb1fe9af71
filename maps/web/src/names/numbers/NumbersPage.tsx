/** House numbers: a road by a scheme, on the map before it is in the register; a new house; old and new numbers. */

import { Segmented, Select, Skeleton } from 'antd';
import { useMemo } from 'react';
import { readThings } from '../../api.ts';
import { bring } from '../../map/camera.ts';
import { boxOf } from '../../map/places.ts';
import { readSchemes, type RoadWish } from '../../numberingApi.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useLoaded } from '../../state/loading.ts';
import { useRegister } from '../../state/register.tsx';
import { useSight } from '../../state/store.ts';
import { useWords } from '../../words/index.ts';
import { narrow } from '../narrowing.ts';
import { HouseIn } from './HouseIn.tsx';
import { OldNew } from './OldNew.tsx';
import { SchemeChoice } from './SchemeChoice.tsx';
import { WholeRoad } from './WholeRoad.tsx';
import { compassOf, formOf } from './wish.ts';

const VIEWS = ['road', 'house', 'oldnew'] as const;

interface Props {
  onMapWanted: (wanted: boolean) => void;
}

export default function NumbersPage({ onMapWanted }: Props) {
  const { t } = useWords();
  const { filters, selection } = useSight();
  const { asOf } = useRegister();
  const roads = useLoaded(`list:roads:${asOf}`, (signal) => readThings('roads', asOf, signal));
  const schemes = useLoaded('numbering:schemes', readSchemes);
  const options = useMemo(() => (roads.value?.features ?? [])
    .map(({ properties }) => ({ value: String(properties['code']), label: `${String(properties['name'])} ${String(properties['code'])}` }))
    .sort((one, other) => one.label.localeCompare(other.label, 'zh-CN')), [roads.value]);
  const touched = selection?.layer === 'roads' ? selection.id : null;
  const road = filters['road'] ?? touched;
  const choose = (code: string) => {
    narrow({ road: code });
    bring(boxOf([roads.value?.features.find(({ properties }) => properties['code'] === code)?.geometry ?? null]));
  };
  const view = VIEWS.find((each) => each === filters['show']) ?? 'road';
  const wish: RoadWish | null = road === null || road === undefined ? null : {
    road, scheme: filters['scheme'] ?? null, form: formOf(filters['form']), start: compassOf(filters['start']), odd: compassOf(filters['odd']),
    origin: null, one_sided: filters['side'] === 'one',
  };
  return (
    <section aria-label={t('numbers.title')} data-testid="numbers">
      {roads.problem && <ProblemNote problem={roads.problem} retry={roads.retry} />}
      {schemes.problem && <ProblemNote problem={schemes.problem} retry={schemes.retry} />}
      <Select className="wide" showSearch={{ optionFilterProp: 'label' }} value={road ?? undefined} placeholder={t('numbers.road')} aria-label={t('numbers.road')} data-testid="numbers-road"
        loading={roads.loading} onChange={choose} options={options} />
      {!road && <p className="note">{t('numbers.invite')}</p>}
      {road && <Segmented className="parts" block value={view} aria-label={t('numbers.title')} onChange={(show) => narrow({ show: show === 'road' ? null : show })}
        options={VIEWS.map((each) => ({ value: each, label: <span data-testid={`numbers-${each}`}>{t(`numbers.view.${each}`)}</span> }))} />}
      {!schemes.value && !schemes.problem && <Skeleton active title={false} />}
      {wish && view !== 'oldnew' && schemes.value && <SchemeChoice wish={wish} schemes={schemes.value.schemes} standing={schemes.value.default} onWish={narrow} />}
      {wish && view === 'road' && <WholeRoad key={wish.road} wish={wish} onMapWanted={onMapWanted} />}
      {wish && view === 'house' && <HouseIn key={wish.road} wish={wish} onMapWanted={onMapWanted} />}
      {wish && view === 'oldnew' && <OldNew road={wish.road} />}
    </section>
  );
}
