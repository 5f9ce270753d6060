import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signedExtractsOf } from '#lib/domain/print-code/extract.ts';
import { parsePrintCode, printCodeId } from '#lib/domain/print-code/print-code.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import { sha256Base64url } from '#lib/domain/sha256.ts';
import { aDraft, exportParticulars, importParticulars } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';

describe('issuing with the line down', () => {
  let world: World;
  let administrator: Device;
  let officer: Device;
  let swiss: Device;

  beforeAll(async () => {
    world = await openWorld();
    administrator = await world.administrator('au.administrator');
    officer = await world.officer('au.officer', administrator);
    swiss = await world.administrator('ch.officer');
  });
  afterAll(() => world.close());

  test('a key press in a draft reads no list of documents again; a new document does', async () => {
    const { store } = officer;
    // Every certificate is here and verified, so none arrives meanwhile.
    for (const name of ['reference', 'country-au']) {
      const { rows } = await world.rig.engine
        .openAsAdministrator(name)
        .allDocs({ startkey: 'act:', endkey: 'act:\ufff0' });
      await until(() => rows.every(({ id }) => store.verdictOf(id as ActId) === 'good'));
    }
    officer.network.on = false;
    const [id, before] = [store.newDraftId(), store.desk().toSend];
    unwrap(await store.saveDraft(aDraft(id, { importerName: 'S' })));
    unwrap(await store.saveDraft(aDraft(id, { importerName: 'So' })));
    expect(store.draft(id)?.fields).toMatchObject({ importerName: 'So' });
    expect(store.desk().toSend).toBe(before);
    await store.deleteDraft(id);
    unwrap(await store.state('suggestion', { screen: 'today', text: 'Show the totals of a year.' }));
    expect(store.desk().toSend).not.toBe(before);
    officer.network.on = true;
    store.syncNow();
    await until(() => store.desk().toSend.length === 0);
  });

  test('an authorization is issued off line, and its ledger moves only as the server and the partner say', async () => {
    const { store } = officer;
    officer.network.on = false;
    const draft = store.newDraftId();
    unwrap(await store.saveDraft(aDraft(draft, { importerName: 'Southern Cross' })));
    const act = unwrap(await store.issue('import-authorization', importParticulars(), { draft }));
    expect(act.body.number).toMatch(/^AU-I-2026-\d{6}-\d\d$/);
    expect(store.draft(draft)).toBeNull();
    expect(store.desk().toSend).toEqual([act._id]);
    expect(store.ledgerOf(act._id)).toMatchObject({
      device: act.body.at,
      server: null,
      partner: { CH: null }
    });
    expect(store.registerRows().map(({ number, status, needs }) => [number, status, needs])).toEqual([
      [act.body.number, 'issued', ['send']]
    ]);

    officer.network.on = true;
    store.syncNow();
    await until(() => store.ledgerOf(act._id)?.server !== null);
    await until(() => store.ledgerOf(act._id)?.partner['CH'] !== null);
    expect(store.ledgerOf(act._id)?.opened).toEqual({ CH: null });
    await until(() => store.line?.state === 'all-delivered');

    await until(() => swiss.store.verdictOf(act._id) === 'good');
    expect(
      swiss.store
        .desk()
        .needs.get('decide')
        ?.map(({ row }) => row.number)
    ).toEqual([act.body.number]);
    swiss.network.on = false;
    unwrap(await swiss.store.markOpened(act._id));
    expect(unwrap(await swiss.store.markOpened(act._id))).toEqual([]);
    // A receipt is signed automatically: nobody issued it.
    await until(() => swiss.store.line?.counts.unsent === 1);
    expect(swiss.store.line?.counts).toMatchObject({ unsent: 1, unsentActs: 0, unsentDrafts: 0 });
    swiss.network.on = true;
    swiss.store.syncNow();
    await until(() => store.ledgerOf(act._id)?.opened['CH'] !== null);

    const on = { dossier: act.body.dossier, on: act._id };
    const query = unwrap(await swiss.store.state('reply', { ...on, answer: 'query', text: 'Which port?' }));
    expect(swiss.store.desk().needs.get('decide')).toBeUndefined();
    await until(() => store.desk().needs.get('answer')?.length === 1);
    world.rig.clock.now += 60_000;
    unwrap(await store.state('reply', { ...on, on: query._id, answer: 'authentic' }));
    await until(() => swiss.store.desk().needs.get('decide')?.length === 1);
    // Nobody said that they opened the question: the answer to it says that.
    expect(swiss.store.ledgerOf(query._id)?.opened['AU']?.by).toBe(store.person?.name);

    const answer = swiss.store.newDraftId();
    const exported = unwrap(
      await swiss.store.issue('export-authorization', exportParticulars(act), { draft: answer })
    );
    await until(() => store.dossierOf(exported._id)?.status === 'exporting');
    expect(swiss.store.dossierOf(exported._id)).toEqual(store.dossierOf(exported._id));
  });

  test('a form that is too long for one printed code gets signed extracts, which reach the country’s other devices', async () => {
    const { store } = officer;
    const [first] = importParticulars().lines;
    const lines = Array.from({ length: 20 }, (_, index) => ({ ...first!, no: index + 1 }));
    officer.network.on = false;
    const [short, long] = [store.newDraftId(), store.newDraftId()];
    const whole = unwrap(await store.issue('import-authorization', importParticulars(), { draft: short }));
    const words = { remarks: lines.map(({ no }) => sha256Base64url(String(no))).join(' ') };
    const act = unwrap(
      await store.issue('import-authorization', importParticulars({ lines, ...words }), { draft: long })
    );
    expect(store.documents(printCodeId(whole._id))).toEqual([]);
    expect(store.documents(printCodeId(act._id))).toHaveLength(1);

    officer.network.on = true;
    store.syncNow();
    const held = (): readonly object[] => administrator.store.documents(printCodeId(act._id));
    await until(() => held().length === 1);
    const parsed = unwrap(parsePrintCode(held()[0] as Record<string, unknown>));
    const extracts = signedExtractsOf(act, parsed);
    expect(extracts.flatMap(({ extract }) => extract.body.lines ?? [])).toHaveLength(lines.length);
    expect(store.refused()).toEqual([]);
  });
});
