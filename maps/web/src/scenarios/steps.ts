/** What a step of the action list is called: the same state is reached forwards, backwards or by starting again. */

import type { ActionState, NextStep } from '../scenariosApi.ts';
import type { Word } from '../words/index.ts';

const BACK: Partial<Record<ActionState, Word>> = { under_construction: 'actions.back.under_construction', filed: 'actions.back.filed' };

export function stepWord(from: ActionState, next: NextStep): Word {
  if (from === 'stopped') return 'actions.restart';
  return (next.needs_reason && BACK[next.state]) || `actions.step.${next.state}`;
}
