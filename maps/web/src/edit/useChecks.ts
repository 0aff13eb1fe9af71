/** What is wrong with a draft: told at once by the form's own rules, a moment later by the service's. */

import { useEffect, useRef, useState } from 'react';
import { asProblem } from '../problem.ts';
import type { LayerInfo } from '../types.ts';
import { useWords } from '../words/index.ts';
import { wrongs } from './checks.ts';
import { apply, editsOf, findingsOf, formFields, type EditFinding } from './deeds.ts';
import { equal, isChanged, type Draft } from './draft.ts';
import type { Told } from './FieldInput.tsx';

export interface Checked {
  /** By field; `geom` is the shape, an empty name the whole. */
  told: Record<string, Told[]>;
  /** The service's findings with a place. */
  placed: EditFinding[];
  /** Whether the service is being asked. */
  asking: boolean;
  /** Whether the service has looked at what is written now. */
  looked: boolean;
  /** Ask no more: what is written is being saved. */
  stop: () => void;
  /** Findings of a refused save stand until something is changed. */
  refuse: (findings: EditFinding[]) => void;
}

const PAUSE_MS = 600;
/** What a rehearsal calls itself where no reason is given yet. */
const REHEARSAL = '保存前检查';

const filled = (value: unknown): boolean => !equal(value, null);

export function useChecks(draft: Draft | null, layer: LayerInfo, attempted: boolean): Checked {
  const words = useWords();
  const [findings, setFindings] = useState<EditFinding[]>([]);
  const [state, setState] = useState<'idle' | 'asking' | 'looked'>('idle');
  const own = draft ? wrongs(formFields(layer), draft.properties, words) : {};
  const blocked = Object.keys(own).length > 0;
  const changed = draft !== null && isChanged(draft);
  const said = draft && JSON.stringify([draft.properties, draft.geometry, draft.others, draft.manner, draft.since, draft.base?.version]);

  const stop = useRef(() => undefined as void);
  useEffect(() => {
    setFindings([]);
    setState('idle');
    if (!draft || !changed || blocked || (layer.geometry && !draft.geometry)) return undefined;
    const control = new AbortController();
    const timer = window.setTimeout(() => {
      setState('asking');
      const edits = { ...editsOf(draft, layer), dry_run: true };
      const heard = (found: EditFinding[]) => {
        if (control.signal.aborted) return;
        setFindings(found);
        setState('looked');
      };
      apply({ ...edits, because: edits.because || REHEARSAL }, control.signal).then(
        (answer) => heard(answer.findings),
        (thrown: unknown) => {
          const problem = asProblem(thrown);
          if (problem.status === 422) heard(findingsOf(problem));
          else if (!control.signal.aborted) setState('idle');
        },
      );
    }, PAUSE_MS);
    stop.current = () => {
      control.abort();
      window.clearTimeout(timer);
    };
    return stop.current;
  }, [said, changed, blocked]);

  const told: Record<string, Told[]> = {};
  const add = (field: string, message: string, severity: string) => {
    const there = (told[field] ??= []);
    if (!there.some((each) => each.message === message)) there.push({ message, severity });
  };
  for (const [field, message] of Object.entries(own)) {
    if (attempted || filled(draft?.properties[field])) add(field, message, 'error');
  }
  for (const { change, field, message, severity } of findings) {
    const name = change !== null && change > 0 ? nameOf(draft, change) : '';
    add(change !== null && change > 0 ? 'geom' : field ?? '', name ? words.t('edit.findings.of', { title: name }) + message : message, severity);
  }
  return {
    told, placed: findings.filter((finding) => finding.where !== null), asking: state === 'asking', looked: state === 'looked',
    stop: () => stop.current(),
    refuse: (found) => {
      setFindings(found);
      setState('looked');
    },
  };
}

function nameOf(draft: Draft | null, change: number): string {
  const id = draft ? Object.keys(draft.others)[change - 1] : undefined;
  return id ? draft?.neighbours[id]?.title ?? id : '';
}
