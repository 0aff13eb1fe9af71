/** Papers of a case by their kinds: the newest of each, those before it, and the kinds that may still be brought. */

import type { Paper } from '../namesApi.ts';

export const PAPER_KINDS = [
  'application', 'applicant_identity', 'risk_assessment', 'assessment', 'expert_review', 'consultation', 'protection_plan', 'name_department_opinion',
  'government_opinion', 'map', 'approval', 'announcement', 'filing', 'other',
] as const;

export interface Kept {
  newest: Paper;
  before: Paper[];
}

const isThere = ({ sha256 }: Paper): boolean => Boolean(sha256);

/** One line a kind, in the order of the list of kinds; what a next step asks for comes first. */
export function byKind(papers: readonly Paper[]): Kept[] {
  const kinds = [...new Set(papers.map(({ kind }) => kind))];
  const place = (kind: string) => (PAPER_KINDS as readonly string[]).indexOf(kind);
  const kept = kinds.map((kind): Kept => {
    const [newest, ...before] = papers.filter((paper) => paper.kind === kind).sort((one, other) => (other.version ?? 0) - (one.version ?? 0));
    return { newest: newest!, before };
  });
  return kept.sort((one, other) => Number(other.newest.required) - Number(one.newest.required) || place(one.newest.kind) - place(other.newest.kind));
}

export const lacking = (papers: readonly Paper[]): number => byKind(papers).filter(({ newest }) => newest.required && !isThere(newest)).length;
