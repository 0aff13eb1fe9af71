/** The action list: each site from plan to people, who answers for it and by when, and every step that was taken. */

import { Button, DatePicker, Input, InputNumber, Skeleton } from 'antd';
import dayjs from 'dayjs';
import { useMemo, useState } from 'react';
import { count, DASH, today } from '../format.ts';
import { around, bring } from '../map/camera.ts';
import { asProblem, type Problem } from '../problem.ts';
import { ACTION_STATES, assignAction, readActions, takeStep, type Action, type ActionList, type ActionState, type NextStep, type Taking } from '../scenariosApi.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { SITE_SIGNS } from '../siting/siteSigns.ts';
import { refresh, useLoaded } from '../state/loading.ts';
import { usePins, type Pins } from '../state/tint.ts';
import { choose } from '../state/store.ts';
import { useWords } from '../words/index.ts';
import { plans } from './open.ts';
import { stepWord } from './steps.ts';

/** The name an action has in the address: it is of no layer of the register. */
const ACTION_LAYER = 'siting-actions';
const SIGNS: Record<ActionState, string> = { planned: '○', under_construction: '◐', filed: '◕', occupied: '●', stopped: '✕' };

export function ActionsView({ scenario, keeps }: { scenario: number | null; keeps: boolean }) {
  const words = useWords();
  const { t } = words;
  const read = useLoaded(`actions:${scenario ?? 'all'}`, (signal) => readActions(scenario, signal));
  const [open, setOpen] = useState<number | null>(null);
  const list = read.value;
  return (
    <section aria-label={t('actions.title')} data-testid="actions">
      {list && <Shown list={list} />}
      {scenario !== null && <button type="button" className="plain link" onClick={() => plans({ show: 'actions' })}>{t('actions.all')}</button>}
      {read.problem && <ProblemNote problem={read.problem} retry={read.retry} />}
      {!list && !read.problem && <Skeleton active paragraph={{ rows: 5 }} />}
      {list && list.actions.length === 0 && <p className="quiet" data-testid="actions-empty">{t('actions.empty')}</p>}
      {list && list.actions.length > 0 && (
        <>
          <ul className="action-totals" data-testid="action-totals">
            {list.totals.map((each) => (
              <li key={each.state} className={each.state}><span aria-hidden="true">{SIGNS[each.state]}</span>{' '}
                {t('actions.total', { label: t(`actions.state.${each.state}`), sites: count(each.sites), places: count(each.places) })}</li>
            ))}
          </ul>
          <ul className="action-list">
            {list.actions.map((action) => (
              <li key={action.number} data-testid={`action-${action.number}`} className={action.state}>
                <Line action={action} open={open === action.number} keeps={keeps} onOpen={() => setOpen(open === action.number ? null : action.number)} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Line({ action, open, keeps, onOpen }: { action: Action; open: boolean; keeps: boolean; onOpen: () => void }) {
  const { t } = useWords();
  const locate = () => {
    choose({ layer: ACTION_LAYER, id: String(action.number) });
    if (action.lon !== null && action.lat !== null) bring(around(action.lon, action.lat));
  };
  return (
    <>
      <div className="action-head">
        <span className={`action-state ${action.state}`}><span aria-hidden="true">{SIGNS[action.state]}</span> {t(`actions.state.${action.state}`)}</span>
        <button type="button" className="plain link action-name" data-walk onClick={locate}>{action.name}</button>
        <span className="quiet small">{t(`siting.kind.${action.kind}`)} · {t('actions.places', { places: count(action.places) })}</span>
        <Button size="small" aria-expanded={open} data-testid={`action-open-${action.number}`} onClick={onOpen}>{t(open ? 'actions.close' : 'actions.open')}</Button>
      </div>
      <p className="quiet small">{t('actions.owner')} {action.owner ?? DASH} · {t('actions.due')} {action.due_on ?? DASH}
        {action.is_overdue && <strong className="action-late"> ! {t('actions.overdue')}</strong>}</p>
      {open && <Whole action={action} keeps={keeps} />}
    </>
  );
}

function Whole({ action, keeps }: { action: Action; keeps: boolean }) {
  const words = useWords();
  const { t } = words;
  const [owner, setOwner] = useState(action.owner ?? '');
  const [due, setDue] = useState(action.due_on);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (deed: () => Promise<unknown>) => {
    setProblem(null);
    try {
      await deed();
      refresh('actions:');
      return true;
    } catch (thrown) {
      setProblem(asProblem(thrown));
      return false;
    }
  };
  const changed = owner.trim() !== (action.owner ?? '') || due !== action.due_on;
  return (
    <div className="framed action-whole">
      {keeps && (
        <>
          <div className="action-fields">
            <label className="form-line"><span>{t('actions.owner')}</span>
              <Input size="small" value={owner} maxLength={60} data-testid="action-owner" onChange={(event) => setOwner(event.target.value)} /></label>
            <label className="form-line"><span>{t('actions.due')}</span>
              <DatePicker size="small" value={due ? dayjs(due) : null} data-testid="action-due" onChange={(day) => setDue(day ? day.format('YYYY-MM-DD') : null)} /></label>
          </div>
          <Button size="small" disabled={!changed} data-testid="action-assign" onClick={() => void run(() => assignAction(action.number, { owner: owner.trim() || null, due_on: due }))}>{t('actions.keep')}</Button>
          <StepForm key={action.version} action={action} onTake={(taking) => run(() => takeStep(action.number, taking))} />
        </>
      )}
      {problem && <ProblemNote problem={problem} />}
      <h3>{t('actions.history')}</h3>
      {action.steps.length === 0 ? <p className="quiet small">{t('actions.history.none')}</p> : (
        <ol className="action-steps" data-testid="action-steps">
          {action.steps.map((step) => (
            <li key={step.version}>{t('actions.taken', { on: step.happened_on, before: t(`actions.state.${step.before}`), state: t(`actions.state.${step.state}`) })}
              {step.document && ` · ${step.document}`}{step.places !== null && ` · ${count(step.places)}`}{step.because && ` · ${step.because}`} <span className="quiet small">{step.taken_by}</span></li>
          ))}
        </ol>
      )}
    </div>
  );
}

function StepForm({ action, onTake }: { action: Action; onTake: (taking: Taking) => Promise<boolean> }) {
  const words = useWords();
  const { t } = words;
  const [next, setNext] = useState<NextStep | null>(null);
  const [on, setOn] = useState(today());
  const [document, setDocument] = useState('');
  const [places, setPlaces] = useState<number | null>(null);
  const [because, setBecause] = useState('');
  const lacks = next !== null && ((next.needs_document && !document.trim()) || (next.needs_reason && !because.trim()));
  const take = async () => {
    if (!next) return;
    const taking: Taking = { state: next.state, version: action.version, happened_on: on, ...(document.trim() ? { document: document.trim() } : {}),
      ...(places !== null ? { places } : {}), ...(because.trim() ? { because: because.trim() } : {}) };
    await onTake(taking);
  };
  return (
    <div className="action-next" role="group" aria-label={t('actions.next')}>
      <span>{t('actions.next')}</span>
      {action.next.map((each) => (
        <Button key={each.state} size="small" type={each === action.next[0] && !each.needs_reason ? 'primary' : 'default'}
          aria-pressed={next === each} data-testid={`step-${each.state}`} onClick={() => setNext(each)}>{t(stepWord(action.state, each))}</Button>
      ))}
      {next && (
        <div className="action-fields">
          <label className="form-line"><span>{t('actions.on')}</span>
            <DatePicker size="small" value={dayjs(on)} allowClear={false} onChange={(day) => day && setOn(day.format('YYYY-MM-DD'))} /></label>
          {next.needs_document && <label className="form-line"><span>{t('actions.document')}</span>
            <Input size="small" value={document} maxLength={200} data-testid="step-document" onChange={(event) => setDocument(event.target.value)} /></label>}
          {!next.needs_reason && <label className="form-line"><span>{t('actions.real')}</span>
            <InputNumber size="small" value={places} min={0} precision={0} data-testid="step-places" onChange={setPlaces} /></label>}
          {next.needs_reason && <label className="form-line"><span>{t('actions.because')}</span>
            <Input size="small" value={because} maxLength={1000} data-testid="step-because" onChange={(event) => setBecause(event.target.value)} /></label>}
          <Button size="small" type="primary" disabled={lacks} data-testid="step-take" onClick={() => void take()}>{t('actions.take')}</Button>
        </div>
      )}
    </div>
  );
}

/** The sites on the map by where they stand. */
function Shown({ list }: { list: ActionList }) {
  const { t } = useWords();
  const pins = useMemo((): Pins => ({
    kinds: ACTION_STATES.map((state) => ({ id: state, title: t(`actions.state.${state}`), ...LOOKS[state] })),
    pins: list.actions.flatMap(({ number, name, lon, lat, state, places }) => (lon === null || lat === null ? []
      : [{ kind: state, lon, lat, name, layer: ACTION_LAYER, id: String(number), says: [t(`actions.state.${state}`), t('actions.places', { places: count(places) })] }])),
  }), [list, t]);
  usePins(pins);
  return null;
}

const LOOKS = {
  planned: { colour: SITE_SIGNS.new.colour, shape: 'star', hollow: true },
  under_construction: { colour: '#b8650c', shape: 'triangle', hollow: false },
  filed: { colour: '#332288', shape: 'diamond', hollow: false },
  occupied: { colour: '#0e7c7b', shape: 'disc', hollow: false },
  stopped: { colour: '#23302f', shape: 'cross', hollow: false },
} as const;
