/** A number leads to its rows: the facilities and the people that were counted, each with its source. */

import { ArrowLeftOutlined } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import { readRows } from '../../api.ts';
import { count, DASH, day, numeric } from '../../format.ts';
import { around, bring } from '../../map/camera.ts';
import { useLoaded } from '../../state/loading.ts';
import { choose, go } from '../../state/store.ts';
import { WHOLE } from '../../state/url.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { SampleMark } from '../../shell/SampleMark.tsx';
import type { CoverageRun, FacilityRow, PopulationRow } from '../../types.ts';
import { useWords } from '../../words/index.ts';
import { Gap } from './Gap.tsx';

export function RowsBehindDesk({ run, area }: { run: CoverageRun; area: string }) {
  const { t } = useWords();
  const rows = useLoaded(`rows:${run.run}:${area}`, (signal) => readRows(run.run, area, signal));
  const figures = area === WHOLE ? run.total : run.areas.find((row) => row.id === area) ?? run.total;
  return (
    <section className="rows-behind" data-testid="rows-behind" aria-labelledby="rows-title">
      <Button size="small" icon={<ArrowLeftOutlined />} onClick={() => go({ rows: null })}>{t('coverage.rows.back')}</Button>
      <h2 id="rows-title">{t('coverage.rows.title', { name: figures.name })}</h2>
      <p>{count(figures.beds)} {t('coverage.beds.unit')} / {count(figures.elderly)} {t('coverage.elderly.unit')} · <Gap figures={figures} /></p>
      {rows.problem && <ProblemNote problem={rows.problem} retry={rows.retry} />}
      {rows.loading && <Skeleton active paragraph={{ rows: 6 }} />}
      {!rows.loading && rows.value && <><Facilities rows={[...rows.value.facilities].sort(most)} /><Population rows={rows.value.population} /></>}
    </section>
  );
}

const most = (a: FacilityRow, b: FacilityRow) => (numeric(b.beds) ?? 0) - (numeric(a.beds) ?? 0);

function Facilities({ rows }: { rows: FacilityRow[] }) {
  const { t } = useWords();
  const open = (row: FacilityRow) => {
    choose({ layer: row.layer, id: row.id });
    if (row.lon !== null && row.lat !== null) bring(around(row.lon, row.lat));
  };
  return (
    <>
      <h3>{t('coverage.rows.facilities')}</h3>
      {rows.length === 0 ? <p className="quiet">{t('coverage.rows.none')}</p> : (
        <table className="rows">
          <thead><tr><th scope="col">{t('coverage.column.name')}</th><th scope="col" className="end">{t('coverage.column.beds')}</th>
            <th scope="col">{t('coverage.rows.source')}</th></tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.layer}:${row.id}`}>
                <th scope="row">
                  <button type="button" className="plain link" data-walk onClick={() => open(row)}
                    title={t('coverage.rows.locate', { name: row.name })}>{row.name}</button>
                </th>
                <td className="end">{count(row.beds)}</td>
                <td className="quiet small">{row.invented && <SampleMark />} {row.source} {row.source_date ? day(row.source_date) : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Population({ rows }: { rows: PopulationRow[] }) {
  const { t } = useWords();
  return (
    <>
      <h3>{t('coverage.rows.population')}</h3>
      {rows.length === 0 ? <p className="quiet">{t('coverage.rows.none')}</p> : (
        <table className="rows">
          <thead><tr><th scope="col">{t('coverage.column.name')}</th><th scope="col" className="end">{t('coverage.rows.people')}</th>
            <th scope="col">{t('coverage.rows.counted')}</th><th scope="col">{t('coverage.rows.source')}</th></tr></thead>
          <tbody>
            {rows.map((row, place) => (
              <tr key={`${row.division ?? row.settlement ?? row.name}:${place}`}>
                <th scope="row"><PlaceName row={row} /></th>
                <td className="end">{count(row.people)}</td>
                <td className="nowrap">{row.counted_on ? day(row.counted_on) : DASH}</td>
                <td className="quiet small">{row.invented && <SampleMark />} {row.source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function PlaceName({ row }: { row: PopulationRow }) {
  const id = row.division ?? row.settlement;
  if (!id) return <>{row.name}</>;
  return (
    <button type="button" className="plain link" data-walk
      onClick={() => choose({ layer: row.division ? 'divisions' : 'settlements', id })}>{row.name}</button>
  );
}
