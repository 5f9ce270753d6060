/** Loaded only when a person writes or loads a courier file. */
import { Keyring } from '#lib/crypto/keyring.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { StoredDocument } from './disk/pouch.ts';
import {
  asListed,
  openFor,
  takeCourierFile,
  writeCourierFile,
  type CourierFile,
  type CourierTaken
} from './sign-in/courier-files.ts';
import { store, type Store } from './store.svelte.ts';

export type { CourierFile, CourierTaken };

const LOCKED = { code: 'store.locked' };

export class Courier {
  readonly #store: Store;

  constructor(of: Store) {
    this.#store = of;
  }

  get #open() {
    return this.#store.session.open;
  }

  /** Those for whom this device holds documents of its own authority. */
  partners(): readonly CountryCode[] {
    const { records, person } = this.#open ?? {};
    const acts = Array.from(records?.shelf.acts.values() ?? []);
    const own = acts.filter(({ body }) => body.issuer === person?.authority);
    return [...new Set(own.flatMap(({ body }) => body.to))]
      .filter(isCountry)
      .filter((to) => to !== person?.authority);
  }

  /** `to`: a partner, or the own authority for its other devices. */
  async write(to: CountryCode): Promise<Result<CourierFile>> {
    return this.#open ? writeCourierFile(this.#open, to) : refuse(LOCKED);
  }

  async take(file: Blob, code: string): Promise<Result<CourierTaken>> {
    return this.#open ? takeCourierFile(this.#open, file, code) : refuse(LOCKED);
  }

  /** During the first sync: of what the server lists, only the rest is fetched. The number of documents in the file. */
  async takeFirst(file: Blob, code: string): Promise<Result<number>> {
    const open = this.#open;
    if (!open) return refuse(LOCKED);
    const opened = await openFor(open, file, code, new Keyring(open.book.device.roots));
    if (!opened.ok) return opened;
    const { courier } = opened.value;
    const { from, to, documents } = courier.head;
    if (from !== to) return refuse({ code: 'courier.foreign' });
    for await (const portion of courier.entries())
      open.line.carry(portion.map(({ document }) => asListed(document as StoredDocument)));
    return accept(documents);
  }
}

export const courier = new Courier(store);
