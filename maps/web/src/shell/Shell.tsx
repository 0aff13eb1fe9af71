/** Rail, panel, and the map with one card; on a phone the map is the page and the panel a sheet. */

import { Skeleton } from 'antd';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { readThing } from '../api.ts';
import { AreaFigures } from '../desks/coverage/AreaFigures.tsx';
import { JobNote } from '../desks/coverage/JobNote.tsx';
import { TwoDates } from '../desks/compare/TwoDates.tsx';
import { OverviewDesk } from '../desks/overview/OverviewDesk.tsx';
import { FieldChanges } from '../history/FieldChanges.tsx';
import { Legend } from '../map/Legend.tsx';
import { Problem } from '../problem.ts';
import { useComparison } from '../state/comparison.ts';
import { areaLayer, rowById, useCoverage } from '../state/coverage.ts';
import { useDifferences } from '../state/differences.ts';
import { layersOn, useDrawings } from '../state/drawings.ts';
import { useLost } from '../state/live.ts';
import { useLoaded, type Loaded } from '../state/loading.ts';
import { useOnline } from '../state/media.ts';
import { partOf } from '../state/parts.ts';
import { layerOf, useRegister } from '../state/register.tsx';
import { remember } from '../state/share.ts';
import { choose, useSight } from '../state/store.ts';
import { pinOf, usePinned, useTinted } from '../state/tint.ts';
import type { Desk } from '../state/url.ts';
import { useWords } from '../words/index.ts';
import { AsOf, TimeMark } from './AsOf.tsx';
import { Card } from './Card.tsx';
import { MapGuard } from './MapGuard.tsx';
import { PublicNote } from './PublicNote.tsx';
import { ProblemNote } from './ProblemNote.tsx';
import { Rail } from './Rail.tsx';
import { Search } from './Search.tsx';
import { Sheet, type Height } from './Sheet.tsx';
import { Shortcuts } from './Shortcuts.tsx';
import { useKeys } from './keys.ts';

/** Begun with the page, beside the reading of the atlas. */
export const loadMap = () => import('../map/MapView.tsx');
const EditDesk = lazy(() => import('../edit/EditDesk.tsx'));
export const loadCoverage = () => import('../desks/coverage/CoverageDesk.tsx');
const CoverageDesk = lazy(loadCoverage);
const MapView = lazy(loadMap);
const NameSummary = lazy(() => import('../names/NameSummary.tsx'));
const NamesDesk = lazy(() => import('../names/NamesDesk.tsx'));
const CompareDesk = lazy(() => import('../desks/compare/CompareDesk.tsx'));
const SystemDesk = lazy(() => import('../desks/system/SystemDesk.tsx'));
const AccountDesk = lazy(() => import('../desks/account/AccountDesk.tsx'));
const SignInDesk = lazy(() => import('../desks/account/SignInDesk.tsx'));

