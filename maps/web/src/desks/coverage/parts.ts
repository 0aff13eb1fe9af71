/** The pages of the coverage desk, each fetched when it is opened. A new one is one line here. */

import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { Coverage } from '../../state/coverage.ts';
import type { Drawings } from '../../state/drawings.ts';
import type { Part } from '../../state/parts.ts';

export interface PartProps {
  /** The run of beds per thousand; nothing is computed while another part is open. */
  coverage: Coverage;
  drawings: Drawings;
  /** Make room for the map where the panel of a phone covers it, and take it back. */
  onMapWanted: (wanted: boolean) => void;
}

export const PAGES: Partial<Record<Part, LazyExoticComponent<ComponentType<PartProps>>>> = {
  beds: lazy(() => import('./BedsPage.tsx')),
  reach: lazy(() => import('../../reach/ReachPage.tsx')),
  siting: lazy(() => import('../../siting/SitingPage.tsx')),
  scorecard: lazy(() => import('../../scorecard/ScorecardPage.tsx')),
  scenarios: lazy(() => import('../../scenarios/ScenariosPage.tsx')),
  roads: lazy(() => import('../../roads/RoadsPage.tsx')),
};
