/** One officer cannot fill the disk of all: so much a day for a person and a country, and so much that is stored. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LIMITS, roomBoundsOf } from '#couch/base/limits.ts';
import { noteCheck } from '#couch/gateway/calls/readiness.ts';
import { RoomBook } from '#couch/gateway/door/room-book.ts';
import { parseRoomUse } from '#lib/domain/door/room.ts';
import { describeEngines, openTestEmbedded } from '../with-engine.ts';
import { openAnother } from './another-gateway.ts';
import { Client, openRig, PASSWORD, type Rig } from './rig.ts';

const KILOBYTE = 1024;
const LIMITED = {
  personBytesPerDay: 100 * KILOBYTE,
  countryBytesPerDay: 200 * KILOBYTE,
  countryStoredBytes: 300 * KILOBYTE
};

let count = 0;
function aDraft(kilobytes: number): { _id: string; schema: number; fields: object } {
  const _id = `draft:6f1c1b1e-6a52-4f0e-9d6e-${(++count).toString(16).padStart(12, '0')}`;
  return { _id, schema: 1, fields: { remarks: 'x'.repeat(kilobytes * KILOBYTE) } };
}

function deletionOf({ _id }: { readonly _id: string }): { _id: string } {
  const ids = ['b'.repeat(32), 'a'.repeat(32)];
  return { _id, _rev: `2-${ids[0]}`, _deleted: true, _revisions: { start: 2, ids } } as { _id: string };
}

describeEngines('the room of a country at a gateway', (open) => {
  let rig: Rig;
  let officer: Client;
  let other: Client;
  let foreign: Client;

  beforeEach(async () => {
    rig = await openRig(open, { limits: LIMITED });
    [officer, other, foreign] = (await Promise.all(
      ['au.officer', 'au.other', 'ch.officer'].map((person) => rig.signIn(person))
    )) as [Client, Client, Client];
  });
  afterEach(() => rig.drop());

  async function codeOf(client: Client, document: { _id: string }, database = 'country-au'): Promise<string> {
    return Object.values(await client.push(database, [document]))
      .flat()
      .join();
  }

  test('ends for the person, then for the country, and stops no other country', async () => {
    const first = aDraft(60);
    expect(await codeOf(officer, first)).toBe('');
    expect(await codeOf(officer, aDraft(60))).toBe('door.room.person');
    expect(await codeOf(other, aDraft(60))).toBe('');
    const administrator = await rig.signIn('au.administrator');
    expect(await codeOf(administrator, aDraft(90))).toBe('door.room.country');
    expect(await codeOf(foreign, aDraft(60), 'country-ch')).toBe('');
    // Nothing of it was stored, and what is there can be deleted.
    expect((await officer.ask('GET', '/db/country-au')).body).toMatchObject({
      doc_count: expect.any(Number)
    });
    expect(await codeOf(officer, deletionOf(first))).toBe('');
  });

  test('is the same after a restart and at another gateway', async () => {
    expect(await codeOf(officer, aDraft(60))).toBe('');
    await rig.gateway.close();
    const again = await openAnother(rig, { limits: LIMITED });
    const anew = await Client.signIn(again.address, 'au.officer', PASSWORD);
    expect(await codeOf(anew, aDraft(60))).toBe('door.room.person');
    rig.clock.now += 86_400_000;
    const nextDay = await Client.signIn(again.address, 'au.officer', PASSWORD);
    expect(await codeOf(nextDay, aDraft(60))).toBe('');
    const beside = await openAnother(rig, { limits: LIMITED });
    const there = await Client.signIn(beside.address, 'au.other', PASSWORD);
    expect(await codeOf(there, aDraft(60))).toBe('');
    await again.gateway.close();
    await beside.gateway.close();
    const held = await rig.engine.open('country-au').get('_local/room');
    expect((held as unknown as { stored: { bytes: number } }).stored.bytes).toBeGreaterThan(180 * KILOBYTE);
  });

  test('counts what was stored before anybody counted, and gives back what is deleted', async () => {
    const before = Array.from({ length: 5 }, () => aDraft(55));
    await rig.engine.openAsAdministrator('country-au').bulkDocs(
      before.map((one) => ({
        ...one,
        _rev: `1-${'a'.repeat(32)}`,
        _revisions: { start: 1, ids: ['a'.repeat(32)] }
      })),
      { new_edits: false }
    );
    expect(await codeOf(officer, aDraft(60))).toBe('door.room.stored');
    expect(await codeOf(officer, deletionOf(before[0] as { _id: string }))).toBe('');
    expect(await codeOf(officer, aDraft(60))).toBe('');
  });

  test('is used by pushes at the same time no further than it goes', async () => {
    const pushes = Array.from({ length: 4 }, () => codeOf(officer, aDraft(40)));
    const codes = await Promise.all(pushes);
    expect(codes.filter((code) => code === '')).toHaveLength(2);
  });
});

/** As CouchDB's disk monitor: notes get 507, and replicated documents are still stored. */
test('of a country ends where its note finds no disk, and begins again once the note is written', async () => {
  const { engine, drop } = await openTestEmbedded();
  await engine.create('country-au');
  const database = engine.openAsAdministrator('country-au');
  let isFull = true;
  const refusing = new Proxy(database, {
    get: (target, name) => {
      if (name === 'put' && isFull)
        return () => Promise.reject(Object.assign(new Error('insufficient_storage'), { status: 507 }));
      const member = Reflect.get(target, name) as unknown;
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    }
  });
  const warned: string[] = [];
  const book = new RoomBook({ engine, limits: LIMITS, clock: Date.now, warn: (about) => warned.push(about) });
  const about = {
    writer: { id: 'au.officer', authority: 'AU', role: 'officer' } as never,
    target: { name: 'country-au', epoch: 'one', database: refusing },
    work: { yieldWhenDue: () => Promise.resolve() } as never,
    refuse: () => undefined
  };
  const admit = async (): Promise<void> => (await book.admit([aDraft(1)], about)).note();
  try {
    await admit();
    await book.close();
    expect(warned).toHaveLength(1);
    await expect(admit()).rejects.toMatchObject({ status: 507 });
    expect(await noteCheck(book)()).toMatchObject({ problem: { code: 'request.diskFull' } });
    isFull = false;
    await admit();
    expect(await noteCheck(book)()).toBeNull();
    await book.close();
    const note = parseRoomUse(await database.get('_local/room'));
    expect(note?.stored.documents).toBe(2);
  } finally {
    await drop();
  }
});

test('of a country shrinks with what a nearly full disk has left, down to a day’s work', () => {
  const megabytes = (free: number | null): number =>
    roomBoundsOf(LIMITS, free).countryDay.bytes / KILOBYTE / KILOBYTE;
  expect(megabytes(null)).toBe(512);
  expect(megabytes(800 * 1024 * KILOBYTE)).toBe(100);
  expect(megabytes(0)).toBe(8);
});
