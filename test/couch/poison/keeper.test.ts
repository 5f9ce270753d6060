/** What a keeper does about a document that should never have been there: sees it, copies it, takes it out. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PROGRAM_VERSION } from '#couch/base/program.ts';
import { databaseToKind, DATABASE_KINDS } from '#couch/base/databases.ts';
import type { Finding } from '#couch/doctor/health-check.ts';
import { judgeStored } from '#couch/doctor/judge-document.ts';
import { examine } from '#couch/doctor/doctor-command.ts';
import { readDocument } from '#couch/engine/engine.ts';
import { StartError } from '#couch/base/command.ts';
import { backUp } from '#couch/provision/backup/backup-command.ts';
import { checkBackup, restore } from '#couch/provision/backup/restore-command.ts';
import { setDocumentAside } from '#couch/provision/set-aside.ts';
import { writeSystemSettings } from '#couch/installation/system-settings.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { ACT_KINDS } from '#lib/domain/act/kinds.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import type { Poison } from '../../samples/poison.ts';
import { openRig, signed, type Rig } from '../gateway/rig.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';
import { plant, poisonOfAll, uuid } from './plant.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

describeEngines('the keeper of databases in which everything may lie', (open) => {
  let rig: Rig;
  let folder: string;
  let genuine: Act;
  const planted = new Map<string, readonly Poison[]>();

  beforeAll(async () => {
    rig = await openRig(open);
    folder = mkdtempSync(join(tmpdir(), 'i2es-poison-'));
    await writeSystemSettings(rig.engine, { roots: [rig.keys.root.publicKey], demonstration: false });
    genuine = (await signed(anImportAuthorization(), rig.keys.auOfficer)) as Act;
    await rig.engine.openAsAdministrator('country-au').bulkDocs([genuine]);
    const sound = await look();
    expect(sound.map(({ level }) => level)).toEqual(['ok']);
    for (const [name, poison] of Object.entries(await poisonOfAll(rig.engine)))
      planted.set(name, await plant(rig.engine, name, poison));
  });
  afterAll(async () => {
    await rig.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const look = (): Promise<readonly Finding[]> => examine({ engine: rig.engine } as never, ['documents']);

  async function putAside(name: string, id: string): Promise<string> {
    return (await setDocumentAside(rig.engine, { name, id, folder })).file;
  }

  test('has every kind of database, and every kind of act in each that takes acts', () => {
    expect([...planted.keys()].map(databaseToKind)).toEqual(DATABASE_KINDS);
    for (const name of ['country-au', 'reference', 'incb', 'training-desk']) {
      const kinds = new Set((planted.get(name) ?? []).map((one) => one.name.replace(/:.*/, '')));
      expect([name, ACT_KINDS.filter((kind) => !kinds.has(kind))]).toEqual([name, []]);
    }
  });

  test('is told of each act that is none, and of every other that its own reader would not take', () => {
    for (const [name, poison] of planted) {
      const unseen = poison.filter(({ document }) => judgeStored(document, name).length === 0);
      // What is well formed under its hash is a forgery by its signature alone, which is the exchange's to tell.
      const acts = unseen.filter(({ document }) => document._id.startsWith('act:'));
      expect(acts.filter((one) => !one.name.endsWith('under its hash')).map((one) => one.name)).toEqual([]);
      expect(acts.length).toBeLessThan(poison.length / 20);
      expect([name, unseen.length < poison.length / 2]).toEqual([name, true]);
    }
  });

  test('is told of a note of what was told of evaluations that says no sums', () => {
    const noted = {
      _id: 'told:5a0b5e3e-0c0d-4f0e-8a86-000000000001',
      _rev: `1-${'a'.repeat(32)}`,
      schema: 1
    };
    expect(judgeStored({ ...noted, evaluation: { count: 'many' } }, 'training-desk')).not.toEqual([]);
    const sums = { useful: 20, clear: 20, pace: 20, again: 20 };
    expect(judgeStored({ ...noted, evaluation: { count: 5, sums } }, 'training-desk')).toEqual([]);
  });

  test('is not told that a name was deleted where names are deleted on their day', () => {
    const gone = { _id: `act:20261124:AU:enrolment:${'K'.repeat(43)}`, _deleted: true };
    expect(judgeStored(gone, 'training-desk')).toEqual([]);
    expect(judgeStored(gone, 'country-au')).toMatchObject([{ code: 'act.deleted' }]);
  });

  test('is told of each database, by id, what is wrong, and the one command that helps', async () => {
    const findings = await look();
    for (const [name, poison] of planted) {
      const told = findings.filter(({ about }) => about === name);
      const named = told.filter(({ says }) => says.includes('is not what its id says'));
      expect(named).toHaveLength(20);
      for (const one of named) {
        expect(one.level).toBe('bad');
        const remedy = 'remedy' in one ? one.remedy : '';
        expect(remedy).toMatch(new RegExp(`^npm run provision -- set-aside ${name} \\S`));
        expect(poison.some(({ document }) => remedy.includes(document._id))).toBe(true);
      }
      // The embedded engine drops an own key that is named like one of the language.
      const wrong = poison.filter((one) => judgeStored(one.document, name).length > 0).length;
      const more = Number(/^(\d+) more documents/.exec(told.at(-1)?.says ?? '')?.[1]);
      expect(more + named.length).toBeLessThanOrEqual(wrong);
      expect(more + named.length).toBeGreaterThan(wrong - 8);
    }
  });

  test('takes out what is named; a copy for the keeper alone is kept, and nothing of it is left', async () => {
    const wrong = (planted.get('country-au') ?? []).filter(
      ({ document }) => judgeStored(document, 'country-au').length > 0
    );
    const meant = [
      'import-authorization: body is missing',
      'message: a tombstone',
      'block: year is null',
      'unknown: nothing in it'
    ];
    for (const one of meant) {
      const { document } = wrong.find(({ name }) => name === one) as Poison;
      const file = await putAside('country-au', document._id);
      expect(statSync(file).mode & 0o077).toBe(0);
      const copy = JSON.parse(readFileSync(file, 'utf8')) as { id: string; leaves: { _id: string }[] };
      expect([copy.id, copy.leaves.map(({ _id }) => _id)]).toEqual([document._id, [document._id]]);
      const database = rig.engine.openAsAdministrator('country-au');
      expect(await readDocument(database, document._id)).toBeNull();
      const { results } = await database.changes({ include_docs: true, limit: 100_000 });
      const left = results.find(({ id }) => id === document._id);
      expect(left === undefined ? [] : judgeStored(left.doc, 'country-au')).toEqual([]);
      await expect(putAside('country-au', document._id)).rejects.toThrow(StartError);
    }
  });

  test('never takes out a genuine act, whole or altered or deleted, nor what nothing is wrong with', async () => {
    const database = rig.engine.openAsAdministrator('country-au');
    await expect(putAside('country-au', genuine._id)).rejects.toThrow('Nothing is wrong');
    const other = (await signed(
      anImportAuthorization({ over: { remarks: 'Other.' } }),
      rig.keys.auOfficer
    )) as Act;
    for (const state of [{ body: null }, { _deleted: true }]) {
      const hash = 'f'.repeat(32);
      const planting = { name: '', document: { ...other, ...state } as never };
      await plant(rig.engine, 'country-au', [planting], hash);
      // As a partner's database has it.
      await plant(rig.engine, 'country-ch', [{ name: '', document: other as never }]);
      expect(judgeStored(await readWinning(other._id), 'country-au')).not.toEqual([]);
      await expect(putAside('country-au', other._id)).rejects.toThrow('genuine act');
    }
    const draft = {
      _id: `draft:${uuid(999_999)}`,
      schema: 1,
      kind: 'import-authorization',
      fields: {},
      lines: []
    };
    await database.bulkDocs([draft]);
    await expect(putAside('country-au', draft._id)).rejects.toThrow('Nothing is wrong');
    await expect(putAside('country-zz', draft._id)).rejects.toThrow('no database');
    await expect(putAside('country-au', '_design/structure')).rejects.toThrow('server’s own');
    await expect(putAside('country-au', 'draft:none')).rejects.toThrow('There is no');
  });

  async function readWinning(id: string): Promise<unknown> {
    const database = rig.engine.openAsAdministrator('country-au');
    const { results } = await database.changes({ include_docs: true, limit: 100_000 });
    return results.find((one) => one.id === id)?.doc;
  }

  test('backs everything up, and restores it as it was', async () => {
    // A gateway that runs counts the trainings' answers meanwhile.
    await rig.gateway.close();
    const place = join(folder, 'backup');
    const version = PROGRAM_VERSION;
    const options = { version, folder: place, secretsOf: null, now: () => new Date(), say: () => undefined };
    const manifest = await backUp({ engine: rig.engine, ...options });
    const into: TestEngine = await open();
    try {
      await restore(await checkBackup(place), { engine: into.engine, ...options });
      for (const { name } of manifest.databases) {
        const [was, is] = [rig.engine, into.engine].map((engine) => engine.openAsAdministrator(name));
        const [before, after] = await Promise.all([was?.allDocs(), is?.allDocs()]);
        const ids = (rows: typeof before): string[] =>
          (rows?.rows ?? []).map(({ id }) => id).filter((id) => !/^(?:_design|audit|invitation):?/.test(id));
        expect(ids(after)).toEqual(ids(before));
      }
    } finally {
      await into.drop();
    }
  });
});

describeEngines('the keeper of a database to which a country’s people have written much', (open) => {
  test('is still told of the one document that nobody could have written', async () => {
    const rig = await openRig(open);
    const officer = await rig.signIn('au.officer');
    const drafts = Array.from({ length: 60 }, (_, n) => ({ _id: `draft:${uuid(n)}`, schema: 1 }));
    expect(await officer.push('country-au', drafts)).toEqual({});
    const looked = { engine: rig.engine } as never;
    const before = await examine(looked, ['documents']);
    expect(before.map(({ level }) => level)).toEqual(before.map(() => 'warn'));
    expect(before).toHaveLength(21);
    const id = `act:20261124:AU:message:${'q'.repeat(42)}A`;
    await plant(rig.engine, 'country-au', [{ name: 'an act without a body', document: { _id: id } }]);
    const [first, ...others] = await examine(looked, ['documents']);
    expect(first).toMatchObject({ level: 'bad', remedy: `npm run provision -- set-aside country-au ${id}` });
    expect(others).toHaveLength(20);
    await rig.drop();
  });
});
