/** Townships by how many have no place: today alone, or today beside what a plan makes of it. Selects both ways with the map. */

import { useMemo } from 'react';
import { count } from '../format.ts';
import type { Buckets } from '../sitingApi.ts';
import { choose, useSight } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { BucketBar } from './BucketBar.tsx';
import { percent, servedShare, withoutPlace } from './standing.ts';

export interface TownRow {
  code: string;
  name: string;
  all: Buckets;
  /** What it was before the plan. */
  before?: Buckets;
}

export function TownTable({ rows }: { rows: readonly TownRow[] }) {
  const { t } = useWords();
  const { selection } = useSight();
  const chosen = selection?.layer === 'divisions' ? selection.id : null;
  const compares = rows.some((row) => row.before);
  const sorted = useMemo(() => [...rows].sort((a, b) => withoutPlace(b.all) - withoutPlace(a.all) || a.code.localeCompare(b.code)), [rows]);
  const open = (row: TownRow) => choose({ layer: 'divisions', id: row.code });
  return (
    <table className="rows siting-towns" data-testid="siting-towns" aria-label={t(compares ? 'siting.towns.table' : 'siting.unserved.table')}>
      <thead>
        <tr>
          <th scope="col">{t('siting.unserved.town')}</th>
          <th scope="col" className="end">{t(compares ? 'siting.towns.left' : 'siting.unserved.none')}</th>
          {compares && <th scope="col" className="end">{t('siting.towns.before')}</th>}
          <th scope="col" className="end">{t(compares ? 'siting.towns.after' : 'siting.unserved.share')}</th>
          <th scope="col"><span className="unseen">{t('siting.unserved.people')}</span></th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((row) => (
          <tr key={row.code} tabIndex={0} data-walk data-testid={`town-${row.code}`} aria-current={row.code === chosen ? 'true' : undefined}
            className={row.code === chosen ? 'chosen' : ''} onClick={() => open(row)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') open(row);
            }}>
            <th scope="row">{row.name}</th>
            <td className="end">{count(withoutPlace(row.all))}</td>
            {row.before && <td className="end quiet">{percent(servedShare(row.before))}</td>}
            <td className="end">{percent(servedShare(row.all))}</td>
            <td><BucketBar all={row.all} width={compares ? 84 : 130} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
