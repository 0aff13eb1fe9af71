/** Signs: what stands and how it looks, what is written wrong on it, and where one should stand and does not. */

import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useSight } from '../../state/store.ts';
import { useWords } from '../../words/index.ts';
import { narrow } from '../narrowing.ts';
import { SignList } from './SignList.tsx';
import { SignPlans } from './SignPlans.tsx';
import { WrongWords } from './WrongWords.tsx';

const VIEWS = ['list', 'words', 'plan'] as const;

export default function SignsPage() {
  const { t } = useWords();
  const { filters } = useSight();
  const view = VIEWS.find((each) => each === filters['show']) ?? 'list';
  const drawn: Record<(typeof VIEWS)[number], () => ReactNode> = { list: () => <SignList />, words: () => <WrongWords />, plan: () => <SignPlans /> };
  return (
    <section aria-label={t('signs.title')} data-testid="signs">
      <Segmented className="parts" block value={view} aria-label={t('signs.title')} onChange={(show) => narrow({ show: show === 'list' ? null : show })}
        options={VIEWS.map((each) => ({ value: each, label: <span data-testid={`signs-${each}`}>{t(`signs.view.${each}`)}</span> }))} />
      {drawn[view]()}
    </section>
  );
}
