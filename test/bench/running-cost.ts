/** What a server costs to run: its disk, its memory, its processor. The public page of servers names these figures. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readSettings } from '#couch/base/env.ts';
import { openInstallation } from '#couch/start/open-installation.ts';
import { openGatewayWorld } from './gateway/world.ts';
import { round, type Row } from './row.ts';

const ACTS = 10_000;
const PUSHED = 2_000;
const IDLE_MS = 30_000;
const ROOT = join(import.meta.dirname, '../..');

export async function benchRunningCost(): Promise<Row[]> {
  return [...(await measureDisk()), ...(await measurePush()), ...(await measureIdle())];
}

function row(name: string, ours: number, unit: string): Row {
  return { name, ours: round(ours), reference: null, unit, ratio: null, goal: null, growth: null };
}

/** Of the demonstration, whose documents differ as real ones do; each is stored at the issuer and at the partner. */
async function measureDisk(): Promise<Row[]> {
  const home = mkdtempSync(join(tmpdir(), 'i2es-cost-'));
  try {
    const settings = readSettings({ DATA_DIR: home, DEMONSTRATION: 'yes' });
    const { engine } = await openInstallation(settings, () => undefined);
    let stored = 0;
    for (const name of await engine.list()) {
      const { rows } = await engine.open(name).allDocs({ startkey: 'act:', endkey: 'act:\ufff0' });
      stored += rows.length;
      await engine.compact(name);
    }
    await engine.close();
    const bytes = (bytesIn(home) / stored) * ACTS;
    return [
      row(
        `disk for ${ACTS} stored documents with all else, of ${stored} of the demonstration`,
        bytes / 1e6,
        'MB'
      )
    ];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function bytesIn(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

/** The device is a process of its own. */
async function measurePush(): Promise<Row[]> {
  const world = await openGatewayWorld(PUSHED, null);
  try {
    await world.renew('gateway', false);
    const before = process.cpuUsage();
    await world.send('push', 'gateway');
    const { user, system } = process.cpuUsage(before);
    const seconds = ((user + system) / 1e6) * (1000 / PUSHED);
    return [row('processor for 1,000 documents that a device sends: judged, verified, stored', seconds, 's')];
  } finally {
    await world.drop();
  }
}

/** A server as it is started, with the small demonstration; Linux only. */
async function measureIdle(): Promise<Row[]> {
  const home = mkdtempSync(join(tmpdir(), 'i2es-cost-'));
  const app = mkdtempSync(join(tmpdir(), 'i2es-cost-app-'));
  for (const page of ['index.html', '200.html']) writeFileSync(join(app, page), '<!doctype html>');
  const env = {
    ...process.env,
    DATA_DIR: join(home, 'data'),
    APP_DIR: app,
    PORT: '0',
    DEMONSTRATION: 'pair',
    COUCHDB_URL: ''
  };
  const server = spawn(process.execPath, [join('couch', 'run.js'), 'start'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'inherit']
  });
  try {
    let said = '';
    server.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    while (!said.includes('I2ES is at')) await pause(200);
    await pause(IDLE_MS);
    const before = ticksOf(server.pid ?? 0);
    await pause(IDLE_MS);
    const busy = ((ticksOf(server.pid ?? 0) - before) * 10) / IDLE_MS;
    const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
    const memory = (name: string): number =>
      Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1000;
    return [
      row('memory of a server with two countries, without requests', memory('VmRSS'), 'MB'),
      row('largest memory of it, since its start', memory('VmHWM'), 'MB'),
      row('processor of it, without requests', busy * 100, '% of a core')
    ];
  } finally {
    server.kill('SIGTERM');
    rmSync(home, { recursive: true, force: true });
    rmSync(app, { recursive: true, force: true });
  }
}

function ticksOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}
