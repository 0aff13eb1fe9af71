/** A plan on the map: townships and settlements as they are or will be, and what is done where. */

import { useMemo } from 'react';
import type { SitingRun } from '../sitingApi.ts';
import { useRegister } from '../state/register.tsx';
import { tintOf, usePins, useTint, useTownships, type Pins, type Tint } from '../state/tint.ts';
import { useWords } from '../words/index.ts';
import { siteKinds, sitePins } from './siteSigns.ts';
import { bucketKinds, servedShare, settlementPins, shareScale, tintedRows } from './standing.ts';

export function usePlanShown(run: SitingRun, shows: 'before' | 'after'): void {
  const words = useWords();
  const { asOf } = useRegister();
  const divisions = useTownships(String(run.question.as_of ?? asOf));
  const tint = useMemo((): Tint | null => divisions && {
    choropleth: tintOf(divisions, tintedRows(run.townships.map((town) => ({ code: town.code, name: town.name, all: town[shows] }))),
      // One scale for both, so that the map can be turned from the one to the other.
      shareScale(run.townships.flatMap(({ before, after }) => [servedShare(before), servedShare(after)]))),
    title: `${words.t('siting.served.share')} · ${words.t(`siting.shows.${shows}`)}`, unit: '%', invented: run.invented === true,
  }, [run, shows, divisions, words]);
  const pins = useMemo((): Pins => ({
    kinds: [...siteKinds(words), ...bucketKinds(words)],
    pins: [
      ...settlementPins(run.settlements.map((place) => ({ ...place, all: place[shows] })), words),
      // Before anything is done there are only the homes that stand.
      ...sitePins(run.sites.filter((site) => shows === 'after' || site.kind !== 'new'), words),
    ],
  }), [run, shows, words]);
  useTint(tint);
  usePins(pins);
}
