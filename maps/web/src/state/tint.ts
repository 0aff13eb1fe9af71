/** What a part of the coverage desk puts on the map: areas coloured by its figure, and places with a sign of their own. */

import { useEffect, useSyncExternalStore } from 'react';
import { readThings } from '../api.ts';
import { DASH, rate } from '../format.ts';
import type { Scale } from '../map/classes.ts';
import type { Choropleth } from '../map/choropleth.ts';
import type { Things } from '../types.ts';
import { useLoaded } from './loading.ts';
import type { Selection } from './url.ts';

/** Areas coloured by a figure, with what the legend says of it. */
export interface Tint {
  choropleth: Choropleth;
  title: string;
  unit: string;
  /** Whether sample data are among what it is made of. */
  invented?: boolean;
}

/** How a place is drawn; colour and shape differ, the word stands in the legend. */
export interface PinKind {
  id: string;
  /** What the legend calls it. */
  title: string;
  colour: string;
  shape: PinShape;
  /** Drawn hollow: its rim in the colour, white within. */
  hollow?: boolean;
  /** Drawn small and named late: there are many of it. */
  small?: boolean;
}

export type PinShape = 'disc' | 'square' | 'diamond' | 'triangle' | 'star' | 'cross';

export interface Pin {
  /** The id of its kind. */
  kind: string;
  lon: number;
  lat: number;
  name: string;
  /** What a touch chooses: layer and id as in the address. */
  layer: string;
  id: string;
  invented?: boolean;
  /** What the card says of it, line by line. */
  says?: readonly string[];
}

/** Places and what their signs mean. */
export interface Pins {
  kinds: readonly PinKind[];
  /** In the order in which they are drawn: the last lies on top. */
  pins: readonly Pin[];
}

function shelf<T>() {
  let current: T | null = null;
  const listeners = new Set<() => void>();
  const put = (next: T | null) => {
    current = next;
    for (const listener of listeners) listener();
  };
  return {
    useShown(value: T | null): void {
      useEffect(() => {
        if (value === null) return undefined;
        put(value);
        return () => {
          if (current === value) put(null);
        };
      }, [value]);
    },
    useCurrent: (): T | null => useSyncExternalStore(
      (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      () => current,
    ),
  };
}

const tints = shelf<Tint>();
const places = shelf<Pins>();

/** Colour areas for as long as the caller is shown; hand in the same object for as long as nothing changed. */
export const useTint = tints.useShown;
export const useTinted = tints.useCurrent;
/** Show places for as long as the caller is shown; the same object twice is drawn once. */
export const usePins = places.useShown;
export const usePinned = places.useCurrent;

/** The townships of a day, to be coloured; read once. */
export const useTownships = (asOf: string): Things | null =>
  useLoaded(`townships:${asOf}`, (signal) => readThings('divisions', asOf, signal)).value;

/** A figure of an area. */
export interface Tinted {
  /** The code of the division. */
  id: string;
  name: string;
  value: number | null;
  /** What is written under its name; the value with two decimals unless said otherwise. */
  label?: string;
  invented?: boolean;
}

/** Divisions coloured by their figures; an area whose figure is not told is left out. */
export function tintOf(divisions: Things, rows: readonly Tinted[], scale: Scale): Choropleth {
  const known = new Map(rows.map((row) => [row.id, row]));
  const features = divisions.features.flatMap(({ geometry, properties }): Choropleth['shapes']['features'] => {
    const row = known.get(String(properties['code'] ?? ''));
    if (!row || !geometry) return [];
    const said = `${row.name}\n${row.value === null ? DASH : row.label ?? rate(row.value)}`;
    const { id, name, value, invented } = row;
    return [{ type: 'Feature', geometry, properties: { layer: 'divisions', id, name, rate: value, label: said, invented: invented ?? properties['invented'] === true } }];
  });
  return { layer: 'divisions', shapes: { type: 'FeatureCollection', features }, scale };
}

/** The place a selection is of, and what its sign means. */
export function pinOf(pins: Pins | null, selection: Selection | null): { pin: Pin; kind: PinKind | undefined } | null {
  const pin = selection && pins?.pins.find(({ layer, id }) => layer === selection.layer && id === selection.id);
  return pin ? { pin, kind: pins?.kinds.find(({ id }) => id === pin.kind) } : null;
}
