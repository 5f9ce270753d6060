/** Requests for a country's first account in the Board's database: `registration:<CC>:<n>`. */
import {
  changeDocument,
  putUnlessChanged,
  readDocument,
  withoutRevision,
  type Database,
  type Engine,
  type Stored
} from '#couch/engine/engine.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import {
  hasStep,
  isRegistrationId,
  parseRegistration,
  registrationId,
  registrationNumber,
  type ProvisionStep,
  type Registration
} from '#lib/domain/registration/registration.ts';

export class Requests {
  readonly #database: Database;

  constructor(engine: Engine) {
    this.#database = engine.open('incb');
  }

  async read(id: string): Promise<Registration | null> {
    if (!isRegistrationId(id)) return null;
    const parsed = parseRegistration(await readDocument(this.#database, id));
    return parsed.ok ? withoutRevision<Registration>(parsed.value) : null;
  }

  async list(country?: CountryCode): Promise<Registration[]> {
    return (await this.#readAll(country)).all;
  }

  async #readAll(country?: CountryCode): Promise<{ readonly all: Registration[]; readonly last: number }> {
    const startkey = country === undefined ? 'registration:' : `registration:${country}:`;
    const range = { startkey, endkey: `${startkey}\ufff0`, include_docs: true };
    const { rows } = await this.#database.allDocs(range);
    const all = rows.flatMap(({ doc }) => {
      const parsed = parseRegistration(doc);
      return parsed.ok ? [withoutRevision<Registration>(parsed.value)] : [];
    });
    all.sort((a, b) => registrationNumber(a._id) - registrationNumber(b._id));
    return { all, last: Math.max(0, ...rows.map(({ id }) => registrationNumber(id))) };
  }

  /**
   * Takes the next number of the country; null if `make` refuses. The number orders simultaneous senders, so each sees
   * the earlier ones.
   */
  async add(
    country: CountryCode,
    make: (_id: string, earlier: readonly Registration[]) => Registration | null
  ): Promise<Registration | null> {
    for (;;) {
      const { all: earlier, last } = await this.#readAll(country);
      const made = make(registrationId(country, last + 1), earlier);
      if (made === null || (await putUnlessChanged(this.#database, made))) return made;
    }
  }

  async remove(id: string, isRight: (held: Registration) => boolean): Promise<void> {
    for (;;) {
      const held = await readDocument<Stored<Registration>>(this.#database, id);
      if (!held || !parseRegistration(held).ok || !isRight(held)) return;
      if (await putUnlessChanged(this.#database, { _id: id, _rev: held._rev, _deleted: true })) return;
    }
  }

  change(id: string, change: (held: Registration) => Registration | null): Promise<Registration | null> {
    return changeDocument<Registration>(this.#database, id, (held) =>
      held && parseRegistration(held).ok ? change(held) : null
    );
  }

  async noteStep(id: string, step: ProvisionStep, at: Instant): Promise<boolean> {
    const written = await this.change(id, (held) =>
      hasStep(held, step) ? null : { ...held, steps: [...held.steps, { step, at }] }
    );
    return written !== null;
  }
}
