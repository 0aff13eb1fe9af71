import { describe, expect, it } from 'vitest';
import { partOf } from '../src/state/parts.ts';
import { tintOf } from '../src/state/tint.ts';
import type { Things } from '../src/types.ts';

const square = (code: string, invented = false): Things['features'][number] => ({
  type: 'Feature', properties: { code, invented },
  geometry: { type: 'Polygon', coordinates: [[[113, 29], [113.1, 29], [113.1, 29.1], [113, 29]]] },
});
const divisions: Things = { type: 'FeatureCollection', features: [square('430621100', true), square('430621101'), square('430621')] };
const scale = { breaks: [1], colours: ['#ffffff', '#000000'], target: null };

describe('a part of the coverage desk', () => {
  it('is the beds unless another is named', () => {
    expect([null, 'reach', 'siting', 'audit'].map((tab) => partOf({ desk: 'coverage', tab }))).toEqual(['beds', 'reach', 'siting', 'beds']);
  });

  it('is none of another desk', () => {
    expect(partOf({ desk: 'names', tab: 'reach' })).toBeNull();
  });
});

describe('a tint', () => {
  const { shapes } = tintOf(divisions, [{ id: '430621100', name: '荣家湾镇', value: 0.5 }, { id: '430621101', name: '黄沙街镇', value: null }], scale);

  it('leaves out divisions that have no row', () => {
    expect(shapes.features.map((feature) => feature.properties.id)).toEqual(['430621100', '430621101']);
  });

  it('writes the figure under the name, and a dash for none', () => {
    expect(shapes.features.map((feature) => feature.properties.label)).toEqual(['荣家湾镇\n0.50', '黄沙街镇\n—']);
  });

  it('says of each area whether it is invented', () => {
    expect(shapes.features.map((feature) => feature.properties.invented)).toEqual([true, false]);
  });
});
