/**
 * Sessions that were good a moment ago, by which a caller is listened to. When their turn has come the session is
 * read anew beside the answer, and nothing is told or written before it has been: what was ended anywhere is over
 * here too (threats P7), and nobody waits for it.
 */
import type { Accounts, Session } from '#couch/accounts/accounts.ts';
import { tokenToSessionId } from '#couch/accounts/session.ts';
import { refusal, shutOut } from '../bounds/refusal.ts';

const MAX_SESSIONS_KNOWN = 10_000;

export class KnownSessions {
  readonly #accounts: Accounts;
  /** By id, the one that was read longest ago first. */
  readonly #sessions = new Map<string, Session>();

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  /** As it is now; throws 401 where it is over, and says why to whoever holds a session that was theirs. */
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

  /** As it was when it was read last: good enough to begin by, and for nothing else. */
  recall(token: string): Session | null {
    return this.#sessions.get(tokenToSessionId(token)?.id ?? '') ?? null;
  }
}
