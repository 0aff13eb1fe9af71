/** What was picked by hand, on the map: candidates, and the ground where nothing may be built. */

import { useMemo } from 'react';
import { useMarked, type Mark } from '../state/marks.ts';
import type { Candidates } from '../sitingApi.ts';
import type { Pin, Pins } from '../state/tint.ts';
import { useWords } from '../words/index.ts';
import { pointsOf, sourceOf, type Typed } from './question.ts';

/** The name a picked place has in the address: it is of no layer of the register. */
const PICKED_LAYER = 'siting-picked';

/** What was picked, and what the service offers: nothing is shown of settlements with nothing against them, which are signed already. */
export function usePicked(typed: Typed, offered: Candidates | null): Pins | null {
  const { t } = useWords();
  const ring = typed['exclude'];
  const source = sourceOf(typed);
  const drawn = source === 'drawn' ? typed['points'] : undefined;
  const marks = useMemo((): Mark[] => {
    const corners = pointsOf(ring).map(({ lon, lat }) => [lon, lat]);
    if (corners.length < 3) return [];
    return [{ look: 'scope', word: t('siting.pin.exclude'), geometry: { type: 'Polygon', coordinates: [[...corners, corners[0]!]] } }];
  }, [ring, t]);
  useMarked(marks);
  return useMemo((): Pins | null => {
    const kinds = [{ id: 'drawn', title: t('siting.pin.drawn'), colour: '#882255', shape: 'star', hollow: true } as const,
      { id: 'candidate', title: t('siting.pin.candidate'), colour: '#882255', shape: 'diamond', hollow: true, small: true } as const,
      { id: 'excluded', title: t('siting.pin.excluded'), colour: '#23302f', shape: 'diamond', small: true } as const,
      { id: 'corner', title: t('siting.pin.exclude'), colour: '#23302f', shape: 'square', small: true } as const];
    const picked = [...pointsOf(drawn).map((point) => ({ ...point, kind: 'drawn' })), ...pointsOf(ring).map((point) => ({ ...point, kind: 'corner' }))];
    const shown = (offered?.candidates ?? []).flatMap(({ id, name, lon, lat, excluded, invented }): Pin[] => {
      if (source === 'drawn' ? excluded.length === 0 : source === 'settlements' && excluded.length === 0) return [];
      const says = excluded.map((each) => `${each.title} ${each.article} ${each.words}`);
      return [{ kind: excluded.length > 0 ? 'excluded' : 'candidate', lon, lat, name, layer: PICKED_LAYER, id, invented, says }];
    });
    const pins = [...shown, ...picked.map((pin, place) => ({ ...pin, layer: PICKED_LAYER, id: `${pin.kind}-${place + 1}` }))];
    return pins.length === 0 ? null : { kinds, pins };
  }, [drawn, ring, source, offered, t]);
}
