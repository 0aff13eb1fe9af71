/** One indicator: its sentence in the document, every township against it in table and map, and the form of what is reported. */

import { ArrowLeftOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo } from 'react';
import { readIndicators } from '../api.ts';
import { DASH, measure, numeric } from '../format.ts';
import { bring } from '../map/camera.ts';
import { scaleFor, type Scale } from '../map/classes.ts';
import { boxOf } from '../map/places.ts';
import type { Cell, Scorecard, TargetSheet, UnitRow } from '../scorecardApi.ts';
import { SampleMark } from '../shell/SampleMark.tsx';
import { useLoaded } from '../state/loading.ts';
import { choose, useSight } from '../state/store.ts';
import { tintOf, useTint, useTownships, type Tint } from '../state/tint.ts';
import { useWords } from '../words/index.ts';
import { deadline } from './IndicatorList.tsx';
import { ReportForm } from './ReportForm.tsx';
import { ask } from './ask.ts';
import { Number, State, Trend } from './shown.tsx';

type Row = UnitRow & { cell: Cell };

export function IndicatorView({ card, indicator, asOf }: { card: Scorecard; indicator: TargetSheet; asOf: string }) {
  const { t } = useWords();
  const place = card.indicators.findIndex(({ id }) => id === indicator.id);
  const rows = useMemo(() => card.rows.flatMap((row): Row[] => {
    const cell = row.cells[place];
    return cell ? [{ ...row, cell }] : [];
  }), [card, place]);
  useShown(rows, indicator, asOf);
  return (
    <section aria-labelledby="score-title" data-testid="score-indicator">
      <Button size="small" icon={<ArrowLeftOutlined />} data-testid="score-back" onClick={() => ask({ indicator: null })}>{t('scorecard.back')}</Button>
      <h2 id="score-title">{indicator.title}</h2>
      <p className="score-target">{indicator.target_words}
        <span className="quiet"> · {t(`scorecard.level.${indicator.level}`)}{indicator.nature && ` · ${t(`scorecard.${indicator.nature}`)}`}
          {indicator.deadline && ` · ${deadline(indicator.deadline, asOf, t)}`}</span></p>
      <blockquote className="score-phrase"><span className="quiet">{t('scorecard.phrase')}</span> “{indicator.phrase}”
        <footer className="quiet small">{indicator.document}{indicator.place && ` · ${indicator.place}`}</footer></blockquote>
      {indicator.note && <p className="quiet small">{indicator.note}</p>}
      <Towns rows={rows} indicator={indicator} asOf={asOf} />
      {indicator.figure && <ReportForm figure={indicator.figure} rows={rows} asOf={asOf} />}
      {rows.some(({ cell }) => cell.invented) && <p className="quiet small"><SampleMark /> {t('sample.note')}</p>}
    </section>
  );
}

function Towns({ rows, indicator, asOf }: { rows: readonly Row[]; indicator: TargetSheet; asOf: string }) {
  const { t } = useWords();
  const { selection } = useSight();
  const divisions = useTownships(asOf);
  const chosen = selection?.layer === 'divisions' ? selection.id : null;
  const open = (row: Row) => {
    choose({ layer: 'divisions', id: row.division });
    bring(boxOf((divisions?.features ?? []).filter(({ properties }) => properties['code'] === row.division).map(({ geometry }) => geometry)));
  };
  return (
    <table className="rows score-towns" data-testid="score-towns" aria-label={t('scorecard.towns.table')}>
      <thead>
        <tr>
          <th scope="col">{t('scorecard.town')}</th>
          <th scope="col" className="end">{t('scorecard.value')}</th>
          <th scope="col" className="end">{t('scorecard.target')}</th>
          <th scope="col" className="end">{t('scorecard.gap')}</th>
          <th scope="col" className="trend">{t('scorecard.trend')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.division} data-testid={`score-town-${row.division}`} tabIndex={0} data-walk aria-current={row.division === chosen ? 'true' : undefined}
            className={row.division === chosen ? 'chosen' : row.is_county ? 'score-county' : ''}
            onClick={() => open(row)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && event.target === event.currentTarget) open(row);
            }}>
            <th scope="row">{row.name}{row.cell.tier && <span className="under">{row.cell.tier}</span>}
              {row.cell.notes.map((note) => <span key={note} className="under">{note}</span>)}</th>
            <td className="end">
              <Number cell={row.cell} name={row.name} title={indicator.title} onOpen={() => ask({}, row.division)} /> <span className="quiet small">{row.cell.value === null ? '' : row.cell.unit}</span>
              <span className="under"><State cell={row.cell} /></span>
            </td>
            <td className="end">{row.cell.target === null ? DASH : measure(row.cell.target)}</td>
            <td className="end" title={row.cell.gap_words ?? row.cell.because ?? undefined}>{gapOf(row.cell)}</td>
            <td className="trend"><Trend earlier={row.cell.earlier} now={row.cell.value} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const gapOf = ({ gap, gap_unit }: Cell): string => {
  const lacks = numeric(gap);
  if (lacks === null) return DASH;
  return lacks === 0 ? '0' : `${measure(lacks)} ${gap_unit}`;
};

/** Townships coloured around the target: of a ceiling the colours run the other way. */
function useShown(rows: readonly Row[], indicator: TargetSheet, asOf: string): void {
  const divisions = useTownships(asOf);
  const ramps = useLoaded('indicators', readIndicators).value?.[0]?.ramps ?? null;
  const tint = useMemo((): Tint | null => {
    const towns = rows.filter(({ is_county }) => !is_county);
    if (!divisions || !ramps || !towns.some(({ cell }) => cell.value !== null)) return null;
    const target = indicator.target ?? towns.find(({ cell }) => cell.target !== null)?.cell.target ?? null;
    const most = Math.max(0, ...towns.map(({ cell }) => cell.value ?? 0));
    return {
      choropleth: tintOf(divisions, towns.map(({ division, name, cell }) => ({ id: division, name, value: cell.value, label: measure(cell.value), invented: cell.invented })),
        scaleOf(indicator, scaleFor('diverging', ramps, indicator.level === 'county' && indicator.unit !== '%' && towns[0]?.cell.target === null ? most : target))),
      title: indicator.title, unit: towns[0]?.cell.unit ?? indicator.unit,
    };
  }, [rows, divisions, ramps, indicator]);
  useTint(tint);
}

const scaleOf = ({ direction }: TargetSheet, scale: Scale): Scale =>
  direction === 'at_most' ? { ...scale, colours: [...scale.colours].reverse() } : scale;
