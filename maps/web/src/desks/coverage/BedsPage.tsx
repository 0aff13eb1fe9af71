/** 床位, elder-care beds: who is short, by how much, and everything behind the number one step away. */

import { Collapse, Skeleton } from 'antd';
import { useJob } from '../../state/jobs.ts';
import { forget } from '../../state/loading.ts';
import { go, useSight } from '../../state/store.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { count, day } from '../../format.ts';
import { useWords } from '../../words/index.ts';
import { AtlasList } from '../AtlasList.tsx';
import { AreaTable } from './AreaTable.tsx';
import { Findings } from './Findings.tsx';
import { Headline } from './Headline.tsx';
import { JobNote } from './JobNote.tsx';
import type { PartProps } from './parts.ts';
import { RowsBehindDesk } from './RowsBehindDesk.tsx';
import { RunFoot } from './RunFoot.tsx';
import { Settings } from './Settings.tsx';

export default function BedsPage({ coverage, drawings }: PartProps) {
  const { t } = useWords();
  const sight = useSight();
  const { job } = useJob();
  const run = coverage.run.value;
  if (run && sight.rows) return <RowsBehindDesk run={run} area={sight.rows} />;
  const anew = () => {
    forget('coverage:');
    if (sight.run) go({ run: null });
    else coverage.run.retry();
  };
  const amiss = run ? run.findings.length + run.unplaced.facilities.length + run.unplaced.population.length : 0;
  return (
    <>
      <JobNote wanted={!run && !coverage.run.loading} />
      {sight.run && run && (
        <p className="kept">{t('coverage.run.kept', { run: run.run, date: day(run.as_of) })} {run.parameters['by'] !== 'areas' && (
          <button type="button" className="plain link" onClick={anew}>{t('coverage.run.anew')}</button>)}</p>
      )}
      {coverage.run.problem && <ProblemNote problem={coverage.run.problem} retry={coverage.run.retry} />}
      {coverage.run.loading && !run && <Skeleton active paragraph={{ rows: 12 }} />}
      {run && (
        <div className={coverage.run.loading ? 'stale' : ''} aria-busy={coverage.run.loading}>
          <Headline run={run} indicator={coverage.indicator} />
          {run.areas.length > 0 ? <AreaTable run={run} scale={coverage.scale} shapes={coverage.shapes} /> : <p className="quiet">{t('coverage.empty')}</p>}
        </div>
      )}
      {!run && !coverage.run.loading && !coverage.run.problem && !job && <p className="quiet">{t('coverage.areas.wait')}</p>}
      <Collapse ghost className="folds" defaultActiveKey={sight.parameters['by'] === 'areas' && !run ? ['settings'] : []}
        items={[
          { key: 'settings', label: <span data-testid="settings">{t('coverage.settings')}</span>,
            children: <Settings indicator={coverage.indicator} run={run} /> },
          ...(run ? [{ key: 'findings', label: <span data-testid="findings">{t('coverage.findings')} <span className="amount">{count(amiss)}</span></span>,
            children: <Findings run={run} /> }] : []),
          { key: 'atlas', label: t('atlas.title'), children: <AtlasList drawings={drawings} /> },
        ]} />
      {run && <RunFoot run={run} />}
    </>
  );
}
