/** The run itself: its number and its files. */

import { reachFile, type Run } from '../reachApi.ts';
import { useSight } from '../state/store.ts';
import { format } from '../state/url.ts';
import { useWords } from '../words/index.ts';

const FORMATS = ['csv', 'xlsx', 'geojson'] as const;

export function Files({ run }: { run: Run }) {
  const { t } = useWords();
  const sight = useSight();
  return (
    <footer className="run-foot">
      <p><span className="quiet">{t('reach.run')}</span> <a href={format({ ...sight, run: run.id })}><code data-testid="reach-run">{run.id}</code></a></p>
      <ul className="downloads" aria-label={t('reach.files')}>
        {FORMATS.map((form) => <li key={form}><a href={reachFile(run.id, form)} download data-testid={`reach-${form}`}>{t(`format.${form}`)}</a></li>)}
      </ul>
    </footer>
  );
}
