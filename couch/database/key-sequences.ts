/** How far each key has counted towards each authority, in memory and updated before each question. */
import { parseActId } from '#lib/domain/act/act-id.ts';
import type { AuthorityCode, KeyId } from '#lib/domain/ids.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { Reading, type NamedDatabase, type Wanted } from './registers.ts';

type Counts = Readonly<Record<string, number>>;

export class KeySequences {
  readonly #kept = new Map<string, KeptSequences>();

  /** Documents of the authority itself. */
  async of({ name, epoch, database }: NamedDatabase, own: AuthorityCode, key: KeyId): Promise<Counts> {
    const place = `${name}@${epoch}`;
    const kept = this.#kept.get(place) ?? new KeptSequences(own);
    this.#kept.set(place, kept);
    await kept.reading.readOn(database, kept);
    return kept.countsOf(key);
  }
}

class KeptSequences implements Wanted {
  readonly reading = new Reading();
  readonly #own: AuthorityCode;
  readonly #byKey = new Map<unknown, Record<string, number>>();

  constructor(own: AuthorityCode) {
    this.#own = own;
  }

  isWanted(id: string): boolean {
    return parseActId(id)?.issuer === this.#own;
  }

  /** The server operator can store anything under an act's id (threats P6). */
  take(document: object): void {
    const { body, signature } = document as { readonly body?: unknown; readonly signature?: unknown };
    const seq = isPlainObject(body) ? body['seq'] : null;
    if (!isPlainObject(signature) || !isPlainObject(seq)) return;
    const counts = this.#byKey.get(signature['key']) ?? {};
    this.#byKey.set(signature['key'], counts);
    for (const [to, count] of Object.entries(seq))
      if (Number.isSafeInteger(count)) counts[to] = Math.max(counts[to] ?? 0, Number(count));
  }

  countsOf(key: KeyId): Counts {
    return { ...this.#byKey.get(key) };
  }
}
