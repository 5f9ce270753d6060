import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Audit } from '#couch/accounts/audit.ts';
import { readEpoch, readRestoredAt } from '#couch/database/named-database.ts';
import { startExchange, type Exchange } from '#couch/exchange/start.ts';
import { provisionCountry } from '#couch/installation/provision.ts';
import { backUp } from '#couch/provision/backup/backup-command.ts';
import { checkBackup, restoreAmongOthers } from '#couch/provision/backup/restore-command.ts';
import { Keyring } from '#lib/crypto/keyring.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import { untilHolds } from '../exchange/world.ts';
import { aCertificate, aKey, aNumber, NOW, openRig, signed, type Rig } from '../gateway/rig.ts';
import { describeEngines } from '../with-engine.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const CH = 'CH' as CountryCode;
const now = (): Date => new Date(NOW);

describeEngines('one country of a backup', (open) => {
  let [rig, folder, serial] = [{} as Rig, '', 0];
  let exchange: Exchange | null = null;

  beforeEach(async () => {
    folder = join(mkdtempSync(join(tmpdir(), 'i2es-one-')), 'backup');
    rig = await openRig(open);
    await startCarrying();
  });
  afterEach(async () => {
    await exchange?.stop();
    await rig.drop();
    rmSync(join(folder, '..'), { recursive: true, force: true });
  });

  async function startCarrying(): Promise<void> {
    const key = await aKey();
    const of = { key, authority: 'EXCHANGE', person: 'exchange', role: 'exchange' } as const;
    await rig.engine
      .open('reference')
      .bulkDocs([await aCertificate(rig.keys.root, 'INCB', 'incb.secretary', of)]);
    exchange = await startExchange({
      engine: rig.engine,
      key: { key, by: { person: 'exchange', name: 'Exchange', function: 'Exchange' } },
      keyring: new Keyring([rig.keys.root.publicKey]),
      log: { info: () => undefined, warn: () => undefined },
      now: () => now().toISOString() as Instant
    });
  }

  async function issue(from: 'AU' | 'CH', to: 'AU' | 'CH'): Promise<Act> {
    const over = { issuer: from, exportingCountry: to, to: [to], number: aNumber(++serial, from) };
    const act = await signed(
      anImportAuthorization({ over }),
      from === 'AU' ? rig.keys.auOfficer : rig.keys.chOfficer
    );
    await rig.engine.open(`country-${from.toLowerCase()}`).bulkDocs([act]);
    await untilHolds(rig.engine.open(`country-${to.toLowerCase()}`), [act._id]);
    return act;
  }

  const copy = () =>
    backUp({ engine: rig.engine, version: '0.1.0', folder, secretsOf: null, now, say: () => undefined });
  const restoreIt = async (isReplaced: boolean): Promise<void> =>
    restoreAmongOthers(
      await checkBackup(folder),
      { country: CH, isReplaced },
      { engine: rig.engine, folder, now, say: () => undefined }
    );

  test('comes back between the others, under a new epoch, with what partners issued since', async () => {
    const before = [await issue('AU', 'CH'), await issue('CH', 'AU')];
    await copy();
    const [since, lost] = [await issue('AU', 'CH'), await issue('CH', 'AU')];
    const epoch = await readEpoch(rig.engine.open('country-ch'));
    const others = await rig.engine.open('country-au').info();
    await exchange?.stop();
    await rig.engine.destroy('country-ch');
    await restoreIt(false);
    await provisionCountry(rig.engine, CH);
    expect(await readEpoch(rig.engine.open('country-ch'))).not.toBe(epoch);
    // Numbers that were claimed after the copy are passed over.
    expect(await readRestoredAt(rig.engine.open('country-ch'))).toBe(now().toISOString());
    expect((await rig.engine.open('country-au').info()).doc_count).toBe(others.doc_count);
    await startCarrying();
    const swiss = rig.engine.open('country-ch');
    await untilHolds(
      swiss,
      [...before, since].map(({ _id }) => _id)
    );
    const { rows } = await swiss.allDocs({ keys: [lost._id] });
    expect(rows).toMatchObject([{ error: 'not_found' }]);
    // Its own device has it, and sends it again.
    await swiss.bulkDocs([lost]);
    await exchange?.caughtUp();
    await exchange?.scanNow();
    expect(exchange?.findings()).toEqual([]);
    expect((await rig.engine.open('country-au').allDocs({ keys: [lost._id] })).rows).toMatchObject([
      { id: lost._id }
    ]);
  });

  test('is not put over what is there, unless that is asked for', async () => {
    const act = await issue('AU', 'CH');
    await copy();
    await expect(restoreIt(false)).rejects.toThrow('country-ch are here. Add --replace');
    await exchange?.stop();
    await restoreIt(true);
    expect((await rig.engine.openAsAdministrator('country-ch').get(act._id))._id).toBe(act._id);
  });

  test('is told to that country and to INCB only', async () => {
    await copy();
    await exchange?.stop();
    await restoreIt(true);
    const audit = new Audit({ engine: rig.engine, clock: () => NOW });
    const toldTo = async (authority: string): Promise<number> =>
      (await audit.list(authority as AuthorityCode, { limit: 200 })).filter(
        ({ what }) => what === 'installation.restored'
      ).length;
    expect([await toldTo('CH'), await toldTo('INCB'), await toldTo('AU')]).toEqual([1, 1, 0]);
  });

  test('is only what the backup has', async () => {
    const manifest = await copy();
    const options = { engine: rig.engine, folder, now, say: () => undefined };
    const restoreOther = (country: string) =>
      restoreAmongOthers(manifest, { country, isReplaced: true }, options);
    await expect(restoreOther('KE')).rejects.toThrow('has no data of KE');
    await expect(restoreOther('kenya')).rejects.toThrow('Not a country’s code: kenya');
    expect(await rig.engine.exists('country-ke')).toBe(false);
  });
});
