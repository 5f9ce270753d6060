/** Loaded only when a person writes or loads a courier file. */
import { Keyring } from '#lib/crypto/keyring.ts';
import { isIntact } from '#lib/domain/act/parse-act.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { StoredDocument } from './disk/pouch.ts';
import { NotStored, notStored } from './disk/sealed-database.ts';
import type { OpenStore } from './opening/open-store.ts';
import {
  asAct,
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
    const open = this.#open;
    return open ? orUnstored(() => takeCourierFile(open, file, code)) : refuse(LOCKED);
  }

  /** During the first sync: of what the server lists, only the rest is fetched. The number of acts in the file. */
  async takeFirst(file: Blob, code: string): Promise<Result<number>> {
    const open = this.#open;
    return open ? orUnstored(() => carryActs(open, file, code)) : refuse(LOCKED);
  }
}

/**
 * Acts only: their id proves their content. The server's revision proves nothing of another document's content, and such
 * documents are few.
 */
async function carryActs(open: OpenStore, file: Blob, code: string): Promise<Result<number>> {
  const opened = await openFor(open, file, code, new Keyring(open.book.device.roots));
  if (!opened.ok) return opened;
  const { courier } = opened.value;
  if (courier.head.from !== courier.head.to) return refuse({ code: 'courier.foreign' });
  let count = 0;
  for await (const portion of courier.entries()) {
    const acts = portion.map(({ document }) => document as StoredDocument).filter(isIntact);
    // The first sync can end while the file is read.
    if (!open.isFilled()) open.line.carry(acts.map(asAct));
    count += acts.length;
  }
  return accept(count);
}

/** A full disk, or a lock in the middle. Documents that were stored stay; the file can be loaded again. */
async function orUnstored<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    const { message } = error instanceof NotStored ? error : notStored(error);
    return refuse({ code: 'store.unfilled', values: { cause: message } });
  }
}

export const courier = new Courier(store);
