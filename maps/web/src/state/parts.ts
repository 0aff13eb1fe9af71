/** The parts of the coverage desk, in the order of a planner's questions. */

import type { State } from './url.ts';

export const PARTS = ['beds', 'reach', 'siting', 'scenarios', 'scorecard', 'roads'] as const;
export type Part = (typeof PARTS)[number];

/** The part that is open; null at another desk. */
export function partOf({ desk, tab }: Pick<State, 'desk' | 'tab'>): Part | null {
  if (desk !== 'coverage') return null;
  return PARTS.find((part) => part === tab) ?? 'beds';
}
