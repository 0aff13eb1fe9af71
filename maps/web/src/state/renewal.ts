/** Drawings follow what anybody changes: only where it changed is read anew, one reading after the other. */

import { readThings } from '../api.ts';
import { patched, prepare, type Prepared } from '../map/prepared.ts';
import type { Box, LayerInfo } from '../types.ts';
import { learn } from './names.ts';

/** Room around a change, in degrees: the public sees positions rounded by up to half of this. */
const ROOM = 0.0002;

interface Waiting {
  layer: LayerInfo;
  asOf: string;
  boxes: Box[] | null;
}

const waiting = new Map<string, Waiting>();
const underWay = new Set<string>();

const around = (boxes: Box[]): Box => [
  Math.min(...boxes.map((box) => box[0])) - ROOM, Math.min(...boxes.map((box) => box[1])) - ROOM,
  Math.max(...boxes.map((box) => box[2])) + ROOM, Math.max(...boxes.map((box) => box[3])) + ROOM,
];

async function renewed({ layer, asOf, boxes }: Waiting, before: Prepared | undefined): Promise<Prepared> {
  const box = boxes && boxes.length > 0 && before ? around(boxes) : null;
  const things = await readThings(layer.id, asOf, undefined, box);
  learn(things);
  const fresh = prepare(layer, things);
  return box && before ? patched(before, fresh, box) : fresh;
}

const both = (one: Box[] | null, other: Box[] | null): Box[] | null =>
  (one && other && one.length > 0 && other.length > 0 ? [...one, ...other] : null);

/** Whether something changed under this key since its reading began. */
export const isBehind = (key: string): boolean => waiting.has(key);

/** What changed under a key, to be read when its turn comes. */
export function mark(key: string, change: Waiting): void {
  const before = waiting.get(key);
  waiting.set(key, before ? { ...change, boxes: both(before.boxes, change.boxes) } : change);
}

/** Read what waits under a key until nothing waits. */
export async function catchUp(key: string, look: () => Prepared | undefined, put: (ready: Prepared) => void): Promise<void> {
  if (underWay.has(key)) return;
  underWay.add(key);
  try {
    for (let next = waiting.get(key); next; next = waiting.get(key)) {
      waiting.delete(key);
      put(await renewed(next, look()));
    }
  } catch {
    // The former drawing stays; when the service is back, everything is looked at again.
    waiting.delete(key);
  } finally {
    underWay.delete(key);
  }
}
