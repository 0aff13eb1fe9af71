/** The run itself: its number, its files, and earlier runs. */

import { Collapse } from 'antd';
import { readRuns, runFile } from '../../api.ts';
import { moment, rate } from '../../format.ts';
import { useLoaded } from '../../state/loading.ts';
import { go } from '../../state/store.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import type { CoverageRun } from '../../types.ts';
import { useWords } from '../../words/index.ts';

const FORMATS = ['csv', 'xlsx', 'geojson', 'gpkg', 'html', 'png'] as const;

export function RunFoot({ run }: { run: CoverageRun }) {
  const { t } = useWords();
  return (
    <footer className="run-foot">
      <p><span className="quiet">{t('coverage.run')}</span> <code data-testid="run-id">{run.run}</code></p>
      <ul className="downloads" aria-label={t('coverage.downloads')}>
        {FORMATS.map((format) => (
          <li key={format}><a href={runFile(run.run, format)} download data-testid={`download-${format}`}>{t(`format.${format}`)}</a></li>
        ))}
      </ul>
      <Collapse ghost className="folds" destroyOnHidden items={[{ key: 'recent', label: t('coverage.recent'), children: <Recent shown={run.run} /> }]} />
    </footer>
  );
}

function Recent({ shown }: { shown: string }) {
  const { t } = useWords();
  const runs = useLoaded(`runs:${shown}`, readRuns);
  if (runs.problem) return <ProblemNote problem={runs.problem} retry={runs.retry} />;
  if (runs.value?.length === 0) return <p className="quiet">{t('coverage.recent.none')}</p>;
  return (
    <ul className="recent">
      {(runs.value ?? []).map((each) => (
        <li key={each.id}>
          <button type="button" className="plain link" onClick={() => go({ run: each.id, asOf: each.as_of, rows: null })}>{each.id}</button>
          <span className="quiet"> {t('asof.at', { date: each.as_of })} · {each.total.name} {rate(each.total.beds_per_thousand)} · {moment(each.created_at)}</span>
        </li>
      ))}
    </ul>
  );
}
