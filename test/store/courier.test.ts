/** Documents that travel by stick or post, between devices that share no network. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Courier } from '#lib/store/courier.ts';
import { BroughtActs } from '#lib/store/brought.ts';
import type { ActOf } from '#lib/domain/act/body.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { unwrap, type Result } from '#lib/domain/result.ts';
import { describeEngines } from '../couch/with-engine.ts';
import { aDraft, exportParticulars, importParticulars } from './particulars.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';
import { PASSWORD } from '../couch/gateway/rig.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const [AU, CH] = ['AU', 'CH'] as CountryCode[] as [CountryCode, CountryCode];

interface Carried {
  readonly file: Blob;
  readonly code: string;
}

async function write({ store }: Device, to: CountryCode): Promise<Carried> {
  const { lines, code } = unwrap(await new Courier(store).write(to));
  return { file: new Blob([lines.join('\n')]), code };
}

const take = ({ store }: Device, { file, code }: Carried) => new Courier(store).take(file, code);

const codeOf = (result: Result<unknown>): string => (result.ok ? 'taken' : (result.problems[0]?.code ?? ''));

async function issueImport({ store }: Device): Promise<ActOf<'import-authorization'>> {
  const particulars = importParticulars({ issuer: 'AU', exportingCountry: 'CH' } as never);
  return unwrap(await store.issue('import-authorization', particulars, { draft: store.newDraftId() }));
}

describeEngines('documents by courier', (open) => {
  let world: World;
  let australian: Device;
  let swiss: Device;
  let order: ActOf<'import-authorization'>;
  let answer: ActOf<'export-authorization'>;
  let toSwiss: Carried;
  let toAustralia: Carried;

  beforeAll(async () => {
    world = await openWorld(open);
    australian = await world.administrator('au.administrator');
    swiss = await world.administrator('ch.officer');
    await until(() => (australian.store.device?.numbersLeft['import-authorization'] ?? 0) > 0);
    await until(() => (swiss.store.device?.numbersLeft['export-authorization'] ?? 0) > 0);
  });
  afterAll(() => world.close());

  test('an authority without any network sends its documents by stick, and the partner’s server accepts them', async () => {
    australian.network.on = false;
    order = await issueImport(australian);
    toSwiss = await write(australian, CH);
    const text = await toSwiss.file.text();
    for (const word of [order._id, order.body.number, 'au.administrator', toSwiss.code])
      expect(text).not.toContain(word);
    swiss.network.on = false;
    expect(unwrap(await take(swiss, toSwiss))).toMatchObject({ from: 'AU', waiting: 1, refused: [] });
    expect(swiss.store.counts(order._id)).toBe(false);
    expect(new BroughtActs(swiss.store).list()).toHaveLength(1);
    swiss.network.on = true;
    await swiss.store.syncNow();
    await until(() => swiss.store.counts(order._id));
    await until(() => new BroughtActs(swiss.store).list().length === 0);
  });

  test('the answer returns by stick: it counts there at once, because the exchange says that it has arrived', async () => {
    await swiss.store.markOpened(order._id);
    const particulars = exportParticulars(order);
    answer = unwrap(
      await swiss.store.issue('export-authorization', particulars, { draft: swiss.store.newDraftId() })
    );
    await until(() => Boolean(swiss.store.ledgerOf(answer._id)?.partner['AU']));
    toAustralia = await write(swiss, AU);
    const taken = unwrap(await take(australian, toAustralia));
    expect(taken).toMatchObject({ from: 'CH', waiting: 0, refused: [] });
    expect(australian.store.counts(answer._id)).toBe(true);
    expect(australian.store.ledgerOf(order._id)?.opened['CH']).not.toBeNull();
    expect(australian.store.dossier(order.body.dossier)).toEqual(swiss.store.dossier(order.body.dossier));
  });

  test('the same file again is refused with the day on which it was loaded, and changes nothing', async () => {
    const before = australian.store.registerRows();
    const again = await take(australian, toAustralia);
    expect(again).toMatchObject({
      problems: [{ code: 'courier.taken', values: { at: expect.any(String) as string } }]
    });
    expect(australian.store.registerRows()).toEqual(before);
    // Another file with the same documents brings nothing new.
    expect(unwrap(await take(australian, await write(swiss, AU)))).toMatchObject({ taken: 0, waiting: 0 });
    expect(australian.store.registerRows()).toEqual(before);
  });

  test('back on the network, nothing is doubled, lost or refused', async () => {
    australian.network.on = true;
    await australian.store.syncNow();
    await until(() => australian.store.line?.state === 'all-delivered');
    await until(() => Boolean(australian.store.ledgerOf(order._id)?.partner['CH']));
    expect(australian.store.refused()).toEqual([]);
    expect(australian.store.tampered()).toEqual([]);
    for (const { store } of [australian, swiss]) expect(store.registerRows()).toHaveLength(2);
    expect(australian.store.dossier(order.body.dossier)).toEqual(swiss.store.dossier(order.body.dossier));
  });

  test('a file that is not what it seems is refused with its reason', async () => {
    const fresh = await write(australian, CH);
    const text = await fresh.file.text();
    const lines = text.split('\n');
    const [head = '', first = ''] = lines;
    const altered = (over: object): Carried => ({
      ...fresh,
      file: new Blob([
        [JSON.stringify({ ...(JSON.parse(head) as object), ...over }), ...lines.slice(1)].join('\n')
      ])
    });
    const of = (content: string): Carried => ({ ...fresh, file: new Blob([content]) });
    const swap = (one: string): string => (one.startsWith('A') ? 'B' : 'A') + one.slice(1);
    expect(codeOf(await take(swiss, of('anything')))).toBe('courier.malformed');
    expect(codeOf(await take(swiss, of(lines.slice(0, -1).join('\n'))))).toBe('courier.truncated');
    expect(codeOf(await take(swiss, of([head, ...lines.slice(2)].join('\n'))))).toBe('courier.truncated');
    expect(
      codeOf(
        await take(
          swiss,
          of([head, first.slice(0, 40) + swap(first.slice(40)), ...lines.slice(2)].join('\n'))
        )
      )
    ).toBe('courier.changed');
    expect(codeOf(await take(swiss, altered({ from: 'NZ' })))).toBe('courier.changed');
    expect(codeOf(await take(swiss, altered({ at: '2026-11-23T00:00:00.000Z' })))).toBe('courier.changed');
    expect(codeOf(await take(swiss, altered({ version: 2 })))).toBe('courier.version');
    expect(codeOf(await take(australian, fresh))).toBe('courier.addressee');
    const other = await write(australian, CH);
    expect(codeOf(await take(swiss, { ...fresh, code: other.code }))).toBe('courier.code.wrong');
    expect(codeOf(await take(swiss, { ...fresh, code: 'AAAA' }))).toBe('courier.code.malformed');
    expect(unwrap(await take(swiss, fresh))).toMatchObject({ refused: [] });
  });

  test('a file is too old after half a year, since its reader could miss later revocations', async () => {
    const old = await write(australian, CH);
    swiss.clock = { now: world.rig.clock.now + 181 * 86_400_000 };
    expect(codeOf(await take(swiss, old))).toBe('courier.old');
    swiss.clock = world.rig.clock;
  });
});

describeEngines('work between offices of one authority', (open) => {
  let world: World;
  let administrator: Device;
  let officer: Device;

  beforeAll(async () => {
    world = await openWorld(open);
    administrator = await world.administrator('au.administrator');
    officer = await world.officer('au.officer', administrator);
    await until(() => officer.store.line?.state === 'all-delivered');
  });
  afterAll(() => world.close());

  test('drafts and documents of an office without a network appear on the other device, and both become equal', async () => {
    officer.network.on = administrator.network.on = false;
    const order = await issueImport(officer);
    const draft = officer.store.newDraftId();
    unwrap(await officer.store.saveDraft(aDraft(draft, { importer: 'Quiet Harbour Pharmacy' })));
    const carried = await write(officer, AU);
    expect(unwrap(await take(administrator, carried))).toMatchObject({ from: 'AU', refused: [], left: 0 });
    expect(administrator.store.counts(order._id)).toBe(true);
    expect(administrator.store.draft(draft)).toEqual(officer.store.draft(draft));
    // Not sent by anybody yet, and shown so.
    expect(administrator.store.line?.counts.unsentActs).toBe(1);
    officer.network.on = administrator.network.on = true;
    await Promise.all([officer.store.syncNow(), administrator.store.syncNow()]);
    await until(() => officer.store.line?.state === 'all-delivered');
    await until(() => administrator.store.line?.state === 'all-delivered');
    for (const { store } of [officer, administrator]) {
      expect(store.refused()).toEqual([]);
      expect(store.registerRows()).toHaveLength(1);
      expect(store.draftConflicts(draft)).toHaveLength(0);
    }
  });

  test('a new device takes from the file what the server lists, and fetches only the rest', async () => {
    const carried = await write(administrator, AU);
    const later = await issueImport(officer);
    await until(() => officer.store.line?.state === 'all-delivered');
    const fresh = world.device();
    const fetched: string[] = [];
    let holdBack = true;
    fresh.network.line = async (send, url) => {
      if (holdBack && url.includes('_changes')) throw new TypeError('cut');
      return send();
    };
    fresh.network.before = (url, init) => {
      if (url.includes('_bulk_get')) fetched.push(String(init?.body));
    };
    await fresh.store.start();
    unwrap(await fresh.store.signIn('au.other', PASSWORD));
    expect((await fresh.store.createSealedStore(PASSPHRASE)).ok).toBe(false);
    expect(unwrap(await new Courier(fresh.store).takeFirst(carried.file, carried.code))).toBeGreaterThan(3);
    holdBack = false;
    unwrap(await fresh.store.continueFilling());
    expect(fetched.join()).toContain(later._id);
    for (const { id } of administrator.store.registerRows().filter((row) => row.id !== later._id))
      expect(fetched.join()).not.toContain(id);
    await until(() => fresh.store.registerRows().length === 2);
    await until(() => fresh.store.line?.state === 'all-delivered');
    expect(fresh.store.line?.counts.unsent).toBe(0);
  });

  test('a file of a device whose key was revoked is refused', async () => {
    const carried = await write(officer, AU);
    unwrap(await administrator.store.withdrawKey(officer.store.device?.keyId as never, 'lost'));
    expect(codeOf(await take(administrator, carried))).toBe('courier.signer.ended');
  });
});
