/** The archive of a country through a real gateway: who gets it, and what is in it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openArchive } from '#lib/crypto/archive.ts';
import { unwrap } from '#lib/domain/result.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import { describeEngines } from '../with-engine.ts';
import { openRig, signed, type Client, type Rig } from './rig.ts';

describeEngines('the archive of a country', (open) => {
  let rig: Rig;
  let administrator: Client;
  const app = mkdtempSync(join(tmpdir(), 'i2es-app-'));

  beforeAll(async () => {
    for (const page of ['index.html', '200.html', 'archive-reader.html', 'archive-readme.txt'])
      writeFileSync(join(app, page), '<!doctype html>');
    rig = await openRig(open, { app, limits: { archivesPerPerson: 5 } });
    administrator = await rig.signIn('au.administrator');
    const own = await signed(anImportAuthorization(), rig.keys.auOfficer);
    await rig.engine.open('country-au').put(own as object);
  });
  afterAll(async () => {
    await rig.drop();
    rmSync(app, { recursive: true, force: true });
  });

  const fetchArchive = (client: Client, query = ''): Promise<Response> =>
    fetch(`${rig.address}/api/archive${query}`, { headers: { cookie: client.cookie } });

  test('is made by the administrator, whole, with the page that reads it, and the activity log names who', async () => {
    const answer = await fetchArchive(administrator);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toBe(
      'attachment; filename="i2es-archive-AU-2026-11-24.zip"'
    );
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const read = (from: number, to: number): Promise<Uint8Array<ArrayBuffer>> =>
      Promise.resolve(bytes.slice(from, to));
    const archive = unwrap(await openArchive({ size: bytes.length, read }));
    expect(archive.judgeEntries().ok).toBe(true);
    const { country, acts, entries, leftOut } = archive.manifest;
    expect([country, acts, leftOut]).toEqual(['AU', 3, []]);
    expect(entries.map(({ path }) => path)).toEqual(expect.arrayContaining(['README.txt', 'reader.html']));
    for (const { path } of entries) expect((await archive.read(path)).ok, path).toBe(true);
    const log = unwrap(await archive.lines('administration/activity-log.jsonl'));
    expect(log[0]).toMatchObject({ by: 'au.administrator', what: 'archive.made' });
  });

  test('with forms is refused in an unknown language, and while the server cannot print; then the log names none', async () => {
    const readLog = async (): Promise<unknown> => (await administrator.ask('GET', '/api/audit')).body;
    const before = await readLog();
    expect((await fetchArchive(administrator, '?forms=de')).status).toBe(400);
    expect((await fetchArchive(administrator, '?forms=fr')).status).toBe(503);
    expect(await readLog()).toEqual(before);
  });

  test('is refused to officers, viewers, INCB and strangers, and to an administrator who asks too often', async () => {
    for (const person of ['au.officer', 'au.reader', 'ch.officer'])
      expect((await fetchArchive(await rig.signIn(person))).status, person).toBe(403);
    expect((await fetchArchive(await rig.signIn('incb.secretary'))).status).toBe(404);
    expect((await fetch(`${rig.address}/api/archive`)).status).toBe(401);
    const statuses: number[] = [];
    for (let count = 0; count < 3; count++) {
      const answer = await fetchArchive(administrator);
      await answer.arrayBuffer();
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([200, 200, 429]);
  });
});
