/** Touches of the map as places, for as long as somebody asks for them. */

import type { Map } from 'maplibre-gl';
import { useEffect, useRef, useState } from 'react';
import { followMap, hold } from './camera.ts';

/** Seven decimals of a degree are a centimetre. */
export const fine = (degrees: number): number => Number(degrees.toFixed(7));

/** The map, whose touches are told as lon/lat in degrees while `active`; meanwhile they choose nothing. */
export function usePointing(active: boolean, onTouch: (lon: number, lat: number) => void): Map | null {
  const [map, setMap] = useState<Map | null>(null);
  const touch = useRef(onTouch);
  touch.current = onTouch;
  useEffect(() => {
    const unfollow = followMap(setMap);
    return () => void unfollow();
  }, []);
  useEffect(() => {
    if (!map || !active) return undefined;
    const canvas = map.getCanvas();
    const press = ({ lngLat }: { lngLat: { lng: number; lat: number } }) => touch.current(fine(lngLat.lng), fine(lngLat.lat));
    hold(true);
    canvas.style.cursor = 'crosshair';
    map.on('click', press);
    return () => {
      hold(false);
      canvas.style.cursor = '';
      map.off('click', press);
    };
  }, [map, active]);
  return map;
}
