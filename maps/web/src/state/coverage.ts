/** The coverage run that is looked at: a kept one, or one computed for the chosen definition. */

import { useMemo } from 'react';
import { readIndicators, readRun, readRunShapes, startRun } from '../api.ts';
import { numeric } from '../format.ts';
import { scaleFor, type Scale } from '../map/classes.ts';
import { coloured, type Choropleth } from '../map/choropleth.ts';
import type { AreaRow, CoverageRun, Indicator, Things } from '../types.ts';
import { followJob } from './jobs.ts';
import { keep, useLoaded, type Loaded } from './loading.ts';
import { learnNames } from './names.ts';
import { partOf } from './parts.ts';
import type { State } from './url.ts';

export const INDICATOR = 'beds-per-thousand';

export interface Coverage {
  run: Loaded<CoverageRun | null>;
  indicator: Indicator | null;
  shapes: Things | null;
  scale: Scale;
  target: number | null;
  choropleth: Choropleth | null;
}

/** Numbers as numbers, words as words. */
function typed(parameters: Record<string, string>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, numeric(value) ?? value]));
}

export const bodyOf = (asOf: string, parameters: Record<string, string>): Record<string, unknown> =>
  ({ indicator: INDICATOR, as_of: asOf, ...typed(parameters) });

async function compute(asOf: string, parameters: Record<string, string>, signal: AbortSignal): Promise<CoverageRun | null> {
  const started = await startRun(bodyOf(asOf, parameters), false, signal);
  if ('run' in started) {
    keep(`run:${started.run.run}`, started.run);
    return started.run;
  }
  followJob(started.job);
  return null;
}

/** The layer an area of a run is a feature of. */
export function areaLayer(run: CoverageRun): string {
  if (run.parameters['by'] === 'areas') return 'areas';
  return 'divisions';
}

export const rowById = (run: CoverageRun | null, id: string): AreaRow | undefined =>
  run?.areas.find((row) => row.id === id);

export function useCoverage(state: State, asOf: string): Coverage {
  const here = partOf(state) === 'beds';
  const awaitsFile = state.parameters['by'] === 'areas' && !state.run;
  const key = state.run ? `run:${state.run}` : `coverage:${asOf}:${JSON.stringify(state.parameters)}`;
  const indicators = useLoaded(here ? 'indicators' : null, readIndicators);
  const run = useLoaded(here && !awaitsFile ? key : null, (signal) =>
    state.run ? readRun(state.run, signal) : compute(asOf, state.parameters, signal));
  const id = run.value?.run ?? null;
  if (run.value && run.value.parameters['by'] !== 'areas') learnNames(run.value.areas);
  const shapes = useLoaded(id && `shapes:${id}`, (signal) => readRunShapes(id ?? '', signal)).value;
  const indicator = indicators.value?.find((each) => each.id === INDICATOR) ?? null;
  const target = numeric(run.value?.parameters['target']);
  const scale = useMemo(
    () => scaleFor(state.ramp, indicator?.ramps ?? null, target), [state.ramp, indicator, target]);
  const choropleth = useMemo(
    () => (run.value && shapes && indicator
      ? { layer: areaLayer(run.value), shapes: coloured(run.value, shapes, areaLayer(run.value)), scale } : null),
    [run.value, shapes, indicator, scale]);
  return { run, indicator, shapes, scale, target, choropleth };
}
