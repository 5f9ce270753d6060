/**
 * Every released version and this one, in one process: its devices before this server, devices of this version before
 * its server, and its data taken over by this version.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkBackup, restore } from '#couch/provision/backup/restore-command.ts';
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import type { DossierKey, DraftId } from '#lib/domain/ids.ts';
import { unwrap, type Result } from '#lib/domain/result.ts';
import { Leaving } from '#lib/store/leaving.ts';
import { openTestEmbedded } from '../couch/with-engine.ts';
import { aDraft, exportParticulars, importParticulars, shipmentParticulars } from '../store/particulars.ts';
import { Device, openWorld, PASSPHRASE, until, type World } from '../store/world.ts';
import { openParty } from './open-party.ts';

const VERSIONS = readdirSync(import.meta.dirname).filter((name) => /^\d/.test(name));
const FILE_PASSPHRASE = 'nine wooden boats on the river';

type Party = Awaited<ReturnType<typeof openParty>>;

/** Commands that have other names since 0.2.0. */
interface OldStore {
  issueImport?(draft: DraftId, particulars: object): Promise<Result<Act>>;
}

async function issueBy({ store }: Device): Promise<ActOf<'import-authorization'>> {
  const draft = store.newDraftId();
  const old = store as unknown as OldStore;
  const asked = old.issueImport
    ? old.issueImport(draft, importParticulars())
    : store.issue('import-authorization', importParticulars(), { draft });
  return unwrap(await asked) as ActOf<'import-authorization'>;
}

/** Of that version, before any server. */
function oldDevice(party: Party, rig: World['rig']): Device {
  return new party.Device(rig as never) as unknown as Device;
}

async function close(devices: readonly Device[]): Promise<void> {
  for (const one of devices) {
    one.network.on = false;
    await one.store.lock();
  }
}

describe.each(VERSIONS)('devices of version %s before this server', (version) => {
  let world: World;
  let party: Party;
  let administrator: Device;
  let officer: Device;
  let swiss: Device;
  let ia: ActOf<'import-authorization'>;
  let suspension: Act;
  const text = 'Forty boxes, or forty-four';
  const draft = { id: '' as DraftId, unsent: '' };

  beforeAll(async () => {
    [world, party] = [await openWorld(), await openParty(version)];
    administrator = await world.administrator('au.administrator', oldDevice(party, world.rig));
    officer = await world.officer('au.officer', administrator, oldDevice(party, world.rig));
    swiss = await world.administrator('ch.officer');
    await until(() => (swiss.store.device?.numbersLeft['export-authorization'] ?? 0) > 0);
  });
  afterAll(async () => {
    await close([administrator, officer]);
    await world.close();
  });

  test('sign in, are certified, issue, and are answered by a partner of this version', async () => {
    ia = await issueBy(officer);
    await until(() => swiss.store.counts(ia._id));
    const { dossier } = ia.body;
    unwrap(await swiss.store.state('reply', { dossier, on: ia._id, answer: 'authentic' }));
    const draft = swiss.store.newDraftId();
    const ea = unwrap(await swiss.store.issue('export-authorization', exportParticulars(ia), { draft }));
    const shipment = unwrap(await swiss.store.state('shipment', shipmentParticulars(ea)));
    await until(() => officer.store.counts(shipment._id));
    expect(officer.store.verdictOf(ea._id)).toBe('good');
    expect(officer.store.dossier(dossier)?.exports).toHaveLength(1);
    await until(() => officer.store.ledgerOf(ia._id)?.partner != null);
    expect([officer, administrator].flatMap(({ store }) => store.refused())).toEqual([]);
  });

  test('work on after a document of a kind that only this version knows', async () => {
    const suspended = await issueBy(officer);
    await until(() => swiss.store.counts(suspended._id));
    const { dossier } = suspended.body;
    suspension = unwrap(
      await swiss.store.state('suspension', {
        dossier,
        of: suspended._id,
        state: 'suspended',
        reason: 'Review.'
      })
    );
    const after = unwrap(
      await swiss.store.state('reply', { dossier, on: suspended._id, answer: 'query', text })
    );
    await until(() => officer.store.counts(after._id));
    expect(officer.store.act(suspension._id)).toBeNull();
    const next = await issueBy(officer);
    await until(() => swiss.store.counts(next._id));
  });

  test('are updated in the middle of a form and offline: every word, number and unsent document is there', async () => {
    officer.network.on = false;
    draft.id = officer.store.newDraftId();
    const typed = aDraft(draft.id, { remarks: text, validUntil: '31 Feb' });
    unwrap(await officer.store.saveDraft({ ...typed, lines: [{ key: 'a', fields: { stated: '1,5' } }] }));
    draft.unsent = (await issueBy(officer))._id;
    const before = {
      rows: officer.store.registerRows().map(({ id }) => id),
      numbers: officer.store.nextNumber('import-authorization')
    };
    await officer.killTab();
    const updated = new Device(world.rig, officer.prefix);
    updated.network.cookie = officer.network.cookie;
    updated.network.on = false;
    officer = updated;
    await officer.store.start();
    unwrap(await officer.store.choose('au.officer'));
    unwrap(await officer.store.unlock(PASSPHRASE));
    await until(() => officer.store.reading === null);
    expect(
      officer.store
        .registerRows()
        .map(({ id }) => id)
        .sort()
    ).toEqual([...before.rows].sort());
    expect(officer.store.nextNumber('import-authorization')).toBe(before.numbers);
    expect(officer.store.draft(draft.id)).toMatchObject({
      fields: { remarks: text, validUntil: '31 Feb' },
      lines: [{ key: 'a', fields: { stated: '1,5' } }]
    });
    expect(officer.store.poison()).toEqual([]);
    // Verified after the records are read: this device could not read its kind before.
    await until(() => officer.store.counts(suspension._id));
    expect(officer.store.dossier((suspension.body as { dossier: DossierKey }).dossier)?.timeline).toContain(
      suspension._id
    );
    officer.network.on = true;
    officer.store.syncNow();
    await until(() => swiss.store.counts(draft.unsent as never));
    expect(officer.store.refused()).toEqual([]);
  });

  test('save a file of what is only there, and this version loads it', async () => {
    administrator.network.on = false;
    const act = await issueBy(administrator);
    const leaving = new party.Leaving(administrator.store as never) as unknown as Leaving;
    const { text: file } = unwrap(await leaving.saveUnsent(FILE_PASSPHRASE));
    unwrap(await new Leaving(officer.store).takeUnsent(new Blob([file]), FILE_PASSPHRASE));
    await until(() => swiss.store.counts(act._id));
  });
});

