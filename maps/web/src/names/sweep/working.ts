/** The list to work off: how far it is, what comes next, and the reasons given before. */

import { DECISIONS, UNDECIDED, type Decision, type Decided, type RuleProgress, type SweepFinding } from '../../sweepApi.ts';
import type { Job } from '../../types.ts';

export interface Progress {
  all: number;
  decided: number;
  by: Record<Decision, number>;
}

export function progressOf(rules: readonly RuleProgress[]): Progress {
  const sum = (of: (rule: RuleProgress) => number) => rules.reduce((total, rule) => total + of(rule), 0);
  const made = (decision: Decision) => sum(({ by_decision: by }) => by[decision] ?? 0);
  return { all: sum(({ found }) => found), decided: sum(({ decided }) => decided), by: { keep: made('keep'), rename: made('rename'), correct: made('correct') } };
}

const openOf = ({ found, decided }: RuleProgress): number => found - decided;

/** The rules of a sweep, the one with most left first; a rule of which nothing is left comes last. */
export const mostOpenFirst = (rules: readonly RuleProgress[]): RuleProgress[] =>
  [...rules].sort((one, other) => openOf(other) - openOf(one) || other.found - one.found);

/** The same after one finding was decided, or decided anew. */
export function recounted(rules: readonly RuleProgress[], before: SweepFinding, after: SweepFinding): RuleProgress[] {
  const from: Decided = before.decision ?? UNDECIDED;
  const to: Decided = after.decision ?? UNDECIDED;
  if (from === to) return [...rules];
  return rules.map((each) => {
    if (each.rule !== before.rule) return each;
    const by: RuleProgress['by_decision'] = { ...each.by_decision };
    by[from] = (by[from] ?? 0) - 1;
    by[to] = (by[to] ?? 0) + 1;
    return { ...each, by_decision: by, decided: each.found - (by[UNDECIDED] ?? 0) };
  });
}

/** What the keys 1, 2 and 3 decide. */
export const decisionOf = (key: string): Decision | null => DECISIONS[Number(key) - 1] ?? null;

const DRAWER = 'cairn.sweep.reasons';
const MOST = 5;

type Reasons = Record<string, string[]>;

function reasons(): Reasons {
  try {
    return (JSON.parse(localStorage.getItem(DRAWER) ?? '{}') as Reasons | null) ?? {};
  } catch {
    return {};
  }
}

const drawerOf = (rule: string, decision: Decision): string => `${rule}:${decision}`;

/** The reasons given for this rule and decision before, the newest first: what holds of one name often holds of many. */
export const reasonsFor = (rule: string, decision: Decision): string[] => reasons()[drawerOf(rule, decision)] ?? [];

export function learnReason(rule: string, decision: Decision, because: string): void {
  const all = reasons();
  const key = drawerOf(rule, decision);
  localStorage.setItem(DRAWER, JSON.stringify({ ...all, [key]: [because, ...(all[key] ?? []).filter((each) => each !== because)].slice(0, MOST) }));
}

/** The sweep a finished job left: the last word of its address. */
export const sweepOfJob = ({ result, id }: Pick<Job, 'result' | 'id'>): string =>
  (typeof result === 'string' ? result.split('/').filter(Boolean).at(-1) : undefined) ?? id;
