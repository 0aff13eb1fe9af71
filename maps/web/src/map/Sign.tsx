/** A layer's sign in a list, the same as on the map. */

import type { LayerInfo } from '../types.ts';
import { pathOf } from './shapes.ts';

interface Props {
  layer: Pick<LayerInfo, 'geometry' | 'symbol'>;
  invented?: boolean;
}

const isLine = (geometry: string | null) => geometry?.includes('LINESTRING') ?? false;
const isArea = (geometry: string | null) => geometry?.includes('POLYGON') ?? false;

export function Sign({ layer, invented = false }: Props) {
  const { colour, icon } = layer.symbol;
  const dots = invented ? { strokeDasharray: '0.1 4.6', strokeLinecap: 'round' as const } : {};
  return (
    <svg width="18" height="18" viewBox="0 0 24 24" aria-hidden="true" className="sign">
      {isLine(layer.geometry) && <path d="M2 17L9 8l5 6l8-9" fill="none" stroke={colour} strokeWidth="3" {...dots} />}
      {isArea(layer.geometry) && (
        <path d="M3 5h18v14H3z" fill={colour} fillOpacity="0.22" stroke={colour} strokeWidth="2.2" {...dots} />
      )}
      {!isLine(layer.geometry) && !isArea(layer.geometry) && (
        <path d={pathOf(icon)} fill={colour} fillOpacity={invented ? 0.5 : 1}
          stroke={colour} strokeWidth="2" {...dots} />
      )}
    </svg>
  );
}
