/** Answers of `GET /api/verify/lists`, from the published list: of this exchange, or relayed from the central one. */
import type { Engine } from '#couch/engine/engine.ts';
import { LIST_PARTS, type ListBytes, type SignedHead } from '#lib/domain/public-list/public-list.ts';
import { ListBook, LISTS_DATABASE } from './list-book.ts';

/** Seconds for which an answer can be cached. */
export const LIST_CACHE_SECONDS = 300;

const READ_AGAIN_MS = 1000;

interface Read {
  readonly signed: SignedHead;
  readonly parts: ListBytes;
}

export class ListAnswers {
  readonly #book: ListBook;
  readonly #clock: () => number;
  #last: { readonly read: Promise<Read | null>; readonly at: number } | null = null;
  #held: Read | null = null;

  constructor({ engine, clock }: { readonly engine: Engine; readonly clock: () => number }) {
    this.#book = new ListBook(engine.open(LISTS_DATABASE));
    this.#clock = clock;
  }

  /** Null if nothing is published; empty if `since` is the current list. Otherwise as `crypto/public-lists.ts` reads it. */
  async tell(since: number): Promise<Buffer | null> {
    const read = await this.#read();
    return read && answerSince(read, since);
  }

  #read(): Promise<Read | null> {
    const now = this.#clock();
    if (this.#last && now - this.#last.at < READ_AGAIN_MS) return this.#last.read;
    const last = { read: this.#readAnew(), at: now };
    this.#last = last;
    last.read.catch(() => (this.#last = null));
    return last.read;
  }

  async #readAnew(): Promise<Read | null> {
    const published = await this.#book.readPublished();
    if (published === null || published.signed.head.number === this.#held?.signed.head.number)
      return this.#held;
    const parts = await this.#book.readParts(published);
    if (parts !== null) this.#held = { signed: published.signed, parts };
    return this.#held;
  }
}

function answerSince({ signed, parts }: Read, since: number): Buffer {
  const { head } = signed;
  if (since === head.number) return Buffer.alloc(0);
  const text = Buffer.from(JSON.stringify(signed));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const changed = LIST_PARTS.filter((name) => head.parts[name].number > since);
  return Buffer.concat(
    [length, text, ...changed.map((name) => parts[name])].map((one) => new Uint8Array(one))
  );
}
