import { afterAll, beforeAll, expect, test } from 'vitest';
import { generatePrivateJwk, importSigningKey } from '#lib/crypto/key.ts';
import { seal, sealBytes } from '#lib/crypto/seal.ts';
import { signBody } from '#lib/crypto/sign.ts';
import { createVault } from '#lib/crypto/vault.ts';
import type { ActOf } from '#lib/domain/act/body.ts';
import { judgeLicence } from '#lib/domain/authorization/judge-answers.ts';
import { unwrap } from '#lib/domain/result.ts';
import { scanToText, type Scan } from '#lib/domain/file/scan.ts';
import { Leaving } from '#lib/store/leaving.ts';
import { openPouch } from '#lib/store/disk/pouch.ts';
import { Scans } from '#lib/store/scans.ts';
import { aCompany, aLicence } from '../samples/companies.ts';
import { aPicture } from '../samples/scans.ts';
import { aDraft, importParticulars } from './particulars.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';

const FILE_PASSPHRASE = 'nine wooden boats on the river';

let world: World;
let administrator: Device;
let officer: Device;
let other: Device;
let file: string;
let actId: string;
let draftId: string;
let scan: Scan;
const picture = aPicture(300_000);

beforeAll(async () => {
  world = await openWorld();
  administrator = await world.administrator('au.administrator');
  officer = await world.officer('au.officer', administrator);
  other = await world.officer('au.other', administrator);
  await until(() => officer.store.line?.state === 'all-delivered');
  officer.network.on = false;
  const { store } = officer;
  actId = unwrap(
    await store.issue('import-authorization', importParticulars(), { draft: store.newDraftId() })
  )._id;
  draftId = store.newDraftId();
  unwrap(await store.saveDraft(aDraft(draftId as never, { importer: 'Quiet Harbour Pharmacy' })));
  scan = unwrap(await new Scans(store).take(new Blob([picture]), ''));
});
afterAll(() => world.close());

test('what no server has is saved to a file that tells nothing of it', async () => {
  const saved = unwrap(await new Leaving(officer.store).saveUnsent(FILE_PASSPHRASE));
  expect(saved).toMatchObject({ count: 3, name: expect.stringMatching(/^au-2026-11-24\.i2es$/) as string });
  file = saved.text;
  for (const word of ['Quiet Harbour', 'importer', actId, draftId, FILE_PASSPHRASE, 'au.officer'])
    expect(file).not.toContain(word);
});

test('a passphrase that can be guessed seals no file', async () => {
  expect(await new Leaving(officer.store).saveUnsent('short')).toMatchObject({
    problems: [{ code: 'vault.passphrase.tooShort' }]
  });
});

test('the file is refused with its reason where it is not what it seems', async () => {
  const take = async (text: string, passphrase = FILE_PASSPHRASE): Promise<string | undefined> => {
    const taken = await new Leaving(other.store).takeUnsent(new Blob([text]), passphrase);
    return taken.ok ? 'taken' : taken.problems[0]?.code;
  };
  const altered = (over: object): string => JSON.stringify({ ...(JSON.parse(file) as object), ...over });
  expect(await take(file, 'another passphrase altogether')).toBe('unsent.passphrase.wrong');
  expect(await take(altered({ authority: 'CH' }))).toBe('unsent.file.foreign');
  expect(await take(altered({ savedAt: '2020-01-01T00:00:00.000Z' }))).toBe('unsent.file.malformed');
  expect(await take(altered({ sealed: 'AAAA' }))).toBe('unsent.file.malformed');
  expect(await take(altered({ vault: {} }))).toBe('vault.record.malformed');
  for (const text of ['', '{}', '[]', 'null', file.slice(0, -20)])
    expect(await take(text)).toBe('unsent.file.malformed');
  expect(other.store.draft(draftId as never)).toBeNull();
});

