import { parseActId } from '#lib/domain/act/act-id.ts';
import { isSharedDocument } from '#lib/domain/door/shared-documents.ts';
import type { CarriedAct } from '#lib/domain/act/later-act.ts';
import type { ActId } from '#lib/domain/ids.ts';
import type { LineState, Person, RefusedWrite } from '../api.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import type { Records } from './records.ts';
import { isRefusedBrought } from './waiting-documents.ts';

export interface Written {
  readonly records: Records;
  readonly book: DeviceBook;
  readonly person: Person;
}

interface Waiting {
  readonly version: string;
  readonly acts: readonly ActId[];
  /** Own acts that the server does not have, refused ones included. */
  readonly absent: readonly ActId[];
  readonly read: number;
  readonly forgotten: number;
}

const counted = new WeakMap<Records, Waiting>();

/** Acts that arrived since, and those that waited, are looked at; all of them only after deliveries were forgotten. */
export function unsentActs({ records, book, person }: Written): readonly ActId[] {
  const version = [records.version, book.answersVersion].join();
  const known = counted.get(records);
  if (known?.version === version) return known.acts;
  const { carried } = records.shelf;
  const forgotten = book.deliveriesForgotten;
  const before = known?.forgotten === forgotten ? known : null;
  const absent = (before?.absent ?? []).filter((id) => !book.isOnServer(id));
  for (let at = before?.read ?? 0; at < carried.length; at++) {
    const { _id, body } = carried[at]!;
    if (body.issuer === person.authority && !book.isOnServer(_id)) absent.push(_id);
  }
  const acts = absent.filter((id) => !book.isRefused(id));
  counted.set(records, { version, acts, absent, read: carried.length, forgotten });
  return acts;
}

interface Awaited {
  readonly version: number;
  readonly acts: readonly CarriedAct[];
  readonly read: number;
  readonly cleared: number;
}

const awaited = new WeakMap<Records, Awaited>();

/** Own acts that a partner's database lacks: only those, and new ones, are looked at again. */
export function undeliveredActs({ records, person }: Omit<Written, 'book'>): readonly ActId[] {
  const { version, receipts, shelf } = records;
  const { cleared } = receipts;
  const held = awaited.get(records);
  const before = held?.cleared === cleared ? held : null;
  if (before?.version === version) return before.acts.map(({ _id }) => _id);
  const acts = (before?.acts ?? []).filter((act) => !receipts.isDelivered(act));
  for (let at = before?.read ?? 0; at < shelf.carried.length; at++) {
    const act = shelf.carried[at]!;
    if (act.body.issuer === person.authority && !receipts.isDelivered(act)) acts.push(act);
  }
  awaited.set(records, { version, acts, read: shelf.carried.length, cleared });
  return acts.map(({ _id }) => _id);
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
  for (const [id, document] of shelf.others)
    if (isSharedDocument(id) || (id.startsWith('kept:out:') && !isRefusedBrought(document)))
      yield [id, document._rev ?? ''];
}

export function countOpen(store: Written): Omit<LineState['counts'], 'delivered'> {
  // Openings are signed automatically: no one issued them.
  const acts = unsentActs(store);
  const issued = acts.filter((id) => parseActId(id)?.kind !== 'receipt').length;
  const drafts = countUnsent(store.book, revisionsOfDrafts(store.records));
  const deletions = countUnsent(store.book, store.records.shelf.deletedDrafts);
  const others = countUnsent(store.book, revisionsOfOthers(store.records)) + deletions;
  const brought = [...store.records.shelf.others.values()].filter(isRefusedBrought).length;
  return {
    unsent: acts.length + drafts + others,
    unsentActs: issued,
    unsentDrafts: drafts,
    refused: store.book.refusals().filter((one) => !one.setAside).length + brought
  };
}

export function listRefused(book: DeviceBook, { shelf }: Records): RefusedWrite[] {
  return book.refusals().map(({ rev: _rev, ...refusal }) => ({
    ...refusal,
    act: shelf.acts.get(refusal.id as ActId) ?? null
  }));
}
