/** Open sessions as their people and their managers see and end them. */
import type { Engine } from '#couch/engine/engine.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { Accounts } from './accounts.ts';
import { Audit } from './audit.ts';
import { PersonRecords } from './person-records.ts';
import type { PersonDocument } from './person.ts';
import { sessionIdToHash, type Session, type SessionView } from './session.ts';

interface ListedSession extends SessionView {
  readonly current: boolean;
}

interface SignedInOptions {
  readonly engine: Engine;
  readonly clock: () => number;
  readonly accounts: Accounts;
}

export class SignedIn {
  readonly #people: PersonRecords;
  readonly #audit: Audit;
  readonly #accounts: Accounts;

  constructor({ engine, clock, accounts }: SignedInOptions) {
    this.#people = new PersonRecords(engine.open('accounts'));
    this.#audit = new Audit({ engine, clock });
    this.#accounts = accounts;
  }

  async list(session: Session, of: 'own' | 'all'): Promise<ListedSession[]> {
    const views = await this.#accounts.sessions.listOf(await this.#peopleOf(session, of));
    const current = sessionIdToHash(session.id);
    return views.map((view) => ({ ...view, current: view.id === current }));
  }

  /**
   * Sessions of other authorities, and for others than managers of colleagues, get the same refusal as missing ones.
   */
  async end(session: Session, id: string): Promise<Result<null>> {
    const { person } = session;
    const seen = await this.list(session, may(person, 'manage') ? 'all' : 'own');
    const found = seen.find((view) => view.id === id);
    if (!found) return refuse({ code: 'session.unknown', path: 'id' });
    if (found.person !== person.id) {
      const entry = { authority: person.authority, by: person.id, about: found.person };
      await this.#audit.note({ ...entry, what: 'session.ended' });
    }
    await this.#accounts.sessions.closeById(`session:${found.person}:${found.id}`);
    return accept(null);
  }

  async #peopleOf({ person }: Session, of: 'own' | 'all'): Promise<readonly PersonDocument[]> {
    if (of === 'all') return this.#people.listOf(person.authority);
    const own = await this.#people.read(person.id);
    return own ? [own] : [];
  }
}