test('what somebody else has sealed under a passphrase that they tell is believed no more than any document', async () => {
  const { record, vault } = await createVault(FILE_PASSPHRASE);
  const head = { kind: 'i2es-unsent', version: 1, authority: 'AU', savedAt: '2026-11-24T09:00:00.000Z' };
  const fileOf = async (documents: unknown): Promise<string> =>
    JSON.stringify({
      ...head,
      vault: record,
      sealed: await seal(vault, Object.values(head).slice(0, 4).join(' '), documents)
    });
  const take = async (documents: unknown) =>
    new Leaving(other.store).takeUnsent(new Blob([await fileOf(documents)]), FILE_PASSPHRASE);
  const rev = (generation: number) => ({
    _rev: `${generation}-${'b'.repeat(32)}`,
    _revisions: { start: generation, ids: ['b'.repeat(32)] }
  });
  const stranger = await importSigningKey(await generatePrivateJwk());
  const genuine = officer.store.act(actId as never);
  const forged = await signBody(genuine?.body as never, stranger);
  const company = {
    _id: `company:${globalThis.crypto.randomUUID()}`,
    schema: 1,
    name: 'Not Ours Ltd',
    address: ''
  };
  const unheard = await take([
    { ...forged, ...rev(1) },
    { ...company, ...rev(9) }
  ]);
  expect(unheard).toMatchObject({ value: { acts: 0, drafts: 0, doubted: 1, left: 1 } });
  expect([other.store.act(forged._id), other.store.companies()]).toEqual([null, []]);
  for (const odd of [
    { ...genuine, ...rev(2) },
    { ...genuine, ...rev(1), _deleted: true },
    { ...genuine, ...rev(1), _attachments: {} },
    { ...genuine, _rev: rev(1)._rev, _revisions: { start: 1, ids: [7] } },
    { _id: 'block:import-authorization:2026:1', ...rev(1) },
    { _id: 'device', ...rev(1) },
    null,
    'act:'
  ])
    expect(await take([odd])).toMatchObject({ problems: [{ code: 'unsent.file.malformed' }] });
  expect(await take({})).toMatchObject({ problems: [{ code: 'unsent.file.malformed' }] });
  const long = { start: 5000, ids: Array.from({ length: 5000 }, () => 'b'.repeat(32)) };
  const draft = { ...aDraft(other.store.newDraftId()), _rev: rev(5000)._rev, _revisions: long };
  expect(await take([draft])).toMatchObject({ problems: [{ code: 'unsent.file.malformed' }] });
  const sealed = await sealBytes(vault, Object.values(head).join(' '), new TextEncoder().encode('[{'));
  const noJson = JSON.stringify({ ...head, vault: record, sealed });
  expect(await new Leaving(other.store).takeUnsent(new Blob([noJson]), FILE_PASSPHRASE)).toMatchObject({
    problems: [{ code: 'unsent.file.malformed' }]
  });
});

test('a file larger than any office’s work is refused before it is read', async () => {
  let isRead = false;
  const huge = Object.assign(new Blob([]), { text: async () => ((isRead = true), '') });
  Object.defineProperty(huge, 'size', { value: 256 * 1024 * 1024 + 1 });
  expect(await new Leaving(other.store).takeUnsent(huge, FILE_PASSPHRASE)).toMatchObject({
    problems: [{ code: 'unsent.file.malformed' }]
  });
  expect(isRead).toBe(false);
});

test('on another computer of the authority its acts are sent and its drafts go on; twice is once', async () => {
  const { store } = other;
  for (const _time of [1, 2])
    expect(await new Leaving(store).takeUnsent(new Blob([file]), FILE_PASSPHRASE)).toMatchObject({
      value: { acts: 1, drafts: 2, doubted: 0, left: 0 }
    });
  expect(store.draft(draftId as never)?.fields).toMatchObject({ importer: 'Quiet Harbour Pharmacy' });
  await until(() => store.verdictOf(actId as never) === 'good');
  await until(() => (store.ledgerOf(actId as never)?.server ?? null) !== null);
  expect(store.refused()).toEqual([]);
});

test('the computer that wrote it finds everything sent, and has nothing left to save', async () => {
  officer.network.on = true;
  officer.store.syncNow();
  await until(() => officer.store.line?.state === 'all-delivered');
  expect(officer.store.draftConflicts(draftId as never)).toEqual([]);
  expect(await new Leaving(officer.store).saveUnsent(FILE_PASSPHRASE)).toMatchObject({
    problems: [{ code: 'unsent.none' }]
  });
});

const bytesOf = async (read: Awaited<ReturnType<Scans['read']>>): Promise<Uint8Array> =>
  new Uint8Array(await unwrap(read).arrayBuffer());

test('a scan that was taken offline is sent once, by whichever computer has it and is online', async () => {
  await until(() => !new Scans(other.store).standing(scan).isWaiting);
  await until(() => !new Scans(officer.store).standing(scan).isWaiting);
  const files = world.rig.engine.open('files-au');
  expect(await files.get(`scan:${scan.sha256}`)).toMatchObject({ size: 300_000, type: 'image/png' });
  expect(await bytesOf(await new Scans(other.store).read(scan))).toEqual(picture);
});

test('a scan is read offline only if it was kept on purpose, also after the tab was killed', async () => {
  const here = (): Scans => new Scans(officer.store);
  officer.network.on = false;
  expect(await here().read(scan)).toMatchObject({ problems: [{ code: 'scan.absent' }] });
  officer.network.on = true;
  unwrap(await here().keepHere(scan));
  officer.network.on = false;
  expect(await bytesOf(await here().read(scan))).toEqual(picture);
  const second = unwrap(await here().take(new Blob([aPicture(200_000, 2)]), ''));
  await officer.store.session.unlocked?.store.close();
  await officer.killTab();
  unwrap(await officer.store.choose('au.officer'));
  unwrap(await officer.store.unlock(PASSPHRASE));
  expect(here().standing(second)).toEqual({ isWaiting: true, isKept: false, problems: [] });
  expect(await bytesOf(await here().read(second))).toEqual(aPicture(200_000, 2));
  await here().forget(scan, 'kept');
  expect(await here().read(scan)).toMatchObject({ problems: [{ code: 'scan.absent' }] });
  officer.network.on = true;
  officer.store.syncNow();
  await until(() => !here().standing(second).isWaiting);
});

