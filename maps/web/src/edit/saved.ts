/** What was saved in this visit, newest first, each with the way to take it back. */

import { useSyncExternalStore } from 'react';
import { announce } from '../state/live.ts';
import type { LayerInfo } from '../types.ts';
import type { Word } from '../words/index.ts';
import { apply, type Answer, type Change, type Edits } from './deeds.ts';

export interface Saved {
  layer: string;
  id: string;
  title: string;
  word: Word;
  because: string;
  back: Change[];
}

const MOST = 20;
let saved: Saved[] = [];
const listeners = new Set<() => void>();

function tell(next: Saved[]): void {
  saved = next;
  for (const listener of listeners) listener();
}

export const useSaved = (): Saved[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => saved,
  );

export const lastSaved = (): Saved | null => saved[0] ?? null;

const WORDS: Record<Change['deed'], Word> = {
  enter: 'edit.entered', amend: 'edit.amended', change: 'edit.changedon', end: 'edit.ended', withdraw: 'edit.withdrawn', restore: 'edit.amended',
};

/** What takes a change back: a new entry is withdrawn, anything else is what it was, as a new version. */
function backOf(change: Change, kept: Answer['kept'][number]): Change {
  if (change.deed === 'enter') return { deed: 'withdraw', id: kept.id, version: kept.version };
  return { deed: 'restore', id: kept.id, version: kept.version, of_version: change.version ?? kept.version - 1 };
}

let sending = 0;
/** Whether edits of this page are under way: what is heard meanwhile is their own. */
export const isSending = (): boolean => sending > 0;

async function send(edits: Edits): Promise<Answer> {
  sending += 1;
  try {
    return await apply(edits);
  } finally {
    sending -= 1;
  }
}

/** Send edits and remember how to take them back; whoever asked lets everything shown follow (`announce`). */
export async function carryOut(edits: Edits, layer: LayerInfo, title: string): Promise<Answer> {
  const answer = await send(edits);
  const [first] = edits.changes;
  const back = edits.changes.flatMap((change, at) => {
    const kept = answer.kept[at];
    return kept ? [backOf(change, kept)] : [];
  });
  if (first) {
    const entry = { layer: layer.id, id: answer.kept[0]?.id ?? first.id ?? '', title, word: WORDS[first.deed], because: edits.because, back };
    tell([entry, ...saved].slice(0, MOST));
  }
  return answer;
}

export async function takeBack(entry: Saved, because: string): Promise<void> {
  await send({ layer: entry.layer, because, changes: entry.back });
  tell(saved.filter((each) => each !== entry));
  announce({ layer: entry.layer, boxes: null });
}
