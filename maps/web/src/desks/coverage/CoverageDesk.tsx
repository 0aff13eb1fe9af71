/** Coverage and siting: the beds there are, who reaches them, where to build, the plans kept, and the score against a policy. */

import { Suspense } from 'react';
import { Skeleton } from 'antd';
import { PARTS, partOf, type Part } from '../../state/parts.ts';
import { go, useSight } from '../../state/store.ts';
import { format } from '../../state/url.ts';
import { useWords } from '../../words/index.ts';
import { PAGES, type PartProps } from './parts.ts';

export default function CoverageDesk(props: PartProps) {
  const sight = useSight();
  const open = partOf(sight) ?? 'beds';
  const Page = PAGES[open] ?? PAGES.beds;
  // The rows behind a number are a sheet of their own.
  const alone = open === 'beds' && sight.rows !== null;
  return (
    <>
      {!alone && <PartsNav open={open} />}
      <Suspense fallback={<Skeleton active paragraph={{ rows: 12 }} />}>{Page && <Page {...props} />}</Suspense>
    </>
  );
}

const there = (part: Part) => ({
  tab: part === 'beds' ? null : part, run: null, rows: null, filters: {}, selection: null, card: null, layers: null,
});

function PartsNav({ open }: { open: Part }) {
  const { t } = useWords();
  const sight = useSight();
  const made = PARTS.filter((part) => PAGES[part]);
  if (made.length < 2) return null;
  return (
    <nav className="parts-nav" aria-label={t('coverage.parts')}>
      {made.map((part) => (
        <a key={part} href={format({ ...sight, ...there(part) })} aria-current={part === open ? 'page' : undefined} data-testid={`coverage-${part}`}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            go(there(part));
          }}>{t(`coverage.part.${part}`)}</a>
      ))}
    </nav>
  );
}
