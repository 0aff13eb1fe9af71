/** The question as it stands in the address. */

import type { MeasureId, Question, RuleId } from '../reachApi.ts';
import { amountOf, ANY, modeOf, serviceOf, type Typed } from '../siting/question.ts';

export const RULES: readonly RuleId[] = ['nearest', 'best'];
export const MEASURES: readonly MeasureId[] = ['2sfca', 'e2sfca', 'm2sfca', 'availability'];

export const ruleOf = (typed: Typed): RuleId => RULES.find((each) => each === typed['rule']) ?? 'nearest';
export const measureOf = (typed: Typed): MeasureId => MEASURES.find((each) => each === typed['measure']) ?? '2sfca';

/** How many of 1,000 want a place; everybody until a number is typed. */
export const needOf = (typed: Typed): string => (typed['need'] === ANY ? '' : typed['need'] ?? '');

/** Runs of reach are called so; another part's run in the address is none of ours. */
export const isReachRun = (run: string | null): run is string => run?.startsWith('rch-') ?? false;

export function questionOf(typed: Typed, asOf: string): Question {
  const limit = amountOf(typed['limit'] ?? '');
  const need = amountOf(needOf(typed));
  return {
    service: serviceOf(typed), mode: modeOf(typed), rule: ruleOf(typed), measure: measureOf(typed), as_of: asOf,
    ...(limit !== null && limit > 0 ? { limit } : {}),
    ...(need !== null && need > 0 && need <= 1000 ? { per_thousand: need } : {}),
  };
}
