/** Where the map looks; lists and cards ask it to show a place. */

import type { Map } from 'maplibre-gl';
import type { Box } from '../types.ts';

interface Wish {
  box: Box;
  fly: boolean;
  closest: number;
}

let map: Map | null = null;
let waiting: Wish | null = null;
const CLOSEST = 14;

const followers = new Set<(opened: Map | null) => void>();

export function attach(opened: Map | null): void {
  map = opened;
  if (map && waiting) move(map, waiting);
  waiting = null;
  for (const follower of followers) follower(map);
}

/** Told at once, and whenever the map comes or goes. */
export function followMap(follower: (opened: Map | null) => void): () => void {
  followers.add(follower);
  follower(map);
  return () => followers.delete(follower);
}

let held = false;
/** While something is drawn or moved on the map, a touch chooses nothing. */
export const hold = (holding: boolean): void => void (held = holding);
export const isHeld = (): boolean => held;

/** Room left around what is shown; on a phone the sheet covers the lower part. */
function padding(opened: Map): { top: number; bottom: number; left: number; right: number } {
  const { clientWidth, clientHeight } = opened.getContainer();
  const covered = document.querySelector('.sheet') !== null;
  const edge = Math.min(56, clientWidth / 8);
  const card = document.querySelector<HTMLElement>('.stage .card');
  const right = card && clientWidth > 2 * card.offsetWidth ? card.offsetWidth + 24 : edge;
  return { top: edge, left: edge, right, bottom: covered ? Math.min(clientHeight * 0.46, 400) : Math.min(72, clientHeight / 5) };
}

function move(opened: Map, { box: [west, south, east, north], fly, closest }: Wish): void {
  opened.fitBounds([west, south, east, north], { padding: padding(opened), maxZoom: closest, animate: fly, duration: 700 });
}

/** Once the card of what was just chosen stands on the map: it takes room. */
const afterwards = (deed: () => void): void => void window.requestAnimationFrame(deed);

/** Show a box (lon/lat degrees), moving there unless the system asks for less motion. */
export function show(box: Box | null, fly = true, closest = CLOSEST): void {
  if (!box) return;
  if (map) afterwards(() => map && move(map, { box, fly, closest }));
  else waiting = { box, fly, closest };
}

/** Show a box only when it is not in sight already, beside the card and above the sheet. */
export function bring(box: Box | null): void {
  if (!box) return;
  if (!map) show(box);
  else afterwards(() => map && !inSight(map, box) && move(map, { box, fly: true, closest: CLOSEST }));
}

function inSight(opened: Map, [west, south, east, north]: Box): boolean {
  const room = padding(opened);
  const { clientWidth, clientHeight } = opened.getContainer();
  const [upper, lower] = [opened.project([west, north]), opened.project([east, south])];
  return upper.x >= 0 && upper.y >= 0 && lower.x <= clientWidth - (room.right > 200 ? room.right : 0)
    && lower.y <= clientHeight - (room.bottom > 200 ? room.bottom : 0);
}

export const around = (lon: number, lat: number, reach = 0.01): Box => [lon - reach, lat - reach, lon + reach, lat + reach];
