/** Reach on the map: townships by the share served or by access, settlements by where most of their people stand. */

import { useMemo } from 'react';
import type { Scale } from '../map/classes.ts';
import { measure } from '../format.ts';
import type { Run } from '../reachApi.ts';
import { useTyped } from '../siting/form.ts';
import type { Typed } from '../siting/question.ts';
import { SITE_SIGNS } from '../siting/siteSigns.ts';
import { bucketKinds, servedShare, settlementPins, shareScale, tintedRows } from '../siting/standing.ts';
import { useRegister } from '../state/register.tsx';
import { tintOf, usePins, useTint, useTownships, type Pin, type Pins, type Tint } from '../state/tint.ts';
import { useWords, type Words } from '../words/index.ts';

export const coloursAccess = (typed: Typed): boolean => typed['shows'] === 'access';

/** What the places are, in the reader's language. */
export const unitOf = (run: Run, { t }: Words): string => t(`siting.unit.${run.service}`);

/** Five classes up to a number that can be said aloud: 1, 2 or 5 times a power of ten. */
export function accessScale(values: readonly number[]): Scale {
  const largest = Math.max(0, ...values);
  const power = 10 ** Math.floor(Math.log10(largest || 1));
  const top = [1, 2, 5, 10].map((times) => times * power).find((each) => each >= largest) ?? 10 * power;
  return { ...shareScale([]), breaks: [1, 2, 3, 4].map((fifth) => Number(((fifth * top) / 5).toPrecision(6))) };
}

export function useShown(run: Run | null): void {
  const words = useWords();
  const typed = useTyped();
  const { asOf } = useRegister();
  const divisions = useTownships(run?.as_of ?? asOf);
  const access = coloursAccess(typed);
  const tint = useMemo((): Tint | null => {
    if (!run || !divisions) return null;
    if (access) {
      const rows = run.townships.map(({ code, name, access: value }) => ({ id: code, name, value, label: measure(Number(value.toFixed(2))) }));
      return { choropleth: tintOf(divisions, rows, accessScale(run.townships.map((town) => town.access))), title: words.t('reach.access.title', { unit: unitOf(run, words) }), unit: '' };
    }
    return {
      choropleth: tintOf(divisions, tintedRows(run.townships.map((town) => ({ code: town.code, name: town.name, all: town }))), shareScale(run.townships.map(servedShare))),
      title: words.t('siting.served.share'), unit: '%',
    };
  }, [run, divisions, access, words]);
  const pins = useMemo((): Pins | null => run && {
    kinds: [...bucketKinds(words), { id: 'supply', title: words.t('siting.pin.supply'), ...SITE_SIGNS.kept }],
    pins: [
      ...settlementPins(run.settlements.map((place) => ({ ...place, all: place })), words),
      ...run.supplies.flatMap(({ layer, id, name, lon, lat }): Pin[] => (lon === null || lat === null ? [] : [{ kind: 'supply', layer, id, name, lon, lat }])),
    ],
  }, [run, words]);
  useTint(tint);
  usePins(pins);
}
