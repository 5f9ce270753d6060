/** The archive of a country: what is in it, what is not, who can read it, and what a damaged one says. */
import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runArchive } from '#couch/archive/archive-command.ts';
import { archiveCountry } from '#couch/archive/country-archive.ts';
import { readSettings } from '#couch/base/env.ts';
import type { Engine } from '#couch/engine/engine.ts';
import { provisionFiles } from '#couch/installation/provision.ts';
import { checkArchive } from '#couch/provision/backup/restore-archive.ts';
import { restoreArchive, runRestore } from '#couch/provision/backup/restore-command.ts';
import { openInstallation } from '#couch/start/open-installation.ts';
import { formsIn } from '#lib/domain/exchange/archive-manifest.ts';
import { piecesOf, scanId } from '#lib/domain/file/scan.ts';
import { anImportAuthorization, AU, CH } from '../../samples/acts.ts';
import { aPicture, aScan } from '../../samples/scans.ts';
import { aNumber, openRig, signed, type Rig } from '../gateway/rig.ts';
import { describeEngines, openTestEmbedded, openUnguarded, type TestEngine } from '../with-engine.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const ROOT = join(import.meta.dirname, '../../..');
const PYTHON = join(import.meta.dirname, 'verify_archive.py');
const AT = new Date('2026-11-25T09:00:00.000Z');

/** In place of the built program: the thread and what it is given are real, its forms are not. */
const PRINTER = `require('node:worker_threads').parentPort.on('message', function ({ acts }) {
  const forms = acts.filter(({ _id }) => /:(?:import|export)-/.test(_id));
  const print = (id) => require('node:crypto').createHash('shake256', { outputLength: 20_000 }).update(id).digest();
  this.postMessage(
    forms.map(({ _id: id }) => ({ id, bytes: print(id), path: 'forms/form-' + id.slice(-43) + '.pdf' }))
  );
});`;

interface Read {
  readonly acts: number;
  readonly verified: number;
  readonly files: number;
  readonly manifest: string;
  readonly problems: readonly string[];
}

/** An independent reader, in another language and without code of I2ES. */
function readInPython(file: string): Read {
  const { stdout } = spawnSync('python3', [PYTHON, file], { encoding: 'utf8' });
  return JSON.parse(stdout) as Read;
}

