/** `registration:<CC>:<n>` in the Board's database. */
import { changeDocument, listDocuments, removeDocument, storedAs } from '#couch/database/documents.ts';
import { putUnlessChanged, readDocument, type Database, type Engine } from '#couch/engine/engine.ts';
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

const parse = storedAs(parseRegistration);

export class Requests {
  readonly #database: Database;

  constructor(engine: Engine) {
    this.#database = engine.open('incb');
  }

  async read(id: string): Promise<Registration | null> {
    return isRegistrationId(id) ? parse(await readDocument(this.#database, id)) : null;
  }

  async list(country?: CountryCode): Promise<Registration[]> {
    return (await this.#readAll(country)).all;
  }

  /** Documents that are no request count as well, so that the next number is free. */
  async #readAll(country?: CountryCode): Promise<{ readonly all: Registration[]; readonly last: number }> {
    const prefix = country === undefined ? 'registration:' : `registration:${country}:`;
    const held = await listDocuments(
      this.#database,
      prefix,
      (document) => document as { _id: string } | null
    );
    const all = held.flatMap((document) => parse(document) ?? []);
    all.sort((a, b) => registrationNumber(a._id) - registrationNumber(b._id));
    return { all, last: Math.max(0, ...held.map(({ _id }) => registrationNumber(_id))) };
  }

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

  async remove(id: string, isMeant: (held: Registration) => boolean): Promise<void> {
    await removeDocument(this.#database, id, (document) => {
      const held = parse(document);
      return held !== null && isMeant(held);
    });
  }

  change(id: string, change: (held: Registration) => Registration | null): Promise<Registration | null> {
    return changeDocument(this.#database, id, (held: Registration | null) => held && change(held), parse);
  }

  async noteStep(id: string, step: ProvisionStep, at: Instant): Promise<boolean> {
    const written = await this.change(id, (held) =>
      hasStep(held, step) ? null : { ...held, steps: [...held.steps, { step, at }] }
    );
    return written !== null;
  }
}
