/** The gateway's own calls (couch/README.md). No line is an ordinary outcome, never an exception. */
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { AuthorizationKind } from '#lib/domain/authorization/number.ts';
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import type { Person } from './api.ts';

export interface Session {
  readonly person: Person;
  readonly databases: { readonly country: string | null; readonly reference: string };
  readonly roots: readonly PublicKey[];
  readonly time: Instant;
  readonly demonstration: boolean;
}

export class ServerApi {
  readonly #base: string;
  readonly #fetch: typeof fetch;

  constructor(base: string, fetcher: typeof fetch) {
    this.#base = base;
    this.#fetch = fetcher;
  }

  signIn(person: string, password: string): Promise<Result<Session>> {
    return this.#ask('POST', '/api/session', { person, password });
  }

  /** Without a session: whether the installation works on invented data. */
  health(): Promise<Result<{ readonly demonstration?: boolean }>> {
    return this.#ask('GET', '/api/health');
  }

  session(): Promise<Result<Session>> {
    return this.#ask('GET', '/api/session');
  }

  signOut(): Promise<Result<null>> {
    return this.#ask('DELETE', '/api/session');
  }

  registerDevice(key: PublicKey, device: string): Promise<Result<{ keyId: KeyId }>> {
    return this.#ask('POST', '/api/devices', { key, device });
  }

  claimBlock(kind: AuthorizationKind, year: number, device: KeyId): Promise<Result<unknown>> {
    return this.#ask('POST', '/api/blocks', { kind, year, device });
  }

  async #ask<T>(method: string, path: string, body?: object): Promise<Result<T>> {
    let response: Response;
    try {
      response = await this.#fetch(this.#base + path, {
        method,
        credentials: 'include',
        ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {})
      });
    } catch {
      return refuse({ code: 'line.offline' });
    }
    const answer: unknown = response.status === 204 ? null : await response.json().catch(() => null);
    if (response.ok) return accept(answer as T);
    return refuse(...problemsOf(answer, response.status));
  }
}

function problemsOf(answer: unknown, status: number): readonly Problem[] {
  const problems = (answer as { problems?: unknown } | null)?.problems;
  if (Array.isArray(problems) && problems.length > 0) return problems as Problem[];
  return [{ code: status === 401 ? 'session.ended' : 'server.failed', values: { status } }];
}
