/** A draft of far more versions than the gateway takes, put behind its back: everything goes on, and one command ends it. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { examine } from '#couch/doctor/doctor-command.ts';
import type { CheckContext } from '#couch/doctor/health-check.ts';
import type { Database } from '#couch/engine/engine.ts';
import { LIMITS } from '#couch/base/limits.ts';
import { readRevisions } from '#couch/database/read-revisions.ts';
import { backUp } from '#couch/provision/backup/backup-command.ts';
import { checkBackup, restore } from '#couch/provision/backup/restore-command.ts';
import { listManyVersioned, settleVersions } from '#couch/installation/settle.ts';
import { aReplica, openRig, type Client, type Rig } from '../gateway/rig.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const hash = (): string => randomUUID().replace(/-/g, '');
/** More than the backup reads at once, than the ids of one question here, and than the leaves of a page. */
const VERSIONS = 240;
const limits = { ...LIMITS, idsPerRequest: 100, leavesPerPage: 200 };
const DRAFTS = [`draft:${randomUUID()}`, `draft:${randomUUID()}`] as const;
const NEIGHBOUR = `draft:${randomUUID()}`;

function aVersion(_id: string): object {
  const rev = hash();
  return {
    _id,
    _rev: `1-${rev}`,
    _revisions: { start: 1, ids: [rev] },
    schema: 1,
    fields: { importerName: rev }
  };
}

async function leavesOf(database: PouchDB.Database<object>, id: string): Promise<string[]> {
  const { results } = await database.changes({ style: 'all_docs', batch_size: 10_000 });
  return (results.find((row) => row.id === id)?.changes ?? []).map(({ rev }) => rev).sort();
}

describeEngines('a draft of far too many versions', (open) => {
  let rig: Rig;
  let officer: Client;
  let target: TestEngine;
  let database: Database;
  let folder: string;

  beforeAll(async () => {
    rig = await openRig(open, { limits });
    officer = await rig.signIn('au.officer');
    target = await open();
    folder = mkdtempSync(join(tmpdir(), 'i2es-versions-'));
    database = rig.engine.openAsAdministrator('country-au');
    for (const id of DRAFTS)
      await database.bulkDocs(
        Array.from({ length: VERSIONS }, () => aVersion(id)),
        { new_edits: false }
      );
    await database.bulkDocs([aVersion(NEIGHBOUR)], { new_edits: false });
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await target.drop();
    await rig.drop();
  });

  test('is found by the doctor, with the command that ends it', async () => {
    const findings = await examine({ engine: rig.engine } as CheckContext, ['versions']);
    expect(findings.map(({ about, says }) => `${about}: ${says}`).sort()).toEqual(
      DRAFTS.map(
        (id) => `country-au: ${id} lies in ${VERSIONS} versions side by side; at most 20 are taken.`
      ).sort()
    );
    const [first] = findings;
    expect(first && 'remedy' in first && first.remedy).toContain('npm run settle -- country-au draft:');
  });

  test('is backed up and restored, every version of it', async () => {
    const now = (): Date => new Date('2026-11-24T09:00:00.000Z');
    const say = (): void => undefined;
    const { engine } = rig;
    const manifest = await backUp({ engine, version: '0.1.0', folder, secretsOf: null, now, say });
    expect(manifest.databases.flatMap(({ lacks = [] }) => lacks)).toEqual([]);
    await restore(await checkBackup(folder), { engine: target.engine, folder, now, say });
    const restored = target.engine.openAsAdministrator('country-au');
    expect(await leavesOf(restored, DRAFTS[0])).toEqual(await leavesOf(database, DRAFTS[0]));
  });

  test('what cannot be brought out is named, and the rest is read', async () => {
    const bulkGet = database.bulkGet.bind(database);
    const spy = vi.spyOn(database, 'bulkGet').mockImplementation(async (asked) => {
      if (asked.docs.some(({ id }) => id === NEIGHBOUR))
        throw Object.assign(new Error('broken'), { status: 500 });
      return bulkGet(asked);
    });
    const lost: string[] = [];
    let read = 0;
    const reader = { isLeftOut: () => false, lost: (id: string) => void lost.push(id) };
    for await (const page of readRevisions(database, reader)) read += page.length;
    spy.mockRestore();
    expect(lost).toEqual([NEIGHBOUR]);
    expect(read).toBeGreaterThanOrEqual(DRAFTS.length * VERSIONS);
  });

  test('replicates to a stock client, every version of it and what comes after it', async () => {
    const replica = aReplica();
    const done = await replica.replicate.from(officer.remote('country-au'));
    expect(done.ok).toBe(true);
    for (const id of DRAFTS) expect(await leavesOf(replica, id)).toEqual(await leavesOf(database, id));
    expect(await replica.get(NEIGHBOUR)).toMatchObject({ schema: 1 });
    // And is told that all is there, when it asks for what it could push.
    const back = await replica.replicate.to(officer.remote('country-au'));
    expect(back.docs_written).toBe(0);
    await replica.destroy();
  });

  test('a page of changes ends where it has so many leaves, and the next goes on', async () => {
    const seen: string[] = [];
    for (let since = '0', pages = 0; pages < 20; pages++) {
      const path = `/db/country-au/_changes?style=all_docs&limit=1000&since=${encodeURIComponent(since)}`;
      const { body } = await officer.ask('GET', path);
      const page = body as { results: { id: string; changes: unknown[] }[]; last_seq: unknown };
      if (page.results.length === 0) break;
      const leaves = page.results.reduce((sum, { changes }) => sum + changes.length, 0);
      expect(leaves).toBeLessThan(limits.leavesPerPage + VERSIONS);
      seen.push(...page.results.map(({ id }) => id));
      since = String(page.last_seq);
    }
    for (const id of [...DRAFTS, NEIGHBOUR]) expect(seen.filter((one) => one === id)).toHaveLength(1);
  });

  test('is settled: what is shown and the newest stay, once and for all', async () => {
    const [id, other] = DRAFTS;
    const { _rev: shown } = await database.get(id);
    expect(await settleVersions(database, id, 5)).toEqual({ kept: 6, ended: VERSIONS - 6 });
    expect(await database.get(id, { conflicts: true })).toMatchObject({ _rev: shown });
    expect((await database.get(id, { conflicts: true }))._conflicts).toHaveLength(5);
    expect(await settleVersions(database, id, 5)).toEqual({ kept: 6, ended: 0 });
    expect(await listManyVersioned(database)).toEqual([{ id: other, versions: VERSIONS }]);
    expect(await settleVersions(database, 'draft:none', 5)).toBeNull();
  });
});
