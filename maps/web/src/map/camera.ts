/** Where the map looks; lists and cards ask it to show a place. */

import type { Map } from 'maplibre-gl';
import type { Box } from '../types.ts';

interface Wish {
  box: Box;
  fly: boolean;
}

let map: Map | null = null;
let waiting: Wish | null = null;
const CLOSEST = 14;

export function attach(opened: Map | null): void {
  map = opened;
  if (map && waiting) move(map, waiting);
  waiting = null;
}

/** Room left around what is shown; on a phone the sheet covers the lower part. */
function padding(opened: Map): { top: number; bottom: number; left: number; right: number } {
  const { clientWidth, clientHeight } = opened.getContainer();
  const phone = clientWidth <= 768;
  const edge = Math.min(56, clientWidth / 8);
  return { top: edge, left: edge, right: edge, bottom: phone ? Math.min(clientHeight * 0.45, 380) : 72 };
}

function move(opened: Map, { box: [west, south, east, north], fly }: Wish): void {
  opened.fitBounds([west, south, east, north], { padding: padding(opened), maxZoom: CLOSEST, animate: fly, duration: 700 });
}

/** Show a box (lon/lat degrees), moving there unless the system asks for less motion. */
export function show(box: Box | null, fly = true): void {
  if (!box) return;
  if (map) move(map, { box, fly });
  else waiting = { box, fly };
}

/** Show a box only when it is not wholly in sight already. */
export function bring(box: Box | null): void {
  if (!box) return;
  const seen = map?.getBounds();
  const [west, south, east, north] = box;
  const inSight = seen && seen.contains([west, south]) && seen.contains([east, north]);
  if (!inSight) show(box);
}

export const around = (lon: number, lat: number, reach = 0.01): Box => [lon - reach, lat - reach, lon + reach, lat + reach];
