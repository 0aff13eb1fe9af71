/** 推演: move a home, close one, change its places or set a new one, and see what follows while the pointer moves. Nothing is kept. */

import { CloseOutlined } from '@ant-design/icons';
import { Button, InputNumber } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { count, rate as written } from '../format.ts';
import type { Scale } from '../map/classes.ts';
import { usePointing } from '../map/pointing.ts';
import { asProblem, type Problem } from '../problem.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { askWhatIf, type ReachRun, type WhatIfAnswer } from '../sitingApi.ts';
import type { Loaded } from '../state/loading.ts';
import { usePhone } from '../state/media.ts';
import { useRegister } from '../state/register.tsx';
import { tintOf, usePins, useTint, useTownships, type Pin, type PinKind, type Pins, type Tint } from '../state/tint.ts';
import { useWords } from '../words/index.ts';
import { BucketKey } from './BucketBar.tsx';
import { type } from './form.ts';
import { amountOf, modeOf, serviceOf, type Typed } from './question.ts';
import { SITE_SIGNS } from './siteSigns.ts';
import { servedShare, shareScale, tintedRows } from './standing.ts';
import { TownTable } from './TownTable.tsx';
import { asked, tried, triesOf, triesTyped, type Try } from './tries.ts';
import { useDragging } from './useDragging.ts';

/** The classes and colours of beds per thousand, as `maps/palette.py` has them. */
const RATE_SCALE: Scale = { breaks: [10, 20, 30, 40, 50], colours: ['#f3f5cf', '#c8e5ba', '#85ccbb', '#43afc0', '#2a7ab0', '#27378a'], target: 40 };
const NEW_PLACES = 100;
export const TRIED_LAYER = 'siting-tried';

interface Props {
  typed: Typed;
  reach: Loaded<ReachRun>;
  onMapWanted: (wanted: boolean) => void;
}

