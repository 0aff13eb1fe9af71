import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FoundName } from '../src/publicNamesApi.ts';
import { verdictOf, whyOf } from '../src/public/finding.ts';
import { above, divisionName } from '../src/public/divisions.ts';
import { BLANK, keep, kept, missing, sendable, typedPlace, type Written } from '../src/public/report.ts';
import { roomOf } from '../src/public/way.ts';
import { wordsIn } from '../src/words/index.ts';

vi.mock('../src/state/store.ts', () => ({ now: () => ({ lang: 'zh' }), go: () => undefined, useSight: () => ({ lang: 'zh' }), adjust: () => undefined }));

const name = (change: Partial<FoundName>): FoundName => ({
  code: 'PN-1', name: '东方路', romanized: 'Dōngfāng Lù', kind: 'street', status: 'in_use', division: '430621100', division_name: null,
  lon: 113, lat: 29, matched_by: 'name', matched: '东方路', ...change,
});

describe('what is said of what was typed', () => {
  it.each([
    ['东方路', [name({})], 'find.official'],
    ['东方 路', [name({})], 'find.official'],
    ['东方路', [name({ name: '东风路', matched_by: 'typo' })], 'find.notofficial'],
    ['东方路', [name({ status: 'retired' })], 'find.was'],
    ['东方巷', [name({ name: '建设路', matched_by: 'former_name', matched: '东方巷' })], 'find.was'],
    ['东方路', [name({ status: 'reserved' })], 'find.proposed'],
    // A road of today takes the word from one that was.
    ['东方路', [name({ status: 'retired' }), name({ code: 'PN-2' })], 'find.official'],
  ] as const)('says of %s', (words, found, verdict) => expect(verdictOf(words, found)).toBe(verdict));

  it.each(['dongfang lu', 'dfl', '东', ''])('gives no verdict on %s: many names may be meant', (words) => expect(verdictOf(words, [name({})])).toBeNull());
  it('gives none on nothing', () => expect(verdictOf('东方路', [])).toBeNull());
});

describe('why a name answers', () => {
  const zh = wordsIn('zh');
  it('is said in words, a former name by itself', () => {
    expect(whyOf(name({ matched_by: 'initials' }), zh)).toBe('拼音首字母相同');
    expect(whyOf(name({ matched_by: 'former_name', matched: '东方巷' }), zh)).toBe('曾用名“东方巷”');
    expect(whyOf(name({ matched_by: 'wrong-tone' }), wordsIn('en'))).toBe('Same pinyin, another tone');
  });
  it('stays readable for a way of matching nobody has words for', () => {
    expect(whyOf(name({ matched_by: 'by-moonlight', matched: '东方道' }), zh)).toBe('与“东方道”相符');
    expect(whyOf(name({ matched_by: 'by-moonlight' }), zh)).toBe('');
  });
});

describe('a report', () => {
  const whole: Written = { ...BLANK, kind: 'wrong', name: ' 东方路 ', message: '拼音写成 Road', at: [113.12, 29.14], placedBy: 'device', accuracy: 8.2 };

  it('says what is missing, in the order of the form', () => {
    expect(missing(BLANK)).toEqual(['kind', 'name', 'where', 'message']);
    expect(missing({ ...whole, message: '   ' })).toEqual(['message']);
    expect(missing(whole)).toEqual([]);
  });

  it('is sent without what was left out, and with how far the device may err', () => {
    expect(sendable(whole)).toEqual({ kind: 'wrong', name: '东方路', message: '拼音写成 Road', lon: 113.12, lat: 29.14, accuracy_m: 9, contact: null });
    expect(sendable({ ...whole, placedBy: 'map' })?.accuracy_m).toBeNull();
    expect(sendable({ ...whole, at: null })).toBeNull();
  });

  it.each([
    ['113.12, 29.14', [113.12, 29.14]],
    ['29.14，113.12', [113.12, 29.14]],
    ['东经113.1234567 北纬29.1', [113.1234567, 29.1]],
    ['113.12', null],
    ['200, 29', null],
    ['岳阳', null],
  ] as const)('reads a typed place: %s', (text, place) => expect(typedPlace(text)).toEqual(place));
});

describe('what is kept of a report', () => {
  const drawers = new Map<string, string>();
  vi.stubGlobal('sessionStorage', { getItem: (key: string) => drawers.get(key) ?? null, setItem: (key: string, value: string) => void drawers.set(key, value) });
  afterEach(() => drawers.clear());

  it('comes back as it was left', () => {
    keep({ ...BLANK, kind: 'damaged', name: '新墙河' });
    expect(kept()).toEqual({ ...BLANK, kind: 'damaged', name: '新墙河' });
  });
  it('is a blank sheet where nothing readable was kept', () => {
    expect(kept()).toEqual(BLANK);
    drawers.set('cairn.report', '{');
    expect(kept()).toEqual(BLANK);
    drawers.set('cairn.report', '{"kind":"rumour","name":"x"}');
    expect(kept()).toEqual({ ...BLANK, name: 'x' });
  });
});

describe('pages and places', () => {
  it('finds its way', () => {
    expect(roomOf('')).toEqual({ room: 'names', id: null });
    expect(roomOf('names/PN-1')).toEqual({ room: 'names', id: 'PN-1' });
    expect(roomOf('reports/abc')).toEqual({ room: 'reports', id: 'abc' });
    expect(roomOf('elsewhere/1')).toEqual({ room: 'names', id: '1' });
  });
  it('names divisions from the widest', () => {
    expect(above('430621100201')).toEqual(['430621', '430621100', '430621100201']);
    expect(divisionName('430621100', { '430621': '岳阳县', '430621100': '荣家湾镇' })).toBe('岳阳县 荣家湾镇');
    expect(divisionName('430621100', {})).toBe('430621100');
  });
});
