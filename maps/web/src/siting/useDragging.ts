/** Signs of a desk that are dragged on the map: told where they are while they move, and where they are dropped. */

import type { Map, MapMouseEvent, MapTouchEvent } from 'maplibre-gl';
import { useEffect, useRef, useState } from 'react';
import { followMap, hold } from '../map/camera.ts';
import { PIN_LAYER } from '../map/pins.ts';
import { fine } from '../map/pointing.ts';

type Ear = (id: string, lon: number, lat: number, dropped: boolean) => void;

/** Follow the signs of one layer as the pointer or a finger drags them. */
export function useDragging(layer: string, onDrag: Ear): void {
  const [map, setMap] = useState<Map | null>(null);
  const ear = useRef(onDrag);
  ear.current = onDrag;
  useEffect(() => {
    const unfollow = followMap(setMap);
    return () => void unfollow();
  }, []);
  useEffect(() => (map ? follow(map, layer, (...told) => ear.current(...told)) : undefined), [map, layer]);
}

function follow(map: Map, layer: string, tell: Ear): () => void {
  let dragged: string | null = null;
  let moved = false;
  const take = (event: MapMouseEvent | MapTouchEvent) => {
    if (!map.getLayer(PIN_LAYER)) return;
    const found = map.queryRenderedFeatures(event.point, { layers: [PIN_LAYER] }).find((feature) => feature.properties['layer'] === layer);
    if (!found) return;
    event.preventDefault();
    dragged = String(found.properties['id']);
    moved = false;
    hold(true);
  };
  const move = (event: MapMouseEvent | MapTouchEvent) => {
    if (dragged === null) return;
    moved = true;
    tell(dragged, fine(event.lngLat.lng), fine(event.lngLat.lat), false);
  };
  const drop = (event: MapMouseEvent | MapTouchEvent) => {
    if (dragged === null) return;
    if (moved) tell(dragged, fine(event.lngLat.lng), fine(event.lngLat.lat), true);
    dragged = null;
    // The click that ends a drag chooses nothing.
    window.setTimeout(() => hold(false));
  };
  const listening = [
    map.on('mousedown', take), map.on('touchstart', take), map.on('mousemove', move), map.on('touchmove', move), map.on('mouseup', drop), map.on('touchend', drop),
  ];
  return () => {
    hold(false);
    for (const each of listening) each.unsubscribe();
  };
}
