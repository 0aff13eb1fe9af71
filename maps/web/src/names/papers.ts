/** The kinds of papers that may be brought without being required. */

export const PAPER_KINDS = [
  'application', 'applicant_identity', 'risk_assessment', 'assessment', 'expert_review', 'consultation', 'protection_plan', 'name_department_opinion',
  'government_opinion', 'map', 'approval', 'announcement', 'filing', 'other',
] as const;
