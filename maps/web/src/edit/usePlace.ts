/** The shape of a draft on the map and in the panel: its corners, the hand, drawing, snapping. */

import type { Geometry, Position } from 'geojson';
import { useEffect, useMemo, useRef, useState } from 'react';
import { boxOf } from '../map/places.ts';
import type { Box, LayerInfo } from '../types.ts';
import type { Word } from '../words/index.ts';
import { useWords } from '../words/index.ts';
import type { Hands, Scene } from './canvas.ts';
import { chainsOf, fitted, joined, pointAt, same, type Corner } from './chains.ts';
import { step, type Draft } from './draft.ts';
import { startDrawing, type Drawing, type Kind } from './drawing.ts';
import { areasOf, insertCorner, moveCorner, removeCorner, shiftWhole, type Ground, type Outcome } from './reshape.ts';
import type { Drawn } from './scene.ts';
import { catchOf, without } from './snapping.ts';
import { OWN, roomAround, useSurroundings } from './surroundings.ts';
import type { Areas } from './topology.ts';
import { useCanvas } from './useCanvas.ts';

export interface Placing {
  /** What is being drawn, or null. */
  drawing: Kind | null;
  chosen: Corner | null;
  /** Where the chosen one stands among all corners, from 0; -1 for none. */
  place: number;
  corners: number;
  /** The position of the chosen corner, or of the only one. */
  at: Position | null;
  crowded: boolean;
  /** Why the last step was not done. */
  refused: Word | null;
  fixed: boolean;
  draw: (kind: Kind, more: boolean) => void;
  finish: () => void;
  stop: () => void;
  choose: (corner: Corner | null) => void;
  walk: (by: 1 | -1) => void;
  remove: () => void;
  put: (at: Position) => void;
  /** Undo within what is being drawn; false when nothing is drawn. */
  undoDrawing: () => boolean;
  redoDrawing: () => boolean;
}

interface Asked {
  draft: Draft;
  layer: LayerInfo;
  divisions: LayerInfo | undefined;
  asOf: string;
  /** What else is shown: findings, versions in conflict. */
  also: Drawn[];
  /** Whether the versions of a conflict stand in place of the shape. */
  comparing: boolean;
}

const REFUSED: Record<string, Word> = { junction: 'edit.place.junction', vanish: 'edit.place.vanish', last: 'edit.place.last' };

