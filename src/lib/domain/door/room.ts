import type { Problem } from '../result.ts';
import { fits, integer, isPlainObject, stored, type Checked } from '../shape/shape.ts';

/** Limits of a document at the door, the same at every server and in a rehearsal (threats P5). */
export const DOOR_LIMITS = {
  /** Without its revision history; an authorization of 200 lines fits. */
  documentBytes: 128 * 1024,
  revisionsPerDocument: 1000,
  /**
   * Revisions kept per document; a device behind them gets a conflict. A draft has some hundred saves. Reading takes
   * time quadratic in the history, on the thread that serves everyone.
   */
  keptRevisions: 500,
  /** Open versions of one mutable document: devices typing offline into one draft. */
  openVersions: 20,
  /** Including deleted branches; each merge leaves one for ever. */
  versions: 200,
  /**
   * Known revisions of one document: five unrelated histories. Beyond that an open version can only be ended, replaced
   * if the only one, or stored without history after a merge.
   */
  knownRevisions: 2_500,
  /** Writes of one document: a save every second for eleven days. */
  generations: 1_000_000
} as const;

/**
 * Bounds on writing per country and person, per day and stored (threats P5), to protect the shared disk. A refused
 * document stays on the device and can be sent again.
 */
export type Amount = Checked<typeof amount>;

/** Recent writes, which decay evenly, so that no one waits for midnight; `at` in milliseconds since 1970. */
type Written = Checked<typeof written>;

interface PersonUse extends Written {
  readonly stored: Amount;
}

export interface RoomUse {
  readonly stored: Amount;
  readonly country: Written;
  readonly people: Readonly<Record<string, PersonUse>>;
}

export interface RoomBounds {
  readonly stored: Amount;
  readonly personStored: Amount;
  readonly countryDay: Amount;
  readonly personDay: Amount;
}

export interface RoomWanted {
  readonly bytes: number;
  readonly replacedBytes: number | null;
  readonly isDeletion: boolean;
  /** A key's certificate or revocation, which cannot wait for a day. */
  readonly isOfKey: boolean;
  /** Null for a country's own server, which sends all its people's documents. */
  readonly person: string | null;
}

export const DAY_MS = 86_400_000;
const NOTHING: Amount = { bytes: 0, documents: 0 };
export const NO_ROOM_USED: RoomUse = {
  stored: NOTHING,
  country: { ...NOTHING, at: 0 },
  people: {}
};
/** Deletions have a quarter more room, so that a person at the limit can still delete. */
const FOR_DELETIONS = 1.25;
/** Certificates and revocations have half as much again, so that no flood of drafts and deletions delays them. */
const FOR_KEYS = 1.5;
const MEGABYTE = 1024 * 1024;

export function wearOff(written: Written | undefined, most: Amount, now: number): Written {
  if (written === undefined) return { ...NOTHING, at: now };
  const share = Math.min(1, Math.max(0, now - written.at) / DAY_MS);
  // Caps use at the limit: if the limit shrank, no one waits longer than a day.
  const left = (used: number, bound: number): number =>
    Math.max(0, Math.round(Math.min(used, bound * FOR_KEYS) - share * bound));
  return {
    bytes: left(written.bytes, most.bytes),
    documents: left(written.documents, most.documents),
    at: now
  };
}

/** Returns the narrowest exceeded limit, which the writer can influence most. */
export function judgeRoom(
  use: RoomUse,
  wanted: RoomWanted,
  bounds: RoomBounds,
  now: number
): readonly Problem[] {
  const { person, isDeletion, isOfKey } = wanted;
  const grace = isOfKey ? FOR_KEYS : isDeletion ? FOR_DELETIONS : 1;
  const own = person === null ? undefined : use.people[person];
  if (person !== null && exceeds(wearOff(own, bounds.personDay, now), wanted, bounds.personDay, grace))
    return [tell('door.room.person', bounds.personDay)];
  if (exceeds(wearOff(use.country, bounds.countryDay, now), wanted, bounds.countryDay, grace))
    return [tell('door.room.country', bounds.countryDay)];
  if (isDeletion || isOfKey) return [];
  if (person !== null && wouldStoreTooMuch(own?.stored ?? NOTHING, wanted, bounds.personStored))
    return [tell('door.room.personStored', bounds.personStored)];
  return wouldStoreTooMuch(use.stored, wanted, bounds.stored)
    ? [tell('door.room.stored', bounds.stored)]
    : [];
}

export function useRoom(use: RoomUse, wanted: RoomWanted, bounds: RoomBounds, now: number): RoomUse {
  const added = addedBy(wanted);
  const { stored, people } = use;
  const { person } = wanted;
  const plus = (before: Amount): Amount => ({
    bytes: Math.max(0, before.bytes + added.bytes),
    documents: Math.max(0, before.documents + added.documents)
  });
  const write = (written: Written | undefined, most: Amount): Written => {
    const left = wearOff(written, most, now);
    return { bytes: left.bytes + wanted.bytes, documents: left.documents + 1, at: now };
  };
  const country = write(use.country, bounds.countryDay);
  if (person === null) return { stored: plus(stored), country, people };
  const own = people[person];
  const written = { ...write(own, bounds.personDay), stored: plus(own?.stored ?? NOTHING) };
  return { stored: plus(stored), country, people: { ...people, [person]: written } };
}

export function shareOfRoom(use: RoomUse, bounds: RoomBounds, now: number): { stored: number; day: number } {
  const share = (used: Amount, most: Amount): number =>
    Math.max(used.bytes / most.bytes, used.documents / most.documents);
  return {
    stored: share(use.stored, bounds.stored),
    day: share(wearOff(use.country, bounds.countryDay, now), bounds.countryDay)
  };
}

function addedBy({ bytes, replacedBytes, isDeletion }: RoomWanted): Amount {
  if (isDeletion) return { bytes: -(replacedBytes ?? 0), documents: replacedBytes === null ? 0 : -1 };
  return { bytes: bytes - (replacedBytes ?? 0), documents: replacedBytes === null ? 1 : 0 };
}

/** A shorter version that replaces a longer one passes beyond the limit. */
function wouldStoreTooMuch(stored: Amount, wanted: RoomWanted, most: Amount): boolean {
  const added = addedBy(wanted);
  return (
    (added.bytes > 0 && stored.bytes + added.bytes > most.bytes) ||
    (added.documents > 0 && stored.documents + added.documents > most.documents)
  );
}

function exceeds(written: Written, { bytes }: RoomWanted, most: Amount, grace: number): boolean {
  return written.bytes + bytes > most.bytes * grace || written.documents + 1 > most.documents * grace;
}

function tell(code: string, { bytes, documents }: Amount): Problem {
  return { code, values: { megabytes: Math.floor(bytes / MEGABYTE), documents } };
}

const count = integer(0, Number.MAX_SAFE_INTEGER);
const amount = stored({ required: { bytes: count, documents: count } });
const written = stored({ required: { bytes: count, documents: count, at: count } });

/** Null if unreadable; then usage is counted again. */
export function parseRoomUse(value: unknown): RoomUse | null {
  if (!isPlainObject(value)) return null;
  const { stored: held, country, people } = value;
  if (!fits(amount, held) || !fits(written, country) || !isPlainObject(people)) return null;
  const known = Object.entries(people).flatMap(([person, one]) =>
    fits(written, one) ? [[person, toPersonUse(one)] as const] : []
  );
  return { stored: held, country, people: Object.fromEntries(known) };
}

function toPersonUse(use: Written & { readonly stored?: unknown }): PersonUse {
  return { ...use, stored: fits(amount, use.stored) ? use.stored : NOTHING };
}
