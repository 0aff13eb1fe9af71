/** The places that could be built on, as the service finds them: how many are open, how many an article excludes. */

import { count } from '../format.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { readCandidates, type Candidates } from '../sitingApi.ts';
import { useLoaded, type Loaded } from '../state/loading.ts';
import { useRegister } from '../state/register.tsx';
import { useWords } from '../words/index.ts';
import { amountOf, LAWFUL, pointsOf, sourceOf, type Typed } from './question.ts';

export function useCandidates(typed: Typed): Loaded<Candidates> {
  const { asOf } = useRegister();
  const [source, zones] = [sourceOf(typed), typed['zones']];
  const spacing = source === 'grid' ? amountOf(typed['spacing'] ?? LAWFUL.spacing) : null;
  const points = source === 'drawn' ? pointsOf(typed['points']).map(({ lon, lat, name }) => [lon, lat, name].join(',')).join(';') : '';
  const nothing = (source === 'drawn' && !points) || (source === 'grid' && (spacing === null || spacing <= 0));
  return useLoaded(nothing ? null : `candidates:${asOf}:${source}:${spacing}:${points}:${zones ?? ''}`, (signal) =>
    readCandidates({ source, as_of: asOf, spacing_m: spacing ?? undefined, points: points || undefined, zones }, signal));
}

/** What may be chosen from, before anybody solves. */
export function Offered({ candidates }: { candidates: Loaded<Candidates> }) {
  const { t } = useWords();
  const { value, problem, loading, retry } = candidates;
  if (problem) return <ProblemNote problem={problem} retry={retry} />;
  if (!value) return null;
  const excluded = value.candidates.filter((each) => each.excluded.length > 0);
  const articles = new Map(excluded.flatMap((each) => each.excluded).map((each) => [each.rule, each]));
  return (
    <div className={`siting-offered${loading ? ' stale' : ''}`} data-testid="siting-offered" role="status">
      <p>{t('siting.offered', { open: count(value.open), all: count(value.candidates.length) })}</p>
      {articles.size > 0 && (
        <details>
          <summary>{t('siting.offered.excluded', { count: count(excluded.length) })}</summary>
          <ul className="findings">
            {[...articles.values()].map((each) => <li key={each.rule}><span><strong>{each.title}</strong> {each.article} {each.words}</span></li>)}
          </ul>
        </details>
      )}
      {value.findings.map((finding) => <p key={finding} className="quiet small">{finding}</p>)}
    </div>
  );
}
