/** Rail, panel, and the map with one card; on a phone the map is the page and the panel a sheet. */

import { Skeleton } from 'antd';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { readThing } from '../api.ts';
import { AreaFigures } from '../desks/coverage/AreaFigures.tsx';
import { JobNote } from '../desks/coverage/JobNote.tsx';
import { OverviewDesk } from '../desks/overview/OverviewDesk.tsx';
import { Legend } from '../map/Legend.tsx';
import { Problem } from '../problem.ts';
import { areaLayer, rowById, useCoverage } from '../state/coverage.ts';
import { layersOn, useDrawings } from '../state/drawings.ts';
import { useLoaded, type Loaded } from '../state/loading.ts';
import { useOnline } from '../state/media.ts';
import { layerOf, useRegister } from '../state/register.tsx';
import { remember } from '../state/share.ts';
import { choose, useSight } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { AsOf, TimeMark } from './AsOf.tsx';
import { Card } from './Card.tsx';
import { MapGuard } from './MapGuard.tsx';
import { ProblemNote } from './ProblemNote.tsx';
import { Rail } from './Rail.tsx';
import { Search } from './Search.tsx';
import { Sheet, type Height } from './Sheet.tsx';
import { Shortcuts } from './Shortcuts.tsx';
import { useKeys } from './keys.ts';

/** Begun with the page, beside the reading of the atlas. */
export const loadMap = () => import('../map/MapView.tsx');
export const loadCoverage = () => import('../desks/coverage/CoverageDesk.tsx');
const CoverageDesk = lazy(loadCoverage);
const MapView = lazy(loadMap);

export function Shell({ phone, problem }: { phone: boolean; problem: Loaded<unknown> | null }) {
  const { t } = useWords();
  const sight = useSight();
  const { atlas, asOf, present } = useRegister();
  const online = useOnline();
  const [helping, setHelping] = useState(false);
  const [height, setHeight] = useState<Height>('third');
  const [noMap, setNoMap] = useState<string | null>(null);
  const help = useCallback(() => setHelping((shown) => !shown), []);
  const lift = useCallback(() => setHeight('whole'), []);
  useKeys(help, helping, lift);

  const coverage = useCoverage(sight, asOf);
  // Where no figure colours the divisions they are shown by their outlines.
  const bare = sight.desk === 'coverage' && !coverage.run.loading && (!coverage.run.value || areaLayer(coverage.run.value) === 'areas');
  const on = layersOn(bare && !sight.layers ? { ...sight, layers: ['divisions', 'nursing_homes'] } : sight, atlas);
  const drawings = useDrawings(atlas, on, asOf);
  const { selection } = sight;
  const chosenKey = selection && `${selection.layer}:${selection.id}`;
  useEffect(() => {
    if (chosenKey) setHeight('third');
  }, [chosenKey]);
  const thing = useLoaded(
    selection && layerOf(atlas, selection.layer) ? `thing:${selection.layer}:${selection.id}:${asOf}` : null,
    (signal) => readThing(selection!.layer, selection!.id, asOf, signal),
  );
  const run = sight.desk === 'coverage' ? coverage.run.value : null;
  remember({ asOf, run: run?.run ?? sight.run });
  const row = selection && coverage.choropleth?.layer === selection.layer ? rowById(run, selection.id) : undefined;
  const chosen = useMemo(() => {
    if (!selection) return null;
    const area = coverage.choropleth?.layer === selection.layer
      ? coverage.choropleth.shapes.features.find((feature) => feature.properties.id === selection.id) : undefined;
    return area?.geometry ?? (thing.loading ? null : thing.value?.geometry ?? null);
  }, [selection, coverage.choropleth, thing.value, thing.loading]);

  const shown = atlas.layers.filter((layer) => on.includes(layer.id));
  const invented = shown.some((layer) => layer.invented_count > 0) || run?.invented === true;
  const awaiting = on.some((layer) => !drawings.prepared[layer] && !drawings.failures[layer])
    || (sight.desk === 'coverage' && (coverage.run.loading || (coverage.run.value !== null && !coverage.choropleth)));
  const card = selection && (
    <Card selection={selection} thing={thing} name={row?.name}>
      {row && run && <AreaFigures row={row} run={run} />}
    </Card>
  );
  const desk = (
    <>
      <h1 className="desk-title">{t(`desk.${sight.desk}.title`)}<span className="quiet"> · {atlas.county.name ?? atlas.county.code}</span></h1>
      {!phone && <AsOf phone={false} />}
      <Search phone={phone} />
      {!online && <p className="offline" role="status">{t('state.offline')}</p>}
      {helping && <Shortcuts onClose={help} />}
      {problem?.problem && <ProblemNote problem={problem.problem} retry={problem.retry} />}
      {sight.desk !== 'coverage' && <JobNote wanted={false} />}
      <div className="desk">
        {sight.desk === 'overview' ? <OverviewDesk drawings={drawings} /> : (
          <Suspense fallback={<Skeleton active paragraph={{ rows: 12 }} />}>
            <CoverageDesk coverage={coverage} drawings={drawings} />
          </Suspense>
        )}
      </div>
    </>
  );

  return (
    <div className={['shell', phone ? 'phone' : '', asOf === present ? '' : 'elsewhen'].join(' ')}>
      <Rail phone={phone} onHelp={help} />
      <main>
        {phone
          ? <Sheet height={height} onHeight={setHeight} label={t('panel.label')} head={<AsOf phone />}>{card || desk}</Sheet>
          : <section className="panel" id="panel" aria-label={t('panel.label')} tabIndex={-1}>{desk}</section>}
        <div className="stage">
          {noMap !== null
            ? <ProblemNote problem={new Problem(t('error.map.what'), t('error.map.why', { reason: noMap }), t('error.map.remedy'))} />
            : (
              <MapGuard onFailure={setNoMap}>
                <Suspense fallback={<p className="map-loading quiet">{t('state.loading')}</p>}>
                  <MapView atlas={atlas} drawings={drawings.prepared} choropleth={coverage.choropleth} chosen={chosen} awaiting={awaiting}
                    onChoose={choose} onFailure={setNoMap} />
                </Suspense>
              </MapGuard>
            )}
          {awaiting && noMap === null && <p className="busy" role="status">{t('state.loading')}</p>}
          <TimeMark />
          <Legend key={phone ? 'phone' : 'desk'} layers={shown} invented={invented} phone={phone}
            figure={coverage.choropleth && { indicator: coverage.indicator, scale: coverage.scale,
              unvalued: coverage.choropleth.shapes.features.some((feature) => feature.properties.rate === null) }} />
          <p className="approval">{atlas.map_approval || t('map.approval.none')}</p>
          {!phone && card}
        </div>
        <div id="popups" />
      </main>
    </div>
  );
}
