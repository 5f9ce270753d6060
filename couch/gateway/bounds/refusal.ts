/** Refusals for callers: a status and the domain's problem codes, no detail. */
import type { ShutOutCode } from '#couch/accounts/person.ts';
import type { Problem } from '#lib/domain/result.ts';

export class Refusal extends Error {
  readonly status: number;
  readonly problems: readonly Problem[];
  readonly retryAfter: number | null;

  constructor(status: number, problems: readonly Problem[], retryAfter: number | null = null) {
    super(problems.map((problem) => problem.code).join(', '));
    this.status = status;
    this.problems = problems;
    this.retryAfter = retryAfter;
  }
}

export function refusal(status: number, code: string, path?: string): Refusal {
  return new Refusal(status, [path === undefined ? { code } : { code, path }]);
}

/** Names the person, since several people of one browser share its cookie. */
export function shutOut(status: 401 | 403, code: ShutOutCode, person: string): Refusal {
  return new Refusal(status, [{ code, values: { person } }]);
}

/** The database does not answer. The request can be repeated. */
export function engineFailed(): Refusal {
  return new Refusal(503, [{ code: 'request.engine.failed' }], 5);
}

/** Fewer than a majority of the database's copies have it: it might be lost and must be sent again. */
export function notStored(): Refusal {
  return new Refusal(503, [{ code: 'request.tooFewCopies' }], 5);
}

export function notFound(): Refusal {
  return refusal(404, 'request.notFound');
}

const COUCH_NAMES: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  421: 'misdirected_request',
  429: 'too_many_requests'
};

/** PouchDB's HTTP adapter reads `error` and `reason`, people see `problems`. */
export function refusalBody(status: number, problems: readonly Problem[]): object {
  return {
    error: COUCH_NAMES[status] ?? 'refused',
    reason: problems[0]?.code ?? 'request.refused',
    problems
  };
}
