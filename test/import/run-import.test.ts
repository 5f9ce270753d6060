/** What a file adds, on a real device: whatever interrupts it, nothing is half there. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statusOf, type Company } from '#lib/domain/company/company.ts';
import { draftIdOf } from '#lib/domain/draft/draft.ts';
import { unwrap } from '#lib/domain/result.ts';
import {
  continueImport,
  forgetImport,
  keptImports,
  startImport,
  undoImport,
  type PlannedItem
} from '#lib/import/run-import.ts';
import { aCompany } from '../samples/companies.ts';
import { importParticulars } from '../store/particulars.ts';
import { openWorld, PASSPHRASE, type Device, type World } from '../store/world.ts';

let world: World;
let device: Device;
beforeAll(async () => {
  world = await openWorld();
  device = await world.administrator('au.administrator');
});
afterAll(() => world.close());

const aDraft = (no: number): PlannedItem => ({
  row: no,
  name: `Importer ${no}`,
  about: '',
  document: {
    _id: draftIdOf('import-authorization', `row ${no}`),
    kind: 'import-authorization',
    fields: { importerName: `Importer ${no}`, batch: 'orders.csv' },
    lines: []
  }
});
const companyItem = (company: Company): PlannedItem => ({
  row: 2,
  name: company.name,
  about: '',
  document: company
});
const drafts = (from: number, count: number) => Array.from({ length: count }, (_, at) => aDraft(from + at));
const idsOf = (items: readonly PlannedItem[]) => new Set<string>(items.map(({ document }) => document._id));
const countOf = (items: readonly PlannedItem[]) => {
  const ids = idsOf(items);
  return device.store.drafts().filter(({ _id }) => ids.has(_id)).length;
};
const toTheEnd: Parameters<typeof startImport>[3] = { isStopped: () => false, tell: () => undefined };
const start = (items: readonly PlannedItem[], watch = toTheEnd) =>
  startImport(device.store, { of: 'import-authorization', name: 'orders.csv' }, items, watch);

describe('a file of 600 drafts', () => {
  const items = drafts(0, 600);

  test('that the person stops goes on later, also after the tab was closed, and adds nothing twice', async () => {
    let told = 0;
    const stopped = unwrap(await start(items, { isStopped: () => told > 0, tell: (done) => (told = done) }));
    expect(stopped).toMatchObject({ count: 600, done: 250 });
    expect(countOf(items)).toBe(250);
    await device.killTab();
    unwrap(await device.store.choose('au.administrator'));
    unwrap(await device.store.unlock(PASSPHRASE));
    const [kept] = keptImports(device.store);
    expect(kept).toMatchObject({ name: 'orders.csv', count: 600 });
    // The officer has gone on with one of them.
    const edited = device.store.draft(aDraft(3).document._id as never)!;
    unwrap(await device.store.saveDraft({ ...edited, fields: { ...edited.fields, route: 'by sea' } }));
    unwrap(await continueImport(device.store, kept!, toTheEnd));
    expect(countOf(items)).toBe(600);
    unwrap(await start(items));
    expect(countOf(items)).toBe(600);
    expect(device.store.draft(edited._id)?.fields['route']).toBe('by sea');
    // The second run wrote nothing.
    await forgetImport(device.store, keptImports(device.store)[0]!);
  });

  test('is undone, except for what the officer has changed since', async () => {
    const [kept] = keptImports(device.store);
    expect(unwrap(await undoImport(device.store, kept!, 'undone'))).toEqual({ removed: 599, changed: 1 });
    expect(countOf(items)).toBe(1);
    expect(keptImports(device.store)).toEqual([]);
  });
});

test('nothing of a file is undone after one of its drafts was issued', async () => {
  const items = drafts(1000, 3);
  const kept = unwrap(await start(items));
  const draft = items[0]!.document._id as never;
  unwrap(await device.store.issue('import-authorization', importParticulars(), { draft }));
  expect(await undoImport(device.store, kept, '')).toMatchObject({
    problems: [{ code: 'import.issued', values: { count: 1 } }]
  });
  expect(countOf(items)).toBe(2);
});

test('new companies of a file are ended when it is undone, and changed ones are as before', async () => {
  const known = aCompany(1);
  unwrap(await device.store.saveCompanies([known]));
  const items = [companyItem({ ...known, address: '9 New Street' }), companyItem(aCompany(2))];
  const kept = unwrap(
    await startImport(device.store, { of: 'company', name: 'companies.csv' }, items, toTheEnd)
  );
  const now = () => device.store.companies().map((one) => [one._id, one.address, statusOf(one)]);
  expect(now()).toContainEqual([known._id, '9 New Street', 'active']);
  unwrap(await undoImport(device.store, kept, 'undone'));
  expect(now()).toContainEqual([known._id, known.address, 'active']);
  expect(now()).toContainEqual([aCompany(2)._id, aCompany(2).address, 'ended']);
});
