/** The public part of INCB's directory: names of authorities, for companies without an account. Addresses stay inside. */
import { Mutex } from '#couch/base/turns.ts';
import { openNamed } from '#couch/database/named-database.ts';
import { Reading, type Wanted } from '#couch/database/registers.ts';
import type { Engine } from '#couch/engine/engine.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { parseActContent } from '#lib/domain/act/parse-act.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { entriesOf, inForceOn, listsOf } from '#lib/domain/lists/in-force.ts';

export class PublicDirectory {
  readonly #engine: Engine;
  readonly #turn = new Mutex();
  #kept: KeptDirectory | null = null;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** A country can have several authorities. */
  async namesOf(country: CountryCode, on: CalendarDate): Promise<readonly string[]> {
    const opened = await openNamed(this.#engine, 'reference');
    if (opened === null) return [];
    const place = `${opened.name}@${opened.epoch}`;
    const kept = this.#kept?.place === place ? this.#kept : new KeptDirectory(place);
    this.#kept = kept;
    await this.#turn.run(place, () => kept.reading.readOn(opened.database, kept));
    const entries = entriesOf(inForceOn(listsOf([...kept.acts.values()]), on), 'directory');
    return entries.filter((one) => one.country === country).map(({ name }) => name);
  }
}

class KeptDirectory implements Wanted {
  readonly place: string;
  readonly reading = new Reading();
  readonly acts = new Map<string, Act>();

  constructor(place: string) {
    this.place = place;
  }

  isWanted(id: string): boolean {
    const kind = parseActId(id)?.kind;
    return kind === 'directory' || kind === 'list-confirmation';
  }

  take(document: object): void {
    const parsed = parseActContent(document);
    if (parsed.ok) this.acts.set(parsed.value._id, parsed.value);
  }

  drop(id: string): void {
    this.acts.delete(id);
  }
}
