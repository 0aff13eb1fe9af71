/** What was picked by hand, on the map: candidates, and the ground where nothing may be built. */

import { useMemo } from 'react';
import { useMarked, type Mark } from '../state/marks.ts';
import type { Pins } from '../state/tint.ts';
import { useWords } from '../words/index.ts';
import { pointsOf, sourceOf, type Typed } from './question.ts';

/** The name a picked place has in the address: it is of no layer of the register. */
const PICKED_LAYER = 'siting-picked';

export function usePicked(typed: Typed): Pins | null {
  const { t } = useWords();
  const ring = typed['exclude'];
  const drawn = sourceOf(typed) === 'drawn' ? typed['points'] : undefined;
  const marks = useMemo((): Mark[] => {
    const corners = pointsOf(ring).map(({ lon, lat }) => [lon, lat]);
    if (corners.length < 3) return [];
    return [{ look: 'scope', word: t('siting.pin.exclude'), geometry: { type: 'Polygon', coordinates: [[...corners, corners[0]!]] } }];
  }, [ring, t]);
  useMarked(marks);
  return useMemo((): Pins | null => {
    const kinds = [{ id: 'drawn', title: t('siting.pin.drawn'), colour: '#882255', shape: 'star', hollow: true } as const,
      { id: 'corner', title: t('siting.pin.exclude'), colour: '#23302f', shape: 'square', small: true } as const];
    const pins = [...pointsOf(drawn).map((point) => ({ ...point, kind: 'drawn' })), ...pointsOf(ring).map((point) => ({ ...point, kind: 'corner' }))];
    return pins.length === 0 ? null : { kinds, pins: pins.map((pin, place) => ({ ...pin, layer: PICKED_LAYER, id: `${pin.kind}-${place + 1}` })) };
  }, [drawn, ring, t]);
}
