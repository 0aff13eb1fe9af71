/** The areas ranked: figure with its bar and target line, beds, elderly, what is short. Selects both ways with the map. */

import { Table, Tooltip, type TableColumnsType } from 'antd';
import { useEffect, useMemo, useRef } from 'react';
import { count, DASH, numeric } from '../../format.ts';
import type { Scale } from '../../map/classes.ts';
import { bring } from '../../map/camera.ts';
import { boxOf } from '../../map/places.ts';
import { areaLayer } from '../../state/coverage.ts';
import { usePhone } from '../../state/media.ts';
import { choose, useSight } from '../../state/store.ts';
import { WHOLE } from '../../state/url.ts';
import { SampleMark } from '../../shell/SampleMark.tsx';
import type { AreaRow, CoverageRun, Things } from '../../types.ts';
import { isWord, useWords, type Words } from '../../words/index.ts';
import { openRows } from './Headline.tsx';
import { RateBar, reachOf } from './RateBar.tsx';
import { Totals } from './Totals.tsx';

const PAGE = 400;
/** A phone shows beds and elderly under the name. */
const HIDDEN_ON_PHONE = ['beds', 'elderly', 'rank'];
const LAST = Number.NEGATIVE_INFINITY;

const by = (pick: (row: AreaRow) => unknown) => (a: AreaRow, b: AreaRow) =>
  (numeric(pick(a)) ?? LAST) - (numeric(pick(b)) ?? LAST);

/** The best first; those without a rank last, in the order of their codes. */
const byRank = (a: AreaRow, b: AreaRow) => {
  const [first, second] = [a.rank ?? Number.MAX_SAFE_INTEGER, b.rank ?? Number.MAX_SAFE_INTEGER];
  return first - second || a.id.localeCompare(b.id);
};

interface NumberProps {
  row: { id: string; name: string };
  children: string;
  word: Words;
  onOpen: () => void;
}

function RowsButton({ row, children, word, onOpen }: NumberProps) {
  if (children === DASH) return <>{DASH}</>;
  return (
    <button type="button" className="number" tabIndex={-1} aria-label={`${children}，${word.t('coverage.rows', { name: row.name })}`}
      onClick={(event) => {
        event.stopPropagation();
        onOpen();
      }}>{children}</button>
  );
}

function columnsOf(run: CoverageRun, scale: Scale, words: Words, phone: boolean): TableColumnsType<AreaRow> {
  const { t } = words;
  const unit = `coverage.column.${String(run.parameters['by'] ?? 'name')}`;
  const reach = reachOf(run.areas, scale.target);
  const all: TableColumnsType<AreaRow> = [
    { key: 'name', title: t(isWord(unit) ? unit : 'coverage.column.name'), dataIndex: 'name', rowScope: 'row',
      sorter: (a, b) => a.id.localeCompare(b.id),
      render: (name: string, row) => phone ? <>{name}<span className="under">{count(row.beds)} / {count(row.elderly)}</span></> : name },
    { key: 'rate', title: t('coverage.column.rate'), width: phone ? 140 : 126, align: 'right', sorter: by((row) => row.beds_per_thousand),
      render: (_, row) => numeric(row.beds_per_thousand) === null
        ? <Tooltip title={row.no_value_reason ?? t('coverage.novalue')}><span className="dash">{DASH}</span></Tooltip>
        : <RateBar rate={numeric(row.beds_per_thousand) ?? 0} scale={scale} reach={reach} /> },
    { key: 'beds', title: t('coverage.column.beds'), width: 64, align: 'right', sorter: by((row) => row.beds),
      render: (_, row) => <RowsButton row={row} word={words} onOpen={() => openRows(run, row.id)}>{count(row.beds)}</RowsButton> },
    { key: 'elderly', title: t('coverage.column.elderly'), width: 76, align: 'right', sorter: by((row) => row.elderly),
      render: (_, row) => <RowsButton row={row} word={words} onOpen={() => openRows(run, row.id)}>{count(row.elderly)}</RowsButton> },
    { key: 'gap', title: t('coverage.column.gap'), width: phone ? 86 : 76, align: 'right',
      sorter: by((row) => (numeric(row.shortfall_beds) ?? 0) - (numeric(row.surplus_beds) ?? 0)),
      render: (_, row) => <GapCell row={row} words={words} /> },
    { key: 'rank', title: t('coverage.column.rank'), width: 58, align: 'right', defaultSortOrder: 'ascend',
      sorter: byRank,
      render: (_, row) => row.rank ?? DASH },
  ];
  return phone ? all.filter((column) => !HIDDEN_ON_PHONE.includes(String(column.key))) : all;
}

function GapCell({ row, words }: { row: AreaRow; words: Words }) {
  const [short, over] = [numeric(row.shortfall_beds), numeric(row.surplus_beds)];
  if (short !== null && short > 0) return <span className="gap-short">{count(short)}</span>;
  if (over !== null && over > 0) return <span className="quiet small-word">{words.t('coverage.gap.surplus')} {count(over)}</span>;
  return <>{short === 0 ? 0 : DASH}</>;
}

const boxOfArea = (shapes: Things | null, id: string) => boxOf((shapes?.features ?? [])
  .filter((feature) => String(feature.id) === id || Object.values(feature.properties).includes(id))
  .map((feature) => feature.geometry));

interface Props {
  run: CoverageRun;
  scale: Scale;
  shapes: Things | null;
}

export function AreaTable({ run, scale, shapes }: Props) {
  const words = useWords();
  const phone = usePhone();
  const { selection } = useSight();
  const layer = areaLayer(run);
  const chosen = selection?.layer === layer ? selection.id : null;
  const table = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const row = table.current?.querySelector<HTMLElement>('[aria-current="true"]');
    row?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const ranked = useMemo(() => [...run.areas].sort(byRank), [run]);
  const open = (row: AreaRow) => {
    choose({ layer, id: row.id });
    bring(boxOfArea(shapes, row.id));
  };
  return (
    <div ref={table} data-testid="coverage-table" className="area-table">
      <Table<AreaRow> size="small" rowKey="id" columns={columnsOf(run, scale, words, phone)} dataSource={ranked}
        pagination={run.areas.length > PAGE ? { pageSize: PAGE, showSizeChanger: false } : false}
        showSorterTooltip={false} tableLayout="fixed" aria-label={words.t('coverage.table')}
        rowClassName={(row) => (row.id === chosen ? 'chosen' : '')}
        onRow={(row) => ({
          tabIndex: 0,
          'aria-current': row.id === chosen ? 'true' : undefined,
          'data-walk': true,
          'data-testid': `row-${row.id}`,
          onClick: () => open(row),
          onKeyDown: (event) => {
            if (event.key === 'Enter' && event.target === event.currentTarget) open(row);
          },
        }) as React.HTMLAttributes<HTMLElement>}
        summary={() => <Totals run={run} phone={phone} onRows={() => openRows(run, WHOLE)} />} />
      {run.invented && <p className="quiet small"><SampleMark /> {words.t('sample.note')}</p>}
    </div>
  );
}
