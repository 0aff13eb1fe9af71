/** The empty sheet: its colour, the optional base map, and the order in which everything else is laid. */

import type { StyleSpecification } from 'maplibre-gl';
import { COLOUR, FACES } from '../theme.ts';
import type { BaseMap } from '../types.ts';

/** Invisible layers between which the others are laid, lowest first. */
export const STACK = ['choropleth', 'areas', 'lines', 'points', 'names', 'chosen'] as const;
export type Height = (typeof STACK)[number];
export const below = (height: Height): string => `top-of-${height}`;

/** Without `glyphs` in the style every letter is drawn from the system's own faces; nothing is fetched. */
export const FONT = [...FACES];

export function groundStyle(base: BaseMap | null | undefined): StyleSpecification {
  const tiles = base ? [base.tiles].flat() : [];
  return {
    version: 8,
    sources: tiles.length > 0 ? { base: { type: 'raster', tiles, tileSize: 256, attribution: base?.attribution ?? '' } } : {},
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': COLOUR.ground } },
      ...(tiles.length > 0 ? [{ id: 'base', type: 'raster' as const, source: 'base', paint: { 'raster-opacity': 0.75 } }] : []),
      ...STACK.map((height) => ({ id: below(height), type: 'background' as const, layout: { visibility: 'none' as const } })),
    ],
  };
}
