/** An installation knows which version and which secrets it was made with, and nothing else goes on with it. */
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PROGRAM_VERSION } from '#couch/base/program.ts';
import { readSettings } from '#couch/base/env.ts';
import { openCouchdbEngine, openEmbeddedEngine } from '#couch/engine/engine.ts';
import { openEngineBeside } from '#couch/installation/open-engine.ts';
import { makeSecretsFile } from '#couch/installation/secrets.ts';
import { runBackup } from '#couch/provision/backup/backup-command.ts';
import { runRestore } from '#couch/provision/backup/restore-command.ts';
import { runProvision } from '#couch/provision/provision-command.ts';
import { openInstallation } from '#couch/start/open-installation.ts';
import { generatePrivateJwk, importSigningKey } from '#lib/crypto/key.ts';
import { askCouchdb, describeEngines } from '../with-engine.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describeEngines('an installation', (_open, kind) => {
  let home: string;
  let made = 0;
  const prefixes: string[] = [];
  const said: string[] = [];

  /** A place of its own on this engine; the data folder is not there yet. */
  function aPlace(): Record<string, string> {
    const place = { DATA_DIR: join(home, `data-${made++}`), ROOTS_FILE: join(home, 'roots.json') };
    if (kind === 'embedded') return { ...place, DEMONSTRATION: 'no', COUCHDB_URL: '' };
    const prefix = `mark${process.pid.toString(36)}${Date.now().toString(36)}${made}-`;
    prefixes.push(prefix);
    return { ...place, COUCHDB_URL: process.env['COUCHDB_URL'] ?? '', COUCHDB_PREFIX: prefix };
  }
  const surroundings = (env: Record<string, string>) => ({
    root: join(import.meta.dirname, '../../..'),
    env,
    say: (sentence: string) => void said.push(sentence)
  });
  async function start(env: Record<string, string>): Promise<void> {
    const { engine } = await openInstallation(readSettings(env), () => undefined);
    await engine.close();
  }
  const secretsAt = (env: Record<string, string>): string => join(env['DATA_DIR'] ?? '', 'secrets.json');

  async function inAccounts<T>(
    env: Record<string, string>,
    work: (accounts: PouchDB.Database<Record<string, unknown>>) => Promise<T>
  ): Promise<T> {
    const engine = await openEngineBeside(readSettings(env), 'to look at it').catch(() => null);
    if (engine === null) throw new Error('The engine cannot be opened.');
    try {
      return await work(engine.openAsAdministrator('accounts') as never);
    } finally {
      await engine.close();
    }
  }

  let first: Record<string, string>;
  let backup: string;
  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'i2es-mark-'));
    said.length = 0;
    const { publicKey } = await importSigningKey(await generatePrivateJwk());
    writeFileSync(join(home, 'roots.json'), JSON.stringify([publicKey]));
    first = aPlace();
    backup = join(home, 'backup');
    await start(first);
  });
  afterEach(async () => {
    for (const prefix of prefixes.splice(0)) {
      const env = { DATA_DIR: home, COUCHDB_URL: process.env['COUCHDB_URL'] ?? '', COUCHDB_PREFIX: prefix };
      const { couchdbUrl } = readSettings(env);
      const names = (await askCouchdb(couchdbUrl ?? '', 'GET', '_all_dbs')).body as unknown as string[];
      for (const name of names.filter((one) => one.startsWith(prefix)))
        await askCouchdb(couchdbUrl ?? '', 'DELETE', name);
    }
    rmSync(home, { recursive: true, force: true });
  });

  test('that is restored into a data folder which is missing has its secrets first, and starts', async () => {
    expect(await runBackup([backup, '--with-secrets'], surroundings(first))).toBe(0);
    const second = aPlace();
    said.length = 0;
    expect(await runRestore([backup], surroundings(second))).toBe(0);
    const told = said.filter(
      (one) => one === 'secrets.json is back.' || /^[a-z-]+: \d+ documents$/.test(one)
    );
    expect(told[0]).toBe('secrets.json is back.');
    expect(readFileSync(secretsAt(second))).toEqual(readFileSync(secretsAt(first)));
    await start(second);
  });

  test('whose restore failed at its secrets is restored by the same command again', async () => {
    expect(await runBackup([backup, '--with-secrets'], surroundings(first))).toBe(0);
    const second = { ...aPlace(), SECRETS_FILE: join(home, 'blocked', 'secrets.json') };
    writeFileSync(join(home, 'blocked'), '');
    await expect(runRestore([backup], surroundings(second))).rejects.toThrow(
      /^Not restored: .*secrets\.json cannot be written\. Run npm run restore again when it can\.$/
    );
    rmSync(join(home, 'blocked'));
    expect(await runRestore([backup], surroundings(second))).toBe(0);
    await start(second);
  });

  test('is not restored next to other secrets, and nothing is written then', async () => {
    expect(await runBackup([backup, '--with-secrets'], surroundings(first))).toBe(0);
    const second = { ...aPlace(), SECRETS_FILE: join(home, 'other.json') };
    await makeSecretsFile(second.SECRETS_FILE);
    await expect(runRestore([backup], surroundings(second))).rejects.toThrow(
      /^Not restored: .*other\.json is there already and is not the one of the backup\. Move it elsewhere/
    );
    rmSync(second.SECRETS_FILE);
    expect(await runRestore([backup], surroundings(second))).toBe(0);
  });

  test('never makes new secrets by itself, and makes them when a person says so', async () => {
    expect(await runBackup([backup], surroundings(first))).toBe(0);
    const second = aPlace();
    expect(await runRestore([backup], surroundings(second))).toBe(0);
    expect(said.join('\n')).toMatch(/I2ES does not start without them/);
    const lost =
      /^The secrets of this installation are not here: there is no .*secrets\.json\. .* accept-secrets\.$/;
    await expect(start(second)).rejects.toThrow(lost);
    await expect(runProvision([], surroundings(second))).rejects.toThrow(lost);
    expect(existsSync(secretsAt(second))).toBe(false);
    expect(await runProvision(['accept-secrets'], surroundings(second))).toBe(0);
    await start(second);
  });

  test('refuses other secrets, says which they are, and takes them when a person says so', async () => {
    const path = secretsAt(first);
    renameSync(path, join(home, 'right.json'));
    await makeSecretsFile(path);
    await expect(start(first)).rejects.toThrow(
      /secrets\.json does not fit these databases: the secret of service users and second factors and the key of the exchange in it are not/
    );
    const right = JSON.parse(readFileSync(join(home, 'right.json'), 'utf8')) as object;
    writeFileSync(path, JSON.stringify({ ...right, exchangeKey: await generatePrivateJwk() }));
    await expect(start(first)).rejects.toThrow(/: the key of the exchange in it is not/);
    expect(await runProvision(['accept-secrets'], surroundings(first))).toBe(0);
    await start(first);
    renameSync(join(home, 'right.json'), path);
    await expect(start(first)).rejects.toThrow(/the key of the exchange/);
  });

  test('of a newer version is refused by an older one, which writes nothing', async () => {
    expect(await runBackup([backup], surroundings(first))).toBe(0);
    const before = await inAccounts(first, async (accounts) => {
      const mark = await accounts.get('setting:installation');
      expect(mark).toMatchObject({ version: PROGRAM_VERSION });
      const design = await accounts.get('_design/structure');
      await accounts.put({ ...design, hash: 'of a newer version' });
      await accounts.put({ ...mark, version: '99.2.0' });
      return Number.parseInt(String((await accounts.info()).update_seq), 10);
    });
    const sentence = `I2ES 99.2.0 wrote these data, and this is I2ES ${PROGRAM_VERSION}, which is older.`;
    await expect(start(first)).rejects.toThrow(sentence);
    for (const words of [[], ['designs'], ['accept-secrets']])
      await expect(runProvision(words, surroundings(first))).rejects.toThrow(sentence);
    await expect(runBackup([join(home, 'other')], surroundings(first))).rejects.toThrow(sentence);
    const { couchdbUrl, couchdbPrefix, dataFolder } = readSettings(first);
    const engine =
      couchdbUrl === null
        ? await openEmbeddedEngine({ folder: dataFolder })
        : await openCouchdbEngine({ url: couchdbUrl, prefix: couchdbPrefix });
    const accounts = engine.openAsAdministrator('accounts');
    expect(await accounts.get('_design/structure')).toMatchObject({ hash: 'of a newer version' });
    // CouchDB's sequence begins with its number of changes.
    expect(Number.parseInt(String((await accounts.info()).update_seq), 10)).toBe(before);
    await engine.close();
  });

  test('of a newer version in a backup is restored by that version only', async () => {
    expect(await runBackup([backup], surroundings(first))).toBe(0);
    const manifest = JSON.parse(readFileSync(join(backup, 'manifest.json'), 'utf8')) as object;
    writeFileSync(join(backup, 'manifest.json'), JSON.stringify({ ...manifest, version: '99.2.0' }));
    await expect(runRestore([backup], surroundings(aPlace()))).rejects.toThrow(
      /^I2ES 99\.2\.0 made the backup in .*, and this is I2ES .*, which is older\. Restore it with I2ES 99\.2\.0 or newer\.$/
    );
  });
});
