/** Findings as a reviewer works through them: by severity, with the part of the name they are about. */

import type { Checked, Conflict, Considered, Finding, Severity, Spelling } from '../namesApi.ts';
import type { Mark } from '../state/marks.ts';

export const SEVERITIES: Severity[] = ['blocks', 'needs_reason', 'information'];

export type Verdict = Checked['verdict'];

/** What findings come to: an answered one wants no reason any more, one that blocks always blocks. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some(({ severity }) => severity === 'blocks')) return 'blocks';
  return findings.some(({ severity, answer }) => severity === 'needs_reason' && !answer) ? 'needs_reason' : 'clear';
}

export const grouped = (findings: readonly Finding[]): [Severity, Finding[]][] =>
  SEVERITIES.map((severity): [Severity, Finding[]] => [severity, findings.filter((each) => each.severity === severity)])
    .filter(([, own]) => own.length > 0);

export interface Piece {
  text: string;
  /** The heaviest severity that speaks of it; null for what nobody objects to. */
  severity: Severity | null;
}

/** A name cut where findings begin and end; characters are code points, for some lie outside the basic plane. */
export function pieces(name: string, findings: readonly Finding[]): Piece[] {
  const letters = [...name];
  const weight = letters.map((_, at): Severity | null =>
    SEVERITIES.find((severity) => findings.some(({ part, severity: own }) => own === severity && part && at >= part[0] && at < part[1])) ?? null);
  return letters.reduce<Piece[]>((cut, letter, at) => {
    const last = cut.at(-1);
    if (last && last.severity === weight[at]) last.text += letter;
    else cut.push({ text: letter, severity: weight[at] ?? null });
    return cut;
  }, []);
}

/** Every spelling that may be meant, the proposed one first. */
export const spellingsOf = ({ toned, alternatives = [] }: Spelling): string[] => [...new Set([toned, ...alternatives])];

/** The characters of more than one reading. */
export const doubtful = ({ considered = [] }: Spelling): Considered[] => considered.filter(({ readings }) => readings.length > 1);

/** Conflicts on the map, each place once with its heaviest severity. */
export function marksOf(findings: readonly Finding[]): Mark[] {
  const found = new Map<string, Mark>();
  for (const [severity, own] of grouped(findings)) {
    for (const conflict of own.flatMap(({ conflicts }) => conflicts)) {
      const mark = markOf(conflict, severity);
      const key = conflict.code || `${conflict.lon},${conflict.lat}`;
      if (mark && !found.has(key)) found.set(key, mark);
    }
  }
  return [...found.values()];
}

function markOf({ lon, lat, name, code }: Conflict, look: Severity): Mark | null {
  if (lon === null || lat === null || lon === undefined || lat === undefined) return null;
  return { look, word: name, geometry: { type: 'Point', coordinates: [lon, lat] }, ...(code ? { code } : {}) };
}

/** What findings of one rule on one name are told apart by. */
export const keyOf = (finding: Finding, at: number): string => `${finding.rule}:${finding.conflicts.map(({ code }) => code).join('+')}:${at}`;
