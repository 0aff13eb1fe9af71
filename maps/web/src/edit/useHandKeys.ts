/** The keys of drawing and reshaping: Esc, Delete, undo and redo. */

import { useEffect } from 'react';
import type { Placing } from './usePlace.ts';

interface Asked {
  placing: Placing;
  undo: () => boolean;
  redo: () => boolean;
}

export const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const isUndo = (event: KeyboardEvent): boolean => (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && !event.shiftKey;
const isRedo = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey) && ((event.key.toLowerCase() === 'z' && event.shiftKey) || event.key.toLowerCase() === 'y');

export function useHandKeys({ placing, undo, redo }: Asked): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || typing(event.target)) return;
      const deed = deedOf(event);
      if (!deed) return;
      event.preventDefault();
      deed();
    };
    const deedOf = (event: KeyboardEvent): (() => void) | null => {
      if (isUndo(event)) return () => void (placing.undoDrawing() || undo());
      if (isRedo(event)) return () => void (placing.redoDrawing() || redo());
      if (event.ctrlKey || event.metaKey || event.altKey) return null;
      if (event.key === 'Escape' && placing.drawing) return placing.stop;
      if (event.key === 'Escape' && placing.chosen) return () => placing.choose(null);
      if ((event.key === 'Delete' || event.key === 'Backspace') && placing.chosen) return placing.remove;
      if (event.key === 'Enter' && placing.drawing) return placing.finish;
      return null;
    };
    // Before the desk's own keys, which would go back.
    window.addEventListener('keydown', press, true);
    return () => window.removeEventListener('keydown', press, true);
  });
}
