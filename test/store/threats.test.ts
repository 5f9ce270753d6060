import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unwrap } from '#lib/domain/result.ts';
import { actRevision } from '#lib/domain/act/act-id.ts';
import { anImportAuthorization } from '../samples/acts.ts';
import { aKey, signed } from '../couch/gateway/rig.ts';
import { aDraft, importParticulars } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';

describe('what must not happen on a device', () => {
  let world: World;
  let administrator: Device;
  let officer: Device;

  beforeAll(async () => {
    world = await openWorld();
    administrator = await world.administrator('au.administrator');
    officer = await world.officer('au.officer', administrator);
  });
  afterAll(() => world.close());

  function inside() {
    const open = officer.store['open']();
    if (!open) throw new Error('locked');
    return open;
  }

  test('the disk holds no plaintext of what was typed or issued', async () => {
    const { store } = officer;
    unwrap(await store.saveDraft(aDraft(store.newDraftId(), { importer: 'Secret Importer Ltd' })));
    unwrap(await store.issue('import-authorization', importParticulars(), { draft: store.newDraftId() }));
    for (const db of [inside().country, inside().reference, inside().book]) {
      const { rows } = await db.pouch.allDocs({ include_docs: true, conflicts: true });
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) {
        expect(Object.keys(row.doc ?? {}).sort()).toEqual(['_id', '_rev', 'sealed']);
        expect(JSON.stringify(row)).not.toMatch(/Secret Importer|Southern Cross|morphine|privateKey/);
      }
    }
  });

  test('a sealed body that is moved to another id is poison there, counted and in nobody’s way', async () => {
    const { country } = inside();
    const id = officer.store.newDraftId();
    unwrap(await officer.store.saveDraft(aDraft(id, { importer: 'Moved' })));
    const { sealed } = (await country.pouch.get(id)) as unknown as { sealed: string };
    const other = officer.store.newDraftId();
    await country.pouch.put({ _id: other, sealed } as never);
    await until(() => officer.store.poison().some((one) => one.id === other));
    expect(officer.store.draft(other)).toBeNull();
    const again = officer.store.newDraftId();
    unwrap(await officer.store.saveDraft(aDraft(again, { importer: 'After the poison' })));
    expect(officer.store.draft(again)).not.toBeNull();
    await country.pouch.remove(await country.pouch.get(other));
  });

  test('an act whose hash, signature or key is not right is in no dossier and nothing is built on it', async () => {
    const stranger = await aKey();
    const unknown = await signed(
      anImportAuthorization({ over: { number: 'AU-I-2026-000900-11' } }),
      stranger
    );
    const good = officer.store.actsOf('import-authorization')[0];
    const altered = { ...unknown, body: { ...unknown.body, remarks: 'changed afterwards' } };
    const borrowed = { ...anImportAuthorization(), signature: good?.signature };
    const before = officer.store.dossiers().length;
    for (const act of [unknown, { ...altered, _id: unknown._id.slice(0, -2) + 'AA' }, borrowed]) {
      await inside().country.putRevisions([{ ...act, _rev: actRevision(act._id as never) } as never]);
    }
    await inside().records.catchUp();
    await inside().records.verifyPending();
    expect(officer.store.verdictOf(unknown._id)).toBe('unknown-key');
    expect(officer.store.verdictOf(borrowed._id)).toBe('bad');
    expect(officer.store.dossiers()).toHaveLength(before);
    expect(officer.store.dossierOf(unknown._id)).toBeNull();
    const rows = officer.store.registerRows().filter((row) => row.status === 'not-verified');
    expect(rows.map((row) => row.needs.filter((need) => need !== 'send'))).toEqual([[], [], []]);
    const answer = { on: unknown._id, dossier: unknown.body.dossier, answer: 'authentic' as const };
    expect(await officer.store.state('reply', answer)).toMatchObject({
      problems: [{ code: 'act.notVerified' }]
    });
  });

  test('a delivery that another than the exchange states is not believed', async () => {
    const act = officer.store.actsOf('import-authorization').find((one) => officer.store.dossierOf(one._id));
    if (!act) throw new Error('none issued');
    const swiss = await world.administrator('ch.officer');
    await until(() => officer.store.ledgerOf(act._id)?.partner['CH'] !== null);
    expect(officer.store.ledgerOf(act._id)?.opened['CH']).toBeNull();
    unwrap(await swiss.store.markOpened(act._id));
    await until(() => officer.store.ledgerOf(act._id)?.opened['CH'] !== null);
    const { receipts } = inside().records;
    const forged = {
      stage: 'delivered',
      of: [act._id],
      issuer: 'AU',
      where: 'NZ',
      at: act.body.at,
      by: act.body.by
    };
    receipts.add({ body: forged } as never);
    expect(
      receipts.ledgerOf({ ...act, body: { ...act.body, to: ['NZ' as never] } }, null, false).partner
    ).toEqual({
      NZ: null
    });
  });

  test('a clock that runs behind the server’s last word dates no act', async () => {
    const { now } = officer.clock;
    const device = { ...inside().book.device };
    await inside().book.updateDevice((before) => ({
      ...before,
      serverTime: new Date(now + 3_600_000).toISOString() as never
    }));
    const refused = await officer.store.issue('import-authorization', importParticulars(), {
      draft: officer.store.newDraftId()
    });
    expect(refused).toMatchObject({ ok: false, problems: [{ code: 'device.clock.behind' }] });
    await inside().book.updateDevice((before) => ({ ...before, serverTime: device.serverTime }));
  });

  test('a server database that was made anew is noticed, and nothing is sent into it until a person decides', async () => {
    const { store } = officer;
    // A line that is still being made asks for the epoch itself, and would hear of another one too early.
    await until(() => !['syncing', 'offline'].includes(store.line?.state ?? 'offline'));
    officer.network.on = false;
    const act = unwrap(
      await store.issue('import-authorization', importParticulars(), { draft: store.newDraftId() })
    );
    const epochs = inside().book.device.epochs;
    await inside().book.updateDevice((before) => ({
      ...before,
      epochs: { ...epochs, 'country-au': 'another' }
    }));
    const sent: string[] = [];
    officer.network.before = (url) => void (url.includes('_bulk_docs') && sent.push(url));
    officer.network.on = true;
    store.syncNow();
    await until(() => store.line?.state === 'epoch');
    expect(sent).toEqual([]);
    expect(store.ledgerOf(act._id)?.server).toBeNull();
    await store.acceptEpoch();
    await until(() => store.ledgerOf(act._id)?.server !== null);
    expect(store.dossierOf(act._id)?.status).toBe('issued');
  });

  test('a person’s decision for a server’s new database outlasts answers to what was asked before it', async () => {
    const { store, network } = officer;
    await until(() => !['syncing', 'offline'].includes(store.line?.state ?? 'offline'));
    network.on = false;
    const act = unwrap(
      await store.issue('import-authorization', importParticulars(), { draft: store.newDraftId() })
    );
    const { epochs } = inside().book.device;
    await inside().book.updateDevice((one) => ({ ...one, epochs: { ...epochs, 'country-au': 'another' } }));
    const [asked, former, next] = [aGate(), aGate(), aGate()];
    let isAccepted = false;
    network.line = async (send, url) => {
      const { pathname } = new URL(url);
      if (pathname === '/db/country-au' && !isAccepted) await asked.opened;
      if (pathname === '/db/reference' && isAccepted) await next.opened;
      const isFormer = pathname.startsWith('/db/reference/') && !isAccepted;
      const response = await send();
      if (!isFormer) return response;
      asked.open();
      await former.opened;
      return response;
    };
    network.on = true;
    store.syncNow();
    await until(() => store.line?.state === 'epoch');
    isAccepted = true;
    await store.acceptEpoch();
    former.open();
    // The former answer is heard before the line knows the new database.
    await new Promise((resolve) => setImmediate(resolve));
    next.open();
    await until(() => store.ledgerOf(act._id)?.server !== null);
    expect(store.line?.state).not.toBe('epoch');
    network.line = null;
  });
});

function aGate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open: () => open(), opened };
}
