/** The desk of data: choose a layer that may be written, then one of its things, then write. */

import './edit.css';
import { App, Button, Input, Skeleton } from 'antd';
import { ArrowLeftOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons';
import { useEffect, useState } from 'react';
import { readThings } from '../api.ts';
import { count, moment } from '../format.ts';
import { Sign } from '../map/Sign.tsx';
import { asProblem, type Problem } from '../problem.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { SampleMark } from '../shell/SampleMark.tsx';
import { toSignIn } from '../state/door.ts';
import { useLoaded } from '../state/loading.ts';
import { layerOf, useRegister } from '../state/register.tsx';
import { mayWrite, useKnown } from '../state/session.ts';
import { adjust, go, now, useSight } from '../state/store.ts';
import type { LayerInfo } from '../types.ts';
import { useWords } from '../words/index.ts';
import { belongsTo, current, forgetKept, isChanged, keptFor, leave, NEW, useDraft, type Draft } from './draft.ts';
import { lastSaved, takeBack, useSaved, type Saved } from './saved.ts';
import { ThingForm } from './ThingForm.tsx';
import { typing } from './useHandKeys.ts';

/** `onMapWanted` makes room for the map where the panel covers it, and takes it back. */
export default function EditDesk({ onMapWanted }: { onMapWanted: (wanted: boolean) => void }) {
  const { t } = useWords();
  const { atlas, asOf, present } = useRegister();
  const { edit } = useSight();
  const { session, read } = useKnown();
  const { message } = App.useApp();
  belongsTo(session.account?.name ?? '');
  useEffect(() => () => {
    const draft = current();
    if (draft && isChanged(draft)) message.info(t('edit.guard.kept'));
    leave();
  }, []);
  if (!read) return <Skeleton active />;
  if (!session.account) return <SignInFirst />;
  const writable = atlas.layers.filter((layer) => mayWrite(session, layer.id));
  if (writable.length === 0) return <p className="note">{t('edit.norights', { role: session.account.role_label })}</p>;
  if (asOf !== present) return <p className="note" role="status">{t('edit.past', { date: asOf })}</p>;
  const layer = edit ? layerOf(atlas, edit.layer) : undefined;
  if (!layer || !writable.includes(layer)) return <LayerChoice layers={writable} />;
  if (edit?.thing) return <ThingForm key={`${layer.id}:${edit.thing}`} layer={layer} id={edit.thing} onMapWanted={onMapWanted} />;
  return <LayerDesk layer={layer} />;
}

function SignInFirst() {
  const { t } = useWords();
  return (
    <div className="note">
      <p>{t('edit.signin')}</p>
      <Button type="primary" onClick={toSignIn} data-testid="to-sign-in">{t('edit.signin.go')}</Button>
    </div>
  );
}

function LayerChoice({ layers }: { layers: LayerInfo[] }) {
  const { t, title } = useWords();
  const { atlas } = useRegister();
  useDraft();
  return (
    <section aria-labelledby="choose-layer">
      <h2 id="choose-layer">{t('edit.choose')}</h2>
      {atlas.groups.map((group) => {
        const own = layers.filter((layer) => layer.group === group.id);
        return own.length > 0 && (
          <div key={group.id} role="group" aria-label={title(group)}>
            <h3>{title(group)}</h3>
            {own.map((layer) => (
              <button key={layer.id} type="button" className="plain layer-line" data-testid={`edit-${layer.id}`} data-walk
                onClick={() => go({ edit: { layer: layer.id, thing: null }, selection: null })}>
                <Sign layer={layer} />
                <span className="layer-name">{title(layer)}</span>
                {keptFor(layer.id).length > 0 && <span className="draft-mark">{t('edit.drafts')}</span>}
                <span className="amount">{count(layer.count)}</span>
              </button>
            ))}
          </div>
        );
      })}
      <SavedList />
    </section>
  );
}

function LayerDesk({ layer }: { layer: LayerInfo }) {
  const { t, title } = useWords();
  const { layers } = useSight();
  useEffect(() => {
    if (layers && layer.geometry && !layers.includes(layer.id)) adjust({ layers: [...layers, layer.id] });
  }, [layer.id]);
  return (
    <>
      <header className="form-head">
        <Button type="text" size="small" icon={<ArrowLeftOutlined />} onClick={() => go({ edit: null })}>{t('edit.others')}</Button>
        <h2><Sign layer={layer} /> {title(layer)}</h2>
        <Button type="primary" size="small" icon={<PlusOutlined />} data-testid="add" onClick={() => go({ edit: { layer: layer.id, thing: NEW }, selection: null })}>{t('edit.add')}</Button>
      </header>
      <Drafts layer={layer} />
      <SavedList />
      <ThingList layer={layer} />
    </>
  );
}

function Drafts({ layer }: { layer: LayerInfo }) {
  const { t } = useWords();
  useDraft();
  const drafts = keptFor(layer.id);
  const nameOf = (draft: Draft) => String(draft.properties[layer.named_by] ?? '') || draft.base?.title || t('edit.draft.new');
  if (drafts.length === 0) return null;
  return (
    <section aria-labelledby="drafts" className="drafts" data-testid="drafts">
      <h2 id="drafts">{t('edit.drafts')}</h2>
      <ul>
        {drafts.map((draft) => (
          <li key={draft.base?.id ?? NEW}>
            <span>{nameOf(draft)} <span className="quiet small">{t('edit.draft.at', { time: moment(new Date(draft.touched).toISOString()) })}</span></span>
            <Button size="small" type="primary" data-testid="resume" onClick={() => go({ edit: { layer: layer.id, thing: draft.base?.id ?? NEW }, selection: null })}>{t('edit.draft.resume')}</Button>
            <Button size="small" onClick={() => forgetKept(draft)}>{t('edit.draft.drop')}</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What was saved in this visit; Ctrl+Z takes the last back. */
function SavedList() {
  const { t } = useWords();
  const saved = useSaved();
  const { message } = App.useApp();
  const [busy, setBusy] = useState<Saved | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const back = async (entry: Saved) => {
    setBusy(entry);
    setProblem(null);
    const withdraws = entry.back.some(({ deed, id }) => deed === 'withdraw' && id === now().selection?.id);
    if (withdraws) adjust({ selection: null });
    try {
      await takeBack(entry, t('edit.takeback.because', { because: entry.because }).slice(0, 500));
      message.success(t('edit.takenback', { title: entry.title }));
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(null);
    }
  };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const last = lastSaved();
      if (!last || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== 'z' || typing(event.target)) return;
      event.preventDefault();
      void back(last);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  if (saved.length === 0 && !problem) return null;
  return (
    <section aria-labelledby="saved" className="drafts" data-testid="saved">
      <h2 id="saved">{t('edit.saved.list')}</h2>
      {problem && <ProblemNote problem={problem} />}
      <ul>
        {saved.map((entry, at) => (
          <li key={`${entry.id}:${saved.length - at}`}>
            <span>{entry.title} <span className="quiet small">{t(entry.word)} · {entry.because}</span></span>
            <Button size="small" loading={busy === entry} data-testid="take-back" onClick={() => void back(entry)}>{t('edit.takeback')}</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const SHOWN = 100;

function ThingList({ layer }: { layer: LayerInfo }) {
  const { t, title } = useWords();
  const { asOf } = useRegister();
  const [words, setWords] = useState('');
  const things = useLoaded(`list:${layer.id}:${asOf}`, (signal) => readThings(layer.id, asOf, signal));
  const wanted = words.trim();
  const all = (things.value?.features ?? []).map(({ properties }) => ({
    id: String(properties[layer.identified_by] ?? ''), name: String(properties[layer.named_by] ?? ''), invented: properties['invented'] === true,
  }));
  const fit = all.filter(({ id, name }) => id.includes(wanted) || name.includes(wanted));
  return (
    <section aria-label={t('edit.list', { title: title(layer) })} className="thing-list">
      <Input allowClear value={words} placeholder={t('edit.filter')} aria-label={t('edit.filter')} onChange={(event) => setWords(event.target.value)} data-testid="filter" />
      {things.problem && <ProblemNote problem={things.problem} retry={things.retry} />}
      {things.loading && <Skeleton active title={false} />}
      <ul>
        {!things.loading && fit.slice(0, SHOWN).map(({ id, name, invented }) => (
          <li key={id}>
            <button type="button" className="plain" data-walk data-testid={`thing-${id}`} onClick={() => go({ edit: { layer: layer.id, thing: id }, selection: null })}>
              <EditOutlined aria-hidden /> {name || id} <span className="quiet small">{name ? id : ''}</span>
            </button>
            {invented && <SampleMark />}
          </li>
        ))}
      </ul>
      {!things.loading && fit.length === 0 && <p className="quiet">{t(wanted ? 'edit.list.none' : 'edit.list.empty')}</p>}
      {fit.length > SHOWN && <p className="quiet small">{t('edit.list.more', { count: SHOWN })}</p>}
    </section>
  );
}
