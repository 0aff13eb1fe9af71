/** The chosen thing: what it is, what is known of it, where that comes from. */

import { AimOutlined, CloseOutlined, EditOutlined, LinkOutlined } from '@ant-design/icons';
import { App, Button, Segmented, Skeleton, Tooltip } from 'antd';
import { lazy, Suspense, type ReactNode } from 'react';
import { DASH, day } from '../format.ts';
import { boxOf } from '../map/places.ts';
import { show } from '../map/camera.ts';
import { Sign } from '../map/Sign.tsx';
import { Problem } from '../problem.ts';
import { copy } from '../state/clipboard.ts';
import type { Loaded } from '../state/loading.ts';
import { layerOf, useRegister } from '../state/register.tsx';
import { link } from '../state/share.ts';
import { mayWrite, useSession } from '../state/session.ts';
import { adjust, go, useSight } from '../state/store.ts';
import type { Selection } from '../state/url.ts';
import type { LayerInfo, Properties, Thing } from '../types.ts';
import { useWords } from '../words/index.ts';
import { Attributes } from './Attributes.tsx';
import { ProblemNote } from './ProblemNote.tsx';
import { SampleMark } from './SampleMark.tsx';

const Timeline = lazy(() => import('../history/Timeline.tsx'));

interface Props {
  selection: Selection;
  thing: Loaded<Thing>;
  /** What the desk adds about this thing: its figures. */
  children?: ReactNode;
  /** The name to show before, or instead of, what is read. */
  name?: string | undefined;
  /** What a thing of no layer is: a candidate, a site of a plan. */
  kind?: string | undefined;
}

export function Card({ selection, thing, children, name, kind }: Props) {
  const { t, title } = useWords();
  const { atlas, asOf } = useRegister();
  const layer = layerOf(atlas, selection.layer);
  const past = useSight().card === 'history' && layer !== undefined;
  const told = layer && !thing.loading && thing.problem?.status === 410;
  const properties = thing.loading ? null : thing.value?.properties ?? null;
  // The history of what was succeeded is its own, not that of its successor.
  const own = properties && layer && (!past || String(properties[layer.identified_by] ?? selection.id) === selection.id);
  const named = own ? String(properties[layer.named_by] ?? '') : '';
  const gone = new Problem(t('card.gone.what', { id: selection.id }), t('card.gone.why', { date: asOf }), t('card.gone.remedy'));
  return (
    <aside className="card" data-testid="card" aria-label={t('card.label')} data-id={selection.id}>
      <header>
        <p className="card-layer">
          {layer ? <><Sign layer={layer} invented={properties?.['invented'] === true} />{title(layer)}</> : kind ?? t('layer.areas')}
          {properties?.['invented'] === true && <SampleMark />}
        </p>
        <h2>{named || name || selection.id}</h2>
        <Tools thing={thing.value} selection={selection} />
      </header>
      {layer && <Tabs past={past} />}
      <div className="card-body" tabIndex={0} role="group" aria-label={t(past ? 'card.history' : 'card.thing')}>
        {layer && (past || told) && <Suspense fallback={<Skeleton active title={false} paragraph={{ rows: 4 }} />}><Timeline key={selection.id} layer={layer} id={selection.id} /></Suspense>}
        {layer && !past && thing.value && !thing.loading && <Succeeded layer={layer} id={selection.id} thing={thing.value} />}
        {!past && !told && children}
        {!past && layer && thing.loading && <Skeleton active title={false} paragraph={{ rows: 4 }} />}
        {!past && !told && layer && thing.problem && <ProblemNote problem={thing.problem.status === 404 ? gone : thing.problem} retry={thing.retry} />}
        {!past && layer && properties && <><Attributes layer={layer} properties={properties} /><Provenance properties={properties} /></>}
      </div>
    </aside>
  );
}

function Tabs({ past }: { past: boolean }) {
  const { t } = useWords();
  return (
    <div className="card-tabs">
      <Segmented size="small" block value={past ? 'history' : 'thing'} aria-label={t('card.tabs')}
        onChange={(value) => adjust({ card: value === 'history' ? 'history' : null })}
        options={[{ value: 'thing', label: t('card.thing') }, { value: 'history', label: <span data-testid="card-history">{t('card.history')}</span> }]} />
    </div>
  );
}

/** An identifier that was merged or retired leads here: said, with the way to what it was. */
function Succeeded({ layer, id, thing }: { layer: LayerInfo; id: string; thing: Thing }) {
  const { t } = useWords();
  if (String(thing.properties[layer.identified_by] ?? id) === id) return null;
  return (
    <p className="kept" data-testid="succeeded">{t('card.succeeded', { id })}{' '}
      <button type="button" className="plain link" onClick={() => go({ card: 'history' })}>{t('card.succeeded.history', { id })}</button></p>
  );
}

function Tools({ thing, selection }: { thing: Thing | null; selection: Selection }) {
  const { t } = useWords();
  const { asOf, present } = useRegister();
  const editable = mayWrite(useSession(), selection.layer) && asOf === present;
  const edit = () => go({ desk: 'data', edit: { layer: selection.layer, thing: selection.id }, selection: null, rows: null, run: null });
  const { message } = App.useApp();
  const copyLink = async () => {
    const address = link();
    if (await copy(address)) message.success(t('card.copied'));
    else message.info(`${t('nav.share.manual')} ${address}`, 12);
  };
  const tool = (word: 'card.edit' | 'card.zoom' | 'card.copy' | 'card.close', icon: ReactNode, deed: () => void) => (
    <Tooltip title={t(word)}><Button type="text" size="small" icon={icon} aria-label={t(word)} onClick={deed} /></Tooltip>
  );
  return (
    <span className="card-tools">
      {thing && editable && tool('card.edit', <EditOutlined />, edit)}
      {thing?.geometry && tool('card.zoom', <AimOutlined />, () => show(boxOf([thing.geometry])))}
      {tool('card.copy', <LinkOutlined />, () => void copyLink())}
      {tool('card.close', <CloseOutlined />, () => go({ selection: null }))}
    </span>
  );
}

function Provenance({ properties }: { properties: Properties }) {
  const { t } = useWords();
  const from = day(properties['valid_from']);
  const to = day(properties['valid_to']);
  const valid = to === DASH ? t('card.valid.open', { from }) : t('card.valid.range', { from, to });
  const lines: [string, string][] = [
    [t('card.valid'), valid],
    [t('card.source'), String(properties['source'] ?? DASH)],
    [t('card.sourcedate'), day(properties['source_date'])],
    [t('card.recorded'), day(properties['recorded_at'])],
  ];
  return (
    <dl className="attributes provenance">
      {lines.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}
    </dl>
  );
}