const home = mkdtempSync(join(tmpdir(), 'i2es-archive-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function textOf(file: string): Promise<string> {
  const archive = await checkArchive(file);
  const texts: string[] = [];
  for await (const { documents } of archive.portions()) texts.push(JSON.stringify(documents));
  await archive.close();
  return texts.join('\n');
}

describe('the archive of Australia, of the demonstration', () => {
  const env = { DATA_DIR: join(home, 'data'), APP_DIR: join(home, 'app'), DEMONSTRATION: 'pair' };
  const file = join(home, 'au.zip');
  const said: string[] = [];
  const say = (sentence: string): void => void said.push(sentence);
  const archive = (words: readonly string[]): Promise<number> => runArchive(words, { root: ROOT, env, say });

  beforeAll(async () => {
    mkdirSync(env.APP_DIR);
    writeFileSync(join(env.APP_DIR, 'archive-reader.html'), '<!doctype html>');
    writeFileSync(join(env.APP_DIR, 'archive-readme.txt'), 'An archive of I2ES.');
    const { engine } = await openInstallation(readSettings(env), () => undefined);
    await addScan(engine);
    await engine.close();
    writeFileSync(join(env.APP_DIR, 'archive-forms.cjs'), PRINTER);
    expect(await archive(['au', file, '--forms', 'fr'])).toBe(0);
  });

  test('is read by a program in another language, which verifies every hash, document, signature and certificate', () => {
    const { problems, acts, verified, files, manifest } = readInPython(file);
    expect(problems).toEqual([]);
    expect(acts).toBeGreaterThan(100);
    expect([verified, files, manifest]).toEqual([acts, 1, 'signed']);
  });

  test('has a form for each authorization and declaration on request, named by its hash', async () => {
    const { manifest, close } = await checkArchive(file);
    await close();
    const names = [...formsIn(manifest).values()].map(({ path }) => path);
    expect(said[0]).toContain(` ${names.length} forms, `);
    expect(names.length).toBeGreaterThan(20);
    await expect(archive(['au', join(home, 'de.zip'), '--forms', 'de'])).rejects.toThrow('LANGUAGE: en, fr');
  });

  test('shows one changed byte to that program and to restore, which says where', async () => {
    const whole = new Uint8Array(readFileSync(file));
    const damaged = join(home, 'damaged.zip');
    const places = [0.2, 0.4, 0.6, 0.8].map((part) => Math.floor(whole.length * part));
    for (const place of places) {
      const bytes = whole.slice();
      bytes[place]! ^= 1;
      writeFileSync(damaged, bytes);
      expect(readInPython(damaged).problems, String(place)).not.toEqual([]);
      await expect(checkArchive(damaged), String(place)).rejects.toThrow(
        /^Not restored: .*damaged\.zip .*\(.*\)/
      );
    }
    writeFileSync(damaged, whole.slice(0, -1000));
    await expect(checkArchive(damaged)).rejects.toThrow('is not a whole ZIP file');
  });

  test('is restored by the command onto an empty server, which starts with it', async () => {
    const restored = { DATA_DIR: join(home, 'restored'), DEMONSTRATION: 'no' };
    expect(await runRestore([file], { root: ROOT, env: restored, say })).toBe(0);
    expect(said.join('\n')).toMatch(/The archive of AU of .* is whole: \d+ signed documents/);
    expect(said.join('\n')).toMatch(/Root key of INCB in the archive: [0-9A-Z ]/);
    const { engine, system } = await openInstallation(readSettings(restored), () => undefined);
    expect(system.demonstration).toBe(false);
    const { rows } = await engine.open('country-au').allDocs({ startkey: 'act:', endkey: 'act:\ufff0' });
    expect(rows).toHaveLength(readInPython(file).acts);
    await engine.close();
  });

  test('is refused for a country without a database, for a file that exists, and without the pages of the app', async () => {
    await expect(archive(['au', file])).rejects.toThrow('exists already');
    await expect(archive(['fr', join(home, 'fr.zip')])).rejects.toThrow('FR has no database here.');
    await expect(archive(['Australia'])).rejects.toThrow('Usage: npm run archive');
    const without = { ...env, APP_DIR: join(home, 'none') };
    await expect(runArchive(['au'], { root: ROOT, env: without, say })).rejects.toThrow('npm run build');
  });
});

async function addScan(engine: Engine): Promise<void> {
  const { scan, pieces, declared } = await aScan(aPicture(400_000));
  await provisionFiles(engine, AU);
  const kept = { schema: 1, by: 'au.officer' };
  const at = AT.toISOString();
  await engine.openAsAdministrator('files-au').bulkDocs([
    { _id: scanId(scan.sha256), ...declared, ...kept, startedAt: at, completeAt: at },
    ...pieces.map((piece, number) => ({
      _id: `${piecesOf(scan.sha256)}${number}`,
      ...piece,
      ...kept,
      takenAt: at
    }))
  ] as object[]);
}

describeEngines('an archive', (open) => {
  let rig: Rig;
  let target: TestEngine;
  let foreign: { readonly _id: string };

  beforeAll(async () => {
    rig = await openRig(open);
    target = await openTestEmbedded();
    const own = await signed(anImportAuthorization(), rig.keys.auOfficer);
    const altered = { ...own, _id: own._id.replace('20', '21'), body: { ...own.body, remarks: 'altered' } };
    const between = { issuer: CH, exportingCountry: 'FR', number: aNumber(1, 'CH') };
    foreign = await signed(anImportAuthorization({ over: between }), rig.keys.chOfficer);
    const country = await openUnguarded(rig.engine, 'country-au');
    await country.bulkDocs([own, altered, foreign] as object[], { new_edits: true });
    const draft = 'draft:6f1c1b1e-6a52-4f0e-9d6e-000000000001';
    const revisions = (end: string, content: object): object => ({
      ...{
        _id: draft,
        _rev: `2-${end.repeat(32)}`,
        _revisions: { start: 2, ids: [end.repeat(32), 'a'.repeat(32)] }
      },
      ...{ schema: 1, kind: 'message', fields: {} },
      ...content
    });
    await country.bulkDocs([revisions('b', {}), revisions('c', { _deleted: true })], { new_edits: false });
    await addScan(rig.engine);
  });
  afterAll(async () => {
    await rig.drop();
    await target.drop();
  });

  async function write(name: string): Promise<string> {
    const file = join(home, name);
    const { engine } = rig;
    const open_ = engine.openAsAdministrator.bind(engine);
    const system = { roots: [rig.keys.root.publicKey], demonstration: false };
    const source = {
      country: AU,
      engine,
      open: open_,
      accounts: { open: open_ },
      system,
      version: '0.1.0',
      at: AT
    };
    await pipeline(archiveCountry({ ...source, pages: {}, key: null }), createWriteStream(file));
    return file;
  }

  test('holds nothing that was not addressed to the country, and no password, token, secret or stranger’s key', async () => {
    await rig.signIn('au.officer');
    await rig.engine
      .open('accounts')
      .put({ _id: 'notifications:au.officer', schema: 1, push: 'push-secret' } as object);
    const file = await write(`own-${rig.engine.kind}.zip`);
    const { manifest, close } = await checkArchive(file);
    await close();
    expect(manifest.acts).toBe(3);
    expect(manifest.leftOut.map(({ code }) => code).sort()).toEqual(['act.database.wrong', 'act.id.differs']);
    const text = await textOf(file);
    expect(text).not.toContain(foreign._id);
    expect(text).not.toContain(rig.keys.chOfficer.keyId);
    for (const secret of ['argon2', 'password', 'session:', 'push-secret', '"hash"', '"token"', '"d":'])
      expect(text, secret).not.toContain(secret);
  });

  test('is restored with histories, conflicts, deletions and files', async () => {
    const archive = await checkArchive(await write(`restored-${rig.engine.kind}.zip`));
    await restoreArchive(archive, { engine: target.engine, now: () => AT, say: () => undefined });
    await archive.close();
    const leaves = async (engine: Engine, name: string): Promise<string[]> => {
      const { results } = await engine.openAsAdministrator(name).changes({ style: 'all_docs' });
      return results.flatMap(({ id, changes }) => changes.map(({ rev }) => `${id} ${rev}`)).sort();
    };
    const before = (await leaves(rig.engine, 'country-au')).filter((one) => !one.startsWith('_'));
    const left = archive.manifest.leftOut.map(({ id }) => id);
    const kept = before.filter((one) => !left.some((id) => one.startsWith(id)));
    expect(await leaves(target.engine, 'country-au')).toEqual(kept);
    const files = async (engine: Engine): Promise<unknown[]> => {
      const { rows } = await engine.openAsAdministrator('files-au').allDocs({ include_docs: true });
      return rows
        .filter(({ id }) => !id.startsWith('_'))
        .map(({ doc }) => ({ ...doc, _rev: null, takenAt: null }));
    };
    expect(await files(target.engine)).toEqual(await files(rig.engine));
    await expect(
      restoreArchive(archive, { engine: target.engine, now: () => AT, say: () => undefined })
    ).rejects.toThrow('there are databases here already');
  });
});
