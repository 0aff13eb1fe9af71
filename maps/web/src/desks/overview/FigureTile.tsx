/** One county figure: its value, unit, date and source, how it stands to its target, and the way to its rows. */

import { count, day, measure, numeric, rate } from '../../format.ts';
import { visit } from '../../state/store.ts';
import { SampleMark } from '../../shell/SampleMark.tsx';
import type { Figure } from '../../types.ts';
import { useWords } from '../../words/index.ts';

const isRatio = (figure: Figure): boolean => /[/%‰]/.test(figure.unit);

/** Whether a figure reaches its target; null without either. */
export function reaches(figure: Pick<Figure, 'value' | 'target' | 'direction'>): boolean | null {
  const [value, target] = [numeric(figure.value), numeric(figure.target)];
  if (value === null || target === null) return null;
  return /most|less|lower|down/.test(figure.direction ?? '') ? value <= target : value >= target;
}

export function FigureTile({ figure }: { figure: Figure }) {
  const { t, title, unit } = useWords();
  const reached = reaches(figure);
  const value = isRatio(figure) ? rate(figure.value) : Number.isInteger(numeric(figure.value)) ? count(figure.value) : measure(figure.value);
  const origin = [figure.counted_on && t('asof.at', { date: day(figure.counted_on) }), figure.source].filter(Boolean).join(' · ');
  const body = (
    <>
      <span className="tile-title">{title(figure)}</span>
      <span className="tile-value">{value}<span className="tile-unit">{unit(figure)}</span>{figure.invented && <SampleMark />}</span>
      {reached !== null && (
        <span className={`tile-target${reached ? '' : ' missed'}`}>
          <span aria-hidden="true">{reached ? '●' : '▼'}</span> {t(reached ? 'overview.reached' : 'overview.missed')}
          {' · '}{t('overview.target', { value: measure(figure.target) })}
        </span>
      )}
      <span className="tile-origin" title={origin}>{origin}</span>
    </>
  );
  const { link } = figure;
  if (!link) return <div className="tile" data-testid={`figure-${figure.id}`}>{body}</div>;
  return (
    <a className="tile" href={link} title={t('overview.rows')} data-testid={`figure-${figure.id}`}
        onClick={(event) => {
          event.preventDefault();
          visit(link);
        }}>{body}</a>
  );
}
