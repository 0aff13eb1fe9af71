/** What does not connect, by kind, with a sign on the map and what to do about it. */

import { useMemo } from 'react';
import { count } from '../format.ts';
import { around, bring } from '../map/camera.ts';
import type { Fault, FaultKind, Link } from '../roadsApi.ts';
import { choose, useSight } from '../state/store.ts';
import { usePins, type Pin, type PinKind, type Pins } from '../state/tint.ts';
import { useWords, type Words } from '../words/index.ts';

/** The name a fault has in the address: it is of no layer of the register. */
const FAULT_LAYER = 'road-faults';
const LINK_LAYER = 'road-links';
/** So many of a kind are listed; all of them stand on the map. */
const LISTED = 30;
const KINDS: readonly FaultKind[] = ['part', 'gap', 'crossing', 'joined', 'unserved'];
const LOOKS: Record<FaultKind, Pick<PinKind, 'colour' | 'shape' | 'hollow' | 'small'>> = {
  part: { colour: '#882255', shape: 'diamond' },
  gap: { colour: '#a3261b', shape: 'cross' },
  crossing: { colour: '#6a4a00', shape: 'triangle', hollow: true, small: true },
  joined: { colour: '#23302f', shape: 'disc', hollow: true, small: true },
  unserved: { colour: '#332288', shape: 'square' },
};

const nameOf = (fault: Fault, place: number): string => `${fault.kind}-${place + 1}`;

export function Faults({ faults, links }: { faults: readonly Fault[]; links: readonly Link[] }) {
  const words = useWords();
  const { t } = words;
  const { selection } = useSight();
  useSigns(faults, links, words);
  if (faults.length === 0) return <p data-testid="roads-no-faults">{t('roads.faults.none')}</p>;
  const named = faults.map((fault, place) => ({ fault, id: nameOf(fault, place) }));
  return (
    <section aria-label={t('roads.faults')}>
      <h2>{t('roads.faults')} <span className="amount">{count(faults.length)}</span></h2>
      {KINDS.map((kind) => {
        const own = named.filter(({ fault }) => fault.kind === kind);
        if (own.length === 0) return null;
        return (
          <details key={kind} open={kind !== 'joined' && kind !== 'crossing'} data-testid={`roads-${kind}`}>
            <summary>{t(`roads.fault.${kind}`)} <span className="amount">{count(own.length)}</span></summary>
            <p className="quiet small">{own[0]!.fault.advice}</p>
            <ul className="roads-faults">
              {own.slice(0, LISTED).map(({ fault, id }) => (
                <li key={id}>
                  <button type="button" className="plain" data-walk aria-pressed={selection?.layer === FAULT_LAYER && selection.id === id} onClick={() => {
                    choose({ layer: FAULT_LAYER, id });
                    bring(around(fault.lon, fault.lat));
                  }}>{fault.message}</button>
                </li>
              ))}
            </ul>
            {own.length > LISTED && <p className="quiet small">{t('roads.fault.more', { count: own.length - LISTED })}</p>}
          </details>
        );
      })}
    </section>
  );
}

function useSigns(faults: readonly Fault[], links: readonly Link[], words: Words): void {
  const pins = useMemo((): Pins => ({
    kinds: [
      ...KINDS.filter((kind) => faults.some((fault) => fault.kind === kind)).map((kind) => ({ id: kind, title: words.t(`roads.fault.${kind}`), ...LOOKS[kind] })),
      ...(links.length > 0 ? [{ id: 'link', title: words.t('roads.pin.link'), colour: '#0b5f66', shape: 'star' as const, hollow: true }] : []),
    ],
    pins: [
      ...faults.map((fault, place): Pin => ({ kind: fault.kind, lon: fault.lon, lat: fault.lat, name: fault.roads[0] ?? words.t(`roads.fault.${fault.kind}`), layer: FAULT_LAYER, id: nameOf(fault, place), says: [fault.message, fault.advice] })),
      ...links.map(({ number, name, course, source }): Pin => {
        const [lon, lat] = course[Math.floor(course.length / 2)]!;
        return { kind: 'link', lon, lat, name, layer: LINK_LAYER, id: String(number), says: [source] };
      }),
    ],
  }), [faults, links, words]);
  usePins(pins.pins.length > 0 ? pins : null);
}
