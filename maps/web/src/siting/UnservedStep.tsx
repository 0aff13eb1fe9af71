/** The second step: who has no place today, in three words, by township and on the map. */

import { Button, Skeleton } from 'antd';
import { useMemo } from 'react';
import { count } from '../format.ts';
import { SampleMark } from '../shell/SampleMark.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import type { ReachRun } from '../sitingApi.ts';
import type { Loaded } from '../state/loading.ts';
import { useRegister } from '../state/register.tsx';
import { choose } from '../state/store.ts';
import { tintOf, usePins, useTint, useTownships, type Pin, type Pins, type Tint } from '../state/tint.ts';
import { around, bring } from '../map/camera.ts';
import { useWords } from '../words/index.ts';
import { BucketKey } from './BucketBar.tsx';
import { FindingLines } from './FindingLines.tsx';
import { toStep } from './form.ts';
import { SITE_SIGNS } from './siteSigns.ts';
import { bucketKinds, settlementPins, servedShare, shareScale, tintedRows, withoutPlace } from './standing.ts';
import { TownTable } from './TownTable.tsx';

const WORST = 8;

export function UnservedStep({ reach }: { reach: Loaded<ReachRun> }) {
  const words = useWords();
  const { t } = words;
  const run = reach.value;
  useStanding(run);
  return (
    <section aria-label={t('siting.step.unserved')} aria-busy={reach.loading}>
      {reach.problem && <ProblemNote problem={reach.problem} retry={reach.retry} />}
      {reach.loading && !run && <Skeleton active paragraph={{ rows: 10 }} />}
      {run && (
        <div className={reach.loading ? 'stale' : ''}>
          <p className="siting-headline" data-testid="unserved">{withoutPlace(run.totals) === 0 ? t('siting.unserved.all') : t('siting.unserved.title', {
            count: count(withoutPlace(run.totals)), waiting: count(run.totals.waiting), far: count(run.totals.out_of_reach) })}</p>
          <BucketKey all={run.totals} />
          <p className="quiet small">{run.demand && `${run.demand} · `}{run.because && `${run.because} · `}{t('siting.unserved.need')}</p>
          {run.invented && <p className="quiet small"><SampleMark /> {t('sample.note')}</p>}
          <TownTable rows={run.townships.map((town) => ({ ...town, all: town }))} />
          <Worst run={run} />
          <FindingLines findings={run.findings ?? []} />
        </div>
      )}
      <div className="deeds">
        <Button onClick={() => toStep('question')}>{t('siting.back')}</Button>
        <Button type="primary" data-testid="siting-next" onClick={() => toStep('limits')}>{t('siting.next.limits')}</Button>
      </div>
    </section>
  );
}

/** Townships coloured by the share that has a place, settlements signed by where most people stand. */
export function useStanding(run: ReachRun | null, besides: Pins | null = null): void {
  const words = useWords();
  const { asOf } = useRegister();
  const divisions = useTownships(asOf);
  const tint = useMemo((): Tint | null => run && divisions && {
    choropleth: tintOf(divisions, tintedRows(run.townships.map((town) => ({ code: town.code, name: town.name, all: town }))), shareScale(run.townships.map(servedShare))),
    title: words.t('siting.served.share'), unit: '%', invented: run.invented === true,
  }, [run, divisions, words]);
  const pins = useMemo((): Pins | null => (run || besides) && {
    kinds: [...(besides?.kinds ?? []), ...bucketKinds(words), { id: 'supply', title: words.t('siting.pin.supply'), ...SITE_SIGNS.kept }],
    pins: [
      ...settlementPins((run?.settlements ?? []).map((place) => ({ ...place, all: place })), words),
      ...(run?.supplies ?? []).flatMap(({ layer, id, name, lon, lat }): Pin[] => (lon === null || lat === null ? [] : [{ kind: 'supply', layer, id, name, lon, lat }])),
      ...(besides?.pins ?? []),
    ],
  }, [run, besides, words]);
  useTint(tint);
  usePins(pins);
}

/** Where most people without a place live. */
function Worst({ run }: { run: ReachRun }) {
  const { t } = useWords();
  const worst = [...run.settlements].sort((a, b) => withoutPlace(b) - withoutPlace(a)).slice(0, WORST).filter((place) => withoutPlace(place) > 0);
  if (worst.length === 0) return null;
  return (
    <>
      <h2>{t('siting.unserved.villages')}</h2>
      <ul className="siting-worst">
        {worst.map((place) => (
          <li key={place.code}>
            <button type="button" className="plain" data-walk onClick={() => {
              choose({ layer: 'settlements', id: place.code });
              if (place.lon !== null && place.lat !== null) bring(around(place.lon, place.lat));
            }}>{place.name} <span className="quiet">{t('siting.people', { count: count(withoutPlace(place)) })}</span></button>
          </li>
        ))}
      </ul>
    </>
  );
}
