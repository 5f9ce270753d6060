/** Offline and refusal are ordinary outcomes, never exceptions. */
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';

export interface ServerCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  /** An abort by the caller counts as offline. */
  readonly ends?: AbortSignal;
}

export interface ServerLine {
  /** Without a trailing slash; empty for the page's own. */
  readonly base: string;
  readonly fetch: typeof fetch;
}

/** Milliseconds of silence: a connection can accept a request and return nothing, as in a hotel before sign-in. */
export const MAX_WAIT_MS = 60_000;
/** Milliseconds: a connection can carry 1 kB a second. */
export const WAIT_PER_BYTE = 1;

export async function callServer<T>(
  line: ServerLine,
  { method, path, body, ends }: ServerCall
): Promise<Result<T>> {
  const waiting = new AbortController();
  const giveUp = (): void => waiting.abort();
  let isWithServer = false;
  const sent = body && JSON.stringify(body);
  let limit: ReturnType<typeof setTimeout> | undefined;
  const waitFor = (milliseconds: number): void => {
    clearTimeout(limit);
    limit = setTimeout(() => {
      isWithServer = true;
      giveUp();
    }, milliseconds);
  };
  waitFor(MAX_WAIT_MS + (sent?.length ?? 0) * WAIT_PER_BYTE);
  if (ends?.aborted) giveUp();
  ends?.addEventListener('abort', giveUp);
  try {
    const response = await line.fetch(line.base + path, {
      method,
      credentials: 'include',
      signal: waiting.signal,
      ...(sent ? { headers: { 'content-type': 'application/json' }, body: sent } : {})
    });
    isWithServer = true;
    return readAnswer(response, await readText(response, () => waitFor(MAX_WAIT_MS)));
  } catch {
    // A read can be repeated immediately; a change might have been made already.
    return refuse({ code: isWithServer && method !== 'GET' ? 'line.unanswered' : 'line.offline' });
  } finally {
    clearTimeout(limit);
    ends?.removeEventListener('abort', giveUp);
  }
}

async function readText(response: Response, heard: () => void): Promise<string> {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  let text = '';
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    heard();
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}

/** Throws if truncated, or from an intermediary such as a hotel's page. */
function readAnswer<T>(response: Response, text: string): Result<T> {
  if (response.ok) return accept((text === '' ? null : JSON.parse(text)) as T);
  return refuse(...problemsOf(parseJson(text), response.status));
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

export function problemsOf(answer: unknown, status: number): readonly Problem[] {
  const problems = toldProblems(answer);
  if (problems.length > 0) return problems;
  return [{ code: status === 401 ? 'session.ended' : 'server.failed', values: { status } }];
}

export function toldProblems(answer: unknown): readonly Problem[] {
  const told = (answer as { problems?: unknown } | null)?.problems;
  return Array.isArray(told) ? told.filter(isProblem) : [];
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && typeof (value as Problem).code === 'string';
}

const UNREADABLE: Problem = { code: 'write.refused', weight: 'refused' };

/** A reason that is not a JSON list of problems becomes the value of one plain problem. */
export function reasonToProblems(reason: unknown): readonly Problem[] {
  if (typeof reason !== 'string' || reason === '') return [UNREADABLE];
  try {
    const parsed: unknown = JSON.parse(reason);
    const problems = Array.isArray(parsed) ? parsed.filter(isProblem) : [];
    return problems.length > 0 ? problems : [UNREADABLE];
  } catch {
    return [{ ...UNREADABLE, values: { reason: reason.slice(0, 500) } }];
  }
}

export const PAGE_SERVER: ServerLine = { base: '', fetch: (input, init) => globalThis.fetch(input, init) };

export function call<T>(method: ServerCall['method'], path: string, body?: object): Promise<Result<T>> {
  return callServer(PAGE_SERVER, { method, path, ...(body ? { body } : {}) });
}
