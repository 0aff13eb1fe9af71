/** The map: always there, drawing what it is handed and telling what was touched. */

import 'maplibre-gl/dist/maplibre-gl.css';
import type { Geometry } from 'geojson';
import { LngLatBounds, Map, NavigationControl, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { useEffect, useRef, useState } from 'react';
import { pending } from '../api.ts';
import { FACES } from '../theme.ts';
import { useDifferences } from '../state/differences.ts';
import { useMarks } from '../state/marks.ts';
import { adjust, follow, now } from '../state/store.ts';
import type { Pins } from '../state/tint.ts';
import type { Selection } from '../state/url.ts';
import type { Atlas, Box } from '../types.ts';
import { useWords, type Words } from '../words/index.ts';
import { drawAtlasLayer, isDrawn, removeAtlasLayer } from './atlasLayers.ts';
import { attach, isHeld } from './camera.ts';
import { drawChoropleth, type Choropleth } from './choropleth.ts';
import { drawChosen } from './chosen.ts';
import { drawDifferences } from './differences.ts';
import { groundStyle } from './ground.ts';
import { drawMarks } from './marks.ts';
import { drawPins } from './pins.ts';
import type { Prepared } from './prepared.ts';
import type { Tiling } from './tiled.ts';
import { drawTiledLayer, nameTiledAreas } from './tiledLayers.ts';
import { touched } from './touched.ts';

setWorkerUrl(workerUrl);

/** The country, for a register that knows no place yet. */
const EVERYWHERE: Box = [73, 18, 135, 54];

interface Props {
  atlas: Atlas;
  /** The layers to draw, in the order of the atlas. */
  drawings: Record<string, Prepared>;
  /** The layers that are drawn from tiles. */
  tiled: Record<string, Tiling>;
  choropleth: Choropleth | null;
  /** Places the desk shows with signs of its own. */
  pins: Pins | null;
  chosen: Geometry | null;
  /** Something asked for has not come yet. */
  awaiting: boolean;
  onChoose: (selection: Selection | null) => void;
  onFailure: (reason: string) => void;
}

declare global {
  interface Window {
    __cairn?: { map: Map; readonly ready: boolean; readonly state: unknown };
  }
}

export default function MapView({ atlas, drawings, tiled, choropleth, pins, chosen, awaiting, onChoose, onFailure }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<Map | null>(null);
  const choose = useRef(onChoose);
  choose.current = onChoose;
  const painted = useRef({ idle: false, complete: false });
  const { t } = useWords();
  const differences = useDifferences();
  const marks = useMarks();

  useEffect(() => {
    if (!box.current) return undefined;
    let opened: Map;
    try {
      opened = open(box.current, atlas);
    } catch (thrown) {
      onFailure(thrown instanceof Error ? thrown.message.slice(0, 120) : String(thrown));
      return undefined;
    }
    tellWhenReady(opened, painted.current);
    opened.on('load', () => {
      setMap(opened);
      attach(opened);
    });
    opened.on('moveend', () => adjust({ view: viewOf(opened) }));
    opened.on('click', (event) => {
      if (!isHeld()) choose.current(touched(opened, event.point));
    });
    opened.on('mousemove', (event) => {
      if (!isHeld()) opened.getCanvas().style.cursor = touched(opened, event.point) ? 'pointer' : '';
    });
    const unfollow = follow(() => lookAt(opened));
    return () => {
      unfollow();
      attach(null);
      setMap(null);
      opened.remove();
    };
    // One map for the life of the page.
  }, []);

  useEffect(() => {
    if (map) relabel(map, t);
  }, [map, t]);
  useEffect(() => {
    if (!map) return;
    for (const layer of atlas.layers) {
      const prepared = drawings[layer.id];
      const tiling = tiled[layer.id];
      if (tiling) drawTiledLayer(map, layer, tiling, atlas.layers);
      else if (prepared) drawAtlasLayer(map, layer, prepared, atlas.layers);
      else if (isDrawn(map, layer.id)) removeAtlasLayer(map, layer.id);
    }
  }, [map, atlas, drawings, tiled]);
  useEffect(() => {
    const large = atlas.layers.filter((layer) => tiled[layer.id]);
    if (!map || large.length === 0) return undefined;
    const name = () => large.forEach((layer) => nameTiledAreas(map, layer));
    map.on('idle', name);
    return () => void map.off('idle', name);
  }, [map, atlas, tiled]);
  useEffect(() => {
    if (map) drawChoropleth(map, choropleth);
  }, [map, choropleth]);
  useEffect(() => {
    if (map) drawDifferences(map, differences);
  }, [map, differences]);
  useEffect(() => {
    if (map) drawMarks(map, marks);
  }, [map, marks]);
  useEffect(() => {
    if (map) drawPins(map, pins);
  }, [map, pins]);
  useEffect(() => {
    if (map) drawChosen(map, chosen);
  }, [map, chosen]);
  useEffect(() => {
    painted.current.idle = false;
    painted.current.complete = map !== null && !awaiting;
    map?.triggerRepaint();
  }, [map, awaiting, drawings, tiled, choropleth, pins, chosen, differences, marks]);

  return <div ref={box} className="map" />;
}

function open(container: HTMLElement, atlas: Atlas): Map {
  const { view } = now();
  const [west, south, east, north] = atlas.extent ?? EVERYWHERE;
  const opened = new Map({
    container,
    style: groundStyle(atlas.base_map),
    ...(view
      ? { center: [view.lon, view.lat] as [number, number], zoom: view.zoom }
      : { bounds: new LngLatBounds([west, south, east, north]), fitBoundsOptions: { padding: openingRoom(container) } }),
    localIdeographFontFamily: FACES.join(','),
    attributionControl: atlas.base_map ? { compact: false } : false,
    fadeDuration: window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 300,
    dragRotate: false,
    pitchWithRotate: false,
  });
  opened.touchZoomRotate.disableRotation();
  opened.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  opened.addControl(new ScaleControl({ maxWidth: 120, unit: 'metric' }), 'bottom-right');
  return opened;
}

/** The map's own words, in the language of the page. */
function relabel(opened: Map, t: Words['t']): void {
  opened.getCanvas().setAttribute('aria-label', t('map.label'));
  for (const [control, word] of [['zoom-in', 'map.zoomin'], ['zoom-out', 'map.zoomout']] as const) {
    const button = opened.getContainer().querySelector<HTMLElement>(`.maplibregl-ctrl-${control}`);
    button?.setAttribute('aria-label', t(word));
    button?.setAttribute('title', t(word));
  }
}

const openingRoom = (container: HTMLElement) =>
  document.querySelector('.sheet') ? { top: 24, left: 16, right: 16, bottom: container.clientHeight * 0.42 } : 40;

function viewOf(opened: Map) {
  const { lng, lat } = opened.getCenter();
  return { lon: Number(lng.toFixed(5)), lat: Number(lat.toFixed(5)), zoom: Number(opened.getZoom().toFixed(2)) };
}

/** Back and forward change the address; the map follows when it stands elsewhere. */
function lookAt(opened: Map): void {
  const { view } = now();
  const here = viewOf(opened);
  if (!view || opened.isMoving()) return;
  if (view.lon === here.lon && view.lat === here.lat && view.zoom === here.zoom) return;
  opened.jumpTo({ center: [view.lon, view.lat], zoom: view.zoom });
}

/** For tests in a browser: true once everything asked for has come and is painted. */
function tellWhenReady(opened: Map, painted: { idle: boolean; complete: boolean }): void {
  opened.on('render', () => {
    painted.idle = false;
  });
  opened.on('idle', () => {
    painted.idle = true;
  });
  window.__cairn = {
    map: opened,
    get ready() {
      return painted.idle && painted.complete && pending() === 0;
    },
    get state() {
      return now();
    },
  };
}
