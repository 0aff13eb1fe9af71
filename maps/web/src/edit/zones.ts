/**
 * Positions in the county's 3° zone of CGCS2000 (Gauss–Krüger), without band number: X to the north, Y to the east, metres.
 *
 * Krüger's series to the fourth order of the third flattening; within 1° of a zone's edge its error is below 0.1 mm.
 */

import type { Position } from 'geojson';
import { place } from './chains.ts';

export interface Zone {
  /** Degrees east. */
  meridian: number;
  epsg: number;
}

/** The 3° zone a longitude lies in: EPSG:4534 is 75° E, EPSG:4547 is 114° E. */
export function zoneAt(lon: number): Zone {
  const meridian = Math.min(135, Math.max(75, Math.round(lon / 3) * 3));
  return { meridian, epsg: 4534 + (meridian - 75) / 3 };
}

const AXIS = 6_378_137;
const FLATTENING = 1 / 298.257222101;
const FALSE_EASTING = 500_000;
const N = FLATTENING / (2 - FLATTENING);
const RECTIFYING = (AXIS / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
const ECCENTRICITY = Math.sqrt(FLATTENING * (2 - FLATTENING));
const REST = 1 - ECCENTRICITY ** 2;
const ALPHA = [
  N / 2 - (2 / 3) * N ** 2 + (5 / 16) * N ** 3 + (41 / 180) * N ** 4,
  (13 / 48) * N ** 2 - (3 / 5) * N ** 3 + (557 / 1440) * N ** 4,
  (61 / 240) * N ** 3 - (103 / 140) * N ** 4,
  (49561 / 161280) * N ** 4,
];
const BETA = [
  N / 2 - (2 / 3) * N ** 2 + (37 / 96) * N ** 3 - (1 / 360) * N ** 4,
  (1 / 48) * N ** 2 + (1 / 15) * N ** 3 - (437 / 1440) * N ** 4,
  (17 / 480) * N ** 3 - (37 / 840) * N ** 4,
  (4397 / 161280) * N ** 4,
];
const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const degrees = (value: number): number => (value * 180) / Math.PI;

/** North X and east Y in metres of a position. */
export function toZone([lon = 0, lat = 0]: Position, { meridian }: Zone): { x: number; y: number } {
  const sine = Math.sin(radians(lat));
  const conformal = Math.sinh(Math.atanh(sine) - ECCENTRICITY * Math.atanh(ECCENTRICITY * sine));
  const apart = radians(lon - meridian);
  const north = Math.atan2(conformal, Math.cos(apart));
  const east = Math.asinh(Math.sin(apart) / Math.hypot(conformal, Math.cos(apart)));
  const term = (each: (k: number) => number) => ALPHA.reduce((sum, alpha, at) => sum + alpha * each(2 * (at + 1)), 0);
  return {
    x: RECTIFYING * (north + term((k) => Math.sin(k * north) * Math.cosh(k * east))),
    y: FALSE_EASTING + RECTIFYING * (east + term((k) => Math.cos(k * north) * Math.sinh(k * east))),
  };
}

/** The position (lon, lat in degrees) of north X and east Y in metres. */
export function fromZone(x: number, y: number, { meridian }: Zone): Position {
  const [north, east] = [x / RECTIFYING, (y - FALSE_EASTING) / RECTIFYING];
  const term = (each: (k: number) => number) => BETA.reduce((sum, beta, at) => sum + beta * each(2 * (at + 1)), 0);
  const xi = north - term((k) => Math.sin(k * north) * Math.cosh(k * east));
  const eta = east - term((k) => Math.cos(k * north) * Math.sinh(k * east));
  const conformal = Math.sin(xi) / Math.hypot(Math.sinh(eta), Math.cos(xi));
  return place(meridian + degrees(Math.atan2(Math.sinh(eta), Math.cos(xi))), degrees(Math.atan(geodetic(conformal))));
}

/** The tangent of the latitude whose conformal latitude has this tangent (Newton; three rounds are enough). */
function geodetic(conformal: number): number {
  let tangent = conformal;
  for (let round = 0; round < 5; round += 1) {
    const secant = Math.hypot(1, tangent);
    const sigma = Math.sinh(ECCENTRICITY * Math.atanh((ECCENTRICITY * tangent) / secant));
    const reached = tangent * Math.hypot(1, sigma) - sigma * secant;
    const step = ((conformal - reached) / Math.hypot(1, reached)) * ((1 + REST * tangent ** 2) / (REST * secant));
    tangent += step;
  }
  return tangent;
}
