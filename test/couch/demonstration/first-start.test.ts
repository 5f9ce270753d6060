/** The whole demonstration as a first start leaves it: nothing is carried or stated a second time, and the doctor agrees. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readSettings } from '#couch/base/env.ts';
import { databaseToCountry } from '#couch/base/databases.ts';
import { examine } from '#couch/doctor/doctor-command.ts';
import type { Patient } from '#couch/doctor/patient.ts';
import { ensureSecrets } from '#couch/installation/secrets.ts';
import { startBackend, type Backend } from '#couch/start/start.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { shareScope } from '#lib/domain/exchange/share-scope.ts';

const PATIENCE = 300_000;
const said: string[] = [];
let home: string;
let backend: Backend;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'i2es-world-'));
  mkdirSync(join(home, 'app'));
  for (const page of ['index.html', '200.html']) writeFileSync(join(home, 'app', page), '<!doctype html>');
  const settings = readSettings({
    ...{ PORT: '0', DATA_DIR: join(home, 'data'), APP_DIR: join(home, 'app') },
    ...{ DEMONSTRATION: 'yes', LOG_LEVEL: 'silent' }
  });
  const root = join(import.meta.dirname, '../../..');
  backend = await startBackend({ root, settings, say: (sentence) => void said.push(sentence) });
}, PATIENCE);
afterAll(async () => {
  await backend.stop();
  rmSync(home, { recursive: true, force: true });
});

/** Whom the doctor looks at while the server runs. */
async function aPatient(): Promise<Patient> {
  const dataFolder = join(home, 'data');
  return {
    engine: backend.installation.engine,
    settings: { couchdbPrefix: '', dataFolder, national: null, isOriginNamed: true },
    secretFiles: {},
    server: null,
    secrets: await ensureSecrets(dataFolder),
    clock: Date.now,
    pause: 0
  };
}

async function actsIn(name: string): Promise<Act[]> {
  const range = { startkey: 'act:', endkey: 'act:\ufff0', include_docs: true };
  const { rows } = await backend.installation.engine.open(name).allDocs<Act>(range);
  return rows.flatMap(({ doc }) => doc ?? []);
}

describe('the first start of the whole demonstration', () => {
  test('makes the databases of 45 countries and says how far it is', async () => {
    const names = await backend.installation.engine.list();
    expect(names.filter((name) => databaseToCountry(name) !== null)).toHaveLength(45);
    expect(said.filter((sentence) => /of 45 countries/.test(sentence))).toHaveLength(3);
  });

  test(
    'leaves the exchange nothing to carry but to who is not on the system, and the doctor finds nothing bad',
    { timeout: PATIENCE },
    async () => {
      const patient = await aPatient();
      await vi.waitFor(
        async () => {
          const found = (await examine(patient)).filter(
            ({ about, level }) => about === 'exchange' || level === 'bad'
          );
          expect(found.map(({ level, says }) => `${level}: ${says}`)).toEqual([
            'warn: country-qa: acts wait for country-ae, country-gb, country-kw.'
          ]);
        },
        { timeout: PATIENCE, interval: 1000 }
      );
      for (const name of ['country-au', 'country-be', 'country-qa']) {
        const acts = await actsIn(name);
        const delivered = acts.flatMap(({ body }) => (body.kind === 'receipt' ? body.of : []));
        expect(new Set(delivered).size).toBe(delivered.length);
        for (const { body } of acts) if (body.issuer !== 'EXCHANGE') expect(shareScope(body)).toContain(name);
      }
    }
  );
});
