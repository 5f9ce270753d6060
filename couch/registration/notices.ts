/**
 * Tells a country's administrators, in their own database, of what happens at INCB in their country's
 * name. Told once of each thing, however often it is tried.
 */
import { putUnlessChanged, type Database, type Engine } from '#couch/engine/engine.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { NOTICE_PREFIX, type RegistrationNotice } from '#lib/domain/registration/notice.ts';

export type NewNotice = Omit<RegistrationNotice, '_id' | 'schema'>;

export class Notices {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Where the country has no database there is nobody to tell. */
  async tell(country: CountryCode, notice: NewNotice): Promise<void> {
    const name = authorityToDatabase(country) ?? '';
    if (!(await this.#engine.exists(name))) return;
    const database = this.#engine.open(name);
    for (;;) {
      const told = await readNotices(database);
      if (told.some(({ about }) => about === notice.about)) return;
      const last = Math.max(0, ...told.map(({ _id }) => Number(_id.slice(NOTICE_PREFIX.length))));
      const document: RegistrationNotice = { _id: `${NOTICE_PREFIX}${last + 1}`, schema: 1, ...notice };
      if (await putUnlessChanged(database, document)) return;
    }
  }
}

async function readNotices(database: Database): Promise<readonly RegistrationNotice[]> {
  const range = { startkey: NOTICE_PREFIX, endkey: `${NOTICE_PREFIX}\ufff0`, include_docs: true };
  const { rows } = await database.allDocs<RegistrationNotice>(range);
  return rows.flatMap(({ doc }) => (doc ? [doc as unknown as RegistrationNotice] : []));
}
