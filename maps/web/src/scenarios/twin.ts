/** What the two linked maps share: outlines drawn in one frame, and the window through which both are seen. */

import type { Geometry, Position } from 'geojson';
import type { Things } from '../types.ts';

/** The part of the frame that is seen, in the units of the drawing. */
export interface Window {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Outline {
  code: string;
  name: string;
  path: string;
}

export interface Frame {
  whole: Window;
  outlines: Outline[];
  /** Where a place stands in the drawing. */
  at: (lon: number, lat: number) => [number, number];
}

const SPAN = 1000;
const MARGIN = 0.03;
const CLOSEST = 16;

/** Outlines of divisions in a frame of 1,000 units across, true in proportion at its middle; north is above. */
export function frameOf(divisions: Things, codes: ReadonlySet<string>): Frame | null {
  const shown = divisions.features.filter(({ geometry, properties }) => geometry && codes.has(String(properties['code'] ?? '')));
  const corners = shown.flatMap(({ geometry }) => (geometry ? rings(geometry).flat() : []));
  if (corners.length === 0) return null;
  const [west, south, east, north] = boundsOf(corners);
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const unit = SPAN / Math.max((east - west) * narrow, 1e-9);
  const at = (lon: number, lat: number): [number, number] => [round((lon - west) * narrow * unit), round((north - lat) * unit)];
  const height = (north - south) * unit;
  const edge = MARGIN * SPAN;
  return {
    whole: { x: -edge, y: -edge, width: SPAN + 2 * edge, height: height + 2 * edge },
    outlines: shown.map(({ geometry, properties }) => ({
      code: String(properties['code']), name: String(properties['name'] ?? ''),
      path: geometry ? rings(geometry).map((ring) => `M${ring.map(([lon = 0, lat = 0]) => at(lon, lat).join(' ')).join('L')}Z`).join('') : '',
    })),
    at,
  };
}

/** A window made smaller or larger around its middle; never larger than the whole, never closer than sixteen times. */
export function zoomed(seen: Window, by: number, whole: Window): Window {
  const width = Math.min(whole.width, Math.max(whole.width / CLOSEST, seen.width / by));
  const height = (width * whole.height) / whole.width;
  return within({ x: seen.x + (seen.width - width) / 2, y: seen.y + (seen.height - height) / 2, width, height }, whole);
}

/** A window moved by shares of itself; it does not leave the whole. */
export function moved(seen: Window, dx: number, dy: number, whole: Window): Window {
  return within({ ...seen, x: seen.x + dx * seen.width, y: seen.y + dy * seen.height }, whole);
}

function within(seen: Window, whole: Window): Window {
  const x = Math.min(Math.max(seen.x, whole.x), whole.x + whole.width - seen.width);
  const y = Math.min(Math.max(seen.y, whole.y), whole.y + whole.height - seen.height);
  return { ...seen, x, y };
}

function rings(geometry: Geometry): Position[][] {
  if (geometry.type === 'Polygon') return geometry.coordinates;
  if (geometry.type === 'MultiPolygon') return geometry.coordinates.flat();
  return [];
}

function boundsOf(corners: Position[]): [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon = 0, lat = 0] of corners) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return [west, south, east, north];
}

const round = (value: number): number => Math.round(value * 10) / 10;
