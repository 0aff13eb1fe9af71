/** Classes of a choropleth that a person can say aloud, and the colour of each. */

import type { ExpressionSpecification } from 'maplibre-gl';
import type { Ramp } from '../state/url.ts';

export interface Scale {
  /** Upper bounds of all classes but the last; a value on a bound belongs to the class above. */
  breaks: number[];
  /** One colour more than breaks. */
  colours: string[];
  target: number | null;
}

/** Amounts wear the colours of printed sheets (`maps/palette.py`); both ramps are safe for colour-blind eyes, the first also in grey print. */
const AMOUNTS = ['#f3f5cf', '#c8e5ba', '#85ccbb', '#43afc0', '#2a7ab0', '#27378a'];
const AROUND = ['#8c510a', '#d8b365', '#f6e8c3', '#c7eae5', '#5ab4ac', '#01665e'];
const STEPS = [-2, -1, 0, 1, 2];

export function scaleFor(ramp: Ramp, classes: number[], target: number | null): Scale {
  if (ramp === 'diverging' && target !== null && target > 0) {
    const step = width(target);
    return { breaks: STEPS.map((place) => tidy(target + place * step)), colours: AROUND, target };
  }
  const breaks = classes.slice(0, AMOUNTS.length - 1);
  return { breaks, colours: AMOUNTS.slice(0, breaks.length + 1), target };
}

/** A round step of which two fit below the target: 10 for 40. */
function width(target: number): number {
  const power = 10 ** Math.floor(Math.log10(target / 2));
  const fitting = [5, 2, 1].find((times) => times * power * 2 < target);
  return (fitting ?? 0.5) * power;
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
