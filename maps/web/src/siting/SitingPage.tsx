/** 选址: the question, who has no place, the limits, and the plan that comes of them, with how good it is known to be. */

import './siting.css';
import { useEffect, useRef } from 'react';
import type { PartProps } from '../desks/coverage/parts.ts';
import { useRegister } from '../state/register.tsx';
import { go, now, useSight } from '../state/store.ts';
import { format } from '../state/url.ts';
import { useWords } from '../words/index.ts';
import { stepOf, STEPS, toStep, useTyped, type Step } from './form.ts';
import { LimitsStep } from './LimitsStep.tsx';
import { readQuestion, serviceOf } from './question.ts';
import { QuestionStep } from './QuestionStep.tsx';
import { ResultStep } from './ResultStep.tsx';
import { UnservedStep } from './UnservedStep.tsx';
import { useReach } from './useReach.ts';
import { useSolving } from './useSolving.ts';
import { WhatIf } from './WhatIf.tsx';

/** The steps that need to know who has a place today. */
const ASKS_REACH: readonly Step[] = ['unserved', 'limits', 'whatif'];

export default function SitingPage({ onMapWanted }: PartProps) {
  const typed = useTyped();
  const { run, selection } = useSight();
  const { asOf } = useRegister();
  const step = stepOf(typed, run);
  const reach = useReach(typed, asOf, ASKS_REACH.includes(step));
  const solving = useSolving((found) => go({ run: found, filters: { ...now().filters, step: 'result' }, selection: null }));
  const solve = () => {
    const { question } = readQuestion(now().filters, asOf);
    if (!question) return;
    go({ run: null, filters: { ...now().filters, step: 'result' }, selection: null });
    void solving.start(question);
  };
  const body = useRef<HTMLDivElement>(null);
  const first = useRef(true);
  useEffect(() => {
    // Whoever reads with their ears is told of the new step; who has just come stays where they are.
    if (!first.current && !selection) body.current?.focus();
    first.current = false;
  }, [step]);
  return (
    <div className="siting" data-testid="siting" data-service={serviceOf(typed)}>
      <Steps open={step} />
      <div ref={body} tabIndex={-1} className="siting-body">
        {step === 'question' && <QuestionStep typed={typed} />}
        {step === 'unserved' && <UnservedStep reach={reach} />}
        {step === 'limits' && <LimitsStep typed={typed} reach={reach} onSolve={solve} onMapWanted={onMapWanted} />}
        {step === 'whatif' && <WhatIf typed={typed} reach={reach} onMapWanted={onMapWanted} />}
        {step === 'result' && <ResultStep run={run} solving={solving} />}
      </div>
    </div>
  );
}

function Steps({ open }: { open: Step }) {
  const { t } = useWords();
  const sight = useSight();
  return (
    <nav aria-label={t('siting.steps')}>
      <ol className="siting-steps">
        {STEPS.map((step, place) => (
          <li key={step}>
            <a href={format({ ...sight, filters: { ...sight.filters, step } })} aria-current={step === open ? 'step' : undefined} data-testid={`siting-step-${step}`}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                toStep(step);
              }}>
              <span className="siting-step-number" aria-hidden="true">{step === 'whatif' ? '?' : place + 1}</span>{t(`siting.step.${step}`)}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
