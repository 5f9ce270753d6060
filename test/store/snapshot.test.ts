/** The rows that a start shows before all documents are read: the same as computed anew, or none. */
import MemoryAdapter from 'pouchdb-adapter-memory';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createVault, type Vault } from '#lib/crypto/vault.ts';
import { addDays } from '#lib/domain/calendar-date.ts';
import type { DossierAct } from '#lib/domain/act/body.ts';
import type { ActId, CalendarDate } from '#lib/domain/ids.ts';
import { EMPTY_DEVICE } from '#lib/store/disk/device-record.ts';
import { installPlugin } from '#lib/store/disk/pouch.ts';
import { SealedDatabase } from '#lib/store/disk/sealed-database.ts';
import { Records } from '#lib/store/index/records.ts';
import { Register } from '#lib/store/index/register.ts';
import { makeSnapshot, writeSnapshot } from '#lib/store/index/make-snapshot.ts';
import { basisOf, readSnapshot, type Snapped } from '#lib/store/index/snapshot.ts';
import { sealerOf } from '#lib/store/opening/open-parts.ts';
import {
  aCancellation,
  aMatchDecision,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment,
  aSuspension,
  AU,
  CH
} from '../samples/acts.ts';
import { aPaperImport } from '../samples/papers.ts';
import { Chance } from '../score/random.ts';

installPlugin(MemoryAdapter);

const TODAY = '2026-10-06' as CalendarDate;
const VERSION = '1.2.3';

/** Orders that end within days, so that the day changes their rows. */
function someActs(): readonly DossierAct[] {
  const orders = [101, 202, 303, 404, 505].map((serial, index) =>
    anImportAuthorization({
      at: `2026-10-0${index + 1}T08:00:00.000Z`,
      over: {
        number: `AU-I-2026-000${serial}-98`,
        consignments: 0,
        validUntil: addDays(TODAY, index)
      }
    })
  );
  const grants = orders.map((order, index) =>
    anExportAuthorization(order, {
      at: `2026-10-05T0${index}:00:00.000Z`,
      over: { number: `CH-E-${Math.min(index, 3)}` }
    })
  );
  const [first, second, third] = grants as [(typeof grants)[0], (typeof grants)[0], (typeof grants)[0]];
  return [
    ...[...orders, ...grants, aPaperImport(), aReply(orders[3]!), aCancellation(grants[3]!)],
    ...[aShipment(first), aShipment(second), anEndorsement(first), aSuspension(second)],
    aMatchDecision(third, orders[1]!.body.dossier)
  ];
}

let vault: Vault;
let count = 0;
const opened: SealedDatabase[] = [];

beforeEach(async () => {
  vault ??= (await createVault('seven quiet herons by the lake')).vault;
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((db) => db.close()));
});

function open(name: string, of: Vault = vault): SealedDatabase {
  const db = new SealedDatabase(name, { adapter: 'memory' }, sealerOf(of));
  opened.push(db);
  return db;
}

interface World extends Snapped {
  readonly book: Snapped['book'];
  readonly refused: Set<ActId>;
  readonly delivered: Set<ActId>;
}

function aDesk(authority: typeof AU | typeof CH = AU, name = `snap${process.pid}-${count++}`): World {
  const [refused, delivered] = [new Set<ActId>(), new Set<ActId>()];
  const book = {
    device: { ...EMPTY_DEVICE, keysKnownAt: '2026-10-01T00:00:00.000Z' },
    answersVersion: 0,
    answersMark: '',
    isSigned: () => true,
    keepSigned: async () => undefined,
    isRefused: (id: ActId) => refused.has(id),
    isOnServer: (id: ActId) => delivered.has(id),
    refusals: () => [...refused].map((id) => ({ id })),
    serverHop: () => null,
    central: { take: () => false }
  } as unknown as Snapped['book'];
  const [country, reference] = [open(`${name}-country`), open(`${name}-reference`)];
  const records = new Records({ authority, book, country, reference, roots: [] });
  // Any key counts: trust is tested elsewhere.
  Object.assign(records.verdicts, { verdictOf: () => 'good' });
  const register = new Register(records, book, authority);
  const person = { id: 'officer', authority };
  return { person, country, reference, book, records, register, refused, delivered };
}

function take({ records }: World, acts: readonly DossierAct[]): void {
  for (const act of acts)
    records.shelf.take({ id: act._id, rev: '', deleted: false, document: act as never, conflicts: [] });
  records.takeSigned(acts);
}

async function keep(of: World, today = TODAY, version = VERSION): Promise<void> {
  const making = makeSnapshot(of, { version, today, basis: await basisOf(of) });
  let step = making.next();
  while (!step.done) step = making.next();
  if (!step.value) throw new Error('no snapshot');
  await writeSnapshot(step.value, of.country);
}

async function aKeptDesk(): Promise<World> {
  const of = aDesk();
  take(of, someActs());
  await keep(of);
  expect((await readSnapshot(of, VERSION, TODAY))?.rows).toEqual(of.register.rows(TODAY));
  return of;
}

test.each(Array.from({ length: 20 }, (_, seed) => seed))(
  'gives the rows and ledgers that all acts give, on this day and on the next three (seed %i)',
  async (seed) => {
    const chance = new Chance(seed);
    const of = aDesk(seed % 2 === 0 ? AU : CH);
    const acts = chance.shuffle(someActs()).slice(0, chance.between(4, 18));
    for (const { _id } of acts) {
      if (chance.is(0.4)) of.delivered.add(_id);
      if (chance.is(0.1)) of.refused.add(_id);
    }
    take(of, acts);
    await keep(of);
    for (const days of [0, 1, 2, 3]) {
      const day = addDays(TODAY, days);
      const kept = await readSnapshot(of, VERSION, day);
      const anew = aDesk(seed % 2 === 0 ? AU : CH);
      for (const id of of.delivered) anew.delivered.add(id);
      for (const id of of.refused) anew.refused.add(id);
      take(anew, chance.shuffle(acts));
      const rows = anew.register.rows(day);
      expect(kept?.rows).toEqual(rows);
      for (const { id, own } of rows) if (own) expect(kept?.ledgerOf(id)).toEqual(anew.records.ledgerOf(id));
    }
  }
);

