import { describe, expect, it } from 'vitest';
import { comparedOf, picked, planOf, rowsOf, written } from '../src/scenarios/address.ts';
import { stepWord } from '../src/scenarios/steps.ts';
import { frameOf, moved, zoomed } from '../src/scenarios/twin.ts';
import type { Things } from '../src/types.ts';
import { zh } from '../src/words/zh.ts';

const square = (code: string, west: number, south: number): Things['features'][number] => ({
  type: 'Feature', properties: { code, name: code },
  geometry: { type: 'Polygon', coordinates: [[[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]] },
});

describe('the address of plans', () => {
  it('reads one plan, or two different ones', () => {
    expect(planOf({ plan: '12' })).toBe(12);
    expect([planOf({}), planOf({ plan: '0' }), planOf({ plan: '1e3' })]).toEqual([null, null, null]);
    expect(comparedOf({ compare: '1,2' })).toEqual([1, 2]);
    expect(['1', '1,1', '1,2,3', 'a,2', ''].map((compare) => comparedOf({ compare }))).toEqual([null, null, null, null, null]);
  });

  it('says which rows and reads them back', () => {
    expect(written('waiting', 'after', '430621100')).toBe('waiting:after:430621100');
    for (const asked of [['served', 'before', '1'], ['works', 'after', undefined]] as const) {
      expect(rowsOf(written(...asked))).toEqual({ of: asked[0], when: asked[1], township: asked[2] ?? null });
    }
  });

  it('keeps the last two that were ticked', () => {
    expect(picked([1, 2], 3)).toEqual([2, 3]);
    expect(picked([1, 2], 1)).toEqual([2]);
  });
});

describe('the linked maps', () => {
  const things: Things = { type: 'FeatureCollection', features: [square('a', 100, 0), square('b', 101, 0), square('c', 150, 40)] };
  const frame = frameOf(things, new Set(['a', 'b']))!;

  it('draws what is asked for, north above and true in proportion', () => {
    expect(frame.outlines.map((area) => area.code)).toEqual(['a', 'b']);
    const [west, east, north, south] = [frame.at(100, 0.5)[0], frame.at(102, 0.5)[0], frame.at(100, 1)[1], frame.at(100, 0)[1]];
    expect([west, east, north]).toEqual([0, 1000, 0]);
    // Two degrees across at the equator are twice one degree up.
    expect(south).toBeCloseTo(500, 0);
    expect(frameOf(things, new Set(['none']))).toBeNull();
  });

  it('is enlarged around its middle and never leaves the whole', () => {
    const near = zoomed(frame.whole, 2, frame.whole);
    expect(near.width).toBeCloseTo(frame.whole.width / 2);
    expect(near.x + near.width / 2).toBeCloseTo(frame.whole.x + frame.whole.width / 2);
    expect(zoomed(near, 0.01, frame.whole)).toEqual(frame.whole);
    const far = moved(near, 9, -9, frame.whole);
    expect(far.x + far.width).toBeCloseTo(frame.whole.x + frame.whole.width);
    expect(far.y).toBeCloseTo(frame.whole.y);
  });
});

describe('steps of the action list', () => {
  it('are called by where they come from', () => {
    const to = (state: 'planned' | 'under_construction' | 'filed', needs_reason: boolean) => ({ state, needs_reason, needs_document: false });
    expect(zh[stepWord('planned', to('under_construction', false))]).toBe('开工');
    expect(zh[stepWord('filed', to('under_construction', true))]).toBe('退回在建');
    expect(zh[stepWord('stopped', to('planned', true))]).toBe('重新启动');
    expect(zh[stepWord('filed', to('planned', true))]).toBe('退回规划');
  });
});
