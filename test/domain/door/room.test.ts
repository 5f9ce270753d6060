import { describe, expect, test } from 'vitest';
import {
  DAY_MS,
  judgeRoom,
  NO_ROOM_USED,
  parseRoomUse,
  shareOfRoom,
  useRoom,
  type RoomBounds,
  type RoomUse,
  type RoomWanted
} from '#lib/domain/door/room.ts';

const BOUNDS: RoomBounds = {
  stored: { bytes: 10_000, documents: 20 },
  personStored: { bytes: 5_000, documents: 10 },
  countryDay: { bytes: 4_000, documents: 100 },
  personDay: { bytes: 1_000, documents: 10 }
};
const NOW = 1_000_000;

function aDocument(over: Partial<RoomWanted> = {}): RoomWanted {
  return {
    bytes: 500,
    replacedBytes: null,
    isDeletion: false,
    isOfKey: false,
    person: 'au.officer',
    ...over
  };
}

function after(...wanted: readonly RoomWanted[]): RoomUse {
  return wanted.reduce((use, one) => useRoom(use, one, BOUNDS, NOW), NO_ROOM_USED);
}

function codesOf(use: RoomUse, wanted: RoomWanted, now = NOW): string[] {
  return judgeRoom(use, wanted, BOUNDS, now).map(({ code }) => code);
}

describe('the room of a country', () => {
  const full = after(aDocument(), aDocument());

  test('ends for one person and not for a colleague', () => {
    expect(codesOf(full, aDocument())).toEqual(['door.room.person']);
    expect(codesOf(full, aDocument({ person: 'au.other' }))).toEqual([]);
  });

  test('comes back evenly in the course of a day', () => {
    expect(codesOf(full, aDocument(), NOW + DAY_MS / 4)).toEqual(['door.room.person']);
    expect(codesOf(full, aDocument(), NOW + DAY_MS / 2)).toEqual([]);
    // A clock that goes back gives nothing back.
    expect(codesOf(full, aDocument(), NOW - DAY_MS)).toEqual(['door.room.person']);
  });

  test('comes back within a day where the disk has made a day smaller since', () => {
    const wrote: RoomUse = { ...NO_ROOM_USED, country: { bytes: 400_000, documents: 50, at: NOW } };
    const wanted = aDocument({ bytes: 1 });
    expect(codesOf(wrote, wanted)).toEqual(['door.room.country']);
    // The most that counts is one and a half days' use, which takes a little more than half a day to wear off.
    expect(codesOf(wrote, wanted, NOW + DAY_MS * 0.51)).toEqual([]);
  });

  test('ends for all of its people together', () => {
    const people = ['a', 'b', 'c', 'd'].flatMap((person) => [aDocument({ person }), aDocument({ person })]);
    expect(codesOf(after(...people), aDocument({ person: 'e' }))).toEqual(['door.room.country']);
  });

  test('lets a draft be deleted by a person who may write no more, and not without end', () => {
    const deletion = aDocument({ bytes: 100, replacedBytes: 500, isDeletion: true });
    expect(codesOf(full, deletion)).toEqual([]);
    const deleted = [deletion, deletion].reduce((use, one) => useRoom(use, one, BOUNDS, NOW), full);
    expect(deleted.stored).toEqual({ bytes: 0, documents: 0 });
    expect(codesOf(deleted, aDocument({ bytes: 100, isDeletion: true }))).toEqual(['door.room.person']);
  });

  test('lets a key be revoked where drafts and deletions have used up the day and all that is stored', () => {
    const revocation = aDocument({ bytes: 100, isOfKey: true, person: 'e' });
    const use: RoomUse = {
      stored: BOUNDS.stored,
      country: { bytes: 5_000, documents: 100, at: NOW },
      people: { e: { bytes: 1_250, documents: 10, at: NOW, stored: BOUNDS.personStored } }
    };
    expect(codesOf(use, revocation)).toEqual([]);
    expect(codesOf(use, { ...revocation, isOfKey: false, isDeletion: true })).toEqual(['door.room.person']);
    const flooded = { ...use, country: { bytes: 6_000, documents: 100, at: NOW } };
    expect(codesOf(flooded, revocation)).toEqual(['door.room.country']);
  });

  test('that one person has filled over many days leaves half to the colleagues', () => {
    const stored = { bytes: 5_000, documents: 5 };
    const people = { 'au.officer': { bytes: 0, documents: 0, at: NOW, stored } };
    const use: RoomUse = { ...NO_ROOM_USED, stored, people };
    expect(codesOf(use, aDocument())).toEqual(['door.room.personStored']);
    expect(codesOf(use, aDocument({ bytes: 400, replacedBytes: 500 }))).toEqual([]);
    expect(codesOf(use, aDocument({ person: 'au.other' }))).toEqual([]);
    const deletion = aDocument({ bytes: 100, replacedBytes: 500, isDeletion: true });
    expect(codesOf(useRoom(use, deletion, BOUNDS, NOW), aDocument())).toEqual([]);
    const read = parseRoomUse(JSON.parse(JSON.stringify(use)));
    expect(codesOf(read as RoomUse, aDocument())).toEqual(['door.room.personStored']);
    // A note without what a person stores is one of an older version, and counts as nothing stored.
    for (const stored of [undefined, { bytes: -1, documents: 'many' }]) {
      const person = { ...use.people['au.officer'], stored };
      const older = parseRoomUse({ ...use, people: { 'au.officer': person } });
      expect(older?.people['au.officer']?.stored).toEqual({ bytes: 0, documents: 0 });
    }
  });

  test('counts what is stored, and a shorter version is taken in the place of a longer one beyond it', () => {
    const use: RoomUse = { ...NO_ROOM_USED, stored: { bytes: 10_000, documents: 20 } };
    expect(codesOf(use, aDocument())).toEqual(['door.room.stored']);
    expect(codesOf(use, aDocument({ replacedBytes: 400 }))).toEqual(['door.room.stored']);
    expect(codesOf(use, aDocument({ replacedBytes: 600 }))).toEqual([]);
    expect(codesOf(use, aDocument({ isDeletion: true }))).toEqual([]);
    expect(shareOfRoom(use, BOUNDS, NOW).stored).toBe(1);
  });

  test('of a country’s own server is bounded for the country and for none of its people', () => {
    const use = after(...Array.from({ length: 6 }, () => aDocument({ person: null })));
    expect(use.people).toEqual({});
    expect(codesOf(use, aDocument({ person: null }))).toEqual([]);
    expect(shareOfRoom(use, BOUNDS, NOW).day).toBe(0.75);
  });
});
