/** What is typed stands in the address; every change goes there. */

import { adjust, go, now } from '../state/store.ts';
import { useSight } from '../state/store.ts';
import type { Typed } from './question.ts';

/** The four steps, and the place where things are tried. */
export const STEPS = ['question', 'unserved', 'limits', 'result', 'whatif'] as const;
export type Step = (typeof STEPS)[number];

const without = (typed: Typed): Typed => Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ''));

/** Change what is typed; an empty text takes it out. */
export const type = (patch: Typed): void => adjust({ filters: without({ ...now().filters, ...patch }) });

export const toStep = (step: Step, typed: Typed = now().filters): void =>
  go({ filters: without({ ...typed, step }), selection: null, card: null });

export function useTyped(): Typed {
  return useSight().filters;
}

export function stepOf(typed: Typed, run: string | null): Step {
  return STEPS.find((step) => step === typed['step']) ?? (run ? 'result' : 'question');
}

export const fieldId = (field: string): string => `siting-${field}`;

/** Lead to a field, once it is drawn. */
export function focusField(field: string): void {
  window.requestAnimationFrame(() => window.requestAnimationFrame(() => {
    const found = document.getElementById(fieldId(field));
    found?.scrollIntoView({ block: 'center' });
    found?.focus();
  }));
}
