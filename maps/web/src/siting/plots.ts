/** What the charts of a plan draw. Beds and people whole, money in 10,000 yuan. */

import type { ChartOption } from '../charts/echarts.ts';
import { count, numeric } from '../format.ts';
import type { FrontierPoint, PlannedSite, SitingRun } from '../sitingApi.ts';
import { COLOUR } from '../theme.ts';
import type { CoverageRun } from '../types.ts';
import type { Words } from '../words/index.ts';
import type { Sample } from './useSolving.ts';

const FULL = COLOUR.accent;
const LIGHT = '#a9cfcb';
/** What is only planned is hatched, so that it is told from what stands without its colour. */
const HATCHED = { symbol: 'rect', rotation: Math.PI / 4, dashArrayX: [1, 0], dashArrayY: [2, 4], color: 'rgba(15,82,87,0.55)' };
const AXIS = { axisLine: { lineStyle: { color: '#8a979c' } }, splitLine: { lineStyle: { color: COLOUR.line } } };
const GRID = { left: 8, right: 18, top: 34, bottom: 26, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' } as const;

export interface BedsRow {
  code: string;
  name: string;
  now: number;
  added: number;
  target: number;
  short: number;
}

/** How many places a plan adds to a township: new ones and extensions, less what is closed. */
function addedTo(code: string, sites: readonly PlannedSite[]): number {
  return sites.filter((site) => site.township === code).reduce((sum, site) => sum + (site.places ?? 0) - (site.places_before ?? 0), 0);
}

/** Beds of every township against what the target asks for its older people; the largest shortfall first. */
export function bedsRows(run: Pick<SitingRun, 'sites'>, coverage: Pick<CoverageRun, 'areas' | 'parameters'>): BedsRow[] {
  const perThousand = numeric(coverage.parameters['target']) ?? 0;
  return coverage.areas.flatMap((area): BedsRow[] => {
    const [beds, elderly] = [numeric(area.beds), numeric(area.elderly)];
    if (beds === null || elderly === null) return [];
    const added = addedTo(area.id, run.sites);
    const target = Math.ceil((perThousand * elderly) / 1000);
    return [{ code: area.id, name: area.name, now: beds, added, target, short: Math.max(0, target - beds - added) }];
  }).sort((a, b) => b.short - a.short || a.code.localeCompare(b.code));
}

export function bedsOption(rows: readonly BedsRow[], { t }: Words): ChartOption {
  const upward = [...rows].reverse();
  return {
    grid: { ...GRID, right: 26 },
    legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 10 },
    tooltip: { trigger: 'axis', confine: true, axisPointer: { type: 'shadow' } },
    xAxis: { type: 'value', ...AXIS },
    yAxis: { type: 'category', data: upward.map((row) => row.name), axisTick: { show: false }, axisLine: AXIS.axisLine },
    series: [
      { type: 'bar', name: t('siting.chart.beds.now'), stack: 'beds', barMaxWidth: 14, itemStyle: { color: FULL },
        data: upward.map((row) => row.now + Math.min(0, row.added)) },
      { type: 'bar', name: t('siting.chart.beds.added'), stack: 'beds', barMaxWidth: 14, itemStyle: { color: LIGHT, decal: HATCHED },
        data: upward.map((row) => Math.max(0, row.added)) },
      { type: 'scatter', name: t('siting.chart.beds.target'), symbol: 'rect', symbolSize: [3, 16], itemStyle: { color: '#111' }, z: 5,
        data: upward.map((row) => row.target) },
    ],
  };
}

export interface CoverPoint {
  label: string;
  kind: 'now' | 'best' | 'other';
  cost: number;
  served: number;
}

export const costOfPlan = (sites: readonly PlannedSite[]): number => sites.reduce((sum, site) => sum + (site.cost_wan ?? 0), 0);
export const landOfPlan = (sites: readonly PlannedSite[]): number => sites.reduce((sum, site) => sum + (site.land_m2 ?? 0), 0);

/** Today, this plan and the others: what each costs and whom it serves. */
export function coverPoints(run: SitingRun, { t }: Words): CoverPoint[] {
  // Of other questions the value of a plan is no number of people.
  const served = (value: number | null): number | null => (run.objective === 'most_served' ? value : null);
  const others = run.alternatives.flatMap((plan, place): CoverPoint[] => {
    const [cost, people] = [plan.cost_wan, served(plan.value)];
    return cost === null || people === null ? [] : [{ label: t('siting.chart.cover.other', { n: place + 1 }), kind: 'other', cost, served: people }];
  });
  return [
    { label: t('siting.chart.cover.now'), kind: 'now', cost: 0, served: run.before.served },
    { label: t('siting.chart.cover.best'), kind: 'best', cost: costOfPlan(run.sites), served: run.after.served },
    ...others,
  ];
}

