import { describe, expect, it } from 'vitest';
import type { Checked, Clock, Finding, Paper, QueuedCase, Spelling } from '../src/namesApi.ts';
import { byClock, leftOf, tallied } from '../src/names/clock.ts';
import { doubtful, grouped, marksOf, pieces, spellingsOf, verdictOf } from '../src/names/findings.ts';
import { byKind, lacking } from '../src/names/papers.ts';
import { cellsOf, itemsFrom } from '../src/names/paste.ts';
import { blank, filled, isWritten, known, repeatedIn, sent } from '../src/names/application.ts';
import { zh as book, type Word } from '../src/words/zh.ts';

const zh = { t: (word: Word, values: Record<string, string | number> = {}) => book[word].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name])) };

const clock = (part: Partial<Clock>): Clock =>
  ({ id: 'filing', title: '备案', article: '《地名管理条例》第十三条', due_on: '2026-11-30', left_days: 2, day_kind: 'working', state: 'running', because: null, ...part });

const queued = (number: string, own: Clock | null, submitted_on: string | null = null): QueuedCase =>
  ({ number, title: number, kind: 'naming', stage: 'accepted', stage_label: '已受理', division: null, names: [number], applicant: null, submitted_on, clock: own, next_steps: [], responsible: null });

const finding = (part: Partial<Finding>): Finding =>
  ({ rule: 'same-name', article: '第九条', severity: 'blocks', message: '重名', remedy: '换名', evidence: {}, part: null, conflicts: [], answer: null, ...part });

describe('a clock in words', () => {
  it('says what is left, in the days it counts, and the weekday', () => {
    expect(leftOf(clock({}), zh)).toBe('还剩 2 个工作日（2026-11-30 周一 前）');
    expect(leftOf(clock({ day_kind: 'calendar', left_days: 15 }), zh)).toBe('还剩 15 天（2026-11-30 周一 前）');
  });
  it('says how far it is over, and that it ends today', () => {
    expect(leftOf(clock({ state: 'overdue', left_days: -3 }), zh)).toBe('已逾期 3 个工作日（应于 2026-11-30 周一 前）');
    expect(leftOf(clock({ state: 'soon', left_days: 0 }), zh)).toBe('今天到期（2026-11-30 周一）');
  });
  it('never guesses a day nobody can count', () => {
    expect(leftOf(clock({ state: 'unknown', due_on: null, left_days: null }), zh)).toBe('期限算不出');
    expect(leftOf(clock({ state: 'paused' }), zh)).toBe('计时暂停');
  });
});

describe('the queue', () => {
  const cases = [
    queued('none', null), queued('met', clock({ state: 'met', left_days: null })), queued('running', clock({ left_days: 1 })), queued('paused', clock({ state: 'paused' })),
    queued('soon', clock({ state: 'soon', left_days: 2 })), queued('unknown', clock({ state: 'unknown', left_days: null })),
    queued('over-1', clock({ state: 'overdue', left_days: -1 })), queued('over-9', clock({ state: 'overdue', left_days: -9 })),
  ];
  it('puts the most pressing first', () => {
    expect(byClock(cases).map(({ number }) => number)).toEqual(['over-9', 'over-1', 'soon', 'unknown', 'running', 'paused', 'met', 'none']);
  });
  it('puts the older of two alike first', () => {
    const same = clock({ left_days: 4 });
    expect(byClock([queued('young', same, '2026-11-20'), queued('old', same, '2026-11-02')]).map(({ number }) => number)).toEqual(['old', 'young']);
  });
  it('counts the states that are there', () => {
    expect(tallied(cases)).toEqual([['overdue', 2], ['soon', 1], ['unknown', 1], ['running', 1], ['paused', 1], ['met', 1]]);
    expect(tallied([queued('none', null)])).toEqual([]);
  });
});

describe('findings', () => {
  it('are grouped, the heaviest first', () => {
    const all = [finding({ severity: 'information' }), finding({}), finding({ severity: 'needs_reason' }), finding({ rule: 'same-sound' })];
    expect(grouped(all).map(([severity, own]) => [severity, own.length])).toEqual([['blocks', 2], ['needs_reason', 1], ['information', 1]]);
  });
  it('come to a verdict; an answer takes a reason away and never a block', () => {
    const answer = { because: '无特定联系' };
    expect(verdictOf([])).toBe('clear');
    expect(verdictOf([finding({ severity: 'information' })])).toBe('clear');
    expect(verdictOf([finding({ severity: 'needs_reason' })])).toBe('needs_reason');
    expect(verdictOf([finding({ severity: 'needs_reason', answer })])).toBe('clear');
    expect(verdictOf([finding({ answer })])).toBe('blocks');
  });
  it('mark the characters they speak of, the heaviest on top, by code point', () => {
    const part = (from: number, to: number, severity: Finding['severity']) => finding({ part: [from, to], severity });
    expect(pieces('𫓧水大道路', [part(0, 1, 'needs_reason'), part(2, 5, 'information'), part(3, 5, 'blocks')])).toEqual([
      { text: '𫓧', severity: 'needs_reason' }, { text: '水', severity: null }, { text: '大', severity: 'information' }, { text: '道路', severity: 'blocks' },
    ]);
    expect(pieces('岳阳路', [finding({})])).toEqual([{ text: '岳阳路', severity: null }]);
  });
  it('put each conflict on the map once, with its heaviest severity, and none without a place', () => {
    const conflict = { code: 'A', name: '岳阳路', romanized: null, kind: 'street', status: 'in_use', division: null, lon: 113.1, lat: 29.1, distance_m: 10, scope: null };
    const marks = marksOf([finding({ severity: 'information', conflicts: [conflict] }), finding({ conflicts: [conflict, { ...conflict, code: 'B', lon: null }] })]);
    expect(marks).toEqual([{ look: 'blocks', word: '岳阳路', code: 'A', geometry: { type: 'Point', coordinates: [113.1, 29.1] } }]);
  });
});

