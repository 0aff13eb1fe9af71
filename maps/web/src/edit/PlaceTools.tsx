/** Place and shape in the panel: draw, walk the corners, type coordinates; or why the position stays. */

import { DeleteOutlined, LeftOutlined, RightOutlined, UndoOutlined } from '@ant-design/icons';
import { Button, Space } from 'antd';
import { createPortal } from 'react-dom';
import { useRegister } from '../state/register.tsx';
import type { LayerInfo } from '../types.ts';
import { useWords, type Word } from '../words/index.ts';
import { CoordinateInput } from './CoordinateInput.tsx';
import type { Draft } from './draft.ts';
import { kindsOf, type Kind } from './drawing.ts';
import type { Told } from './FieldInput.tsx';
import type { Placing } from './usePlace.ts';

interface Props {
  draft: Draft;
  layer: LayerInfo;
  placing: Placing;
  told: Told[];
}

const DRAW: Record<Kind, Word> = { point: 'edit.add.point', line: 'edit.add.line', area: 'edit.add.area' };
const DRAWING: Record<Kind, Word> = { point: 'edit.place.drawing.point', line: 'edit.place.drawing.line', area: 'edit.place.drawing.area' };

export function PlaceTools({ draft, layer, placing, told }: Props) {
  const { t } = useWords();
  if (!layer.geometry) return <p className="quiet">{t('edit.place.noplace')}</p>;
  const together = Object.keys(draft.others).map((id) => draft.neighbours[id]?.title ?? id);
  return (
    <div className="place-tools" data-testid="place-tools">
      {placing.fixed ? <Fixed layer={layer} /> : <Movable draft={draft} layer={layer} placing={placing} />}
      {together.length > 0 && <p className="together" role="status">{t('edit.place.together', { names: together.join('、') })}</p>}
      {placing.refused && <p className="field-told warning" role="alert">{t(placing.refused, { count: placing.corners })}</p>}
      <ul className="field-told">{told.map(({ message, severity }) => <li key={message} className={severity}>{message}</li>)}</ul>
    </div>
  );
}

function Fixed({ layer }: { layer: LayerInfo }) {
  const { t } = useWords();
  return <p className="lawful" data-testid="place-fixed" role="note"><strong>{t('edit.place.fixed')}</strong> {layer.moved_by}</p>;
}

function Movable({ draft, layer, placing }: Omit<Props, 'told'>) {
  const { t } = useWords();
  const { atlas } = useRegister();
  const { draw } = placing;
  if (placing.drawing) return <Pen placing={placing} />;
  const kinds = kindsOf(layer.geometry);
  const isPoint = draft.geometry?.type === 'Point';
  const several = draft.geometry?.type.startsWith('Multi') ?? false;
  const canType = isPoint || (!draft.geometry && kinds.includes('point')) || placing.chosen !== null;
  const [west = 114, , east = west] = atlas.extent ?? [];
  return (
    <>
      {!draft.geometry && <p className="quiet">{t('edit.place.none')}</p>}
      <Space wrap>
        {!draft.geometry && kinds.map((kind) => (
          <Button key={kind} size="small" type="primary" data-testid={`draw-${kind}`} onClick={() => draw(kind, false)}>{t(DRAW[kind])}</Button>
        ))}
        {draft.geometry && !layer.tiles && !isPoint && kinds.map((kind) => (
          <Button key={kind} size="small" onClick={() => draw(kind, false)}>{t('edit.place.redraw')}{kinds.length > 1 ? ` · ${t(DRAW[kind])}` : ''}</Button>
        ))}
        {several && !layer.tiles && <Button size="small" onClick={() => draw(kinds[0] ?? 'area', true)}>{t('edit.place.part')}</Button>}
      </Space>
      {draft.geometry && <p className="quiet small">{t(placing.crowded ? 'edit.place.crowded' : isPoint ? 'edit.place.help.point' : 'edit.place.help')}</p>}
      {draft.geometry && !isPoint && <Corners placing={placing} />}
      {canType && <CoordinateInput at={placing.at} countyLon={(west + east) / 2} onPlace={placing.put} />}
    </>
  );
}

/** What to do while something is drawn: on the map itself, for a phone's panel makes room for it. */
function Pen({ placing }: { placing: Placing }) {
  const { t } = useWords();
  const stage = document.querySelector('.stage');
  if (!placing.drawing || !stage) return null;
  return createPortal(
    <div className="pen" data-testid="pen">
      <p role="status">{t(DRAWING[placing.drawing])}</p>
      <Space wrap>
        {placing.drawing !== 'point' && <Button size="small" type="primary" onClick={placing.finish} data-testid="pen-finish">{t('edit.place.finish')}</Button>}
        {placing.drawing !== 'point' && <Button size="small" icon={<UndoOutlined />} aria-label={t('edit.undo')} onClick={() => placing.undoDrawing()} />}
        <Button size="small" onClick={placing.stop} data-testid="pen-stop">{t('edit.place.cancel')}</Button>
      </Space>
    </div>,
    stage,
  );
}

function Corners({ placing }: { placing: Placing }) {
  const { t } = useWords();
  const { chosen, corners } = placing;
  return (
    <div className="corners">
      <Button size="small" icon={<LeftOutlined />} aria-label={t('edit.place.previous')} onClick={() => placing.walk(-1)} />
      <Button size="small" icon={<RightOutlined />} aria-label={t('edit.place.next')} onClick={() => placing.walk(1)} />
      <span role="status">{chosen ? t('edit.place.corner', { at: placing.place + 1, count: corners }) : t('edit.place.corner.none', { count: corners })}</span>
      {chosen && <Button size="small" icon={<DeleteOutlined />} onClick={placing.remove}>{t('edit.place.delete')}</Button>}
    </div>
  );
}
