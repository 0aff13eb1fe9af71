/** The question as it stands in the address. */

import type { MeasureId, Question, RuleId } from '../reachApi.ts';
import { amountOf, modeOf, serviceOf, type Typed } from '../siting/question.ts';

export const RULES: readonly RuleId[] = ['nearest', 'best'];
export const MEASURES: readonly MeasureId[] = ['2sfca', 'e2sfca', 'm2sfca', 'availability'];

export const ruleOf = (typed: Typed): RuleId => RULES.find((each) => each === typed['rule']) ?? 'nearest';
export const measureOf = (typed: Typed): MeasureId => MEASURES.find((each) => each === typed['measure']) ?? '2sfca';

/** Runs of reach are called so; another part's run in the address is none of ours. */
export const isReachRun = (run: string | null): run is string => run?.startsWith('rch-') ?? false;

export function questionOf(typed: Typed, asOf: string): Question {
  const limit = amountOf(typed['limit'] ?? '');
  return {
    service: serviceOf(typed), mode: modeOf(typed), rule: ruleOf(typed), measure: measureOf(typed), as_of: asOf,
    ...(limit !== null && limit > 0 ? { limit } : {}),
  };
}