describe('a spelling', () => {
  const spelling: Spelling = { toned: 'Lèqīng Lù', toneless: 'LEQING LU', is_certain: false, alternatives: ['Yuèqīng Lù', 'Lèqīng Lù'], considered: [{ char: '乐', readings: ['lè', 'yuè'] }, { char: '清', readings: ['qīng'] }] };
  it('offers every other spelling once, the proposed one first', () => expect(spellingsOf(spelling)).toEqual(['Lèqīng Lù', 'Yuèqīng Lù']));
  it('tells the characters of several readings', () => expect(doubtful(spelling)).toEqual([{ char: '乐', readings: ['lè', 'yuè'] }]));
});

describe('rows pasted from a spreadsheet', () => {
  const kinds = [{ code: 'street', label: '街路巷' }, { code: 'estate_or_building', label: '住宅区、楼宇' }];
  it('are read by their headings in any order', () => {
    const { items } = itemsFrom('类别\t名称\t命名理由\r\n街路巷\t荷塘路\t方便出行\r\n住宅区\t湖景苑\t', kinds, 'street');
    expect(items.map(({ name, kind, reason }) => [name, kind, reason])).toEqual([['荷塘路', 'street', '方便出行'], ['湖景苑', 'estate_or_building', null]]);
  });
  it('are a plain list without headings; repeated names are told and taken once', () => {
    const pasted = itemsFrom('荷塘路\n\n荷塘路\n湖滨路，街路巷，近湖', kinds, 'street');
    expect(pasted.items.map(({ name, meaning }) => [name, meaning])).toEqual([['荷塘路', null], ['湖滨路', '近湖']]);
    expect(pasted.repeated).toEqual(['荷塘路']);
  });
  it('tell a kind nobody knows and keep the usual one', () => {
    const pasted = itemsFrom('荷塘路\t飞船', kinds, 'street');
    expect(pasted.unknownKinds).toEqual(['飞船']);
    expect(pasted.items[0]?.kind).toBe('street');
  });
  it('keep a quoted cell together', () => expect(cellsOf('"a,b",c')).toEqual(['a,b', 'c']));
});

describe('an application', () => {
  it('leaves out empty lines and numbers the others', () => {
    expect(filled([{ name: ' 荷塘路 ', kind: 'street' }, { name: '', kind: 'street' }, { name: '湖滨路', kind: 'street' }]).map(({ name, position }) => [name, position]))
      .toEqual([['荷塘路', 1], ['湖滨路', 2]]);
  });
  it('is worth keeping once anything is written', () => {
    expect(isWritten(blank('430621'))).toBe(false);
    expect(isWritten({ ...blank('430621'), items: [{ name: '荷', kind: 'street' }] })).toBe(true);
    expect(isWritten({ ...blank('430621'), applicant: '住建局' })).toBe(true);
  });
  it('tells names that stand in it twice', () => {
    expect([...repeatedIn([{ name: '荷塘路', kind: 'street' }, { name: '荷塘路 ', kind: 'street' }, { name: '', kind: 'street' }, { name: '', kind: 'street' }])]).toEqual(['荷塘路']);
  });
});

describe('papers', () => {
  const paper = (kind: string, version: number | null, required = false): Paper => ({
    id: version, kind, label: kind, required, filename: version === null ? null : 'a.pdf', sha256: version === null ? null : 'f'.repeat(64), size: 1, version, at: null, by: null });
  it('are one line a kind, the newest first and those before it kept', () => {
    const [map, ...others] = byKind([paper('map', 1), paper('map', 3), paper('map', 2)]);
    expect(others).toEqual([]);
    expect([map?.newest.version, map?.before.map(({ version }) => version)]).toEqual([3, [2, 1]]);
  });
  it('put what is required first and count what is missing', () => {
    const all = [paper('map', 1), paper('approval', null, true), paper('application', 1, true)];
    expect(byKind(all).map(({ newest }) => newest.kind)).toEqual(['application', 'approval', 'map']);
    expect(lacking(all)).toBe(1);
  });
});

describe('what a check knows', () => {
  const checked = (is_certain: boolean): Checked => ({ name: '荷塘路', kind: 'street', scope: null, findings: [], verdict: 'clear',
    spelling: { toned: 'Hétáng Lù', toneless: 'HETANG LU', specific: '荷塘', generic: '路', is_certain } });
  it('fills the parts, and the spelling only where it is certain', () => {
    expect(known(checked(true))).toEqual({ spelt: 'Hétáng Lù', specific_term: '荷塘', generic_term: '路' });
    expect(known(checked(false)).spelt).toBeNull();
  });
  it('is sent with what was chosen before what the rules say, and nothing empty', () => {
    expect(sent({ name: '荷塘路', kind: 'street', spelt: 'Hétáng Lù', meaning: '', geometry: null, position: 3 })).toEqual({ name: '荷塘路', kind: 'street', romanized: 'Hétáng Lù' });
    expect(sent({ name: '乐清路', kind: 'street', spelt: 'Lèqīng Lù', romanized: 'Yuèqīng Lù' }).romanized).toBe('Yuèqīng Lù');
  });
});
