/** Townships by their people in three buckets, with the villages of the one that is chosen. Selects both ways with the map. */

import { Radio } from 'antd';
import { Fragment, useEffect, useRef } from 'react';
import { count, measure } from '../format.ts';
import { around, bring } from '../map/camera.ts';
import type { Run, Town, Village } from '../reachApi.ts';
import { BucketBar } from '../siting/BucketBar.tsx';
import { type, useTyped } from '../siting/form.ts';
import { withoutPlace } from '../siting/standing.ts';
import { usePhone } from '../state/media.ts';
import { choose, useSight } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { coloursAccess, unitOf } from './useShown.ts';
import { WhyPanel } from './WhyPanel.tsx';

export function Towns({ run }: { run: Run }) {
  const { t } = useWords();
  const { village, town } = useOpened(run);
  return (
    <>
      <h2>{t('reach.towns')}</h2>
      <ColourBy />
      <Table run={run} rows={[...run.townships].sort((a, b) => withoutPlace(b) - withoutPlace(a) || a.code.localeCompare(b.code))} chosen={town?.code ?? null} layer="divisions" />
      {!town && <p className="quiet small">{t('reach.villages.hint')}</p>}
      {town && (
        <>
          <h2>{t('reach.villages', { name: town.name })}</h2>
          <Table run={run} rows={run.settlements.filter(({ township }) => township === town.code).sort((a, b) => withoutPlace(b) - withoutPlace(a) || a.code.localeCompare(b.code))}
            chosen={village?.code ?? null} layer="settlements" />
        </>
      )}
    </>
  );
}

/** What is chosen on the map goes before what was opened in the table; a phone's card would cover the table, so there it only opens. */
function useOpened(run: Run): { village: Village | undefined; town: Town | undefined } {
  const { selection } = useSight();
  const typed = useTyped();
  const code = selection?.layer === 'settlements' ? selection.id : selection?.layer === 'divisions' ? undefined : typed['settlement'];
  const village = run.settlements.find((each) => each.code === code);
  const wanted = village?.township ?? (selection?.layer === 'divisions' ? selection.id : typed['town']);
  return { village, town: run.townships.find((each) => each.code === wanted) };
}

function ColourBy() {
  const { t } = useWords();
  const typed = useTyped();
  return (
    <p className="reach-colour"><span id="reach-colour" className="quiet">{t('reach.map')}</span>{' '}
      <Radio.Group size="small" aria-labelledby="reach-colour" optionType="button" value={coloursAccess(typed) ? 'access' : 'served'}
        onChange={(event) => type({ shows: event.target.value === 'access' ? 'access' : '' })}
        options={(['served', 'access'] as const).map((value) => ({ value, label: t(`reach.map.${value}`) }))} />
    </p>
  );
}

interface TableProps {
  run: Run;
  rows: readonly (Town | Village)[];
  chosen: string | null;
  layer: 'divisions' | 'settlements';
}

function Table({ run, rows, chosen, layer }: TableProps) {
  const words = useWords();
  const { t } = words;
  const phone = usePhone();
  const heads = [t('siting.bucket.served'), t('siting.bucket.waiting'), t('siting.bucket.out_of_reach')];
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => {
    if (layer === 'settlements' && chosen) table.current?.querySelector('.chosen')?.scrollIntoView({ block: 'nearest' });
  }, [layer, chosen]);
  const open = (row: Town | Village) => {
    if (phone) {
      type(layer === 'divisions' ? { town: row.code, settlement: '' } : { settlement: row.code });
      return;
    }
    choose({ layer, id: row.code });
    if ('lon' in row && row.lon !== null && row.lat !== null) bring(around(row.lon, row.lat));
  };
  return (
    <table ref={table} className="rows siting-towns" data-testid={`reach-${layer}`} aria-label={t(layer === 'divisions' ? 'reach.towns' : 'reach.village')}>
      <thead>
        <tr>
          <th scope="col">{t(layer === 'divisions' ? 'reach.town' : 'reach.village')}</th>
          {!phone && <th scope="col" className="end">{t('reach.people')}</th>}
          {heads.map((head) => <th key={head} scope="col" className="end">{head}</th>)}
          <th scope="col" className="end">{t('reach.access', { unit: unitOf(run, words) })}</th>
          {!phone && <th scope="col"><span className="unseen">{t('reach.title')}</span></th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Fragment key={row.code}>
          <tr tabIndex={0} data-walk data-testid={`reach-row-${row.code}`} aria-current={row.code === chosen ? 'true' : undefined}
            className={row.code === chosen ? 'chosen' : ''} onClick={() => open(row)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') open(row);
            }}>
            <th scope="row">{row.name}</th>
            {!phone && <td className="end">{count(row.people)}</td>}
            <td className="end">{count(row.served)}</td>
            <td className="end">{count(row.waiting)}</td>
            <td className="end">{count(row.out_of_reach)}</td>
            <td className="end">{measure(Number(row.access.toFixed(2)))}</td>
            {!phone && <td><BucketBar all={row} width={72} /></td>}
          </tr>
          {layer === 'settlements' && row.code === chosen && (
            <tr className="reach-why-row"><td colSpan={phone ? 5 : 7}><WhyPanel run={run} settlement={row.code} /></td></tr>
          )}
          </Fragment>
        ))}
      </tbody>
      {layer === 'divisions' && (
        <tfoot>
          <tr data-testid="reach-total">
            <th scope="row">{t('reach.whole')}</th>
            {!phone && <td className="end">{count(run.totals.people)}</td>}
            <td className="end">{count(run.totals.served)}</td>
            <td className="end">{count(run.totals.waiting)}</td>
            <td className="end">{count(run.totals.out_of_reach)}</td>
            <td />
            {!phone && <td><BucketBar all={run.totals} width={72} /></td>}
          </tr>
        </tfoot>
      )}
    </table>
  );
}
