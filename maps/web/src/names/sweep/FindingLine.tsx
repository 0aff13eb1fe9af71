/** One finding of a sweep: the name with the characters it is about, what was found, and the decision with its reason. */

import { AutoComplete, Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { BaseSelectRef } from '@rc-component/select';
import { day } from '../../format.ts';
import { asProblem, type Problem } from '../../problem.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { calledOf } from '../../state/names.ts';
import { decideFinding, DECISIONS, type Decision, type SweepFinding } from '../../sweepApi.ts';
import { useWords } from '../../words/index.ts';
import { ruleWord } from './rules.ts';
import { learnReason, reasonsFor } from './working.ts';

interface Props {
  of: SweepFinding;
  sweep: string;
  chosen: boolean;
  /** The decision whose reason is being written, or null. */
  deciding: Decision | null;
  onLook: () => void;
  onDecide: (decision: Decision | null) => void;
  onDecided: (after: SweepFinding) => void;
}

export function FindingLine({ of, sweep, chosen, deciding, onLook, onDecide, onDecided }: Props) {
  const words = useWords();
  const { t } = words;
  const letters = [...of.name];
  const [first, until] = of.part ?? [0, 0];
  return (
    <li className={`found-wrong ${of.severity} ${of.decision ? 'done' : ''}`} data-finding={of.id} data-testid={`finding-${of.id}`}>
      <button type="button" className="plain wrong-line" data-walk aria-current={chosen ? 'true' : undefined} onFocus={onLook} onClick={onLook}>
        <span className="wrong-name">{letters.slice(0, first).join('')}{until > first && <mark className={of.severity}>{letters.slice(first, until).join('')}</mark>}{letters.slice(Math.max(first, until)).join('')}</span>
        <span className={`weight ${of.severity}`}>{t(`names.severity.${of.severity}`)}</span>
        <span className="wrong-rule" title={of.article}>{ruleWord(of.rule, words, of.title)}</span>
        <span className="quiet small wrong-more">{of.message}{of.is_approved && ` · ${t('sweep.approved')}`}{of.division && ` · ${calledOf(of.division)}`}</span>
        {of.decision && <span className={`wrong-decided ${of.decision}`}><b>{t(`sweep.decision.${of.decision}`)}</b> <span className="quiet small">{[of.because, of.decided_by, of.decided_at && day(of.decided_at)].filter(Boolean).join(' · ')}</span></span>}
      </button>
      {(chosen || deciding) && (
        <div className="wrong-deeds" role="group" aria-label={t('sweep.decide', { name: of.name })}>
          {DECISIONS.map((each, at) => (
            <Button key={each} size="small" type={each === deciding ? 'primary' : 'default'} data-testid={`decide-${of.id}-${each}`} aria-pressed={each === deciding} onClick={() => onDecide(each === deciding ? null : each)}>{at + 1} {t(`sweep.decision.${each}`)}</Button>
          ))}
        </div>
      )}
      {deciding && <Because key={deciding} of={of} sweep={sweep} decision={deciding} onLeave={() => onDecide(null)} onDecided={onDecided} />}
    </li>
  );
}

interface BecauseProps {
  of: SweepFinding;
  sweep: string;
  decision: Decision;
  onLeave: () => void;
  onDecided: (after: SweepFinding) => void;
}

/** The reason for a decision; the last one of its kind stands there already, to be kept or written over. */
function Because({ of, sweep, decision, onLeave, onDecided }: BecauseProps) {
  const { t } = useWords();
  const known = reasonsFor(of.rule, decision);
  const [because, setBecause] = useState(known[0] ?? '');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const box = useRef<BaseSelectRef>(null);
  useEffect(() => box.current?.focus(), []);
  const keepIt = async () => {
    const reason = because.trim();
    if (!reason || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const after = await decideFinding(sweep, of.id, decision, reason);
      learnReason(of.rule, decision, reason);
      onDecided({ ...of, ...after });
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setBusy(false);
    }
  };
  return (
    <div className="wrong-because">
      <AutoComplete ref={box} className="wrong-reason" value={because} aria-label={t('sweep.because')} placeholder={t(`sweep.because.${decision}`)} data-testid={`because-${of.id}`}
        options={known.filter((each) => each !== because).map((value) => ({ value }))} onChange={(value: string) => setBecause(value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
            event.preventDefault();
            void keepIt();
          }
          if (event.key === 'Escape') {
            event.stopPropagation();
            onLeave();
          }
        }} />
      <Button type="primary" size="small" loading={busy} disabled={!because.trim()} data-testid={`keep-${of.id}`} onClick={() => void keepIt()}>{t('sweep.keep')}</Button>
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}
