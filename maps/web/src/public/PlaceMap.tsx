/** A map for one place, with the county's divisions and roads around it. */

import type { Geometry } from 'geojson';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { MapGuard } from '../shell/MapGuard.tsx';
import { show } from '../map/camera.ts';
import { boxOf } from '../map/places.ts';
import { useDrawings } from '../state/drawings.ts';
import { useRegister } from '../state/register.tsx';
import { useWords } from '../words/index.ts';

const MapView = lazy(() => import('../map/MapView.tsx'));
const AROUND = ['divisions', 'roads'];
const CLOSEST = 16;

interface Props {
  place: Geometry | null;
  /** What the map shows, for whoever does not see it. */
  label: string;
  /** Whether the map goes to the place when it changes. */
  follows?: boolean;
}

const nothing = () => undefined;

export function PlaceMap({ place, label, follows = true }: Props) {
  const { t } = useWords();
  const { atlas, asOf } = useRegister();
  const [failure, setFailure] = useState<string | null>(null);
  const on = useMemo(() => atlas.layers.filter(({ id, geometry }) => geometry && AROUND.includes(id)).map(({ id }) => id), [atlas]);
  const drawings = useDrawings(atlas, on, asOf);
  useEffect(() => {
    if (place && follows) show(boxOf([place]), false, CLOSEST);
  }, [place, follows]);
  const awaiting = on.some((layer) => !drawings.prepared[layer] && !drawings.tiled[layer] && !drawings.failures[layer]);
  if (failure !== null) return <p className="public-note" role="note">{t('error.map.what')} · {t('error.map.remedy')}</p>;
  return (
    <div className="place-map" role="group" aria-label={label}>
      <MapGuard onFailure={setFailure}>
        <Suspense fallback={<p className="map-loading quiet">{t('state.loading')}</p>}>
          <MapView atlas={atlas} drawings={drawings.prepared} tiled={drawings.tiled} choropleth={null} pins={null} chosen={place} awaiting={awaiting} onChoose={nothing} onFailure={setFailure} />
        </Suspense>
      </MapGuard>
      <p className="approval">{atlas.map_approval || t('map.approval.none')}</p>
    </div>
  );
}
