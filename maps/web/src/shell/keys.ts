/** The keys of the desk: find, walk the table, open, go back. */

import { useEffect } from 'react';
import { go, now } from '../state/store.ts';

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-walk]')];

/** Move the focus through the rows that can be walked, starting at the chosen one. */
function walk(step: 1 | -1): void {
  const all = rows();
  const at = all.findIndex((row) => row === document.activeElement);
  const from = at >= 0 ? at : all.findIndex((row) => row.getAttribute('aria-current') === 'true');
  const next = all[from < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(from + step, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

function back(): void {
  const { rows: open, selection, case: opened } = now();
  if (open) go({ rows: null });
  else if (selection) go({ selection: null });
  else if (opened) go({ case: null });
}

export function useKeys(onHelp: () => void, helping: boolean, onSearch: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.key === 'Escape') {
        if (typing(event.target)) (event.target as HTMLElement).blur();
        else if (helping) onHelp();
        else back();
        return;
      }
      if (typing(event.target)) return;
      const deeds: Record<string, () => void> = {
        '/': () => {
          onSearch();
          document.querySelector<HTMLInputElement>('[data-testid="search"]')?.focus();
        },
        j: () => walk(1),
        k: () => walk(-1),
        '?': onHelp,
      };
      const deed = deeds[event.key];
      if (!deed) return;
      event.preventDefault();
      deed();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [onHelp, helping, onSearch]);
}
