/** The form of one thing: place, content, source and reason; saved as one edit, kept as a draft until then. */

import { ArrowLeftOutlined, RedoOutlined, UndoOutlined } from '@ant-design/icons';
import { Alert, App, Button, Skeleton, Space } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { moment } from '../format.ts';
import { show } from '../map/camera.ts';
import { boxOf } from '../map/places.ts';
import { asProblem, type Problem } from '../problem.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { announce } from '../state/live.ts';
import { layerOf, useRegister } from '../state/register.tsx';
import { go, guardIs } from '../state/store.ts';
import type { Box, LayerInfo } from '../types.ts';
import { useWords } from '../words/index.ts';
import { ConflictScreen } from './ConflictScreen.tsx';
import { conflictsOf, editsOf, findingsOf, keptOf, type Change } from './deeds.ts';
import { discard, isChanged, leave, NEW, rebase, redo, undo, useDraft, type Draft, type Kept } from './draft.ts';
import { Ending } from './Ending.tsx';
import { Fields } from './Fields.tsx';
import { Guard } from './Guard.tsx';
import { merged, type Versions } from './merging.ts';
import { PlaceTools } from './PlaceTools.tsx';
import { rememberOrigin } from './remembered.ts';
import { carryOut } from './saved.ts';
import type { Drawn } from './scene.ts';
import { SourceFields } from './SourceFields.tsx';
import { useChecks } from './useChecks.ts';
import { useHandKeys } from './useHandKeys.ts';
import { usePlace } from './usePlace.ts';
import { useThing } from './useThing.ts';

interface Props {
  layer: LayerInfo;
  id: string;
  /** Make room for the map where the panel covers it, and take it back. */
  onMapWanted: (wanted: boolean) => void;
}

export function ThingForm({ layer, id, onMapWanted }: Props) {
  const { t, title } = useWords();
  const { asOf, present } = useRegister();
  const opened = useThing(layer, id, asOf, present);
  const { draft } = useDraft();
  const back = () => go({ edit: { layer: layer.id, thing: null } });
  const head = (name: string) => (
    <header className="form-head">
      <Button type="text" size="small" icon={<ArrowLeftOutlined />} onClick={back} data-testid="form-back">{t('edit.back')}</Button>
      <h2>{name}</h2>
    </header>
  );
  if (opened.problem) return <>{head(id)}<ProblemNote problem={opened.problem} retry={opened.restart} /></>;
  if (!draft || draft.layer !== layer.id || (draft.base?.id ?? NEW) !== id) {
    return <>{head(id === NEW ? t('edit.new.title', { layer: title(layer) }) : id)}<Skeleton active aria-label={t('edit.loading')} /></>;
  }
  return (
    <>
      {head(draft.base ? t('edit.thing.title', { title: draft.base.title }) : t('edit.new.title', { layer: title(layer) }))}
      <OpenForm key={`${layer.id}:${id}`} layer={layer} draft={draft} opened={opened} onMapWanted={onMapWanted} />
    </>
  );
}

interface OpenProps {
  layer: LayerInfo;
  draft: Draft;
  opened: ReturnType<typeof useThing>;
  onMapWanted: (wanted: boolean) => void;
}

/** How near the map comes to what is edited: corners must be told apart. */
const NEAR = 17;

interface Clash {
  versions: Versions;
  theirs: Kept;
  /** Neighbours along a shared edge that changed as well. */
  others: string[];
}

