/** The overview: county figures against policy, the atlas, the newest changes. */

import { Skeleton } from 'antd';
import { readOverview } from '../../api.ts';
import type { Drawings } from '../../state/drawings.ts';
import { useLoaded } from '../../state/loading.ts';
import { useRegister } from '../../state/register.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useWords } from '../../words/index.ts';
import { AtlasList } from '../AtlasList.tsx';
import { Changes } from './Changes.tsx';
import { FigureTile } from './FigureTile.tsx';

export function OverviewDesk({ drawings }: { drawings: Drawings }) {
  const { t } = useWords();
  const { asOf } = useRegister();
  const overview = useLoaded(`overview:${asOf}`, (signal) => readOverview(asOf, signal));
  const figures = overview.value?.figures ?? [];
  return (
    <>
      <section aria-labelledby="figures">
        <h2 id="figures">{t('overview.figures')}</h2>
        {overview.problem && <ProblemNote problem={overview.problem} retry={overview.retry} />}
        {!overview.value && !overview.problem && <Skeleton active paragraph={{ rows: 4 }} />}
        {overview.value && figures.length === 0 && <p className="quiet">{t('overview.figures.none')}</p>}
        <div className="tiles">
          {figures.map((figure) => <FigureTile key={figure.id} figure={figure} />)}
        </div>
      </section>
      <section aria-labelledby="atlas">
        <h2 id="atlas">{t('atlas.title')}</h2>
        <AtlasList drawings={drawings} />
      </section>
      <section aria-labelledby="changes">
        <h2 id="changes">{t('overview.changes')}</h2>
        {overview.value && <Changes changes={overview.value.changes} />}
      </section>
    </>
  );
}
