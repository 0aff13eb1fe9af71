import { afterEach, describe, expect, it, vi } from 'vitest';
import { decisionOf, learnReason, mostOpenFirst, progressOf, reasonsFor, recounted, sweepOfJob } from '../src/names/sweep/working.ts';
import type { RuleProgress, SweepFinding } from '../src/sweepApi.ts';

const rule = (id: string, found: number, decided: number, by: RuleProgress['by_decision']): RuleProgress => ({ rule: id, title: id, found, decided, by_severity: {}, by_decision: by });
const RULES = [rule('same-name', 4, 1, { undecided: 3, keep: 1 }), rule('brand', 4, 4, { rename: 4 }), rule('level-3', 9, 0, { undecided: 9 })];
const finding = (change: Partial<SweepFinding>): SweepFinding => ({
  id: 1, code: 'PN-1', name: '东方路', kind: 'street', division: null, rule: 'same-name', severity: 'needs_reason', is_approved: false, scope: null,
  title: '重名', article: '', message: '', part: null, decision: null, because: null, decided_by: null, decided_at: null, ...change,
});

describe('the work of a sweep', () => {
  it('is measured', () => expect(progressOf(RULES)).toEqual({ all: 17, decided: 5, by: { keep: 1, rename: 4, correct: 0 } }));
  it('is nothing before there is a finding', () => expect(progressOf([])).toEqual({ all: 0, decided: 0, by: { keep: 0, rename: 0, correct: 0 } }));
  it('begins with the rule that has most left', () => expect(mostOpenFirst(RULES).map((each) => each.rule)).toEqual(['level-3', 'same-name', 'brand']));
  it('moves on with each decision, and with one that is changed', () => {
    const once = recounted(RULES, finding({}), finding({ decision: 'correct' }));
    expect(progressOf(once)).toEqual({ all: 17, decided: 6, by: { keep: 1, rename: 4, correct: 1 } });
    const twice = recounted(once, finding({ decision: 'correct' }), finding({ decision: 'keep' }));
    expect(progressOf(twice)).toEqual({ all: 17, decided: 6, by: { keep: 2, rename: 4, correct: 0 } });
    expect(recounted(RULES, finding({ decision: 'keep' }), finding({ decision: 'keep' }))).toEqual(RULES);
  });
  it.each([['1', 'keep'], ['2', 'rename'], ['3', 'correct'], ['4', null], ['0', null], ['j', null]] as const)('key %s decides %s', (key, decision) => expect(decisionOf(key)).toBe(decision));
  it.each([['/api/names/sweeps/sweep-1', 'sweep-1'], ['', 'job-9'], [null, 'job-9']] as const)('is found by its job: %j', (result, id) => expect(sweepOfJob({ result, id: 'job-9' })).toBe(id));
});

describe('reasons', () => {
  const drawers = new Map<string, string>();
  vi.stubGlobal('localStorage', { getItem: (key: string) => drawers.get(key) ?? null, setItem: (key: string, value: string) => void drawers.set(key, value) });
  afterEach(() => drawers.clear());

  it('come back for the same rule and decision, the newest first and each once', () => {
    for (const because of ['甲', '乙', '甲']) learnReason('brand', 'keep', because);
    learnReason('brand', 'rename', '丙');
    expect(reasonsFor('brand', 'keep')).toEqual(['甲', '乙']);
    expect(reasonsFor('level-3', 'keep')).toEqual([]);
  });
  it('are five at most', () => {
    for (let number = 0; number < 9; number += 1) learnReason('brand', 'keep', String(number));
    expect(reasonsFor('brand', 'keep')).toEqual(['8', '7', '6', '5', '4']);
  });
  it('are forgotten where what was kept cannot be read', () => {
    drawers.set('cairn.sweep.reasons', '{');
    expect(reasonsFor('brand', 'keep')).toEqual([]);
  });
});