describe('a snapshot is not used', () => {
  test('on a day before it, or more than three days later', async () => {
    const of = await aKeptDesk();
    expect(await readSnapshot(of, VERSION, addDays(TODAY, -1))).toBeNull();
    expect(await readSnapshot(of, VERSION, addDays(TODAY, 4))).toBeNull();
  });

  test('by another version, person or office', async () => {
    const of = await aKeptDesk();
    expect(await readSnapshot(of, '1.2.4', TODAY)).toBeNull();
    expect(await readSnapshot({ ...of, person: { ...of.person, id: 'other' } }, VERSION, TODAY)).toBeNull();
    expect(await readSnapshot({ ...of, person: { ...of.person, authority: CH } }, VERSION, TODAY)).toBeNull();
  });

  test('after a new act, a refusal or the setting of reminders, but after a draft', async () => {
    for (const [id, fits] of [
      ['draft:1', true],
      ['company:1', true],
      ['setting:country', false],
      ['refusal:x', false],
      ['act:20261006:AU:reply:x', false]
    ] as const) {
      const of = await aKeptDesk();
      await of.country.put({ _id: id, words: 'some' });
      expect([id, (await readSnapshot(of, VERSION, TODAY)) !== null]).toEqual([id, fits]);
    }
  });

  test('after a certificate, but after an announcement to everyone', async () => {
    for (const [kind, fits] of [
      ['announcement', true],
      ['withdrawal', false],
      ['certificate', false],
      ['unreadable', false]
    ] as const) {
      const of = await aKeptDesk();
      await of.reference.put({ _id: `act:20261006:INCB:${kind}:${'A'.repeat(43)}`, words: 'some' });
      expect([kind, (await readSnapshot(of, VERSION, TODAY)) !== null]).toEqual([kind, fits]);
    }
  });

  test('after more changes than are looked through', async () => {
    const of = await aKeptDesk();
    await of.country.putAll(Array.from({ length: 200 }, (_, n) => ({ _id: `draft:${n}` })));
    expect(await readSnapshot(of, VERSION, TODAY)).toBeNull();
  });

  test('after an answer of the server or a verified signature', async () => {
    const of = await aKeptDesk();
    Object.assign(of.book, { answersMark: 'another' });
    expect(await readSnapshot(of, VERSION, TODAY)).toBeNull();
  });

  test('if the database has fewer writes than it had: it was put back', async () => {
    const of = aDesk();
    await of.country.put({ _id: 'draft:1' });
    take(of, someActs());
    await keep(of);
    const bytes = await of.country.getBeside('snapshot');
    const back = aDesk();
    await back.country.putBeside('snapshot', bytes!);
    expect(await readSnapshot(back, VERSION, TODAY)).toBeNull();
  });

  test('under another key, or moved to another database', async () => {
    const of = await aKeptDesk();
    const other = (await createVault('seven other herons by the lake')).vault;
    const sealed = await of.country.pouch.get('_local/snapshot');
    const foreign = open(`foreign${process.pid}`, other);
    const moved = open(`moved${process.pid}`);
    for (const country of [foreign, moved]) {
      await country.pouch.put({ _id: sealed._id, sealed: sealed['sealed'] });
      expect(await readSnapshot({ ...of, country }, VERSION, TODAY)).toBeNull();
    }
  });

  test('with any bit altered, or cut anywhere', async () => {
    const of = await aKeptDesk();
    const { pouch } = of.country;
    const chance = new Chance(7);
    const whole = String((await pouch.get('_local/snapshot'))['sealed']);
    const bytes = Uint8Array.from(atob(whole), (letter) => letter.charCodeAt(0));
    const put = async (sealed: unknown): Promise<void> => {
      const { _id, _rev = '' } = await pouch.get('_local/snapshot');
      await pouch.put({ _id, _rev, sealed });
    };
    const heads = Array.from({ length: 13 * 8 }, (_, bit) => bit);
    const others = Array.from({ length: 300 }, () => chance.between(0, bytes.length * 8 - 1));
    for (const bit of [...heads, ...others]) {
      const altered = bytes.slice();
      altered[bit >> 3]! ^= 1 << (bit & 7);
      await put(btoa(String.fromCharCode(...altered)));
      expect(await readSnapshot(of, VERSION, TODAY)).toBeNull();
    }
    for (let turn = 0; turn < 50; turn++) {
      await put(whole.slice(0, chance.between(0, whole.length - 1)));
      expect(await readSnapshot(of, VERSION, TODAY)).toBeNull();
    }
    for (const other of [undefined, null, 7, {}, '']) {
      await put(other);
      expect(await readSnapshot(of, VERSION, TODAY)).toBeNull();
    }
    await put(whole);
    expect(await readSnapshot(of, VERSION, TODAY)).not.toBeNull();
  });

  test('if a document came while it was made', async () => {
    const of = aDesk();
    const [last, ...acts] = someActs();
    take(of, acts);
    const making = makeSnapshot(of, { version: VERSION, today: TODAY, basis: await basisOf(of) });
    making.next();
    take(of, [last!]);
    let step = making.next();
    while (!step.done) step = making.next();
    expect(step.value).toBeNull();
  });
});
