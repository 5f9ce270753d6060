/** By a person with access to a database (threats P3). The exchange reports findings and repairs in signed receipts. */
import { parseActId } from '#lib/domain/act/act-id.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { StatedFinding } from '#lib/domain/exchange/receipts.ts';
import type { CalendarDate, Instant, AuthorityCode } from '#lib/domain/ids.ts';
import type { TamperedAct } from '../api.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import { tamperedKey, type TamperedRecord } from '../disk/device-record.ts';
import type { Records } from './records.ts';
import { NumbersSeen, type Gap } from '#lib/domain/exchange/gaps.ts';

interface Known extends TamperedRecord {
  readonly takenBack: Instant | null;
}

export function listTampered(book: DeviceBook, records: Records): readonly TamperedAct[] {
  const stated = records.receipts.findings();
  const all = new Map<string, Known>();
  for (const one of [...book.device.tampered.map((seen) => toKnown(seen, stated)), ...stated.map(fromStated)])
    all.set(tamperedKey(one), merge(all.get(tamperedKey(one)), one));
  const listed = [...all.values()].map((one) => describe(one, records));
  return listed.sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
}

function toKnown(seen: TamperedRecord, stated: readonly StatedFinding[]): Known {
  const isSame = ({ id, where }: StatedFinding): boolean => id === seen.id && where === seen.where;
  const back = stated.find((one) => isSame(one) && (one.takenBack ?? '') >= seen.at);
  return { ...seen, takenBack: back?.takenBack ?? null };
}

function fromStated({ id, stage, where, at, takenBack }: StatedFinding): Known {
  return { id, found: stage === 'altered' ? 'altered' : 'deleted', where, at, takenBack };
}

/** First noticed, last repaired; still open if it is so in either. */
function merge(before: Known | undefined, one: Known): Known {
  if (before === undefined) return one;
  const at = one.at < before.at ? one.at : before.at;
  if (before.takenBack === null || one.takenBack === null) return { ...one, at, takenBack: null };
  return { ...one, at, takenBack: one.takenBack > before.takenBack ? one.takenBack : before.takenBack };
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

function numberOf({ body }: Act, { dossiers, shelf }: Records): string | null {
  if ('number' in body) return body.number;
  const key = 'dossier' in body ? body.dossier : undefined;
  const opening = key === undefined ? null : (dossiers.get(key)?.importAuthorization ?? null);
  const act = opening === null ? undefined : shelf.acts.get(opening);
  return act && 'number' in act.body ? act.body.number : null;
}

interface Counted {
  readonly version: number;
  readonly numbers: NumbersSeen;
  readonly read: number;
  readonly gaps: readonly Gap[];
}

const counted = new WeakMap<Records, Counted>();

export function gapsIn(records: Records, authority: AuthorityCode): readonly Gap[] {
  const { version } = records;
  const known = counted.get(records);
  if (known?.version === version) return known.gaps;
  const { carried } = records.shelf;
  const numbers = known?.numbers ?? new NumbersSeen(authority);
  for (let at = known?.read ?? 0; at < carried.length; at++) numbers.take(carried[at]!);
  const gaps = numbers.gaps((id) => records.counts(id));
  counted.set(records, { version, numbers, read: carried.length, gaps });
  return gaps;
}
