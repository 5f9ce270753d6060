import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KEPT_FREE, ROOM_TO_OPEN, ROOM_TO_SIGN_IN } from '#couch/engine/folder.ts';
import { resultsOf } from '../gateway/answers.ts';
import { Client, type Answer } from '../gateway/rig.ts';
import { describeTinyDisk, openTinyDisk, type TinyDisk } from '../tiny-disk.ts';

const ROOT = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const MAX_WAIT_ROUNDS = 120_000;
const MEGABYTE = 1024 * 1024;

describeTinyDisk('a server whose disk fills up', () => {
  let disk: TinyDisk;
  let app: string;
  const running: ChildProcess[] = [];

  beforeAll(() => {
    disk = openTinyDisk(64);
    app = mkdtempSync(join(tmpdir(), 'i2es-app-'));
    for (const page of ['index.html', '200.html'])
      writeFileSync(join(app, page), '<!doctype html><title>I2ES</title>');
    mkdirSync(join(disk.folder, 'data'));
  });
  afterAll(() => {
    for (const child of running) if (child.exitCode === null) child.kill('SIGKILL');
    disk.drop();
    rmSync(app, { recursive: true, force: true });
  });

  /** The server itself, as `npm start` runs it. */
  function start(): {
    address: Promise<string>;
    ended: Promise<number | null>;
    output(): string;
    stop(): void;
  } {
    const data = join(disk.folder, 'data');
    const env = { ...process.env, PORT: '0', DATA_DIR: data, APP_DIR: app, COUCHDB_URL: '' };
    const child = spawn(process.execPath, ['--import', 'tsx', join('couch', 'cli.ts'), 'start'], {
      cwd: ROOT,
      env: { ...env, DEMONSTRATION: 'pair', LOG_LEVEL: 'silent' },
      stdio: ['ignore', 'pipe', 'pipe']
    });
    running.push(child);
    let text = '';
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const address = new Promise<string>((resolve, reject) => {
      const hear = (chunk: Buffer): void => {
        text += chunk.toString();
        const told = /I2ES is at (\S+)/.exec(text)?.[1];
        if (told) resolve(told);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      void ended.then(() => reject(new Error(text)));
    });
    address.catch(() => undefined);
    return { address, ended, output: () => text, stop: () => void child.kill('SIGTERM') };
  }

  async function signIn(address: string, person: string, password: string): Promise<Answer> {
    return new Client(address, '').ask('POST', '/api/session', { person, password });
  }

  async function officerAt(address: string): Promise<Client> {
    const answer = await signIn(address, 'au.officer', 'banksia-morning-26');
    expect(answer.status).toBe(201);
    return new Client(address, (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '');
  }

  let drafts = 0;
  function someDrafts(count: number): { readonly _id: string; readonly fields: object }[] {
    return Array.from({ length: count }, () => {
      const _id = `draft:6f1c1b1e-6a52-4f0e-9d6e-${(++drafts).toString(16).padStart(12, '0')}`;
      const hash = 'a'.repeat(32);
      const revision = { _rev: `1-${hash}`, _revisions: { start: 1, ids: [hash] } };
      return { _id, ...revision, schema: 1, fields: { remarks: `draft ${drafts} `.repeat(500) } };
    });
  }

  function push(client: Client, docs: readonly object[]): Promise<Answer> {
    return client.ask('POST', '/db/country-au/_bulk_docs', { docs, new_edits: false });
  }

  /** The ids that are there, each with what it was pushed with, and no id twice. */
  async function heldOf(client: Client, documents: readonly { _id: string; fields: object }[]) {
    const docs = documents.map(({ _id }) => ({ id: _id }));
    const { status, body } = await client.ask('POST', '/db/country-au/_bulk_get', { docs });
    expect(status).toBe(200);
    const rows = resultsOf(body) as {
      id: string;
      docs: { ok?: { fields: object; _conflicts?: unknown } }[];
    }[];
    const held = rows.flatMap(({ id, docs }) => docs.flatMap(({ ok }) => (ok ? [{ id, ok }] : [])));
    for (const { id, ok } of held) expect(ok.fields).toEqual(documents.find((one) => one._id === id)?.fields);
    return held.map(({ id }) => id);
  }

  async function expectReading(client: Client): Promise<void> {
    for (const path of [
      '/api/session',
      '/db/country-au',
      '/db/country-au/_changes?limit=20',
      '/db/reference'
    ])
      expect((await client.ask('GET', path)).status, path).toBe(200);
  }

  /** Their cookie opens nothing from that moment. */
  async function expectLeaving(client: Client): Promise<void> {
    expect((await client.ask('DELETE', '/api/session')).status).toBe(204);
    expect((await client.ask('GET', '/api/session')).status).toBe(401);
    expect((await client.ask('GET', '/db/country-au')).status).toBe(401);
  }

  test(
    'says so, stores nothing that it does not acknowledge, is read meanwhile, and goes on when there is room',
    { timeout: MAX_WAIT_ROUNDS },
    async () => {
      const run = start();
      const address = await run.address;
      const officer = await officerAt(address);
      const [leaving, leavingLater] = [await officerAt(address), await officerAt(address)];
      const [before, refused] = [someDrafts(20), someDrafts(20)];
      expect(await push(officer, before)).toMatchObject({ status: 201, body: [] });

      disk.fillUpTo(KEPT_FREE - MEGABYTE);
      const full = { status: 507, body: { problems: [{ code: 'request.diskFull' }] } };
      expect(await push(officer, refused)).toMatchObject(full);
      expect(await heldOf(officer, refused)).toEqual([]);
      await expectReading(officer);
      expect((await signIn(address, 'ch.officer', 'gentian-evening-26')).status).toBe(201);

      disk.fillUpTo(ROOM_TO_SIGN_IN - MEGABYTE);
      expect(await signIn(address, 'ch.officer', 'gentian-evening-26')).toMatchObject(full);
      await expectLeaving(leavingLater);

      disk.fillUpTo(0);
      expect(await push(officer, refused)).toMatchObject(full);
      expect(await signIn(address, 'ch.officer', 'gentian-evening-26')).toMatchObject(full);
      await expectLeaving(leaving);
      // Health tells what the last look found, a few seconds ago at most.
      await expect
        .poll(async () => (await leaving.ask('GET', '/api/health')).body)
        .toMatchObject({
          ok: false,
          problems: [{ code: 'server.disk.full', values: { megabytes: 0 } }]
        });
      await expectReading(officer);
      expect((await heldOf(officer, before)).sort()).toEqual(before.map(({ _id }) => _id));

      disk.makeRoom();
      expect(await push(officer, refused)).toMatchObject({ status: 201, body: [] });
      expect((await signIn(address, 'ch.officer', 'gentian-evening-26')).status).toBe(201);
      run.stop();
      expect(await run.ended).toBe(0);

      disk.fillUpTo(ROOM_TO_OPEN - MEGABYTE);
      const noRoom = start();
      expect(await noRoom.ended).toBe(1);
      expect(noRoom.output().trim()).toMatch(
        /^The disk of .*data is full: \d MB are free, 8 MB are needed\.$/
      );
      disk.fillUpTo(0);
      const none = start();
      expect(await none.ended).toBe(1);
      expect(none.output().trim()).toMatch(/^The disk of [^\n]* is full[^\n]*\.$/);

      disk.makeRoom();
      const again = start();
      const client = await officerAt(await again.address);
      const all = [...before, ...refused];
      expect(await heldOf(client, all)).toEqual(all.map(({ _id }) => _id));
      again.stop();
      expect(await again.ended).toBe(0);
    }
  );
});