export function WhatIf({ typed, reach, onMapWanted }: Props) {
  const words = useWords();
  const { t } = words;
  const phone = usePhone();
  const kept = useMemo(() => triesOf(typed['tries']), [typed['tries']]);
  const [held, setHeld] = useState<Try | null>(null);
  const [adding, setAdding] = useState(false);
  const tries = useMemo(() => (held ? tried(kept, held) : kept), [kept, held]);
  const { answer, problem } = useAnswer(typed, tries);
  const set = (next: readonly Try[]) => type({ tries: triesTyped(next) });
  const add = (lon: number, lat: number) => {
    set([...kept, { kind: 'add', id: String(kept.length + 1), lon, lat, places: NEW_PLACES }]);
    setAdding(false);
    if (phone) onMapWanted(false);
  };
  usePointing(adding, add);
  useDragging(TRIED_LAYER, (id, lon, lat, dropped) => {
    const moved: Try = { kind: 'move', id, lon, lat };
    setHeld(dropped ? null : moved);
    if (dropped) set(tried(kept, moved));
  });
  useTriedShown(reach.value, tries, answer);
  const homes = reach.value?.supplies ?? [];
  const nameOf = ({ kind, id }: Try) => (kind === 'add' ? t('siting.kind.new') : homes.find((home) => home.id === id)?.name ?? id);
  const before = new Map((reach.value?.townships ?? []).map((town) => [town.code, town]));
  return (
    <section aria-label={t('siting.step.whatif')} data-testid="siting-whatif">
      <p className="quiet">{t('siting.whatif.says')}</p>
      <div className="deeds">
        <Button aria-pressed={adding} type={adding ? 'primary' : 'default'} onClick={() => {
          setAdding(!adding);
          if (phone) onMapWanted(!adding);
        }}>{t(adding ? 'siting.whatif.adding' : 'siting.whatif.add')}</Button>
        {kept.length > 0 && <Button type="text" onClick={() => set([])}>{t('siting.whatif.reset')}</Button>}
      </div>
      {kept.length > 0 && (
        <ul className="siting-others" data-testid="siting-tries">
          {kept.map((each, place) => (
            <li key={`${each.kind}-${each.id}`}>
              {t(`siting.try.${each.kind}`)} <strong>{nameOf(each)}</strong>{' '}
              {each.places !== undefined && <InputNumber size="small" min={0} max={10_000} value={each.places} aria-label={`${nameOf(each)} ${t('siting.sites.places')}`}
                onChange={(places) => places !== null && set(kept.map((other, at) => (at === place ? { ...each, places } : other)))} />}{' '}
              {each.lon !== undefined && <Nudge each={each} name={nameOf(each)} onMove={(lon, lat) => set(tried(kept, { kind: 'move', id: each.id, lon, lat }))} />}
              <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('siting.whatif.undo', { name: nameOf(each) })} onClick={() => set(kept.filter((_, at) => at !== place))} />
            </li>
          ))}
        </ul>
      )}
      {problem && <ProblemNote problem={problem} />}
      {answer && <Figures answer={answer} />}
      {answer && <TownTable rows={answer.townships.map((town) => ({ code: town.code, name: town.name, all: town, ...(before.has(town.code) ? { before: before.get(town.code)! } : {}) }))} />}
      <details className="siting-findings" data-testid="siting-homes">
        <summary>{t('siting.existing')} <span className="amount">{count(homes.length)}</span></summary>
        <table className="rows" aria-label={t('siting.existing')}>
          <tbody>
            {homes.map((home) => (
              <tr key={home.id}>
                <th scope="row">{home.name}</th><td className="end nowrap">{count(home.places)}</td>
                <td className="end nowrap">
                  <Button size="small" aria-label={`${t('siting.try.beds')} ${home.name}`} onClick={() => set(tried(kept, { kind: 'beds', id: home.id, places: home.places ?? 0 }))}>{t('siting.try.beds')}</Button>{' '}
                  {home.lon !== null && home.lat !== null && <><Button size="small" aria-label={`${t('siting.try.move')} ${home.name}`}
                    onClick={() => set(tried(kept, { kind: 'move', id: home.id, lon: home.lon!, lat: home.lat! }))}>{t('siting.try.move')}</Button>{' '}</>}
                  <Button size="small" aria-label={`${t('siting.try.remove')} ${home.name}`} onClick={() => set(tried(kept, { kind: 'remove', id: home.id }))}>{t('siting.try.remove')}</Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

/** Half a kilometre or so to a side, for who drags nothing. */
const STEP = 0.005;
const WAYS = { '←': [-STEP, 0], '→': [STEP, 0], '↑': [0, STEP], '↓': [0, -STEP] } as const;
const WAY_WORDS = { '←': 'siting.way.west', '→': 'siting.way.east', '↑': 'siting.way.north', '↓': 'siting.way.south' } as const;

function Nudge({ each, name, onMove }: { each: Try; name: string; onMove: (lon: number, lat: number) => void }) {
  const { t } = useWords();
  return (
    <span className="siting-nudge">
      {(Object.keys(WAYS) as (keyof typeof WAYS)[]).map((way) => (
        <Button key={way} size="small" type="text" aria-label={t(WAY_WORDS[way], { name })}
          onClick={() => onMove((each.lon ?? 0) + WAYS[way][0], (each.lat ?? 0) + WAYS[way][1])}>{way}</Button>
      ))}
    </span>
  );
}

function Figures({ answer }: { answer: WhatIfAnswer }) {
  const { t } = useWords();
  const more = answer.totals.served - answer.before.served;
  return (
    <div role="status" data-testid="whatif-figures">
      {answer.rate && <p className="siting-headline">{t('siting.whatif.rate', { before: written(answer.rate.before), now: written(answer.rate.beds_per_thousand) })}</p>}
      <p>{t('siting.whatif.served', { before: count(answer.before.served), now: count(answer.totals.served), more: `${more > 0 ? '+' : ''}${count(more)}` })}</p>
      <BucketKey all={answer.totals} />
      {answer.findings.map((finding) => <p key={finding} className="quiet small">{finding}</p>)}
    </div>
  );
}

/** One question at a time; while one is answered only the newest waits. */
function useAnswer(typed: Typed, tries: readonly Try[]): { answer: WhatIfAnswer | null; problem: Problem | null } {
  const { asOf } = useRegister();
  const [told, setTold] = useState<{ answer: WhatIfAnswer | null; problem: Problem | null }>({ answer: null, problem: null });
  const [busy, setBusy] = useState(false);
  const limit = amountOf(typed['limit'] ?? '') ?? undefined;
  const wish = JSON.stringify({ service: serviceOf(typed), mode: modeOf(typed), as_of: asOf, ...(limit === undefined ? {} : { limit }), changes: asked(tries) });
  const [answered, setAnswered] = useState('');
  useEffect(() => {
    if (busy || answered === wish) return;
    setBusy(true);
    askWhatIf(wish).then(
      (answer) => setTold({ answer, problem: null }),
      (thrown: unknown) => setTold((before) => ({ ...before, problem: asProblem(thrown) })),
    ).finally(() => {
      setAnswered(wish);
      setBusy(false);
    });
  }, [wish, busy, answered]);
  return told;
}

function useTriedShown(run: ReachRun | null, tries: readonly Try[], answer: WhatIfAnswer | null): void {
  const words = useWords();
  const { asOf } = useRegister();
  const divisions = useTownships(asOf);
  const tint = useMemo((): Tint | null => {
    if (!answer || !divisions) return null;
    const byRate = answer.rate !== null;
    const rows = byRate
      ? answer.townships.map(({ code, name, rate }) => ({ id: code, name, value: rate?.beds_per_thousand ?? null }))
      : tintedRows(answer.townships.map((town) => ({ code: town.code, name: town.name, all: town })));
    const scale = byRate ? { ...RATE_SCALE, target: answer.rate?.target ?? null } : shareScale((run?.townships ?? []).map(servedShare));
    return { choropleth: tintOf(divisions, rows, scale), title: words.t(byRate ? 'siting.whatif.tint' : 'siting.served.share'), unit: byRate ? words.t('coverage.column.rate') : '%', invented: run?.invented === true };
  }, [answer, divisions, run, words]);
  const pins = useMemo((): Pins => ({ kinds: kindsOf(words.t), pins: [...standing(run, tries), ...added(tries, words.t('siting.kind.new'))] }), [run, tries, words]);
  useTint(tint);
  usePins(pins);
}

const kindsOf = (t: ReturnType<typeof useWords>['t']): PinKind[] => [
  { id: 'new', title: t('siting.try.add'), ...SITE_SIGNS.new },
  { id: 'changed', title: t('siting.whatif.changed'), ...SITE_SIGNS.extended },
  { id: 'closed', title: t('siting.try.remove'), ...SITE_SIGNS.closed },
  { id: 'stands', title: t('siting.whatif.stands'), ...SITE_SIGNS.kept },
];

function standing(run: ReachRun | null, tries: readonly Try[]): Pin[] {
  return (run?.supplies ?? []).flatMap(({ id, name, lon, lat }): Pin[] => {
    const own = tries.filter((each) => each.id === id && each.kind !== 'add');
    const moved = own.find((each) => each.kind === 'move');
    const [x, y] = [moved?.lon ?? lon, moved?.lat ?? lat];
    if (x === null || y === null) return [];
    const kind = own.some((each) => each.kind === 'remove') ? 'closed' : own.length > 0 ? 'changed' : 'stands';
    return [{ kind, lon: x, lat: y, name, layer: TRIED_LAYER, id }];
  });
}

const added = (tries: readonly Try[], name: string): Pin[] => tries.flatMap((each): Pin[] =>
  (each.kind === 'add' ? [{ kind: 'new', lon: each.lon ?? 0, lat: each.lat ?? 0, name, layer: TRIED_LAYER, id: each.id }] : []));
