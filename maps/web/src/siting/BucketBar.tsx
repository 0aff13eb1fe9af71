/** The three buckets of a place as one bar, and as words for who does not see it. */

import type { Buckets } from '../sitingApi.ts';
import { useWords } from '../words/index.ts';
import { BUCKET_INK, BUCKETS, inWords } from './standing.ts';

const WIDTH = 120;

export function BucketBar({ all, width = WIDTH }: { all: Buckets; width?: number }) {
  const words = useWords();
  let at = 0;
  return (
    <svg width={width} height="13" viewBox={`0 0 ${width} 13`} role="img" aria-label={inWords(all, words).join('，')} className="bucket-bar">
      {BUCKETS.map((bucket) => {
        const wide = all.people > 0 ? (all[bucket] / all.people) * width : 0;
        const from = at;
        at += wide;
        return <rect key={bucket} x={from} y="0.5" width={wide} height="12" fill={BUCKET_INK[bucket]} stroke="#4d5b61" strokeWidth={wide > 0 ? 0.6 : 0} />;
      })}
    </svg>
  );
}

/** What the colours of the bars mean, with the sums. */
export function BucketKey({ all }: { all: Buckets }) {
  const words = useWords();
  return (
    <ul className="bucket-key">
      {inWords(all, words).map((line, place) => (
        <li key={line}><span className="bucket-swatch" style={{ background: BUCKET_INK[BUCKETS[place]!] }} aria-hidden="true" />{line}</li>
      ))}
    </ul>
  );
}
