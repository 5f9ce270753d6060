/**
 * Names of responsible persons and scans of licences leave the register when they are due, even if no administrator opens
 * it (`withoutDuePerson`), and with them the accounts of the company's people and the shipments that they announced. Replaced revisions hold them until the database is compacted, so it is compacted.
 */
import { databaseToCountry } from '#couch/base/databases.ts';
import { scheduleSliced, SlicedTask } from '#couch/base/sliced-task.ts';
import { tombstoneOf } from '#couch/database/documents.ts';
import { idsFrom, putUnlessChanged, readPages, type Database, type Engine } from '#couch/engine/engine.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { SHIPMENT_PREFIX } from '#lib/domain/company/announced-shipment.ts';
import { COMPANY_PREFIX, parseCompany, personDueOn, withoutDuePerson } from '#lib/domain/company/company.ts';
import type { CalendarDate, CountryCode, Instant } from '#lib/domain/ids.ts';

interface Options {
  readonly engine: Pick<Engine, 'list' | 'open' | 'compact'>;
  readonly clock: () => number;
  readonly warn: (about: string, error: unknown) => void;
  /** Of the people of these companies. */
  readonly removeAccounts: (country: CountryCode, companies: readonly string[]) => Promise<number>;
}

const SWEEP_EVERY_MS = 6 * 3_600_000;
const PAGE = 500;

export class DuePersons {
  readonly #options: Options;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<number> = Promise.resolve(0);

  constructor(options: Options) {
    this.#options = options;
  }

  begin(): void {
    const sweep = (): void => void this.sweep().catch((error) => this.#options.warn('due persons', error));
    this.#timer = setInterval(sweep, SWEEP_EVERY_MS).unref();
    sweep();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running.catch(() => undefined);
  }

  sweep(): Promise<number> {
    this.#running = this.#running.catch(() => 0).then(() => this.#sweepAll());
    return this.#running;
  }

  async #sweepAll(): Promise<number> {
    const { engine, clock } = this.#options;
    const today = instantToDate(new Date(clock()).toISOString() as Instant);
    let count = 0;
    for (const name of await engine.list()) {
      const country = databaseToCountry(name);
      if (country === null) continue;
      const work = new SlicedTask(scheduleSliced(country));
      const { count: changed, ended } = await sweepOne(engine.open(name), today, work);
      if (changed > 0) await engine.compact(name);
      count += changed + (await this.#options.removeAccounts(country, ended));
    }
    return count;
  }
}

interface Held {
  readonly _id: string;
  readonly _rev: string;
  readonly _conflicts?: readonly string[];
}

async function sweepOne(
  database: Database,
  today: CalendarDate,
  work: SlicedTask
): Promise<{ readonly count: number; readonly ended: readonly string[] }> {
  let count = 0;
  const ended: string[] = [];
  const asked = { ...idsFrom(COMPANY_PREFIX), limit: PAGE, include_docs: true, conflicts: true };
  for await (const rows of readPages(database, asked))
    for (const { doc } of rows) {
      await work.yieldWhenDue();
      const { _conflicts: versions = [], ...held } = doc as Held;
      const parsed = parseCompany(held);
      if (!parsed.ok) continue;
      const kept = withoutDuePerson(parsed.value, today);
      const isDue = kept !== parsed.value;
      if (isDue && (await putUnlessChanged(database, kept))) count++;
      const isLongEnded =
        isDue || (personDueOn({ ...parsed.value, responsible: { name: '-' } }) ?? '9999') <= today;
      if (isLongEnded) ended.push(held._id);
      // Versions that devices wrote apart hold the name too.
      for (const rev of isLongEnded ? versions : []) {
        await database.remove(held._id, rev);
        count++;
      }
    }
  const known = new Set(ended);
  const announced = { ...idsFrom(SHIPMENT_PREFIX), limit: PAGE, include_docs: true };
  for await (const rows of ended.length > 0 ? readPages(database, announced) : [])
    for (const { doc } of rows) {
      await work.yieldWhenDue();
      const shipment = doc as Held & { readonly company?: string };
      if (known.has(shipment.company ?? '') && (await putUnlessChanged(database, tombstoneOf(shipment))))
        count++;
    }
  return { count, ended };
}
