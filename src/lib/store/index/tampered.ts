/**
 * Acts that somebody with his hands on a database has altered or deleted (threats P3). What arrives so is
 * not taken, so that the act stays here as it was stated; what the exchange has found in any database that
 * holds one of ours or one addressed to us, it says in a signed receipt, and so it takes it back.
 */
import { isActId, parseActId } from '#lib/domain/act/act-id.ts';
import { isIntact } from '#lib/domain/act/is-intact.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { databaseToAuthority } from '#lib/domain/exchange/authority.ts';
import type { StatedFinding } from '#lib/domain/exchange/stated-findings.ts';
import type { ActId, AuthorityCode, CalendarDate, Instant } from '#lib/domain/ids.ts';
import type { TamperedAct } from '../api.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import type { StoredDocument } from '../disk/pouch.ts';
import type { Records } from './records.ts';

export interface ActFault {
  readonly id: ActId;
  readonly found: TamperedAct['found'];
}

export interface TamperedRecord extends ActFault {
  readonly where: AuthorityCode;
  readonly at: Instant;
}

/** Null for what is no act, and for an act that is as it was stated. */
export function findActFault(document: StoredDocument): ActFault | null {
  const { _id: id } = document;
  if (!isActId(id)) return null;
  if (document._deleted) return { id, found: 'deleted' };
  return isIntact(document) ? null : { id, found: 'altered' };
}

/** The first count: a server that floods a device with them hides none of the earlier ones. */
const MOST_KEPT = 500;

export async function keepTampered(
  book: DeviceBook,
  database: string,
  faults: readonly ActFault[]
): Promise<void> {
  const where = databaseToAuthority(database);
  if (where === null) return;
  const at = book.now();
  await book.updateDevice((device) => {
    const known = new Set(device.tampered.map(keyOf));
    const fresh = faults.map((fault) => ({ ...fault, where, at })).filter((one) => !known.has(keyOf(one)));
    return { ...device, tampered: [...device.tampered, ...fresh].slice(0, MOST_KEPT) };
  });
}

interface Known extends TamperedRecord {
  readonly takenBack: Instant | null;
}

/** By what this device saw and what the exchange has stated; the act that was stated first comes first. */
export function listTampered(book: DeviceBook, records: Records): readonly TamperedAct[] {
  const stated = records.receipts.findings();
  const all = new Map<string, Known>();
  for (const one of [...book.device.tampered.map((seen) => toKnown(seen, stated)), ...stated.map(fromStated)])
    all.set(keyOf(one), merge(all.get(keyOf(one)), one));
  const listed = [...all.values()].map((one) => describe(one, records));
  return listed.sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
}

/** What the exchange has taken back since this device saw it is not so any more. */
function toKnown(seen: TamperedRecord, stated: readonly StatedFinding[]): Known {
  const isSame = ({ id, where }: StatedFinding): boolean => id === seen.id && where === seen.where;
  const back = stated.find((one) => isSame(one) && (one.takenBack ?? '') >= seen.at);
  return { ...seen, takenBack: back?.takenBack ?? null };
}

function fromStated({ id, stage, where, at, takenBack }: StatedFinding): Known {
  return { id, found: stage === 'altered' ? 'altered' : 'deleted', where, at, takenBack };
}

/** First noticed, last taken back; it stands where one of both does. */
function merge(before: Known | undefined, one: Known): Known {
  if (before === undefined) return one;
  const at = one.at < before.at ? one.at : before.at;
  if (before.takenBack === null || one.takenBack === null) return { ...one, at, takenBack: null };
  return { ...one, at, takenBack: one.takenBack > before.takenBack ? one.takenBack : before.takenBack };
}

function keyOf({ id, found, where }: Omit<TamperedRecord, 'at'>): string {
  return `${where} ${found} ${id}`;
}

function describe({ id, found, where, at, takenBack }: Known, records: Records): TamperedAct {
  const parts = parseActId(id);
  const act = records.shelf.acts.get(id);
  return {
    id,
    number: act ? numberOf(act, records) : null,
    issuer: parts?.issuer ?? where,
    kind: parts?.kind ?? null,
    statedOn: parts?.date ?? (at.slice(0, 10) as CalendarDate),
    at,
    found,
    where,
    takenBack,
    isHere: act !== undefined
  };
}

/** Of the authorization, or of the import authorization of its dossier. */
function numberOf({ body }: Act, { dossiers, shelf }: Records): string | null {
  if ('number' in body) return body.number;
  const key = 'dossier' in body ? body.dossier : undefined;
  const opening = key === undefined ? null : (dossiers.get(key)?.importAuthorization ?? null);
  const act = opening === null ? undefined : shelf.acts.get(opening);
  return act && 'number' in act.body ? act.body.number : null;
}
