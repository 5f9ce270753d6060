/** What does not match in a country's trade, by the server's index, by its documents and at a desk. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { deployDesignDocuments } from '#couch/ddocs/deploy.ts';
import { compareMatching, readMatching, readReportFile } from '#couch/doctor/compare-matching.ts';
import { openEmbeddedEngine, type Database } from '#couch/engine/engine.ts';
import type { DossierAct } from '#lib/domain/act/body.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { parseMatchingReport } from '#lib/domain/matching/matching-report.ts';
import { generatePairs, TODAY } from '../../score/generate-pairs.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const AU = 'AU' as CountryCode;
const today = TODAY as CalendarDate;

/** A year's trade of one country in which everything went wrong that can. */
const trade: readonly DossierAct[] = generatePairs(700, 3)
  .filter(({ importing, exporting }) => importing === AU || exporting === AU)
  .flatMap(({ acts }) => acts);

function store(database: Database, acts: readonly DossierAct[]): Promise<unknown> {
  const first = { _rev: `1-${'a'.repeat(32)}`, _revisions: { start: 1, ids: ['a'.repeat(32)] } };
  return database.bulkDocs(
    acts.map((act) => ({ ...first, ...act })),
    { new_edits: false }
  );
}

describeEngines('what does not match', (open, kind) => {
  let held: TestEngine;
  const desk = readMatching(trade, AU, today);

  beforeAll(async () => {
    held = await open();
    await held.engine.create('country-au');
    const database = held.engine.openAsAdministrator('country-au');
    await deployDesignDocuments(database, 'country', kind);
    await store(database, trade);
  });
  afterAll(() => held.drop());

  const compare = (report: typeof desk | null) => compareMatching(held.engine, AU, { today, report });

  test('is the same by the index, by the documents and at a desk that holds all, by partner and month', async () => {
    const { lines, isSame } = await compare(desk);
    expect([isSame, lines.at(-1)]).toEqual([true, 'The index, the documents and the desk list the same.']);
    expect(lines[0]).toBe(`AU on ${today}: ${desk.dossiers} dossiers, ${desk.findings.length} findings.`);
    expect(desk.findings.length).toBeGreaterThan(40);
    expect(lines.filter((line) => /^[A-Z]{2} 2026-\d{2}: [a-z-]+ \d+/.test(line)).length).toBeGreaterThan(10);
  });

  test('is told where a desk holds only part', async () => {
    const strays = new Set(desk.findings.map(({ key }) => key.split(' ')[1]));
    const lost = trade.find(({ _id, body }) => body.kind === 'export-authorization' && strays.has(_id))!;
    const part = readMatching(
      trade.filter(({ _id }) => _id !== lost._id),
      AU,
      today
    );
    const { lines, isSame } = await compare(part);
    expect(isSame).toBe(false);
    expect(lines.some((line) => line.startsWith('Only by the server: '))).toBe(true);
  });

  test('is told where the index lags behind the documents', async () => {
    const { engine } = held;
    const blind = {
      openAsAdministrator: (name: string) => {
        const database = engine.openAsAdministrator(name);
        return new Proxy(database, {
          get: (target, name) =>
            name === 'query' ? () => Promise.resolve({ rows: [] }) : Reflect.get(target, name, target)
        });
      }
    };
    const { lines, isSame } = await compareMatching(blind as never, AU, { today, report: null });
    expect(isSame).toBe(false);
    expect(lines.some((line) => line.startsWith('Only by the documents: '))).toBe(true);
  });

  test.runIf(kind === 'embedded')('is read by a process of its own, which never made the index', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'i2es-doctor-'));
    const server = await openEmbeddedEngine({ folder });
    await server.create('country-au');
    await deployDesignDocuments(server.openAsAdministrator('country-au'), 'country', kind);
    await store(server.openAsAdministrator('country-au'), trade.slice(0, 40));
    await server.close();
    vi.resetModules();
    const [doctor, engines] = await Promise.all([
      import('#couch/doctor/compare-matching.ts'),
      import('#couch/engine/engine.ts')
    ]);
    const engine = await engines.openEmbeddedEngine({ folder });
    const { isSame } = await doctor.compareMatching(engine, AU, { today, report: null });
    expect(isSame).toBe(true);
    await engine.close();
    rmSync(folder, { recursive: true });
  });

  test.runIf(kind === 'embedded')(
    'is not guessed by an index of another version: it says what is to be done',
    async () => {
      const { engine } = held;
      await engine.create('country-ch');
      const views = { 'by-partner-month': { map: 'country/classes/by-partner-month@of-another-version' } };
      await engine.openAsAdministrator('country-ch').put({ _id: '_design/classes', views } as never);
      const asked = compareMatching(engine, 'CH' as CountryCode, { today, report: null });
      await expect(asked).rejects.toThrow(/start the server once/);
    }
  );
});

test('a report that was damaged, or is of another country, is compared with nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'i2es-report-'));
  const path = join(folder, 'report.json');
  const report = readMatching(trade, AU, today);
  writeFileSync(path, JSON.stringify(report));
  expect(readReportFile(path, AU)).toEqual(report);
  expect(() => readReportFile(path, 'CH' as CountryCode)).toThrow(/is of AU, not of CH/);
  writeFileSync(path, '{"report":"matching"');
  expect(() => readReportFile(path, AU)).toThrow(/cannot be read/);
  for (const bad of [{ schema: 2 }, { today: 'soon' }, { findings: [{}] }, { country: 'XX' }])
    expect(parseMatchingReport({ ...report, ...bad }).ok).toBe(false);
  rmSync(folder, { recursive: true, force: true });
});