const SYMBOL = { now: 'rect', best: 'diamond', other: 'circle' } as const;

export function coverOption(points: readonly CoverPoint[], { t }: Words): ChartOption {
  return {
    grid: { ...GRID, top: 40, right: 30, bottom: 40 },
    tooltip: { confine: true, formatter: (told) => {
      const point = points[(Array.isArray(told) ? told[0] : told)?.dataIndex ?? 0];
      return point ? `${point.label}<br>${count(point.cost)} · ${count(point.served)}` : '';
    } },
    xAxis: { type: 'value', name: t('siting.chart.cover.cost'), nameLocation: 'middle', nameGap: 26, ...AXIS },
    yAxis: { type: 'value', name: t('siting.chart.cover.served'), nameTextStyle: { align: 'left' }, scale: true, ...AXIS },
    series: [{
      type: 'scatter', data: points.map(({ kind, label, cost, served }) => ({
        value: [cost, served], name: label, symbol: SYMBOL[kind], symbolSize: kind === 'best' ? 17 : 12,
        // The others are told apart by their number; where they lie together the table tells them.
        label: { show: true, color: COLOUR.ink, position: kind === 'now' ? 'right' as const : kind === 'best' ? 'top' as const : 'bottom' as const,
          formatter: kind === 'other' ? label.replace(/\D+/g, '') : label },
        itemStyle: { color: kind === 'other' ? '#ffffff' : kind === 'now' ? '#566570' : FULL, borderColor: kind === 'other' ? FULL : '#ffffff', borderWidth: 1.6 },
      })),
      labelLayout: { hideOverlap: true },
    }],
  };
}

export function frontierOption(points: readonly FrontierPoint[], own: CoverPoint | null, { t }: Words): ChartOption {
  const line = (pick: (point: FrontierPoint) => number | null) => points.map((point) => [point.budget_wan, pick(point)]);
  return {
    grid: { ...GRID, top: 52, bottom: 40 },
    legend: { top: 0, left: 0, itemWidth: 26 },
    tooltip: { trigger: 'axis', confine: true },
    xAxis: { type: 'value', name: t('siting.chart.frontier.budget'), nameLocation: 'middle', nameGap: 26, scale: true, ...AXIS },
    yAxis: { type: 'value', name: t('siting.chart.cover.served'), nameTextStyle: { align: 'left' }, scale: true, ...AXIS },
    series: [
      { type: 'line', name: t('siting.chart.frontier.value'), data: line((point) => point.value), symbol: 'circle', symbolSize: 7, lineStyle: { color: FULL, width: 2.2 }, itemStyle: { color: FULL } },
      { type: 'line', name: t('siting.chart.frontier.bound'), data: line((point) => point.bound), symbol: 'none', lineStyle: { color: '#4d5b61', width: 1.6, type: 'dashed' }, itemStyle: { color: '#4d5b61' } },
      ...(own ? [{ type: 'scatter' as const, name: own.label, data: [[own.cost, own.served]], symbol: 'diamond', symbolSize: 17, itemStyle: { color: '#b8650c', borderColor: '#fff', borderWidth: 1.6 }, z: 6 }] : []),
    ],
  };
}

/** How the best plan and the bound came together. */
export function searchOption(samples: readonly Sample[], { t }: Words, boundWord: string): ChartOption {
  const line = (pick: (sample: Sample) => number | null) => samples.map((sample) => [sample.at, pick(sample)]);
  return {
    grid: { ...GRID, top: 26, bottom: 34 },
    legend: { top: 0, left: 0, itemWidth: 26 },
    xAxis: { type: 'value', name: t('siting.chart.search.seconds'), nameLocation: 'middle', nameGap: 22, ...AXIS },
    yAxis: { type: 'value', scale: true, ...AXIS },
    series: [
      { type: 'line', step: 'end', name: t('siting.solving.found'), data: line((sample) => sample.value), symbol: 'none', lineStyle: { color: FULL, width: 2.2 }, itemStyle: { color: FULL } },
      { type: 'line', step: 'end', name: boundWord, data: line((sample) => sample.bound), symbol: 'none', lineStyle: { color: '#4d5b61', width: 1.6, type: 'dashed' }, itemStyle: { color: '#4d5b61' } },
    ],
  };
}
