/** The signs of a plan's sites: what is built is full, what stays is hollow, what closes is crossed out. */

import { count, measure } from '../format.ts';
import type { PlannedSite, SiteKind } from '../sitingApi.ts';
import type { Pin, PinKind, PinShape } from '../state/tint.ts';
import type { Words } from '../words/index.ts';

/** The name a plan's site has in the address: it is of no layer of the register. */
export const SITE_LAYER = 'siting-sites';

export const SITE_SIGNS: Record<SiteKind, { colour: string; shape: PinShape; hollow: boolean; small?: boolean }> = {
  new: { colour: '#882255', shape: 'star', hollow: false },
  extended: { colour: '#332288', shape: 'diamond', hollow: false },
  kept: { colour: '#332288', shape: 'square', hollow: true, small: true },
  closed: { colour: '#23302f', shape: 'cross', hollow: false },
};

const KINDS: readonly SiteKind[] = ['kept', 'closed', 'extended', 'new'];

export const siteKinds = ({ t }: Words): PinKind[] => KINDS.toReversed().map((kind) => ({ id: kind, title: t(`siting.kind.${kind}`), ...SITE_SIGNS[kind] }));

/** What is built lies on top of what stays. */
export function sitePins(sites: readonly PlannedSite[], { t }: Words): Pin[] {
  return [...sites].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind)).flatMap(({ id, name, lon, lat, kind, places, cost_wan, land_m2, served }): Pin[] => (lon === null || lat === null ? [] : [{
    kind, lon, lat, name, layer: SITE_LAYER, id,
    says: [
      `${t('siting.sites.places')} ${count(places)} · ${t('siting.sites.served')} ${t('siting.people', { count: count(served) })}`,
      `${measure(cost_wan)} ${t('siting.budget.unit')} · ${count(land_m2)} ${t('siting.land.unit')}`,
    ],
  }]));
}
