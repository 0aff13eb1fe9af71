/** The place of a name, drawn with the hand of the editing desk; what is drawn is told at once. */

import type { Geometry } from 'geojson';
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import '../edit/edit.css';
import { begin, discard, redo, undo, useDraft } from '../edit/draft.ts';
import { PlaceTools } from '../edit/PlaceTools.tsx';
import { useHandKeys } from '../edit/useHandKeys.ts';
import { usePlace } from '../edit/usePlace.ts';
import { show } from '../map/camera.ts';
import { boxOf } from '../map/places.ts';
import { layerOf, useRegister } from '../state/register.tsx';
import type { LayerInfo } from '../types.ts';
import { useWords } from '../words/index.ts';

interface Props {
  value: Geometry | null;
  onChange: (place: Geometry | null) => void;
  onMapWanted: (wanted: boolean) => void;
}

/** The drawer in which the editing desk keeps it: no layer's. */
const DRAWER = 'naming-place';

export default function PlaceField(props: Props) {
  const { atlas } = useRegister();
  const { draft } = useDraft();
  const layer = layerOf(atlas, 'place_names');
  const first = useRef(props.value);
  useEffect(() => {
    begin({ layer: DRAWER, base: null, neighbours: {}, others: {}, properties: {}, geometry: first.current, because: '', manner: 'amend', since: null, touched: 0 });
    show(boxOf([first.current]), true, 16);
    return discard;
  }, []);
  return layer && draft?.layer === DRAWER ? <Hand {...props} layer={layer} /> : null;
}

const NONE: [] = [];

function Hand({ layer, onChange, onMapWanted }: Props & { layer: LayerInfo }) {
  const { t } = useWords();
  const { atlas, asOf } = useRegister();
  const { draft } = useDraft();
  const told = useRef(draft?.geometry ?? null);
  const placing = usePlace({ draft: draft!, layer, divisions: layerOf(atlas, 'divisions'), asOf, also: NONE, comparing: false });
  useHandKeys({ placing, undo, redo });
  const drawing = placing.drawing !== null;
  useEffect(() => {
    if (!drawing) return undefined;
    onMapWanted(true);
    return () => onMapWanted(false);
  }, [drawing]);
  useEffect(() => {
    if (!draft || draft.geometry === told.current) return;
    told.current = draft.geometry;
    onChange(draft.geometry);
  }, [draft?.geometry]);
  return (
    <div className="place-field">
      <PlaceTools draft={draft!} layer={layer} placing={placing} told={NONE} />
      {draft?.geometry && !drawing && (
        <Button size="small" onClick={() => {
          begin({ ...draft, geometry: null });
        }}>{t('names.place.clear')}</Button>
      )}
    </div>
  );
}
