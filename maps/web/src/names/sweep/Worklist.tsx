/** The findings of a sweep, one after the other: j and k walk, 1, 2 and 3 decide, Enter keeps the reason and goes on. */

import { Button, Select, Skeleton } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { readThing } from '../../api.ts';
import { count } from '../../format.ts';
import { bring } from '../../map/camera.ts';
import { boxOf } from '../../map/places.ts';
import { SEVERITIES } from '../findings.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useLoaded } from '../../state/loading.ts';
import { usePhone } from '../../state/media.ts';
import { divisionsKnown } from '../../state/names.ts';
import { useRegister } from '../../state/register.tsx';
import { adjust, now, useSight } from '../../state/store.ts';
import { DECISIONS, FINDINGS_AT_ONCE, readFindings, UNDECIDED, type Decision, type Narrowed, type RuleProgress, type SweepFinding } from '../../sweepApi.ts';
import { asProblem, type Problem } from '../../problem.ts';
import { useWords } from '../../words/index.ts';
import { without } from '../narrowing.ts';
import { FindingLine } from './FindingLine.tsx';
import { ruleWord } from './rules.ts';
import { decisionOf, mostOpenFirst } from './working.ts';

interface Props {
  sweep: string;
  rules: RuleProgress[];
  /** A finding was decided: as it was, and as it is now. */
  onDecided: (before: SweepFinding, after: SweepFinding) => void;
}

export function Worklist({ sweep, rules, onDecided }: Props) {
  const words = useWords();
  const { t } = words;
  const { filters } = useSight();
  const { asOf } = useRegister();
  const narrowed: Narrowed = {
    rule: filters['rule'], severity: filters['severity'], division: filters['in'],
    decision: filters['decision'] === 'all' ? undefined : filters['decision'] ?? UNDECIDED,
  };
  const key = `naming:sweeps:findings:${sweep}:${JSON.stringify(narrowed)}`;
  const first = useLoaded(key, (signal) => readFindings(sweep, narrowed, 0, signal));
  const { rows, more, problem, put } = useMore(key, first.value, sweep, narrowed);
  const [deciding, setDeciding] = useState<{ id: number; decision: Decision } | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const narrow = (change: Record<string, string | undefined>) =>
    adjust({ filters: without({ ...filters, ...change, finding: null }), selection: null });
  const chosen = Number(filters['finding'] ?? 0);
  const phone = usePhone();
  /** On a phone the card would take the place of the list: there the map alone follows. */
  const look = (finding: SweepFinding) => {
    if (Number(now().filters['finding'] ?? 0) === finding.id) return;
    adjust({ filters: { ...now().filters, finding: String(finding.id) }, selection: phone ? null : { layer: 'place_names', id: finding.code }, card: null });
    void readThing('place_names', finding.code, asOf).then((thing) => bring(boxOf([thing.geometry])), () => undefined);
  };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const decision = decisionOf(event.key);
      const row = document.activeElement?.closest<HTMLElement>('[data-finding]');
      if (!decision || !row || event.ctrlKey || event.metaKey || event.altKey || !(document.activeElement instanceof HTMLButtonElement)) return;
      event.preventDefault();
      setDeciding({ id: Number(row.dataset['finding']), decision });
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  const settle = (before: SweepFinding, after: SweepFinding) => {
    const at = rows.findIndex(({ id }) => id === before.id);
    const next = rows[at + 1] ?? null;
    onDecided(before, after);
    put(after);
    setDeciding(null);
    window.requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-finding="${next?.id ?? after.id}"] [data-walk]`)?.focus());
  };
  const ordered = useMemo(() => mostOpenFirst(rules), [rules]);
  return (
    <>
      <div className="work-bar">
        <Select size="small" allowClear className="sweep-rule" data-testid="sweep-rule" placeholder={t('sweep.rule')} aria-label={t('sweep.rule')} value={filters['rule']} onChange={(rule?: string) => narrow({ rule })}
          options={ordered.map(({ rule, title, found, decided }) => ({ value: rule, label: `${ruleWord(rule, words, title)} ${t('sweep.open', { open: count(found - decided), all: count(found) })}` }))} />
        <Select size="small" allowClear data-testid="sweep-severity" placeholder={t('sweep.severity')} aria-label={t('sweep.severity')} value={filters['severity']} onChange={(severity?: string) => narrow({ severity })}
          options={SEVERITIES.map((each) => ({ value: each, label: t(`names.severity.${each}`) }))} />
        <Select size="small" allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={t('names.register.town')} aria-label={t('names.register.town')} value={filters['in']} onChange={(town?: string) => narrow({ in: town })}
          options={divisionsKnown().filter(({ code }) => code.length === 9).map(({ code, name }) => ({ value: code, label: name }))} />
        <Select size="small" data-testid="sweep-decision" aria-label={t('sweep.decision')} value={filters['decision'] ?? UNDECIDED} onChange={(decision: string) => narrow({ decision: decision === UNDECIDED ? undefined : decision })}
          options={([UNDECIDED, ...DECISIONS, 'all'] as const).map((each) => ({ value: each, label: t(`sweep.decision.${each}`) }))} />
      </div>
      <p className="quiet small sweep-keys">{t('sweep.keys')}</p>
      {first.problem && <ProblemNote problem={first.problem} retry={first.retry} />}
      {first.loading && !first.value && <Skeleton active title={false} />}
      <ol className="worklist" ref={list} aria-label={t('sweep.list')}>
        {rows.map((finding) => (
          <FindingLine key={finding.id} of={finding} sweep={sweep} chosen={finding.id === chosen} deciding={deciding?.id === finding.id ? deciding.decision : null}
            onLook={() => look(finding)} onDecide={(decision) => setDeciding(decision && { id: finding.id, decision })} onDecided={(after) => settle(finding, after)} />
        ))}
      </ol>
      {first.value && rows.length === 0 && <p className="note" data-testid="sweep-nothing">{t(narrowed.decision === UNDECIDED ? 'sweep.done' : 'sweep.none')}</p>}
      {problem && <ProblemNote problem={problem} />}
      {more && <Button onClick={more}>{t('sweep.more')}</Button>}
    </>
  );
}

/** The first page and those asked for after it; what was decided stays in its place until the list is read anew. */
function useMore(key: string, first: SweepFinding[] | null, sweep: string, narrowed: Narrowed) {
  const [rows, setRows] = useState<SweepFinding[]>([]);
  const [whole, setWhole] = useState(true);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    setRows(first ?? []);
    setWhole((first?.length ?? 0) < FINDINGS_AT_ONCE);
    setProblem(null);
  }, [key, first]);
  const more = () => void readFindings(sweep, narrowed, rows.at(-1)?.id ?? 0).then(
    (next) => {
      setRows((before) => [...before, ...next]);
      setWhole(next.length < FINDINGS_AT_ONCE);
    },
    (thrown: unknown) => setProblem(asProblem(thrown)),
  );
  const put = (after: SweepFinding) => setRows((before) => before.map((each) => (each.id === after.id ? after : each)));
  return { rows, more: whole ? null : more, problem, put };
}