export function Shell({ phone, problem }: { phone: boolean; problem: Loaded<unknown> | null }) {
  const { t } = useWords();
  const sight = useSight();
  const { atlas, asOf, present } = useRegister();
  const online = useOnline();
  const lost = useLost() && online;
  const [helping, setHelping] = useState(false);
  const [height, setHeight] = useState<Height>('third');
  const [noMap, setNoMap] = useState<string | null>(null);
  const help = useCallback(() => setHelping((shown) => !shown), []);
  const lift = useCallback(() => setHeight('whole'), []);
  useKeys(help, helping, lift);

  const coverage = useCoverage(sight, asOf);
  const compared = useComparison(sight, atlas, present);
  // Where no figure colours the divisions they are shown by their outlines.
  const beds = partOf(sight) === 'beds';
  const tinted = useTinted();
  const pins = usePinned();
  const choropleth = coverage.choropleth ?? tinted?.choropleth ?? null;
  const bare = sight.desk === 'coverage' && !tinted && !coverage.run.loading && (!coverage.run.value || areaLayer(coverage.run.value) === 'areas');
  const on = layersOn(bare && !sight.layers ? { ...sight, layers: ['divisions', 'nursing_homes'] } : sight, atlas);
  const drawings = useDrawings(atlas, on, asOf);
  const { selection } = sight;
  const chosenKey = selection && `${selection.layer}:${selection.id}`;
  useEffect(() => {
    if (!chosenKey) return;
    setHeight('third');
    // The card begins at its top, wherever the list was left.
    document.querySelector('.sheet-body')?.scrollTo(0, 0);
  }, [chosenKey]);
  const read = useLoaded(
    selection && !compared.chosen && layerOf(atlas, selection.layer) ? `thing:${selection.layer}:${selection.id}:${asOf}` : null,
    (signal) => readThing(selection!.layer, selection!.id, asOf, signal),
  );
  const thing = compared.chosen ? { ...read, value: compared.chosen.thing, loading: false, problem: null } : read;
  const run = beds ? coverage.run.value : null;
  remember({ asOf, run: run?.run ?? sight.run });
  const row = selection && choropleth?.layer === selection.layer ? rowById(run, selection.id) : undefined;
  // Where the card shows what was and what is, the mark of the chosen thing would lie on both.
  const both = useDifferences().length > 0 && sight.card === 'history';
  const chosen = useMemo(() => {
    if (!selection || both) return null;
    const area = choropleth?.layer === selection.layer
      ? choropleth.shapes.features.find((feature) => feature.properties.id === selection.id) : undefined;
    const pin = pinOf(pins, selection)?.pin;
    if (pin) return { type: 'Point' as const, coordinates: [pin.lon, pin.lat] };
    return area?.geometry ?? (thing.loading ? null : thing.value?.geometry ?? null);
  }, [selection, both, choropleth, pins, thing.value, thing.loading]);

  const { from, to } = compared.days;
  const states: [string, string] = sight.desk === 'compare'
    ? [t('compare.legend.was', { date: from }), t('compare.legend.is', { date: to })] : [t('history.before'), t('history.after')];
  const shown = atlas.layers.filter((layer) => on.includes(layer.id));
  const invented = shown.some((layer) => layer.invented_count > 0) || run?.invented === true || tinted?.invented === true || pins?.pins.some((pin) => pin.invented) === true;
  const awaiting = on.some((layer) => !drawings.prepared[layer] && !drawings.tiled[layer] && !drawings.failures[layer])
    || (sight.desk === 'compare' && compared.list.loading && compared.layer !== null)
    || (beds && (coverage.run.loading || (coverage.run.value !== null && !coverage.choropleth)));
  const pinned = pinOf(pins, selection);
  const lower = useCallback((wanted: boolean) => setHeight(wanted ? 'peek' : 'third'), []);
  const card = selection && (
    <Card selection={selection} thing={thing} name={row?.name ?? pinned?.pin.name} kind={pinned?.kind?.title}>
      {selection.layer === 'place_names' && thing.value && !thing.loading && <Suspense fallback={null}><NameSummary thing={thing.value} /></Suspense>}
      {pinned?.pin.says?.map((line) => <p key={line}>{line}</p>)}
      {row && run && <AreaFigures row={row} run={run} />}
      {compared.chosen?.changed && compared.layer && (
        <FieldChanges layer={compared.layer} before={compared.chosen.changed.before} after={compared.chosen.changed.after}
          heads={[compared.days.from, compared.days.to]} />
      )}
    </Card>
  );
  const date = sight.desk === 'compare' ? <TwoDates /> : <AsOf phone={phone} />;
  const drawn: Record<Desk, () => React.ReactNode> = {
    overview: () => <OverviewDesk drawings={drawings} />,
    coverage: () => <CoverageDesk coverage={coverage} drawings={drawings} onMapWanted={lower} />,
    names: () => <NamesDesk onMapWanted={lower} />,
    data: () => <EditDesk onMapWanted={lower} />,
    compare: () => <CompareDesk compared={compared} />,
    system: () => <SystemDesk />,
    account: () => <AccountDesk />,
    'sign-in': () => <SignInDesk />,
  };
  const desk = (
    <>
      <h1 className="desk-title">{t(`desk.${sight.desk}.title`)}<span className="quiet"> · {atlas.county.name ?? atlas.county.code}</span></h1>
      {!phone && date}
      <Search phone={phone} />
      <PublicNote />
      {!online && <p className="offline" role="status">{t('state.offline')}</p>}
      {lost && <p className="offline" role="status">{t('live.lost')}</p>}
      {helping && <Shortcuts onClose={help} />}
      {problem?.problem && <ProblemNote problem={problem.problem} retry={problem.retry} />}
      {sight.desk !== 'coverage' && <JobNote wanted={false} />}
      <div className="desk">
        <Suspense fallback={<Skeleton active paragraph={{ rows: 12 }} />}>{drawn[sight.desk]()}</Suspense>
      </div>
    </>
  );

  return (
    <div className={['shell', phone ? 'phone' : '', asOf === present ? '' : 'elsewhen'].join(' ')}>
      <Rail phone={phone} onHelp={help} />
      <main>
        {phone
          ? <Sheet height={height} onHeight={setHeight} label={t('panel.label')} head={date}>{card || desk}</Sheet>
          : <section className="panel" id="panel" aria-label={t('panel.label')} tabIndex={-1}>{desk}</section>}
        <div className="stage">
          {noMap !== null
            ? <ProblemNote problem={new Problem(t('error.map.what'), t('error.map.why', { reason: noMap }), t('error.map.remedy'))} />
            : (
              <MapGuard onFailure={setNoMap}>
                <Suspense fallback={<p className="map-loading quiet">{t('state.loading')}</p>}>
                  <MapView atlas={atlas} drawings={drawings.prepared} tiled={drawings.tiled} choropleth={choropleth} pins={pins} chosen={chosen} awaiting={awaiting}
                    onChoose={choose} onFailure={setNoMap} />
                </Suspense>
              </MapGuard>
            )}
          {awaiting && noMap === null && <p className="busy" role="status">{t('state.loading')}</p>}
          <TimeMark />
          <Legend key={phone ? 'phone' : 'desk'} layers={shown} invented={invented} phone={phone} states={states}
            figure={choropleth && { said: tinted ?? coverage.indicator, scale: choropleth.scale,
              unvalued: choropleth.shapes.features.some((feature) => feature.properties.rate === null) }} pins={pins} />
          <p className="approval">{atlas.map_approval || t('map.approval.none')}</p>
          {!phone && card}
        </div>
        <div id="popups" />
      </main>
    </div>
  );
}
