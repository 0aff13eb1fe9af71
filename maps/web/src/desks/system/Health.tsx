/** How the service is, in its own words. */

import { Button, Skeleton } from 'antd';
import { readHealth } from '../../peopleApi.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { forget, useLoaded } from '../../state/loading.ts';
import { isWord, useWords } from '../../words/index.ts';

const KEY = 'health:';

export default function Health() {
  const { t } = useWords();
  const health = useLoaded(KEY, readHealth);
  const again = () => {
    forget(KEY);
    health.retry();
  };
  return (
    <section aria-label={t('system.health')} data-testid="health">
      {health.problem && <ProblemNote problem={health.problem} retry={again} />}
      {!health.value && !health.problem && <Skeleton active paragraph={{ rows: 4 }} />}
      {health.value && <Told of={health.value} />}
      <Button onClick={again}>{t('health.again')}</Button>
    </section>
  );
}

function Told({ of }: { of: Record<string, unknown> }) {
  const { t } = useWords();
  return (
    <dl className="attributes">
      {Object.entries(of).map(([name, value]) => {
        const word = `health.${name}`;
        return <div key={name}><dt>{isWord(word) ? t(word) : name}</dt><dd><Value value={value} /></dd></div>;
      })}
    </dl>
  );
}

function Value({ value }: { value: unknown }) {
  const { t } = useWords();
  if (value === true || value === 'ok') return <>● {t('health.well')}</>;
  if (value === false) return <>✕ {t('health.unwell')}</>;
  if (Array.isArray(value)) {
    return value.length === 0 ? <>{t('health.nothing')}</> : <ul>{value.map((each, place) => <li key={place}><Value value={each} /></li>)}</ul>;
  }
  if (typeof value === 'object' && value !== null) return <Told of={value as Record<string, unknown>} />;
  return <>{String(value ?? '—')}</>;
}