describe.each(VERSIONS)('devices of this version before a server of version %s', (version) => {
  let world: World;
  let officer: Device;
  let swiss: Device;
  let ia: ActOf<'import-authorization'>;

  beforeAll(async () => {
    const party = await openParty(version);
    world = (await party.openWorld()) as unknown as World;
    const administrator = await world.administrator('au.administrator', new Device(world.rig));
    officer = await world.officer('au.officer', administrator, new Device(world.rig));
    swiss = await world.administrator('ch.officer');
    await until(() => (swiss.store.device?.numbersLeft['export-authorization'] ?? 0) > 0);
    await close([administrator]);
  });
  afterAll(async () => {
    await close([officer]);
    await world.close();
  });

  test('sign in, are certified, issue, and reach a partner of that version', async () => {
    ia = await issueBy(officer);
    await until(() => swiss.store.counts(ia._id));
    await until(() => officer.store.ledgerOf(ia._id)?.partner != null);
    expect(officer.store.refused()).toEqual([]);
  });

  test('get back with its reason what that server cannot take, and go on', async () => {
    const { dossier } = ia.body;
    const { _id } = unwrap(
      await officer.store.state('suspension', { dossier, of: ia._id, state: 'suspended', reason: 'Review.' })
    );
    await until(() => officer.store.refused().some(({ id }) => id === _id));
    expect(officer.store.counts(_id)).toBe(false);
    const next = await issueBy(officer);
    await until(() => swiss.store.counts(next._id));
  });
});

describe.each(VERSIONS)('a backup of a server of version %s', (version) => {
  test('is restored by this version with every document', async () => {
    const party = await openParty(version);
    const folder = mkdtempSync(join(tmpdir(), 'i2es-version-'));
    const old = (await party.openWorld()) as unknown as World;
    const into = await openTestEmbedded();
    const how = {
      folder: join(folder, 'backup'),
      now: () => new Date(old.rig.clock.now),
      say: () => undefined
    };
    try {
      const swiss = await old.administrator('ch.officer');
      await until(() => (swiss.store.device?.numbersLeft['export-authorization'] ?? 0) > 0);
      await until(() => swiss.store.line?.counts.unsent === 0);
      const { engine } = old.rig;
      await party.backUp({ engine: engine as never, version, secretsOf: null, ...how });
      await restore(await checkBackup(how.folder), { engine: into.engine, ...how });
      for (const name of (await into.engine.list()).filter((one) => one !== 'accounts')) {
        const [before, after] = [engine, into.engine].map((one) => one.openAsAdministrator(name).allDocs());
        const idsOf = ({ rows }: Awaited<NonNullable<typeof before>>) =>
          rows.map(({ id }) => id).filter((id) => !id.startsWith('_design'));
        expect([name, idsOf((await after)!)]).toEqual([name, idsOf((await before)!)]);
      }
    } finally {
      await old.close();
      await into.drop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
