/** Notifies a country's administrators, once per event, of INCB's actions in the country's name. */
import { putUnlessChanged, type Database, type Engine } from '#couch/engine/engine.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { NOTICE_PREFIX, parseNotice, type RegistrationNotice } from '#lib/domain/registration/notice.ts';

type NewNotice = Omit<RegistrationNotice, '_id' | 'schema'>;

export class Notices {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async tell(country: CountryCode, notice: NewNotice): Promise<void> {
    const name = authorityToDatabase(country) ?? '';
    if (!(await this.#engine.exists(name))) return;
    const database = this.#engine.open(name);
    for (;;) {
      const { told, last } = await readNotices(database);
      if (told.some(({ about }) => about === notice.about)) return;
      const document: RegistrationNotice = { _id: `${NOTICE_PREFIX}${last + 1}`, schema: 1, ...notice };
      if (await putUnlessChanged(database, document)) return;
    }
  }
}

interface Told {
  readonly told: readonly RegistrationNotice[];
  readonly last: number;
}

async function readNotices(database: Database): Promise<Told> {
  const range = { startkey: NOTICE_PREFIX, endkey: `${NOTICE_PREFIX}\ufff0`, include_docs: true };
  const { rows } = await database.allDocs(range);
  const told = rows.flatMap(({ doc }) => {
    const parsed = parseNotice(doc);
    return parsed.ok ? [parsed.value] : [];
  });
  const numbers = rows.map(({ id }) => Number(id.slice(NOTICE_PREFIX.length)));
  return { told, last: Math.max(0, ...numbers.filter(Number.isSafeInteger)) };
}
