/** The hand on the map for as long as a form is open. */

import type { Map } from 'maplibre-gl';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { followMap } from '../map/camera.ts';
import { Canvas, type Hands, type Scene } from './canvas.ts';

export interface Hand {
  map: Map | null;
  canvas: RefObject<Canvas | null>;
}

export function useCanvas(scene: Scene, hands: Hands): Hand {
  const [map, setMap] = useState<Map | null>(null);
  const canvas = useRef<Canvas | null>(null);
  useEffect(() => {
    const unfollow = followMap(setMap);
    return () => void unfollow();
  }, []);
  useEffect(() => {
    if (!map) return undefined;
    const opened = new Canvas(map, hands);
    canvas.current = opened;
    return () => {
      canvas.current = null;
      opened.destroy();
    };
    // The hand is one for the life of the map; what it shows follows below.
  }, [map]);
  useEffect(() => canvas.current?.show(scene, hands));
  return { map, canvas };
}
