/** The panel of a phone: a sheet pulled up to a third or the whole, by thumb or by key. */

import { useRef, useState, type PointerEvent, type ReactNode } from 'react';
import { useWords } from '../words/index.ts';

export type Height = 'peek' | 'third' | 'whole';
const ORDER: Height[] = ['peek', 'third', 'whole'];
const DRAG = 8;

/** The heights of the sheet in pixels of a screen. */
export const heightsOf = (screen: number): Record<Height, number> =>
  ({ peek: 82, third: Math.round(screen * 0.42), whole: screen - 76 });

export function nearest(pixels: number, screen: number): Height {
  const heights = heightsOf(screen);
  return ORDER.reduce((best, each) => (Math.abs(heights[each] - pixels) < Math.abs(heights[best] - pixels) ? each : best), 'peek');
}

interface Props {
  height: Height;
  onHeight: (height: Height) => void;
  label: string;
  /** What stays in sight however far the sheet is pulled. */
  head: ReactNode;
  children: ReactNode;
}

export function Sheet({ height, onHeight, label, head, children }: Props) {
  const { t } = useWords();
  const start = useRef<{ y: number; from: number } | null>(null);
  const [pulled, setPulled] = useState<number | null>(null);
  const dragged = useRef(false);
  const press = (event: PointerEvent) => {
    dragged.current = false;
    start.current = { y: event.clientY, from: heightsOf(window.innerHeight)[height] };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const pull = (event: PointerEvent) => {
    const by = start.current ? start.current.y - event.clientY : 0;
    if (!start.current || Math.abs(by) <= DRAG) return;
    dragged.current = true;
    setPulled(Math.max(82, start.current.from + by));
  };
  const release = () => {
    if (pulled !== null) onHeight(nearest(pulled, window.innerHeight));
    start.current = null;
    setPulled(null);
  };
  // Only when the click itself comes: a sheet that moves before it would hand the click to whatever it brings under the thumb.
  const tap = () => {
    if (!dragged.current) onHeight(ORDER[(ORDER.indexOf(height) + 1) % ORDER.length] ?? 'third');
    dragged.current = false;
  };
  return (
    <section className="sheet" id="panel" aria-label={label} tabIndex={-1} data-height={height}
      style={{ height: pulled ?? heightsOf(window.innerHeight)[height] }}>
      <button type="button" className="grip" aria-label={t(`sheet.${height}`)} onPointerDown={press} onPointerMove={pull}
        onPointerUp={release} onPointerCancel={() => setPulled(null)} onClick={tap}>
        <span />
      </button>
      <div className="sheet-head">{head}</div>
      <div className="sheet-body" tabIndex={-1}>{children}</div>
    </section>
  );
}
