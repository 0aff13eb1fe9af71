/** Who reaches what today, for the service and the way of travelling that are asked about. */

import { askReach, type ReachRun } from '../sitingApi.ts';
import { useLoaded, type Loaded } from '../state/loading.ts';
import { amountOf, modeOf, serviceOf, type Typed } from './question.ts';

export function useReach(typed: Typed, asOf: string, wanted: boolean): Loaded<ReachRun> {
  const [service, mode] = [serviceOf(typed), modeOf(typed)];
  const limit = amountOf(typed['limit'] ?? '') ?? undefined;
  return useLoaded(wanted ? `standing:${asOf}:${service}:${mode}:${limit ?? ''}` : null, (signal) =>
    askReach({ service, mode, as_of: asOf, ...(limit === undefined ? {} : { limit }) }, signal));
}
