/** Figures with CouchDB away: what can be read is told, and that the database does not answer. */
import { expect, test } from 'vitest';
import { openCouchdbEngine } from '#couch/engine/engine.ts';
import { Metrics } from '#couch/metrics/metrics.ts';
import { openTestEmbedded } from './with-engine.ts';
import { TroubledLine } from './troubled-line.ts';

const url = process.env['COUCHDB_URL'];
if (!url) console.warn('SKIPPED: figures with CouchDB away. Set COUCHDB_URL to run it.');

test.skipIf(!url)('are told while CouchDB is away, and say that it is', async () => {
  const address = new URL(url as string);
  const line = await TroubledLine.open({ host: address.hostname, port: Number(address.port) });
  address.host = `127.0.0.1:${line.port}`;
  const engine = await openCouchdbEngine({ url: address.href });
  const metrics = new Metrics();
  metrics.followDatabase(() => engine.nodes());
  metrics.followSessions(async () => (await engine.open('accounts').info()).doc_count);
  expect(await metrics.text()).toMatch(/^i2es_database_up 1$/m);
  expect(await metrics.text()).toMatch(/^i2es_database_nodes\{state="connected"\} 1$/m);
  await line.be('refuses');
  const away = await metrics.text();
  expect(away).toMatch(/^i2es_database_up 0$/m);
  expect(away).not.toMatch(/^i2es_(?:sessions_open|database_nodes\{.*\}) /m);
  await engine.close();
  await line.close();
});

test('say how old the last backup is, and that none was ever made', async () => {
  const { engine, drop } = await openTestEmbedded();
  const metrics = new Metrics();
  const age = { now: null as number | null };
  metrics.followDatabase(() => engine.nodes());
  metrics.followBackup(async () => age.now);
  expect(await metrics.text()).toMatch(/^i2es_backup_age_seconds \+Inf$/m);
  age.now = 60;
  expect(await metrics.text()).toMatch(/^i2es_backup_age_seconds 60$/m);
  await drop();
});
