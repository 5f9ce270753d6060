import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDocument } from '#couch/engine/engine.ts';
import { withStatus } from '#lib/domain/company/company.ts';
import { unwrap } from '#lib/domain/result.ts';
import { countWaiting } from '#lib/store/index/build-today.ts';
import { aCompany } from '../samples/companies.ts';
import { importParticulars } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';

let world: World;
let administrator: Device;
beforeAll(async () => {
  world = await openWorld();
  administrator = await world.administrator('au.administrator');
});
afterAll(() => world.close());

const GERMANY = { importMonths: 3, importMonthsBySea: 6, exportMonths: 3, extendedSchedules: [] };

/** Resolves when the server holds this generation of the settings. */
async function untilAtServer(generation: number): Promise<void> {
  const database = world.rig.engine.open('country-au');
  for (;;) {
    const held = await readDocument<{ _rev: string }>(database, 'setting:country');
    if (held?._rev.startsWith(`${generation}-`)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('settings that are saved as they stand are no new revision, here or at the server', async () => {
  const { store } = administrator;
  expect(await store.saveSetting('country', GERMANY)).toEqual({ ok: true, value: true });
  await untilAtServer(1);
  const first = store.setting('country')?._rev;
  const again = { ...store.setting('country'), extendedSchedules: [], exportMonths: 3 };
  expect(await store.saveSetting('country', again)).toEqual({ ok: true, value: false });
  expect(store.setting('country')?._rev).toBe(first);
  expect(await store.saveSetting('country', { ...again, exportMonths: 4 })).toEqual({
    ok: true,
    value: true
  });
  await untilAtServer(2);
});

test('settings that the server would refuse are refused here, and what stands stays', async () => {
  const { store } = administrator;
  const before = store.setting('country');
  const refused = await store.saveSetting('country', { ...before, importMonths: 12 });
  expect(refused.ok ? [] : refused.problems.map(({ code }) => code)).toEqual(['practice.months.seaShorter']);
  expect(store.setting('country')).toEqual(before);
});

test('Today reminds of a partner who has not replied, once the country has chosen after how many days', async () => {
  const { store } = administrator;
  await until(() => (store.device?.numbersLeft['import-authorization'] ?? 0) > 0);
  const draft = store.newDraftId();
  const act = unwrap(await store.issue('import-authorization', importParticulars(), { draft }));
  world.rig.clock.now += 31 * 86_400_000;
  const reminded = (): readonly string[] => (store.desk().needs.get('remind') ?? []).map(({ row }) => row.id);
  expect(reminded()).toEqual([]);
  unwrap(await store.saveSetting('country', { ...store.setting('country'), replyDays: 30 }));
  expect(reminded()).toEqual([act._id]);
  expect(countWaiting(store.desk())).toBe(0);
  unwrap(await store.saveSetting('country', { ...store.setting('country'), replyDays: 40 }));
  expect(reminded()).toEqual([]);
});

test('companies are saved together or not at all, keep their earlier names, and lose a name that is due', async () => {
  const { store } = administrator;
  const responsible = { name: 'Ada North' };
  const [one, other] = [aCompany(1, { responsible }), aCompany(2, { responsible })];
  const refused = await store.saveCompanies([one, { ...other, name: '' }]);
  expect(refused.ok ? [] : refused.problems.map(({ code }) => code)).toEqual(['company.name.missing']);
  expect(store.companies()).toEqual([]);
  expect(await store.saveCompanies([one, other])).toEqual({ ok: true, value: true });
  expect(await store.saveCompanies([one, other])).toEqual({ ok: true, value: false });
  const ended = withStatus({ ...one, name: 'Renamed' }, 'ended', store.today, 'Closed');
  unwrap(await store.saveCompanies([ended]));
  expect(store.companies()[0]).toMatchObject({ name: 'Renamed', earlierNames: ['Company 1'], responsible });
  world.rig.clock.now += 366 * 86_400_000;
  unwrap(await store.saveCompanies(store.companies()));
  expect(store.companies().map((company) => company.responsible)).toEqual([undefined, responsible]);
});
