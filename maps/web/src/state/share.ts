/** A link that shows the same on another day: it names its date and its run outright. */

import { adjust } from './store.ts';
import type { State } from './url.ts';

let pinned: Partial<State> = {};

/** What the page shows now that its address leaves to the default. */
export function remember(shown: Partial<State>): void {
  pinned = shown;
}

/** The address, with nothing left to the day it is opened on. */
export function link(): string {
  adjust(pinned);
  return window.location.href;
}
