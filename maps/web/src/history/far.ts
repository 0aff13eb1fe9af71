/** How far a point was moved: metres along a sphere of the Earth's mean radius, good to half a percent. */

import type { Geometry } from 'geojson';

const EARTH_M = 6_371_008.8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Whole metres between two points (lon, lat in degrees), a tenth below ten; null where either is no point. */
export function far(before: Geometry | null, after: Geometry | null): string | null {
  if (before?.type !== 'Point' || after?.type !== 'Point') return null;
  const [[west = 0, south = 0], [east = 0, north = 0]] = [before.coordinates, after.coordinates];
  const [dx, dy] = [radians(east - west), radians(north - south)];
  const h = Math.sin(dy / 2) ** 2 + Math.cos(radians(south)) * Math.cos(radians(north)) * Math.sin(dx / 2) ** 2;
  const metres = 2 * EARTH_M * Math.asin(Math.sqrt(h));
  return metres < 10 ? metres.toFixed(1) : Math.round(metres).toLocaleString('zh-CN');
}
