/** Check a name while it is typed: its spelling, the scope of the law, what speaks against it, and where. */

import { Button, Input, Select } from 'antd';
import type { Geometry } from 'geojson';
import { lazy, Suspense, useMemo, useState } from 'react';
import { readThing } from '../api.ts';
import { answerFinding, checkName, type Finding } from '../namesApi.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { refresh, useLoaded } from '../state/loading.ts';
import { useMarked, type Mark } from '../state/marks.ts';
import { divisionsKnown } from '../state/names.ts';
import { usePaused } from '../state/paused.ts';
import { layerOf, useRegister } from '../state/register.tsx';
import { useSession } from '../state/session.ts';
import { adjust, useSight } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { Line } from '../desks/account/Line.tsx';
import { Findings, MarkedName } from './Findings.tsx';
import { marksOf } from './findings.ts';
import { kindsOf } from './kinds.ts';
import { Suggestions } from './Suggestions.tsx';
import { Scope, SpellingNote, VerdictMark } from './Verdict.tsx';

const PlaceField = lazy(() => import('./PlaceField.tsx'));

const USUAL = 'street';
const PAUSE_MS = 280;

export default function Check({ onMapWanted }: { onMapWanted: (wanted: boolean) => void }) {
  const words = useWords();
  const { t } = words;
  const { atlas, asOf } = useRegister();
  const { filters, selection } = useSight();
  const session = useSession();
  const [geometry, setGeometry] = useState<Geometry | null>(null);
  const [placing, setPlacing] = useState(false);
  const [romanized, setRomanized] = useState<string | null>(null);
  const [pointed, setPointed] = useState<Finding | null>(null);
  const name = filters['name'] ?? '';
  const kind = filters['kind'] ?? USUAL;
  const division = filters['town'] ?? null;
  const fill = (change: Record<string, string | null>) => {
    if ('name' in change) setRomanized(null);
    adjust({ filters: Object.fromEntries(Object.entries({ ...filters, ...change }).filter((pair): pair is [string, string] => Boolean(pair[1]))) });
  };
  const asked = usePaused(JSON.stringify({ name: name.trim(), kind, division: division ?? (geometry ? null : atlas.county.code), geometry, romanized }), PAUSE_MS);
  const { name: typed } = JSON.parse(asked) as { name: string };
  const key = typed ? `naming:check:${asked}` : null;
  const found = useLoaded(key, (signal) => checkName(JSON.parse(asked) as { name: string; kind: string }, signal));
  const checked = typed ? found.value : null;
  const stale = found.loading || typed !== name.trim();
  useMarked(useMemo((): Mark[] => [
    ...(checked?.scope?.area ? [{ look: 'scope', geometry: checked.scope.area, word: checked.scope.title } satisfies Mark] : []),
    ...(geometry && !placing ? [{ look: 'place', geometry, word: typed } satisfies Mark] : []),
    ...marksOf(checked?.findings ?? []),
  ], [checked, geometry, placing, typed]));
  const takeSelected = async () => {
    if (!selection) return;
    const thing = await readThing(selection.layer, selection.id, asOf).catch(() => null);
    if (thing?.geometry) setGeometry(thing.geometry);
  };
  const answer = async ({ rule, conflicts }: Finding, because: string) => {
    await answerFinding({ name: typed, kind, division: division ?? atlas.county.code, rule, conflict_code: conflicts[0]?.code ?? null, because });
    refresh('naming:check:');
  };
  return (
    <section className="check" aria-label={t('names.check')}>
      <div className="check-form">
        <Line id="check-name" label={t('names.check.name')}>
          <Input id="check-name" data-testid="check-name" value={name} maxLength={60} autoFocus allowClear placeholder={t('names.check.example')} onChange={(event) => fill({ name: event.target.value })} />
        </Line>
        <Line id="check-kind" label={t('names.check.kind')}>
          <Select id="check-kind" data-testid="check-kind" value={kind} aria-label={t('names.check.kind')} onChange={(value: string) => fill({ kind: value === USUAL ? null : value })}
            options={kindsOf(layerOf(atlas, 'place_names'), words).map(({ code, label }) => ({ value: code, label }))} />
        </Line>
        <Line id="check-division" label={t('names.check.division')}>
          <Select id="check-division" allowClear showSearch={{ optionFilterProp: 'label' }} value={division} aria-label={t('names.check.division')} placeholder={t('names.check.division.none')}
            onChange={(value: string | undefined) => fill({ town: value ?? null })} options={divisionsKnown().map((each) => ({ value: each.code, label: `${each.name} ${each.code}` }))} />
        </Line>
        <div className="form-line">
          <span className="quiet">{t('names.check.place')}</span>
          {placing ? <><Suspense fallback={null}><PlaceField value={geometry} onChange={setGeometry} onMapWanted={onMapWanted} /></Suspense><p><Button size="small" onClick={() => setPlacing(false)}>{t('names.place.done')}</Button></p></> : (
            <p className="deeds tight">
              <Button size="small" data-testid="check-draw" onClick={() => setPlacing(true)}>{t(geometry ? 'names.place.change' : 'names.place.draw')}</Button>
              {selection && <Button size="small" onClick={() => void takeSelected()}>{t('names.place.selected')}</Button>}
              {geometry && <Button size="small" onClick={() => setGeometry(null)}>{t('names.place.clear')}</Button>}
              {geometry && <span className="quiet small" role="status">{t('names.place.has')}</span>}
            </p>
          )}
        </div>
      </div>
      {found.problem && <ProblemNote problem={found.problem} retry={found.retry} />}
      {!typed && <p className="quiet">{t('names.check.invite')}</p>}
      {checked && (
        <div className={stale ? 'stale' : ''} aria-busy={stale} aria-live="polite" data-testid="checked" data-name={stale ? '' : checked.name}>
          <p className="check-head"><MarkedName name={checked.name} findings={pointed ? [pointed] : checked.findings} /> <VerdictMark verdict={checked.verdict} /></p>
          {checked.spelling && <SpellingNote spelling={checked.spelling} chosen={romanized} onChoose={setRomanized} />}
          <Scope scope={checked.scope} />
          <Findings findings={checked.findings} onAnswer={session.account ? answer : undefined} onPoint={setPointed} />
          {checked.findings.length === 0 && <p className="quiet">{t('names.check.nothing')}</p>}
        </div>
      )}
      {session.account && <Suggestions kind={kind} division={division} geometry={geometry} onTake={(taken) => fill({ name: taken })} />}
    </section>
  );
}
