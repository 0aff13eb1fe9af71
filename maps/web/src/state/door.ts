/** To the sign-in and back to the very sight one came from. */

import { adjust, go, now } from './store.ts';
import { START, type State } from './url.ts';

let from: State | null = null;

export function toSignIn(): void {
  if (now().desk === 'sign-in') return;
  from = now();
  go({ desk: 'sign-in' });
}

export function comeBack(): void {
  const { lang, view } = now();
  adjust({ ...(from ?? { ...START, layers: now().layers, asOf: now().asOf }), lang, view });
  from = null;
}
