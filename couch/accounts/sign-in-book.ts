/**
 * Who signed in and who was refused, in the audit. No entry is ever changed, so of a person and an hour the first is
 * written, then the second, the fourth, the eighth …, each with how many it is: a flood of wrong passwords comes to
 * ten entries an hour, and the administrator sees it while it goes on. Personal data sparingly: no address, no
 * browser, no name that nobody has; of a device what the person calls it. Each gateway counts for itself.
 */
import type { Engine } from '#couch/engine/engine.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { Audit } from './audit.ts';
import type { NewAuditEntry } from './audit-entry.ts';
import { PersonRecords } from './person-records.ts';
import type { Person } from './person.ts';

type Signer = Pick<Person, 'id' | 'authority'>;

interface Hour {
  readonly until: number;
  readonly times: number;
}

export interface SignInBookOptions {
  readonly engine: Engine;
  readonly clock: () => number;
}

const HOUR_MS = 3_600_000;
/** Of persons that there are, never of names that were tried. */
const MAX_HOURS = 20_000;

export class SignInBook {
  readonly #audit: Audit;
  readonly #people: PersonRecords;
  readonly #clock: () => number;
  readonly #hours = new Map<string, Hour>();
  #writing: Promise<void> = Promise.resolve();

  constructor({ engine, clock }: SignInBookOptions) {
    this.#audit = new Audit({ engine, clock });
    this.#people = new PersonRecords(engine.open('accounts'));
    this.#clock = clock;
  }

  noteOpened({ id, authority }: Signer): Promise<void> {
    return this.#inTurn(() => this.#count({ authority, by: id, what: 'session.opened', about: id }));
  }

  /** The device says who it is only once the person has unlocked it. */
  noteDevice({ id, authority }: Signer, device: string): Promise<void> {
    const entry = { authority, by: id, what: 'session.device', about: id, values: { device } } as const;
    return this.#inTurn(() => this.#count(entry));
  }

  /** A name that nobody has is written nowhere. Whoever waits for this could tell by the time it takes. */
  noteRefused(person: string): Promise<void> {
    return this.#inTurn(async () => {
      const holder = await this.#people.read(person);
      if (holder) await this.#count(refusedEntry(person, holder.authority));
    });
  }

  /** The password was right, what is asked beside it was not. */
  noteSecondRefused({ id, authority }: Signer): Promise<void> {
    return this.#inTurn(() => this.#count({ ...refusedEntry(id, authority), values: { after: 'password' } }));
  }

  /** Resolves when all is written. */
  settled(): Promise<void> {
    return this.#writing;
  }

  async #count(entry: NewAuditEntry): Promise<void> {
    const key = JSON.stringify([entry.what, entry.about, entry.values]);
    const now = this.#clock();
    const held = this.#hours.get(key);
    const hour = held && held.until > now ? held : { until: now + HOUR_MS, times: 0 };
    const times = hour.times + 1;
    this.#makeRoom();
    this.#hours.set(key, { ...hour, times });
    if ((times & (times - 1)) !== 0) return;
    await this.#audit.note(
      times === 1 ? entry : { ...entry, values: { ...entry.values, times: String(times) } }
    );
  }

  #makeRoom(): void {
    const oldest = this.#hours.keys().next();
    if (this.#hours.size >= MAX_HOURS && !oldest.done) this.#hours.delete(oldest.value);
  }

  #inTurn(write: () => Promise<void>): Promise<void> {
    const written = this.#writing.then(write);
    this.#writing = written.catch(() => undefined);
    return written;
  }
}

function refusedEntry(about: string, authority: AuthorityCode): NewAuditEntry {
  return { authority, by: 'anybody', what: 'session.refused', about };
}
