/**
 * Documents in portions of bounded size: two are read at a time, so an answer of 64 MB holds three. A failure before
 * the first portion is an error; a later one cuts the answer, which no reader takes for complete.
 */
import { Readable } from 'node:stream';
import type { AskedDocument, Database } from '#couch/engine/engine.ts';
import { LongWork, type Turn } from '#couch/base/long-work.ts';

/** Target size in bytes. */
const PORTION_BYTES = 2 * 1024 * 1024;
/** Documents of the first two portions, of unknown size. */
const FIRST_PORTION = 100;
const LARGEST_PORTION = 200;
const AT_ONCE = 2;

const OPENING = Buffer.from('{"results":[');
const COMMA = Buffer.from(',');
const CLOSING = Buffer.from(']}');

/** `{"results":[…]}` as `_bulk_get` gives it. */
export async function sendDocuments(
  database: Database,
  asked: readonly AskedDocument[],
  turn: Turn
): Promise<Readable> {
  const portions = readPortions(database, asked, turn);
  const first = await portions.next();
  return Readable.from(toJson(first.done ? Buffer.alloc(0) : first.value, portions));
}

async function* toJson(first: Buffer, rest: AsyncGenerator<Buffer, void>): AsyncGenerator<Buffer, void> {
  yield OPENING;
  yield first;
  for await (const portion of rest) {
    yield COMMA;
    yield portion;
  }
  yield CLOSING;
}

async function* readPortions(
  database: Database,
  asked: readonly AskedDocument[],
  turn: Turn
): AsyncGenerator<Buffer, void> {
  const ahead: Promise<Portion>[] = [];
  let size = FIRST_PORTION;
  for (let at = 0; at < asked.length || ahead.length > 0;) {
    for (; ahead.length < AT_ONCE && at < asked.length; at += size)
      ahead.push(readPortion(database, asked.slice(at, at + size), turn));
    const portion = await ahead.shift();
    if (portion === undefined) return;
    size = sizeOfNext(portion.documents, portion.text.length);
    yield portion.text;
  }
}

interface Portion {
  readonly documents: number;
  readonly text: Buffer;
}

function readPortion(database: Database, docs: readonly AskedDocument[], turn: Turn): Promise<Portion> {
  const work = new LongWork(turn);
  const portion = database
    .bulkGetText(docs, () => work.yieldWhenDue())
    .then((text) => ({ documents: docs.length, text }));
  // Its error is thrown at its turn; an absent reader requests none.
  portion.catch(() => undefined);
  return portion;
}

function sizeOfNext(documents: number, bytes: number): number {
  return Math.min(LARGEST_PORTION, Math.max(1, Math.floor((documents * PORTION_BYTES) / Math.max(1, bytes))));
}
