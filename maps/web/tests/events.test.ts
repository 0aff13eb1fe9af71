import { describe, expect, it } from 'vitest';
import { changedFields, happenings, standingOf } from '../src/history/events.ts';
import { far } from '../src/history/far.ts';
import type { Version } from '../src/historyApi.ts';

const at = (clock: string) => `2024-03-01T${clock}+08:00`;

function version(number: number, given: Partial<Version>): Version {
  return {
    version: number, deed: 'update', recorded_at: at('08:00:00.000001'), superseded_at: null, recorded_by: '王芳', because: '台账',
    withdrawn: false, closed_by: null, closed_because: null, valid_from: '2010-01-01', valid_to: null,
    properties: { name: '敬老院', beds: 100, valid_from: '2010-01-01', version: number }, geometry: { type: 'Point', coordinates: [113.1, 29.1] },
    ...given,
  };
}

const told = (versions: Version[]) => happenings(versions).map((each) => [each.what, each.day, each.before?.version ?? null, each.after?.version ?? null]);

describe('what happened to a thing', () => {
  it('was entered', () => {
    expect(told([version(1, {})])).toEqual([['entered', '2010-01-01', null, 1]]);
  });

  it('was corrected: a version takes over at the very moment another is superseded', () => {
    const [first, second] = [version(1, { superseded_at: at('09:00:00.5') }), version(2, { recorded_at: at('09:00:00.5'), properties: { name: '敬老院', beds: 120 } })];
    expect(told([first, second])).toEqual([['amended', null, 1, 2], ['entered', '2010-01-01', null, 1]]);
    expect(changedFields(first, second)).toEqual(['beds']);
  });

  it('changed on a day: the period that closes and the one that opens are one event', () => {
    const versions = [
      version(1, { superseded_at: at('10:00:00.1') }),
      version(2, { recorded_at: at('10:00:00.1'), valid_to: '2020-01-01' }),
      version(3, { recorded_at: at('10:00:00.2'), valid_from: '2020-01-01', properties: { name: '敬老院', beds: 200 } }),
    ];
    expect(told(versions)).toEqual([['changed', '2020-01-01', 2, 3], ['entered', '2010-01-01', null, 1]]);
  });

  it('ended on a day, and was brought back', () => {
    const versions = [
      version(1, { superseded_at: at('10:00:00.1') }),
      version(2, { recorded_at: at('10:00:00.1'), superseded_at: at('11:00:00.1'), valid_to: '2020-01-01' }),
      version(3, { recorded_at: at('11:00:00.1') }),
    ];
    expect(told(versions)).toEqual([['reopened', null, 2, 3], ['ended', '2020-01-01', 1, 2], ['entered', '2010-01-01', null, 1]]);
  });

  it('was withdrawn, by whom and why', () => {
    const gone = version(1, { superseded_at: at('10:00:00'), withdrawn: true, closed_by: '李明', closed_because: '重复录入' });
    const [last] = happenings([gone]);
    expect(last).toMatchObject({ what: 'withdrawn', by: '李明', because: '重复录入', before: gone, after: null });
  });

  it('tells a place that moved among the fields', () => {
    const moved = version(2, { geometry: { type: 'Point', coordinates: [113.11, 29.1] } });
    expect(changedFields(version(1, {}), moved)).toEqual(['geom']);
  });
});

describe('what stands', () => {
  const past = version(2, { valid_to: '2020-01-01' });
  const present = version(3, { valid_from: '2020-01-01' });

  it('is the version of the day, whichever was written last', () => {
    expect(standingOf([version(1, { superseded_at: at('09:00:00') }), past, present], '2024-12-31')).toBe(present);
    expect(standingOf([present, { ...past, version: 4 }], '2024-12-31')).toBe(present);
  });

  it('is the last one of a thing that ended, and none of a thing withdrawn', () => {
    expect(standingOf([past], '2024-12-31')).toBe(past);
    expect(standingOf([version(1, { withdrawn: true, superseded_at: at('09:00:00') })], '2024-12-31')).toBeNull();
  });
});

describe('how far a point was moved', () => {
  it('is told in metres', () => {
    const point = (lon: number, lat: number) => ({ type: 'Point' as const, coordinates: [lon, lat] });
    expect(far(point(113, 29), point(113, 29.001))).toBe('111');
    expect(far(point(113, 29), point(113.00001, 29))).toBe('1.0');
    expect(far(point(113, 29), null)).toBeNull();
    expect(far({ type: 'LineString', coordinates: [[0, 0], [1, 1]] }, point(0, 0))).toBeNull();
  });
});
