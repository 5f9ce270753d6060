/**
 * Recently valid sessions, sufficient to start work. The session is read again before anything is sent or written, so
 * that an ending elsewhere holds here too (threats P7).
 */
import type { Accounts, Session } from '#couch/accounts/accounts.ts';
import { tokenToSessionId } from '#couch/accounts/session.ts';
import { refusal, shutOut } from '../bounds/refusal.ts';

const MAX_SESSIONS_KNOWN = 10_000;

export class KnownSessions {
  readonly #accounts: Accounts;
  /** By id, the longest unread first. */
  readonly #sessions = new Map<string, Session>();

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  /** Throws 401 if it is over, with the reason for its holder. */
  async read(token: string): Promise<Session> {
    const session = await this.#accounts.readSession(token);
    const { id = '', person = '' } = tokenToSessionId(token) ?? {};
    this.#sessions.delete(id);
    if (session === null) {
      const why = await this.#accounts.whySessionIsOver(token);
      throw why === null ? refusal(401, 'session.none') : shutOut(401, why, person);
    }
    this.#sessions.set(id, session);
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size <= MAX_SESSIONS_KNOWN) break;
      this.#sessions.delete(oldest);
    }
    return session;
  }

  /** Last read session, sufficient only to begin. */
  recall(token: string): Session | null {
    return this.#sessions.get(tokenToSessionId(token)?.id ?? '') ?? null;
  }
}
