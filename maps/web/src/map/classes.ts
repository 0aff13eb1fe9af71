/** Classes of a choropleth that a person can say aloud, and the colour of each. */

import type { ExpressionSpecification } from 'maplibre-gl';
import type { Ramp } from '../state/url.ts';
import type { Indicator } from '../types.ts';

export interface Scale {
  /** Upper bounds of all classes but the last; a value on a bound belongs to the class above. */
  breaks: number[];
  /** One colour more than breaks. */
  colours: string[];
  target: number | null;
}

/** Until the service has said its colours, which are those of printed sheets (`maps/palette.py`). */
const BLANK: Scale = { breaks: [], colours: ['#ffffff'], target: null };

/** The classes of amounts as they are; around a target, the breaks are shares of it. */
export function scaleFor(ramp: Ramp, ramps: Indicator['ramps'] | null, target: number | null): Scale {
  if (!ramps) return BLANK;
  if (ramp === 'sequential' || target === null || target <= 0) return { ...ramps.sequential, target };
  return { colours: ramps.diverging.colours, breaks: ramps.diverging.breaks.map((share) => tidy(share * target)), target };
}

const tidy = (value: number): number => Number(value.toFixed(6));

export function classOf(scale: Scale, value: number): number {
  return scale.breaks.filter((bound) => value >= bound).length;
}

export const colourOf = (scale: Scale, value: number): string => scale.colours[classOf(scale, value)] ?? '#ffffff';

/** Where a value stands on a legend whose classes are drawn equally wide, from 0 to 1. */
export function placeOf(scale: Scale, value: number): number {
  const { breaks } = scale;
  const at = classOf(scale, value);
  const low = breaks[at - 1] ?? 0;
  const high = breaks[at] ?? low + (low - (breaks[at - 2] ?? 0));
  const within = high > low ? Math.min(Math.max((value - low) / (high - low), 0), 1) : 0;
  return (at + within) / scale.colours.length;
}

/** The colour of the property `rate` as the map library computes it. */
export function fillOf(scale: Scale): ExpressionSpecification {
  const stops = scale.breaks.flatMap((bound, place) => [bound, scale.colours[place + 1] ?? '#ffffff']);
  return ['step', ['get', 'rate'], scale.colours[0] ?? '#ffffff', ...stops] as ExpressionSpecification;
}
