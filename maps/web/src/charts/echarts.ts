/** The chart library, as much of it as is used, drawn as SVG: sharp on every screen and in print. */

import { BarChart, LineChart, ScatterChart, type BarSeriesOption, type LineSeriesOption, type ScatterSeriesOption } from 'echarts/charts';
import {
  GridComponent, LegendComponent, TooltipComponent,
  type GridComponentOption, type LegendComponentOption, type TooltipComponentOption,
} from 'echarts/components';
import { init, use, type ComposeOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { COLOUR, FACES } from '../theme.ts';

export type ChartOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | ScatterSeriesOption
  | GridComponentOption | LegendComponentOption | TooltipComponentOption
>;

export interface Drawn {
  show: (option: ChartOption) => void;
  end: () => void;
}

use([BarChart, LineChart, ScatterChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

/** A chart in a box, as wide as the box is and becomes. */
export function draw(box: HTMLElement): Drawn {
  const chart = init(box, null, { renderer: 'svg' });
  const watcher = new ResizeObserver(() => chart.resize());
  watcher.observe(box);
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  return {
    show: (option) => chart.setOption({
      animation: !still, animationDuration: 300,
      textStyle: { fontFamily: FACES.join(','), fontSize: 12, color: COLOUR.ink },
      ...option,
    }, { notMerge: true }),
    end: () => {
      watcher.disconnect();
      chart.dispose();
    },
  };
}
