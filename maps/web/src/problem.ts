/** A refusal in the one form every error takes here: what is wrong, why, what to do. */

export class Problem extends Error {
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly status: number;
  /** The last word of the problem's type: which of the refusals of its status this is. */
  readonly kind: string;
  /** Whatever else the service said of it: findings, both versions of a conflict, successors. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(what: string, why: string, remedy: string, status = 0, kind = '', more: Record<string, unknown> = {}) {
    super([what, why, remedy].filter(Boolean).join(' · '));
    this.what = what;
    this.why = why;
    this.remedy = remedy;
    this.status = status;
    this.kind = kind;
    this.more = more;
  }
}

/** The service could not be reached at all; the words are chosen where it is shown. */
export class Unreachable extends Problem {
  constructor() {
    super('unreachable', '', '');
  }
}

interface Details {
  type?: string;
  title?: string;
  detail?: string;
  what?: string;
  why?: string;
  remedy?: string;
  errors?: { field?: string; message?: string }[];
}

/** A problem from the body of an answer (RFC 9457), or from nothing but its status. */
export function problemFrom(status: number, body: unknown): Problem {
  const details = (typeof body === 'object' && body !== null ? body : {}) as Details;
  const fields = (details.errors ?? []).map((each) => each.message ?? '').filter(Boolean);
  const what = details.what ?? details.title ?? `HTTP ${status}`;
  const why = details.why ?? details.detail ?? '';
  const listed = fields.filter((message) => !why.includes(message) && !what.includes(message));
  const kind = details.type?.split(':').pop() ?? '';
  return new Problem(what, [why, ...listed].filter(Boolean).join('；'), details.remedy ?? '', status, kind, { ...details });
}

/** Whatever was thrown, as a problem. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem(thrown instanceof Error ? thrown.message : String(thrown), '', '');
}
