/** The layers of the register, grouped, with sign and count, switched on and off. */

import { EditOutlined } from '@ant-design/icons';
import { Button, Switch, Tooltip } from 'antd';
import { count } from '../format.ts';
import { Sign } from '../map/Sign.tsx';
import { layersOn, type Drawings } from '../state/drawings.ts';
import { useRegister } from '../state/register.tsx';
import { mayWrite, useSession } from '../state/session.ts';
import { adjust, go, useSight } from '../state/store.ts';
import type { LayerInfo } from '../types.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { SampleMark } from '../shell/SampleMark.tsx';
import { useWords } from '../words/index.ts';

export function AtlasList({ drawings }: { drawings: Drawings }) {
  const { t, title } = useWords();
  const { atlas, asOf } = useRegister();
  const sight = useSight();
  const on = layersOn(sight, atlas);
  const turn = (layer: string, shown: boolean) =>
    adjust({ layers: shown ? [...on, layer] : on.filter((each) => each !== layer) });
  if (atlas.layers.every((layer) => layer.count === 0)) return <p className="quiet">{t('atlas.empty')}</p>;
  return (
    <div className="atlas">
      {atlas.groups.map((group) => {
        const layers = atlas.layers.filter((layer) => layer.group === group.id);
        if (layers.length === 0) return null;
        return (
          <div key={group.id} role="group" aria-label={title(group)}>
            <h3>{title(group)}</h3>
            {layers.map((layer) => (
              <div key={layer.id}>
                <LayerLine layer={layer} shown={on.includes(layer.id)} onTurn={(shown) => turn(layer.id, shown)} />
                {drawings.failures[layer.id] && on.includes(layer.id) && (
                  <ProblemNote problem={drawings.failures[layer.id]!} retry={() => drawings.retry(layer.id)} />
                )}
              </div>
            ))}
          </div>
        );
      })}
      <p className="quiet small">{t('atlas.asof', { date: asOf })}</p>
    </div>
  );
}

interface LineProps {
  layer: LayerInfo;
  shown: boolean;
  onTurn: (shown: boolean) => void;
}

function LayerLine({ layer, shown, onTurn }: LineProps) {
  const { t, title } = useWords();
  const named = title(layer);
  const writes = mayWrite(useSession(), layer.id);
  return (
    <div className="layer-line" data-testid={`layer-${layer.id}`}>
      <Sign layer={layer} invented={layer.invented_count > 0} />
      <span className="layer-name" title={layer.basis}>{named}</span>
      {layer.invented_count > 0 && (
        <Tooltip title={t('sample.count', { count: count(layer.invented_count) })}><span><SampleMark /></span></Tooltip>
      )}
      {writes && <Button type="text" size="small" icon={<EditOutlined />} aria-label={t('atlas.edit', { title: named })}
        onClick={() => go({ desk: 'data', edit: { layer: layer.id, thing: null }, selection: null })} />}
      <span className="amount">{count(layer.count)}</span>
      {layer.geometry
        ? <Switch size="small" checked={shown} onChange={onTurn} aria-label={t('atlas.toggle', { title: named })} />
        : <Tooltip title={t('atlas.noplace')}><span className="no-switch" aria-label={t('atlas.noplace')} role="note">—</span></Tooltip>}
    </div>
  );
}
