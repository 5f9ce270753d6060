/** National practices (`MAX_PRACTICES`), INCB's lists and its entries of authorities: public, so all of `reference` are in memory. */
import { parseActId } from '#lib/domain/act/act-id.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { isPublishedKind, type ActKind } from '#lib/domain/act/kinds.ts';
import { parseActContent } from '#lib/domain/act/parse-act.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { Reading, type NamedDatabase, type Wanted } from './registers.ts';

export class PublicRegister {
  readonly #readings = new Map<string, Reading>();
  readonly #held = new Map<ActId, Act>();
  readonly #wanted: Wanted = {
    isWanted: (id) => isPublic(parseActId(id)?.kind),
    take: (document) => {
      const act = readPublic(document);
      if (act) this.#held.set(act._id, act);
    }
  };

  /** Also those of the country's own database that the exchange might not have carried yet. */
  async known(
    reference: NamedDatabase,
    own: NamedDatabase,
    { named, publishes }: { readonly named: readonly ActId[]; readonly publishes: boolean }
  ): Promise<readonly Act[]> {
    await this.#read(reference);
    if (publishes) await this.#read(own);
    const missing = named.filter((id) => !this.#held.has(id));
    if (missing.length === 0) return [...this.#held.values()];
    const { rows } = await own.database.allDocs({ keys: missing, include_docs: true });
    const fresh = rows.flatMap((row) => ('doc' in row && row.doc ? (readPublic(row.doc) ?? []) : []));
    return [...this.#held.values(), ...fresh];
  }

  async #read({ name, epoch, database }: NamedDatabase): Promise<void> {
    const place = `${name}@${epoch}`;
    const reading = this.#readings.get(place) ?? new Reading();
    this.#readings.set(place, reading);
    await reading.readOn(database, this.#wanted);
  }
}

function isPublic(kind: ActKind | null | undefined): boolean {
  return kind === 'authority' || (kind ? isPublishedKind(kind) : false);
}

function readPublic(document: object): Act | null {
  const parsed = parseActContent(document);
  return parsed.ok && isPublic(parsed.value.body.kind) ? parsed.value : null;
}
