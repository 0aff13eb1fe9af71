/** The hand on the map: takes hold of corners, middles and whole shapes, and tells what it would do and what it did. */

import type { Geometry, Position } from 'geojson';
import type { Map, MapMouseEvent, MapTouchEvent } from 'maplibre-gl';
import { hold } from '../map/camera.ts';
import { namePlace } from '../map/places.ts';
import { place, type Corner } from './chains.ts';
import { drawHandles, drawHint, drawShapes, handlesOf, lay, lift, type Drawn, type Handle } from './scene.ts';
import { snap, type Catch, type Pixel, type Snap } from './snapping.ts';

/** What the hand asks of whoever knows the draft. */
export interface Hands {
  /** The shapes as they would be, or null where that cannot be; `fresh` is a corner that was put in by this very pull. */
  move: (corner: Corner, to: Position, done: boolean, fresh: boolean) => Drawn[] | null;
  shift: (east: number, north: number, done: boolean) => Drawn[] | null;
  insert: (corner: Corner, at: Position) => Corner | null;
  choose: (corner: Corner | null) => void;
  /** What can be snapped to while a corner moves. */
  catchFor: (corner: Corner | null) => Catch;
  /** How a hint is called. */
  hintWord: (snap: Snap) => string;
  /** Whether the corners are too many to show at this zoom. */
  crowded: (tooMany: boolean) => void;
}

export interface Scene {
  drawn: Drawn[];
  /** The shape whose corners can be taken; null when it must not be moved. */
  shape: Geometry | null;
  chosen: Corner | null;
  /** Whether it can be moved as a whole. */
  asWhole: boolean;
}

const REACH_MOUSE = 9;
const REACH_THUMB = 22;
const EMPTY: Scene = { drawn: [], shape: null, chosen: null, asWhole: false };

type Pointer = MapMouseEvent | MapTouchEvent;

export class Canvas {
  private scene: Scene = EMPTY;
  private handles: Handle[] = [];
  private taken: Handle | null = null;
  private moved = false;
  private fresh = false;
  private from: Position = [];

  constructor(private readonly map: Map, private hands: Hands) {
    lay(map);
    hold(true);
    map.on('mousedown', this.take);
    map.on('touchstart', this.take);
    map.on('mousemove', this.pull);
    map.on('touchmove', this.pull);
    map.on('mouseup', this.drop);
    map.on('touchend', this.drop);
    map.on('moveend', this.refresh);
  }

  destroy(): void {
    const { map } = this;
    map.off('mousedown', this.take);
    map.off('touchstart', this.take);
    map.off('mousemove', this.pull);
    map.off('touchmove', this.pull);
    map.off('mouseup', this.drop);
    map.off('touchend', this.drop);
    map.off('moveend', this.refresh);
    map.getCanvas().style.cursor = '';
    hold(false);
    lift(map);
  }

  show(scene: Scene, hands: Hands): void {
    this.scene = scene;
    this.hands = hands;
    if (this.taken) return;
    drawShapes(this.map, scene.drawn);
    this.refresh();
  }

  private readonly refresh = (): void => {
    const { shape, chosen } = this.scene;
    const bounds = this.map.getBounds();
    const inSight = ([lon = 0, lat = 0]: Position) => bounds.contains([lon, lat]);
    const found = shape ? handlesOf(shape, chosen, inSight) : [];
    this.handles = [...(found ?? []), ...this.wholeHandle()];
    this.hands.crowded(found === null);
    drawHandles(this.map, this.handles);
  };

  private wholeHandle(): Handle[] {
    const { shape, asWhole } = this.scene;
    const at = shape && asWhole && shape.type !== 'Point' ? centre(shape) : null;
    return at ? [{ kind: 'whole', at, corner: { chain: 0, at: 0 } }] : [];
  }

