/** The rows behind one number: what was counted, of what, and what is still lacking, each with its source. */

import { ArrowLeftOutlined } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import { day, measure } from '../format.ts';
import { readCellRows, type Line, type Part, type TargetSheet } from '../scorecardApi.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { SampleMark } from '../shell/SampleMark.tsx';
import { useLoaded } from '../state/loading.ts';
import { choose, go } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { figureOf, State, Trend } from './shown.tsx';

export function RowsSheet({ policy, indicator, division, asOf }: { policy: string; indicator: TargetSheet; division: string; asOf: string }) {
  const words = useWords();
  const { t } = words;
  const read = useLoaded(`scorecard:rows:${policy}:${indicator.id}:${division}:${asOf}`, (signal) => readCellRows(policy, indicator.id, division, asOf, signal));
  const told = read.loading ? null : read.value;
  return (
    <section className="rows-behind scorecard" data-testid="score-rows" aria-labelledby="score-rows-title">
      <Button size="small" icon={<ArrowLeftOutlined />} onClick={() => go({ rows: null })}>{t('scorecard.back.rows')}</Button>
      <h2 id="score-rows-title">{told ? `${told.name} · ${indicator.title}` : indicator.title}</h2>
      {read.problem && <ProblemNote problem={read.problem} retry={read.retry} />}
      {read.loading && <Skeleton active paragraph={{ rows: 8 }} />}
      {told && (
        <>
          <p className="score-target">{figureOf(told.cell, words)} {told.cell.value === null ? '' : told.cell.unit} <State cell={told.cell} />
            {' '}<Trend earlier={told.cell.earlier} now={told.cell.value} /></p>
          <p>{t('scorecard.target')} {indicator.target_words}{told.cell.tier && `（${told.cell.tier}）`}{(told.cell.gap_words ?? told.cell.because) && ` · ${told.cell.gap_words ?? told.cell.because}`}</p>
          {told.cell.notes.map((note) => <p key={note} className="quiet small">{note}</p>)}
          {told.parts.map((part) => <PartTable key={part.title} part={part} />)}
        </>
      )}
    </section>
  );
}

function PartTable({ part }: { part: Part }) {
  const { t } = useWords();
  const rows = [...part.rows].sort((a, b) => (b.amount ?? 0) - (a.amount ?? 0));
  const told = rows.some(({ words }) => words !== '');
  return (
    <>
      <h3>{part.title}{part.total !== null && part.rows.length > 1 && <span className="quiet"> · {t('scorecard.total')} {measure(part.total)} {part.unit}</span>}</h3>
      {part.rows.length === 0 ? <p className="quiet">{t('scorecard.none')}</p> : (
        <table className="rows" aria-label={part.title}>
          <thead>
            <tr>
              <th scope="col">{t('scorecard.name')}</th>
              <th scope="col" className="end">{part.unit}</th>
              {told && <th scope="col">{t('scorecard.words')}</th>}
              <th scope="col">{t('scorecard.source')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((line) => (
              <tr key={`${line.layer}:${line.id}`}>
                <th scope="row"><LineName line={line} /></th>
                <td className="end">{measure(line.amount)}</td>
                {told && <td>{line.words}</td>}
                <td className="quiet small">{line.invented && <SampleMark />} {line.source} {line.source_date ? day(line.source_date) : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function LineName({ line }: { line: Line }) {
  const { layer, id } = line;
  if (layer === null) return <>{line.name}</>;
  return <button type="button" className="plain link" data-walk onClick={() => choose({ layer, id })}>{line.name}</button>;
}
