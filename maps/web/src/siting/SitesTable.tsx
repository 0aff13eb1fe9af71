/** The sites of a plan: what is done where, how large, for how much and for whom. Selects both ways with the map. */

import { useState } from 'react';
import { around, bring } from '../map/camera.ts';
import { pinPath } from '../map/pinShapes.ts';
import { count, measure } from '../format.ts';
import type { PlannedSite, SitingRun } from '../sitingApi.ts';
import { choose, useSight } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { SITE_LAYER, SITE_SIGNS } from './siteSigns.ts';

const ORDER = ['new', 'extended', 'closed', 'kept'] as const;

export function SitesTable({ run }: { run: SitingRun }) {
  const { t } = useWords();
  const { selection } = useSight();
  const chosen = selection?.layer === SITE_LAYER ? selection.id : null;
  const [all, setAll] = useState(false);
  const stay = run.sites.filter(({ kind }) => kind === 'kept').length;
  const sites = run.sites.filter(({ kind, id }) => all || kind !== 'kept' || id === chosen).sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (b.served ?? 0) - (a.served ?? 0));
  const open = (site: PlannedSite) => {
    choose({ layer: SITE_LAYER, id: site.id });
    if (site.lon !== null && site.lat !== null) bring(around(site.lon, site.lat));
  };
  return (
    <>
    <table className="rows siting-towns" data-testid="siting-sites" aria-label={t('siting.sites.table')}>
      <thead>
        <tr>
          <th scope="col">{t('siting.sites.name')}</th><th scope="col">{t('siting.sites.kind')}</th>
          <th scope="col" className="end">{t('siting.sites.places')}</th><th scope="col" className="end">{t('siting.sites.cost')}</th>
          <th scope="col" className="end">{t('siting.sites.served')}</th>
        </tr>
      </thead>
      <tbody>
        {sites.map((site) => (
          <tr key={site.id} tabIndex={0} data-walk data-testid={`site-${site.id}`} aria-current={site.id === chosen ? 'true' : undefined}
            className={site.id === chosen ? 'chosen' : ''} onClick={() => open(site)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') open(site);
            }}>
            <th scope="row">{site.name}</th>
            <td className="nowrap"><SiteSign kind={site.kind} />{t(`siting.kind.${site.kind}`)}</td>
            <td className="end nowrap">{site.kind === 'new' || site.places === site.places_before ? count(site.places) : `${count(site.places_before)} → ${count(site.places)}`}</td>
            <td className="end">{measure(site.cost_wan)}</td>
            <td className="end">{count(site.served)}</td>
          </tr>
        ))}
      </tbody>
    </table>
    {stay > 0 && (
      <button type="button" className="plain link siting-stay" aria-expanded={all} onClick={() => setAll(!all)}>
        {t(all ? 'siting.sites.fewer' : 'siting.sites.stay', { count: count(stay) })}</button>
    )}
    </>
  );
}

function SiteSign({ kind }: Pick<PlannedSite, 'kind'>) {
  const { colour, shape, hollow } = SITE_SIGNS[kind];
  return (
    <svg width="15" height="15" viewBox="0 0 24 24" aria-hidden="true" className="site-sign">
      <path d={pinPath(shape)} fill={hollow ? '#ffffff' : colour} stroke={colour} strokeWidth="2.6" strokeLinejoin="round" />
    </svg>
  );
}