  /** The handle under a pointer: corners before middles, the nearest first. */
  private under(point: Pixel, reach: number): Handle | null {
    const far = (handle: Handle) => {
      const { x, y } = this.map.project([handle.at[0] ?? 0, handle.at[1] ?? 0]);
      return Math.hypot(x - point.x, y - point.y);
    };
    const near = this.handles.map((handle) => ({ handle, far: far(handle) })).filter((each) => each.far <= reach);
    const order = (handle: Handle) => (handle.kind === 'middle' ? 1 : 0);
    near.sort((one, other) => order(one.handle) - order(other.handle) || one.far - other.far);
    return near[0]?.handle ?? null;
  }

  private readonly take = (event: Pointer): void => {
    if ('touches' in event.originalEvent && event.originalEvent.touches.length > 1) return;
    const handle = this.under(event.point, 'touches' in event.originalEvent ? REACH_THUMB : REACH_MOUSE);
    if (!handle) return;
    event.preventDefault();
    this.moved = this.fresh = false;
    this.from = handle.at;
    this.taken = handle;
  };

  private readonly pull = (event: Pointer): void => {
    const { taken } = this;
    if (!taken) {
      if (this.scene.shape) this.map.getCanvas().style.cursor = this.under(event.point, REACH_MOUSE) ? 'grab' : '';
      return;
    }
    if (!this.moved && taken.kind === 'middle') this.begin(taken);
    this.moved = true;
    this.go(event, false);
  };

  /** A middle that is pulled becomes a corner. */
  private begin(middle: Handle): void {
    const corner = this.hands.insert(middle.corner, place(middle.at[0] ?? 0, middle.at[1] ?? 0));
    this.fresh = corner !== null;
    this.taken = corner ? { kind: 'corner', at: middle.at, corner } : null;
  }

  private go(event: Pointer, done: boolean): void {
    const { taken } = this;
    if (!taken) return;
    const whole = taken.kind === 'whole';
    const hint = whole ? null : this.snapAt(event.point, taken.corner);
    const to = hint?.at ?? place(event.lngLat.lng, event.lngLat.lat);
    const [east, north] = [(to[0] ?? 0) - (this.from[0] ?? 0), (to[1] ?? 0) - (this.from[1] ?? 0)];
    const drawn = whole ? this.hands.shift(east, north, done) : this.hands.move(taken.corner, to, done, this.fresh);
    if (drawn) drawShapes(this.map, drawn);
    drawHint(this.map, done ? null : hint, hint ? this.hands.hintWord(hint) : '');
    if (!done) drawHandles(this.map, [{ ...taken, kind: whole ? 'whole' : 'chosen', at: to }]);
  }

  private readonly drop = (event: Pointer): void => {
    const { taken, moved } = this;
    if (!taken) return;
    if (moved) this.go(event, true);
    this.taken = null;
    if (taken.kind !== 'whole' && (moved || taken.kind !== 'middle')) this.hands.choose(taken.corner);
    drawShapes(this.map, this.scene.drawn);
    this.refresh();
  };

  /** What a pointer snaps to, with its hint on the map; used while drawing, too. */
  snapAt(pointer: Pixel, corner: Corner | null): Snap | null {
    return snap(this.hands.catchFor(corner), pointer, (lon, lat) => this.map.project([lon, lat]));
  }

  hint(found: Snap | null): void {
    drawHint(this.map, found, found ? this.hands.hintWord(found) : '');
  }
}

/** A place on the shape by which it is held. */
function centre(shape: Geometry): Position | null {
  if (!shape.type.endsWith('LineString')) return namePlace(shape);
  const points = shape.type === 'LineString' ? shape.coordinates : (shape as { coordinates: Position[][] }).coordinates[0] ?? [];
  const [one, other] = [points[Math.floor((points.length - 1) / 2)], points[Math.floor((points.length - 1) / 2) + 1]];
  if (!one || !other) return null;
  const third = (from = 0, to = 0) => from + (to - from) / 3;
  return [third(one[0], other[0]), third(one[1], other[1])];
}