function OpenForm({ layer, draft, opened, onMapWanted }: OpenProps) {
  const { t, title } = useWords();
  const { message } = App.useApp();
  const { atlas, asOf, present } = useRegister();
  const { past, future } = useDraft();
  const [attempted, setAttempted] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [clash, setClash] = useState<Clash | null>(null);
  const [ending, setEnding] = useState<'end' | 'withdraw' | null>(null);
  const [leaving, setLeaving] = useState<{ onward: () => void } | null>(null);
  const checked = useChecks(clash ? null : draft, layer, attempted);
  const changed = isChanged(draft);
  const name = String(draft.properties[layer.named_by] ?? '') || draft.base?.title || title(layer);
  const also = useMemo((): Drawn[] => [
    ...(clash ? versionsDrawn(clash.versions, t) : []),
    ...checked.placed.flatMap(({ where, message: word }): Drawn[] => (where ? [{ look: 'finding', shape: where, word }] : [])),
  ], [clash, checked.placed, t]);
  const placing = usePlace({ draft, layer, divisions: layerOf(atlas, 'divisions'), asOf, also, comparing: clash !== null });
  useHandKeys({ placing, undo, redo });
  const drawing = placing.drawing !== null;
  useEffect(() => {
    if (!drawing) return undefined;
    onMapWanted(true);
    return () => onMapWanted(false);
  }, [drawing]);

  useEffect(() => {
    guardIs((patch, onward) => {
      const goes = 'desk' in patch || 'edit' in patch || (patch.selection ?? null) !== null || 'asOf' in patch;
      if (!goes || !isChanged(draft)) return false;
      setLeaving({ onward });
      return true;
    });
    const closing = (event: BeforeUnloadEvent) => {
      if (isChanged(draft)) event.preventDefault();
    };
    window.addEventListener('beforeunload', closing);
    return () => {
      guardIs(null);
      window.removeEventListener('beforeunload', closing);
    };
  }, [draft]);
  useEffect(() => show(boxOf([draft.base?.geometry ?? draft.geometry]), true, NEAR), []);

  const finished = (id: string) => {
    guardIs(null);
    go({ edit: { layer: layer.id, thing: null }, selection: { layer: layer.id, id } });
  };
  const refused = (thrown: unknown) => {
    const refusal = asProblem(thrown);
    const found = findingsOf(refusal);
    checked.refuse(found);
    const place = found.find((finding) => finding.where !== null)?.where;
    if (place) show(boxOf([place]), true, NEAR);
    setClash(clashOf(refusal, layer, draft));
    setProblem(refusal);
  };
  const send = async (writing: Draft) => {
    setAttempted(true);
    setProblem(null);
    const wrong = Object.values(checked.told).flat().some((told) => told.severity === 'error' && !clash);
    if (wrong || writing.because.trim() === '' || (writing.manner === 'change' && !writing.since)) {
      window.requestAnimationFrame(() => document.querySelector('.field.refused, .because-missing')?.scrollIntoView({ block: 'center' }));
      return;
    }
    checked.stop();
    setBusy(true);
    try {
      const answer = await carryOut(editsOf(writing, layer), layer, name);
      rememberOrigin(writing.properties, writing.because.trim());
      discard();
      message.success(t('edit.saved', { title: name }));
      finished(answer.kept[0]?.id ?? writing.base?.id ?? '');
      announce({ layer: layer.id, boxes: boxesOf(writing) });
    } catch (thrown) {
      refused(thrown);
    } finally {
      setBusy(false);
    }
  };
  const finish = async (change: Change, because: string) => {
    setBusy(true);
    setProblem(null);
    try {
      await carryOut({ layer: layer.id, because, changes: [change] }, layer, name);
      discard();
      guardIs(null);
      message.success(t('edit.saved', { title: name }));
      go({ edit: { layer: layer.id, thing: null }, selection: null });
      announce({ layer: layer.id, boxes: boxesOf(draft) });
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  const decide = (version: ReturnType<typeof merged>, save: boolean) => {
    if (!clash) return;
    const content = { ...version, others: clash.others.length > 0 ? {} : draft.others };
    rebase(clash.theirs, content, clash.others.length > 0 ? {} : draft.neighbours);
    setClash(null);
    setProblem(null);
    opened.dismissNewer();
    if (save) void send({ ...draft, ...content, base: clash.theirs });
  };

  if (asOf !== present) return <Alert type="info" showIcon title={t('edit.past', { date: asOf })} />;
  if (clash) {
    return (
      <>
        {clash.others.length > 0 && <Alert type="warning" showIcon title={t('conflict.others', { names: clash.others.join('、') })} />}
        <ConflictScreen key={clash.theirs.version} layer={layer} title={name} versions={clash.versions} theirs={clash.theirs} onDecide={decide} onCancel={() => setClash(null)} />
      </>
    );
  }
  if (ending && draft.base) {
    return <Ending deed={ending} thing={draft.base} day={present} problem={problem} busy={busy} onDo={(change, because) => void finish(change, because)}
      onCancel={() => {
        setEnding(null);
        setProblem(null);
      }} />;
  }
  const { newer } = opened;
  const compare = () => newer && newer !== 'gone' && draft.base
    && setClash({ versions: { base: draft.base, mine: draft, theirs: newer }, theirs: newer, others: [] });
  const errors = Object.values(checked.told).flat().filter((told) => told.severity === 'error').length;
  return (
    <form className="thing-form" data-testid="thing-form" data-version={draft.base?.version ?? 0} aria-label={name} noValidate onSubmit={(event) => {
      event.preventDefault();
      void send(draft);
    }}>
      {leaving && <Guard title={name} onStay={() => setLeaving(null)}
        onKeep={() => {
          leave();
          leaving.onward();
        }}
        onDrop={() => {
          discard();
          leaving.onward();
        }} />}
      {opened.resumed !== null && changed && (
        <p className="note" role="status">{t('edit.resumed', { time: moment(new Date(opened.resumed).toISOString()) })}{' '}
          <button type="button" className="plain link" onClick={() => {
            discard();
            opened.restart();
          }}>{t('edit.restart')}</button>
        </p>
      )}
      {newer === 'gone' && <Alert type="warning" showIcon title={t('conflict.gone')} />}
      {newer && newer !== 'gone' && (
        <Alert type="warning" showIcon title={t('edit.newer', { title: name, version: newer.version })}
          action={<Button size="small" data-testid="compare" onClick={compare}>{t('edit.newer.compare')}</Button>} />
      )}
      <div className="form-bar">
        <Button size="small" icon={<UndoOutlined />} disabled={past.length === 0} aria-label={t('edit.undo')} title={t('edit.undo')} onClick={() => undo()} data-testid="undo" />
        <Button size="small" icon={<RedoOutlined />} disabled={future.length === 0} aria-label={t('edit.redo')} title={t('edit.redo')} onClick={() => redo()} data-testid="redo" />
        <span className="quiet small" role="status" data-testid="draft-state">{t(changed ? 'edit.changed' : 'edit.unchanged')}</span>
      </div>
      <section aria-labelledby="form-place">
        <h3 id="form-place">{t('edit.section.place')}</h3>
        <PlaceTools draft={draft} layer={layer} placing={placing} told={checked.told['geom'] ?? []} />
      </section>
      <Fields draft={draft} layer={layer} told={checked.told} />
      <SourceFields draft={draft} layer={layer} told={checked.told} attempted={attempted} />
      <div className="form-foot">
        <p className="quiet small" role="status" data-testid="checks">
          {errors > 0 ? t('edit.fix', { count: errors }) : checked.asking ? t('edit.findings.checking') : checked.looked ? t('edit.findings.none') : ''}
        </p>
        {(checked.told[''] ?? []).map((told) => <p key={told.message} className={`field-told ${told.severity}`}>{told.message}</p>)}
        {checked.placed.length > 0 && (
          <Button size="small" type="link" onClick={() => show(boxOf(checked.placed.map((finding) => finding.where)), true, NEAR)}>{t('edit.findings.locate')}</Button>
        )}
        {problem && <ProblemNote problem={problem} />}
        <Space wrap>
          <Button type="primary" htmlType="submit" loading={busy} disabled={!changed} data-testid="save">{t(busy ? 'edit.saving' : 'edit.save')}</Button>
          {changed && <Button onClick={() => {
            discard();
            message.info(t('edit.discarded'));
            if (draft.base) opened.restart();
            else go({ edit: { layer: layer.id, thing: null } });
          }} data-testid="discard">{t('edit.discard')}</Button>}
          {draft.base && !changed && <Button onClick={() => setEnding('end')} data-testid="end">{t('edit.end')}</Button>}
          {draft.base && !changed && <Button onClick={() => setEnding('withdraw')} data-testid="withdraw">{t('edit.withdraw')}</Button>}
        </Space>
      </div>
    </form>
  );
}

/** Where the map changes with this edit. */
function boxesOf({ base, geometry, others, neighbours }: Draft): Box[] {
  const shapes = [base?.geometry ?? null, geometry, ...Object.values(others), ...Object.keys(others).map((id) => neighbours[id]?.geometry ?? null)];
  return shapes.flatMap((shape) => {
    const box = boxOf([shape]);
    return box ? [box] : [];
  });
}

function versionsDrawn({ base, mine, theirs }: Versions, t: ReturnType<typeof useWords>['t']): Drawn[] {
  const all = [['base', base, 'conflict.base'], ['theirs', theirs, 'conflict.theirs'], ['mine', mine, 'conflict.mine']] as const;
  return all.flatMap(([look, { geometry }, word]): Drawn[] => (geometry ? [{ look, shape: geometry, word: t(word) }] : []));
}

/** What a refusal for an older version brings: the thing's three versions, and which neighbours changed. */
function clashOf(problem: Problem, layer: LayerInfo, draft: Draft): Clash | null {
  const conflicts = conflictsOf(problem);
  if (conflicts.length === 0) return null;
  const own = conflicts.find((conflict) => conflict.id === draft.base?.id);
  const others = conflicts.filter((conflict) => conflict !== own).map((conflict) => draft.neighbours[conflict.id]?.title ?? conflict.id);
  const base = draft.base ?? { properties: {}, geometry: null, id: '', version: 0, title: '' };
  const theirs = own ? keptOf(layer, own.theirs) : base;
  return { versions: { base, mine: draft, theirs }, theirs, others };
}

