/** Attachments of a dossier on devices of two countries, at a real gateway with a real exchange. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { sharedFiles } from '#lib/domain/dossier/shared-files.ts';
import { ATTACHMENT_PREFIX, readAttachments, type AttachedFile } from '#lib/domain/file/attachment.ts';
import type { ActId, DossierKey } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import { Scans } from '#lib/store/scans.ts';
import { aPicture } from '../samples/scans.ts';
import { importParticulars } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';

describe('the attachments of a dossier', () => {
  let world: World;
  let officer: Device;
  let colleague: Device;
  let swiss: Device;
  let dossier: DossierKey;
  const picture = aPicture(400_000, 5);

  beforeAll(async () => {
    world = await openWorld();
    const administrator = await world.administrator('au.administrator');
    officer = await world.officer('au.officer', administrator);
    colleague = administrator;
    swiss = await world.administrator('ch.officer');
    const draft = officer.store.newDraftId();
    const issued = unwrap(await officer.store.issue('import-authorization', importParticulars(), { draft }));
    dossier = issued.body.dossier;
    await until(() => swiss.store.verdictOf(issued._id) === 'good');
  });
  afterAll(() => world.close());

  const listed = ({ store }: Device) =>
    readAttachments(store.documents(ATTACHMENT_PREFIX), new Set([dossier]));
  const sharedAt = ({ store }: Device) =>
    sharedFiles(store.actsOf('shared-file').filter(({ _id }) => store.counts(_id)) as DossierAct[]);

  async function keep(bytes: Uint8Array<ArrayBuffer>, name = '26AU4711'): Promise<AttachedFile> {
    const content = unwrap(await new Scans(officer.store).take(new Blob([bytes]), dossier));
    return { kind: 'customs-declaration', name, content };
  }

  async function share(file: AttachedFile): Promise<ActId> {
    world.rig.clock.now += 60_000;
    const act = unwrap(await officer.store.state('shared-file', { dossier, file }));
    await until(() => swiss.store.verdictOf(act._id) === 'good');
    return act._id;
  }

  test('are attached offline, and sent to the own country when online', async () => {
    officer.network.on = false;
    const file = await keep(picture);
    unwrap(await officer.store.addAttachment(dossier, file));
    expect(listed(officer)).toMatchObject([{ name: '26AU4711', person: 'au.officer', withdrawn: null }]);
    expect(new Scans(officer.store).standing(file.content)).toMatchObject({ isWaiting: true });
    expect(await officer.store.addAttachment(dossier, file)).toMatchObject({
      problems: [{ code: 'attachment.twice' }]
    });
    officer.network.on = true;
    officer.store.syncNow();
    await until(() => listed(colleague).length === 1);
    await until(() => !new Scans(officer.store).standing(file.content).isWaiting);
    const read = unwrap(await new Scans(colleague.store).read(file.content));
    expect(new Uint8Array(await read.arrayBuffer())).toEqual(picture);
    expect(swiss.store.documents(ATTACHMENT_PREFIX)).toEqual([]);
  });

  test('are the partner’s to read only when one is shared, only that one, and only while it is shared', async () => {
    const { content, kind, name } = listed(officer)[0]!;
    const partner = new Scans(swiss.store);
    const own = { problems: [{ code: 'scan.absent' }] };
    expect(await partner.read(content)).toMatchObject(own);
    const act = await share({ kind, name, content });
    const read = unwrap(await partner.read(content, { from: act }));
    expect(new Uint8Array(await read.arrayBuffer())).toEqual(picture);
    // Without the document that shares it, the hash opens nothing.
    expect(await partner.read(content)).toMatchObject(own);
    unwrap(await partner.keepHere(content, { from: act }));
    world.rig.clock.now += 60_000;
    unwrap(await officer.store.state('shared-file', { dossier, withdraws: act }));
    await until(() => sharedAt(swiss)[0]?.withdrawn != null);
    // The device that kept it has it still, as the dialog says; the server gives it to nobody.
    expect((await partner.read(content, { from: act })).ok).toBe(true);
    // By two pages at once.
    await Promise.all([partner.forget(content, 'kept'), partner.forget(content, 'kept')]);
    expect(await partner.read(content, { from: act })).toMatchObject({
      problems: [{ code: 'sharedFile.absent' }]
    });
  });

  test('are shared with the content that the document names, or the partner’s device refuses it', async () => {
    const file = await keep(aPicture(60, 8), 'Two');
    unwrap(await officer.store.addAttachment(dossier, file));
    officer.store.syncNow();
    await until(() => !new Scans(officer.store).standing(file.content).isWaiting);
    const act = await share(file);
    const other = { ...file.content, sha256: 'A'.repeat(43) };
    const partner = new Scans(swiss.store);
    expect(await partner.read(other, { from: act })).toMatchObject({
      problems: [{ code: 'sharedFile.absent' }]
    });
    expect((await partner.read(file.content, { from: act })).ok).toBe(true);
  });

  test('are told as not here as long as the partner’s device has not sent the file', async () => {
    let isHeld = true;
    officer.network.line = async (send, url) => {
      if (isHeld && url.includes('/api/files/')) throw new TypeError('fetch failed');
      return send();
    };
    const file = await keep(aPicture(60, 9), 'Three');
    unwrap(await officer.store.addAttachment(dossier, file));
    const act = await share(file);
    const partner = new Scans(swiss.store);
    expect(await partner.read(file.content, { from: act })).toMatchObject({
      problems: [{ code: 'sharedFile.absent' }]
    });
    isHeld = false;
    officer.store.syncNow();
    await until(() => !new Scans(officer.store).standing(file.content).isWaiting);
    expect((await partner.read(file.content, { from: act })).ok).toBe(true);
  });

  test('stay in the list when they are withdrawn, once, with the person who did it', async () => {
    const [first] = listed(officer);
    unwrap(await officer.store.withdrawAttachment(first!._id));
    expect(await officer.store.withdrawAttachment(first!._id)).toEqual({ ok: true, value: false });
    await until(() => listed(colleague)[0]?.withdrawn != null);
    expect(listed(colleague)[0]?.withdrawn).toMatchObject({ person: 'au.officer' });
    expect(officer.store.refused()).toEqual([]);
  });
});
