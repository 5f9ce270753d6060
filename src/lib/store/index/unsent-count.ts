import { parseActId } from '#lib/domain/act/act-id.ts';
import { isSharedDocument } from '#lib/domain/door/shared-documents.ts';
import type { ActId } from '#lib/domain/ids.ts';
import type { LineState, Person, RefusedWrite } from '../api.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import type { Records } from './records.ts';

export interface Written {
  readonly records: Records;
  readonly book: DeviceBook;
  readonly person: Person;
}

const counted = new WeakMap<Records, { readonly version: string; readonly acts: readonly ActId[] }>();

/** Read again only when acts or answers change. */
export function unsentActs(store: Written): readonly ActId[] {
  const version = [store.records.version, store.book.answersVersion].join();
  const known = counted.get(store.records);
  if (known?.version === version) return known.acts;
  const acts = findUnsent(store);
  counted.set(store.records, { version, acts });
  return acts;
}

function findUnsent({ records, book, person }: Written): ActId[] {
  const unsent: ActId[] = [];
  for (const act of records.shelf.carried()) {
    if (act.body.issuer !== person.authority) continue;
    if (!book.isOnServer(act._id) && !book.isRefused(act._id)) unsent.push(act._id);
  }
  return unsent;
}

function countUnsent(book: DeviceBook, documents: Iterable<readonly [string, string]>): number {
  let count = 0;
  for (const [id, rev] of documents) if (!book.isSent(id, rev) && !book.isRefused(id)) count++;
  return count;
}

function* revisionsOfDrafts({ shelf }: Records): Iterable<readonly [string, string]> {
  for (const [id, { rev }] of shelf.drafts) yield [id, rev];
}

function* revisionsOfOthers({ shelf }: Records): Iterable<readonly [string, string]> {
  for (const [id, { _rev = '' }] of shelf.others)
    if (isSharedDocument(id) || id.startsWith('kept:out:')) yield [id, _rev];
}

export function countOpen(store: Written): Omit<LineState['counts'], 'delivered'> {
  // Openings are signed automatically: no one issued them.
  const acts = unsentActs(store);
  const issued = acts.filter((id) => parseActId(id)?.kind !== 'receipt').length;
  const drafts = countUnsent(store.book, revisionsOfDrafts(store.records));
  const others = countUnsent(store.book, revisionsOfOthers(store.records));
  return {
    unsent: acts.length + drafts + others,
    unsentActs: issued,
    unsentDrafts: drafts,
    refused: store.book.refusals().filter((one) => !one.setAside).length
  };
}

export function listRefused(book: DeviceBook, { shelf }: Records): RefusedWrite[] {
  return book.refusals().map(({ rev: _rev, ...refusal }) => ({
    ...refusal,
    act: shelf.acts.get(refusal.id as ActId) ?? null
  }));
}
