/**
 * Documents by id, however many and large, in portions of a bounded size: each is read when the one before
 * it has gone out, so that an answer of 64 MB holds two. A failure before the first portion is told as such;
 * a later one cuts the answer off in the middle, which no reader takes for a whole one.
 */
import { Readable } from 'node:stream';
import type { AskedDocument, Database } from '#couch/engine/engine.ts';

/** Bytes that one portion should have. */
const PORTION_BYTES = 2 * 1024 * 1024;
const FIRST_PORTION = 64;
const LARGEST_PORTION = 200;

/** `{"results":[…]}` as `_bulk_get` gives it. */
export async function sendDocuments(database: Database, asked: readonly AskedDocument[]): Promise<Readable> {
  const portions = readPortions(database, asked);
  const first = await portions.next();
  return Readable.from(toJson(first.done ? '' : first.value, portions));
}

async function* toJson(first: string, rest: AsyncGenerator<string, void>): AsyncGenerator<string, void> {
  yield `{"results":[${first}`;
  for await (const portion of rest) yield `,${portion}`;
  yield ']}';
}

async function* readPortions(
  database: Database,
  asked: readonly AskedDocument[]
): AsyncGenerator<string, void> {
  let size = FIRST_PORTION;
  for (let at = 0; at < asked.length;) {
    const docs = asked.slice(at, at + size);
    at += docs.length;
    const portion = await database.bulkGetText(docs);
    size = sizeOfNext(docs.length, portion.length);
    yield portion;
  }
}

function sizeOfNext(documents: number, bytes: number): number {
  return Math.min(LARGEST_PORTION, Math.max(1, Math.floor((documents * PORTION_BYTES) / Math.max(1, bytes))));
}
