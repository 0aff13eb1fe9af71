/** A clock as colour, shape and word, with its reason. */

import type { Clock, ClockState } from '../namesApi.ts';
import { useWords } from '../words/index.ts';
import { leftOf } from './clock.ts';

export const CLOCK_SIGNS: Record<ClockState, string> = { overdue: '■', soon: '▲', unknown: '?', running: '●', paused: '‖', met: '✓' };

export function ClockMark({ clock, reason = false }: { clock: Clock; reason?: boolean }) {
  const words = useWords();
  // What is over and done is not explained again; a reason names its article itself.
  const told = clock.because && clock.state !== 'met' && (reason || clock.state === 'unknown' || clock.state === 'paused') ? clock.because : null;
  return (
    <span className={`clock ${clock.state}`} data-testid="clock" data-state={clock.state}>
      <span aria-hidden="true" className="clock-sign">{CLOCK_SIGNS[clock.state]}</span>
      <span><b>{leftOf(clock, words)}</b> <span className="clock-title">{clock.title}{!told && ` · ${clock.article}`}</span>
        {told && <span className="clock-because">{told}</span>}</span>
    </span>
  );
}
