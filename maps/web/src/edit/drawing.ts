/** A new shape by hand, drawn with terra-draw: point, line or area, snapping to what stands around. */

import type { Geometry, Position } from 'geojson';
import type { Map } from 'maplibre-gl';
import {
  TerraDraw, TerraDrawLineStringMode, TerraDrawModeUndoRedo, TerraDrawPointMode, TerraDrawPolygonMode, type TerraDrawMouseEvent,
} from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import { COLOUR } from '../theme.ts';
import { place } from './chains.ts';

export type Kind = 'point' | 'line' | 'area';

interface Wishes {
  map: Map;
  kind: Kind;
  /** What a pointer at these pixels snaps to; it shows the hint. */
  snapTo: (pointer: { x: number; y: number }) => Position | undefined;
  done: (drawn: Geometry) => void;
  /** Given up with Esc. */
  left: () => void;
}

export interface Drawing {
  /** End the line or area where it stands. */
  finish: () => void;
  undo: () => boolean;
  redo: () => boolean;
  stop: () => void;
}

/** Which kinds of shape a layer keeps. */
export function kindsOf(geometry: string | null): Kind[] {
  if (geometry === null) return [];
  if (geometry === 'GEOMETRY') return ['point', 'line', 'area'];
  return [geometry.includes('POLYGON') ? 'area' : geometry.includes('LINESTRING') ? 'line' : 'point'];
}

const MODES: Record<Kind, string> = { point: 'point', line: 'linestring', area: 'polygon' };
const ink = COLOUR.accent;
const DIGITS = 9;
const DOTS = {
  coordinatePointColor: '#ffffff', coordinatePointOutlineColor: ink, coordinatePointOutlineWidth: 2, coordinatePointWidth: 5,
  closingPointColor: ink, closingPointOutlineColor: '#ffffff', closingPointWidth: 6, snappingPointColor: '#c2185b', snappingPointOutlineColor: '#ffffff',
} as const;

export function startDrawing({ map, kind, snapTo, done, left }: Wishes): Drawing {
  const toCustom = (event: TerraDrawMouseEvent) => snapTo({ x: event.containerX, y: event.containerY });
  const snapping = { toCustom };
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: DIGITS }),
    modes: [
      new TerraDrawPointMode({ styles: { pointColor: ink, pointWidth: 7, pointOutlineColor: '#ffffff', pointOutlineWidth: 2 } }),
      new TerraDrawLineStringMode({ snapping, showCoordinatePoints: true, styles: { lineStringColor: ink, lineStringWidth: 3, ...DOTS } }),
      new TerraDrawPolygonMode({ snapping, showCoordinatePoints: true, styles: { fillColor: ink, fillOpacity: 0.12, outlineColor: ink, outlineWidth: 3, ...DOTS } }),
    ],
    undoRedo: { modeLevel: new TerraDrawModeUndoRedo() },
  });
  const canvas = map.getCanvas();
  const escape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') left();
  };
  draw.on('finish', (id) => {
    const drawn = draw.getSnapshotFeature(id)?.geometry as Geometry | undefined;
    // The store may not be emptied while it tells of its own change.
    window.setTimeout(() => drawn && done(kind === 'point' ? snapped(map, drawn, snapTo) : drawn));
  });
  draw.start();
  draw.setMode(MODES[kind]);
  canvas.addEventListener('keyup', escape);
  return {
    finish: () => canvas.dispatchEvent(new KeyboardEvent('keyup', { key: 'Enter' })),
    undo: () => draw.canUndo() && draw.undo(),
    redo: () => draw.canRedo() && draw.redo(),
    stop: () => {
      canvas.removeEventListener('keyup', escape);
      if (draw.enabled) draw.stop();
      canvas.style.cursor = '';
    },
  };
}

/** A point where it was meant: terra-draw snaps lines and areas, not points. */
function snapped(map: Map, drawn: Geometry, snapTo: Wishes['snapTo']): Geometry {
  if (drawn.type !== 'Point') return drawn;
  const [lon = 0, lat = 0] = drawn.coordinates;
  return { type: 'Point', coordinates: snapTo(map.project([lon, lat])) ?? place(lon, lat) };
}