export function usePlace({ draft, layer, divisions, asOf, also, comparing }: Asked): Placing {
  const { t } = useWords();
  const [chosen, setChosen] = useState<Corner | null>(null);
  const [drawing, setDrawing] = useState<Kind | null>(null);
  const [crowded, setCrowded] = useState(false);
  const [refused, setRefused] = useState<Word | null>(null);
  const [view, setView] = useState<Box | null>(null);
  const pen = useRef<Drawing | null>(null);

  const fixed = Boolean(layer.moved_by) && draft.base !== null;
  const where = boxOf([draft.base?.geometry ?? draft.geometry]) ?? view;
  const around = useSurroundings(layer, divisions, draft.base?.id ?? null, where && roomAround(where), asOf);
  const ground: Ground = { draft, around, tiles: layer.tiles === true && draft.base !== null };
  const areas = useMemo(() => areasOf(ground), [draft.geometry, draft.others, around, ground.tiles]);
  const shape = draft.geometry ? areas[OWN] ?? draft.geometry : null;
  const everything = useMemo(
    () => catchOf([...Object.values(around.kept).flatMap(({ id, geometry }) => (geometry && !areas[id] ? [geometry] : [])),
      ...Object.entries(areas).flatMap(([id, each]) => (id === OWN ? [] : [each])), ...around.also]),
    [around, areas]);

  const settle = (result: Outcome): Drawn[] | null => {
    if (typeof result === 'string') return null;
    return drawnOf(result.content.geometry, result.content.others);
  };
  const keep = (result: Outcome, goesOn = false): boolean => {
    setRefused(typeof result === 'string' ? REFUSED[result] ?? null : null);
    if (typeof result === 'string') return false;
    step(result.content, result.neighbours, goesOn);
    return true;
  };
  const tell = (result: Outcome, done: boolean, goesOn = false) => {
    if (done) keep(result, goesOn);
    return settle(result);
  };
  const hands: Hands = {
    move: (corner, to, done, fresh) => tell(moveCorner(ground, areas, corner, to), done, fresh),
    shift: (east, north, done) => tell(shiftWhole(ground, areas, east, north), done),
    insert: (corner, at) => (keep(insertCorner(ground, areas, corner, at)) ? { ...corner, at: corner.at + 1 } : null),
    choose: setChosen,
    catchFor: (corner) => {
      const from = corner && shape ? pointAt(shape, corner) : undefined;
      return from ? without(everything, (point) => same(point, from)) : everything;
    },
    hintWord: ({ kind }) => t(kind === 'corner' ? 'edit.snap.corner' : 'edit.snap.edge'),
    crowded: setCrowded,
  };
  const scene: Scene = {
    drawn: [...(comparing ? [] : drawnOf(draft.geometry, draft.others)), ...also],
    shape: fixed || drawing || comparing ? null : shape,
    chosen,
    asWhole: !ground.tiles,
  };
  const { map, canvas } = useCanvas(scene, hands);

  useEffect(() => {
    if (!map) return undefined;
    const look = () => {
      const bounds = map.getBounds();
      setView([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]);
    };
    look();
    map.on('moveend', look);
    return () => void map.off('moveend', look);
  }, [map]);
  const stop = () => {
    pen.current?.stop();
    pen.current = null;
    canvas.current?.hint(null);
    setDrawing(null);
  };
  useEffect(() => () => void pen.current?.stop(), [map]);
  const draw = (kind: Kind, another: boolean) => {
    if (!map) return;
    pen.current?.stop();
    setChosen(null);
    setDrawing(kind);
    pen.current = startDrawing({
      map, kind, left: stop,
      snapTo: (pointer) => {
        const found = canvas.current?.snapAt(pointer, null) ?? null;
        canvas.current?.hint(found);
        return found?.at;
      },
      done: (drawn) => {
        const kept = fitted(drawn, layer.geometry);
        step({ geometry: another ? joined(draft.geometry, kept) : kept });
        stop();
      },
    });
  };
  const all = shape ? chainsOf(shape).flatMap(({ points }, chain) => points.map((_, at) => ({ chain, at }))) : [];
  const place = all.findIndex((each) => each.chain === chosen?.chain && each.at === chosen.at);
  return {
    drawing, chosen: place < 0 ? null : chosen, place, corners: all.length,
    at: (shape && pointAt(shape, chosen ?? { chain: 0, at: 0 })) ?? null, crowded, refused, fixed, draw, stop,
    finish: () => pen.current?.finish(),
    choose: setChosen,
    walk: (by) => setChosen(all[(Math.max(place, by > 0 ? -1 : 0) + by + all.length) % all.length] ?? null),
    remove: () => {
      if (chosen && !fixed && keep(removeCorner(ground, areas, chosen))) setChosen(null);
    },
    put: (at) => {
      if (!draft.geometry) step({ geometry: { type: 'Point', coordinates: at } });
      else keep(moveCorner(ground, areas, chosen ?? { chain: 0, at: 0 }, at));
    },
    undoDrawing: () => drawing !== null && (pen.current?.undo() || true),
    redoDrawing: () => drawing !== null && (pen.current?.redo() || true),
  };
}

function drawnOf(own: Geometry | null, others: Areas): Drawn[] {
  return [
    ...Object.values(others).map((shape): Drawn => ({ look: 'other', shape })),
    ...(own ? [{ look: 'own', shape: own } satisfies Drawn] : []),
  ];
}
