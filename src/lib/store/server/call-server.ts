/** One call of the gateway's own routes. No line and a refusal are ordinary outcomes, never exceptions. */
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';

export interface ServerCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the origin on, e.g. `/api/people`. */
  readonly path: string;
  readonly body?: object;
  /** Ended by whoever asked, it is as if there were no line. */
  readonly ends?: AbortSignal;
}

export interface ServerLine {
  /** Origin of the gateway, without a slash at the end; empty for the page's own. */
  readonly base: string;
  readonly fetch: typeof fetch;
}

export async function callServer<T>(
  line: ServerLine,
  { method, path, body, ends }: ServerCall
): Promise<Result<T>> {
  let response: Response;
  try {
    response = await line.fetch(line.base + path, {
      method,
      credentials: 'include',
      ...(ends ? { signal: ends } : {}),
      ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {})
    });
  } catch {
    return refuse({ code: 'line.offline' });
  }
  const answer: unknown = response.status === 204 ? null : await response.json().catch(() => null);
  if (response.ok) return accept(answer as T);
  return refuse(...problemsOf(answer, response.status));
}

function problemsOf(answer: unknown, status: number): readonly Problem[] {
  const problems = toldProblems(answer);
  if (problems.length > 0) return problems;
  return [{ code: status === 401 ? 'session.ended' : 'server.failed', values: { status } }];
}

/** Those that an answer's body tells; none where it tells none. */
export function toldProblems(answer: unknown): readonly Problem[] {
  const told = (answer as { problems?: unknown } | null)?.problems;
  return Array.isArray(told) ? told.filter(isProblem) : [];
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && typeof (value as Problem).code === 'string';
}
