import type { Instant } from '#lib/domain/ids.ts';
import type { WrittenCount } from '../disk/device-registry.ts';
import { countOpen, unsentActs } from '../index/unsent-count.ts';
import type { OpenStore } from '../opening/open-store.ts';

const MIN_PAUSE_MS = 400;

type Counted = Pick<OpenStore, 'country' | 'records' | 'book' | 'person' | 'now'>;

async function countUnsent(store: Counted): Promise<WrittenCount> {
  const { update_seq: seq } = await store.country.pouch.info();
  await store.records.catchUp();
  const acts = unsentActs(store);
  const { unsent, refused } = countOpen(store);
  const times = acts.flatMap((id) => store.records.shelf.acts.get(id)?.body.at ?? []).sort();
  return {
    acts: acts.length,
    documents: unsent - acts.length,
    refused,
    latest: (times.at(-1) as Instant | undefined) ?? null,
    at: store.now(),
    seq: String(seq)
  };
}

/**
 * A locked store shows the number: a person with a forgotten passphrase sees what is at risk. A tab killed between a
 * write and its count leaves a sign that there might be more.
 */
export class UnsentCounter {
  readonly #store: Counted;
  readonly #write: (count: WrittenCount) => Promise<void>;
  #written = '';
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isDue = false;
  #turn: Promise<void> = Promise.resolve();

  constructor(store: Counted, write: (count: WrittenCount) => Promise<void>) {
    this.#store = store;
    this.#write = write;
  }

  look(): void {
    this.#isDue = true;
    if (this.#timer !== null) return;
    this.#isDue = false;
    this.settle().catch(() => undefined);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#isDue) this.look();
    }, MIN_PAUSE_MS);
  }

  settle(): Promise<void> {
    const counted = this.#turn.then(() => this.#count());
    this.#turn = counted.catch(() => undefined);
    return counted;
  }

  async #count(): Promise<void> {
    const count = await countUnsent(this.#store);
    const text = JSON.stringify({ ...count, at: '' });
    if (text === this.#written) return;
    this.#written = text;
    await this.#write(count);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
