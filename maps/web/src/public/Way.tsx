/** A link between the pages for the public: a real address, followed without loading anew. */

import type { MouseEvent, ReactNode } from 'react';
import { useSight } from '../state/store.ts';
import { addressOf, leadTo } from './way.ts';

interface Props {
  to: string;
  q?: string | null;
  className?: string;
  current?: boolean;
  testid?: string;
  children: ReactNode;
}

export function Way({ to, q = null, className, current, testid, children }: Props) {
  useSight();
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    leadTo(to, q);
  };
  return <a href={addressOf(to, q)} className={className} aria-current={current ? 'page' : undefined} data-testid={testid} onClick={follow}>{children}</a>;
}
