/** What the embedded gateway holds in memory is what its database holds, whoever writes there. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withFirstRevision } from '#couch/exchange/receipts.ts';
import { SlicedTask, scheduleSliced } from '#couch/base/sliced-task.ts';
import { HeldActs } from '#couch/gateway/door/held-acts.ts';
import { openNamed } from '#couch/database/named-database.ts';
import { NumberRegister, type NamedDatabase } from '#couch/database/registers.ts';
import { storeBatch } from '#couch/gateway/door/store-batch.ts';
import { provisionCountry } from '#couch/installation/provision.ts';
import type { ActOf } from '#lib/domain/act/body.ts';
import { runTogetherKeys } from '#lib/domain/act/run-together.ts';
import { blockId } from '#lib/domain/authorization/block.ts';
import { AU, aReply, anImportAuthorization } from '../../samples/acts.ts';
import { openTestCouchdb, openTestEmbedded, type TestEngine } from '../with-engine.ts';
import { aNumber } from './rig.ts';

let tested: TestEngine;
let home: NamedDatabase;
const work = new SlicedTask(scheduleSliced('AU'));

async function openHome(): Promise<NamedDatabase> {
  await provisionCountry(tested.engine, AU);
  const opened = await openNamed(tested.engine, 'country-au');
  if (opened === null) throw new Error('There is no country-au.');
  return opened;
}

beforeEach(async () => {
  tested = await openTestEmbedded();
  home = await openHome();
});
afterEach(() => tested.drop());

type Import = ActOf<'import-authorization'> & { readonly _rev: string };

function anImport(serial: number): Import {
  return withFirstRevision(anImportAuthorization({ over: { number: aNumber(serial, 'AU') } })) as Import;
}

/** As another writer does, of whom the gateway is told nothing. */
async function writeElsewhere(documents: readonly object[]): Promise<void> {
  await home.database.bulkDocs([...documents], { new_edits: false });
}

async function expectSame(held: HeldActs, acts: readonly Import[]): Promise<void> {
  const shelf = await held.of(home);
  for (const act of acts) {
    for (const key of [act.body.dossier, ...runTogetherKeys(act.body)]) {
      const { rows } = await home.database.query('matching/by-import-reference', { key: [key] });
      expect([...(shelf?.idsOf(key) ?? [])].sort()).toEqual(rows.map(({ id }) => id).sort());
      expect(shelf?.has(act._id)).toBe(rows.some(({ id }) => id === act._id));
    }
  }
}

test('acts that this gateway stores, that others write between, and that are deleted, are as the view has them', async () => {
  const acts = Array.from({ length: 12 }, (_, count) => anImport(count + 1));
  const held = new HeldActs();
  await expectSame(held, acts);
  for (let at = 0; at < acts.length; at += 3) {
    const [own, other, late] = acts.slice(at, at + 3) as [Import, Import, Import];
    const { stored } = await storeBatch(home, [own], { work });
    // One that comes in between is not skipped, although the gateway is told of its own afterwards.
    await writeElsewhere([other]);
    await held.learn(home, stored);
    await expectSame(held, acts);
    const second = await storeBatch(home, [late, withFirstRevision(aReply(own))], { work });
    await held.learn(home, second.stored);
    await expectSame(held, acts);
    await home.database.remove(own._id, own._rev);
    await expectSame(held, acts);
  }
});

test('what another writes into the middle of a batch is not skipped for a draft that was here already', async () => {
  const [own, other] = [anImport(1), anImport(2)];
  const draft = { _id: 'draft:2f1c3a00-0000-4000-8000-000000000001', _rev: `1-${'a'.repeat(32)}`, schema: 1 };
  const [held, numbers] = [new HeldActs(), new NumberRegister()];
  await writeElsewhere([draft]);
  await expectSame(held, []);
  await numbers.known(home, 'AU');
  const { database } = home;
  const interrupted = new Proxy(database, {
    get: (target, name) =>
      name === 'bulkDocs'
        ? async (documents: object[], options: object) => {
            await writeElsewhere([other]);
            return database.bulkDocs(documents, options);
          }
        : (Reflect.get(target, name) as unknown)
  });
  const { stored } = await storeBatch({ ...home, database: interrupted }, [own, draft], { work });
  await held.learn(home, stored);
  await numbers.learn(home, 'AU', stored);
  await expectSame(held, [own, other]);
  expect((await numbers.known(home, 'AU')).holders.get(other.body.number)).toBe(other._id);
});

test('a database that was made anew holds nothing of the former one', async () => {
  const act = anImport(1);
  const held = new HeldActs();
  await held.learn(home, (await storeBatch(home, [act], { work })).stored);
  expect((await held.of(home))?.has(act._id)).toBe(true);
  await tested.engine.destroy('country-au');
  home = await openHome();
  expect((await held.of(home))?.has(act._id)).toBe(false);
});

test('a number is known as borne, whoever stored the act that bears it', async () => {
  const [own, other] = [anImport(1), anImport(2)];
  const numbers = new NumberRegister();
  await numbers.known(home, 'AU');
  const { stored } = await storeBatch(home, [own], { work });
  await writeElsewhere([other]);
  await numbers.learn(home, 'AU', stored);
  const { holders } = await numbers.known(home, 'AU');
  expect([own, other].map(({ body }) => holders.get(body.number))).toEqual([own._id, other._id]);
});

test('a number lies in a block, whoever claimed it, for as long as the block is there', async () => {
  const range = { kind: 'import-authorization', year: 2026, first: 51, last: 100 } as const;
  const claim = { office: 'Desk 1', claimedAt: '2026-11-23T09:00:00.000Z', claimedBy: 'au.officer' };
  const device = 'x'.repeat(43);
  const block = { _id: blockId(range), _rev: `1-${'a'.repeat(32)}`, schema: 1, ...range, ...claim, device };
  const numbers = new NumberRegister();
  const deviceOf = async (serial: number): Promise<string | undefined> =>
    (await numbers.known(home, 'AU')).blocks.find({ ...range, serial })?.device;
  expect(await deviceOf(51)).toBeUndefined();
  await writeElsewhere([block]);
  const known = await Promise.all([50, 51, 100, 101].map(deviceOf));
  expect(known).toEqual([undefined, device, device, undefined]);
  expect((await numbers.known(home, 'AU')).blocks.find({ ...range, year: 2025, serial: 51 })).toBeNull();
  await home.database.remove(block._id, block._rev);
  expect(await deviceOf(51)).toBeUndefined();
});

const url = process.env['COUCHDB_URL'];
test.skipIf(!url)('on CouchDB, which others write to, nothing is held and every number is read', async () => {
  const couchdb = await openTestCouchdb(url ?? '');
  await provisionCountry(couchdb.engine, AU);
  const target = await openNamed(couchdb.engine, 'country-au');
  if (target === null) throw new Error('There is no country-au.');
  expect(await new HeldActs().of(target)).toBeNull();
  const numbers = new NumberRegister();
  await numbers.known(target, 'AU');
  const [own, other] = [anImport(1), anImport(2)];
  const { stored } = await storeBatch(target, [own], { work });
  await couchdb.engine.openAsAdministrator('country-au').bulkDocs([other], { new_edits: false });
  await numbers.learn(target, 'AU', stored);
  const { holders } = await numbers.known(target, 'AU');
  expect([own, other].map(({ body }) => holders.get(body.number))).toEqual([own._id, other._id]);
  await couchdb.drop();
});