test('a scan is encrypted on this computer, and neither its type nor its size is told by a name', async () => {
  officer.network.on = false;
  const kept = unwrap(await new Scans(officer.store).take(new Blob([aPicture(60, 3)]), ''));
  const stored = openPouch(`${officer.prefix}i2es-au.officer-files`, { adapter: 'memory' });
  const { rows } = await stored.allDocs({ include_docs: true });
  expect(rows.map(({ id }) => id)).toEqual([`piece:${kept.sha256}:0`]);
  expect(Object.keys(rows[0]?.doc ?? {}).sort()).toEqual(['_id', '_rev', 'sealed']);
});

test('a scan that the server refuses stays here with the reason, and is sent again when asked', async () => {
  const here = new Scans(officer.store);
  const refused = unwrap(await here.take(new Blob([aPicture(60, 4)]), ''));
  officer.network.line = async (send, url) =>
    url.includes(refused.sha256)
      ? new Response(JSON.stringify({ problems: [{ code: 'scan.space.country' }] }), { status: 409 })
      : send();
  officer.network.on = true;
  officer.store.syncNow();
  await until(() => here.standing(refused).problems.length > 0);
  expect(here.standing(refused)).toMatchObject({
    isWaiting: true,
    problems: [{ code: 'scan.space.country' }]
  });
  officer.network.line = null;
  await here.sendAgain(refused);
  await until(() => !here.standing(refused).isWaiting);
});

test('a scan that a signed record or another draft names is still sent when one draft drops it', async () => {
  const { store, network } = officer;
  network.on = false;
  const here = new Scans(store);
  const take = async (seed: number): Promise<Scan> =>
    unwrap(await here.take(new Blob([aPicture(60, seed)]), ''));
  const [both, signed] = [await take(11), await take(12)];
  const ids = [store.newDraftId(), store.newDraftId()];
  for (const id of ids) unwrap(await store.saveDraft(aDraft(id, { scan: scanToText(both) })));
  for (const isWaiting of [true, false]) {
    unwrap(await store.saveDraft(aDraft(ids.pop()!, { scan: '' })));
    await here.forget(both, 'out');
    expect(here.standing(both).isWaiting).toBe(isWaiting);
  }
  const act = store.act(actId as never) as ActOf<'import-authorization'>;
  const substance = act.body.lines[0]!.substance;
  const form = { number: 'SIL 1/2026', validUntil: act.body.validUntil, substance, quantity: '1', unit: 'g' };
  const { body } = judgeLicence({ ...form, copy: signed }, act, store.today);
  unwrap(await store.state('special-import-licence', body ?? expect.fail()));
  await here.forget(signed, 'out');
  expect(here.standing(signed).isWaiting).toBe(true);
  network.on = true;
  store.syncNow();
  await until(() => !here.standing(signed).isWaiting);
  expect(await world.rig.engine.open('files-au').get(`scan:${signed.sha256}`)).toMatchObject({ size: 60 });
});

test('what is no scan is not taken, and a full disk keeps no half of one', async () => {
  const here = new Scans(officer.store);
  expect(await here.take(new Blob(['<html>']), '')).toMatchObject({ problems: [{ code: 'scan.type' }] });
  expect(await here.take(new Blob([aPicture(5_000_001)]), '')).toMatchObject({
    problems: [{ code: 'scan.tooLarge', values: { size: 5.1 } }]
  });
  const { pouch } = officer.store.session.open?.files ?? expect.fail();
  const put = pouch.put.bind(pouch);
  let writes = 0;
  const noRoom = new DOMException('No room.', 'QuotaExceededError');
  pouch.put = ((...given: Parameters<typeof put>) =>
    ++writes > 1 ? Promise.reject(noRoom) : put(...given)) as typeof put;
  expect(await here.take(new Blob([aPicture(300_000, 5)]), '')).toMatchObject({
    problems: [{ code: 'scan.full' }]
  });
  pouch.put = put;
  expect((await pouch.allDocs({ startkey: 'piece:', endkey: 'piece:~' })).rows).toEqual([]);
});

test('the scan of a licence waits offline with its company, and one that no company names is not sent', async () => {
  const { store, network } = administrator;
  network.on = false;
  const here = new Scans(store);
  const [named, replaced] = [
    unwrap(await here.take(new Blob([aPicture(60, 21)]), '')),
    unwrap(await here.take(new Blob([aPicture(60, 22)]), ''))
  ];
  unwrap(await store.saveCompanies([aCompany(1, { licences: [aLicence({ scan: named })] })]));
  for (const one of [named, replaced]) await here.forget(one, 'out');
  expect([named, replaced].map((one) => here.standing(one).isWaiting)).toEqual([true, false]);
  network.on = true;
  store.syncNow();
  await until(() => !here.standing(named).isWaiting);
  await until(() => other.store.companies()[0]?.licences?.[0]?.scan?.sha256 === named.sha256);
  expect(await bytesOf(await new Scans(other.store).read(named))).toEqual(aPicture(60, 21));
});
