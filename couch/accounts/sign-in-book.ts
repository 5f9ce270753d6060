/**
 * Sign-ins and refusals in the audit. Entries never change, so the 1st, 2nd, 4th, 8th … per person and hour is written
 * with its count: a flood makes ten entries an hour. No address, browser or unknown name is written; of a device, the
 * person's name for it. Each gateway counts separately.
 */
import type { Engine } from '#couch/engine/engine.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { Audit, type NewAuditEntry } from './audit.ts';
import { PersonRecords, type Person } from './person.ts';

type Signer = Pick<Person, 'id' | 'authority'>;

interface Hour {
  readonly until: number;
  readonly times: number;
}

interface SignInBookOptions {
  readonly engine: Engine;
  readonly clock: () => number;
}

const HOUR_MS = 3_600_000;
/** Counts hours of existing persons, never of tried names. */
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

  /** The device identifies itself only after the person has unlocked it. */
  noteDevice({ id, authority }: Signer, device: string): Promise<void> {
    const entry = { authority, by: id, what: 'session.device', about: id, values: { device } } as const;
    return this.#inTurn(() => this.#count(entry));
  }

  /** Unknown names are never written. Waiting for this would reveal which names exist. */
  noteRefused(person: string): Promise<void> {
    return this.#inTurn(async () => {
      const holder = await this.#people.read(person);
      if (holder) await this.#count(refusedEntry(person, holder.authority));
    });
  }

  noteSecondRefused({ id, authority }: Signer): Promise<void> {
    return this.#inTurn(() => this.#count({ ...refusedEntry(id, authority), values: { after: 'password' } }));
  }

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
