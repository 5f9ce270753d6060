import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
/** For one server after the other to start and to end, on a machine that has much else to do. */
const MAX_WAIT_ROUNDS = 120_000;

interface Run {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves with the address once it is told, or rejects when the process ends before. */
  readonly address: Promise<string>;
  readonly ended: Promise<number | null>;
}

const running: ChildProcess[] = [];

/** As `package.json` has it for a command: `npm run` and the shell hand a signal on to this one process. */
const SCRIPTS = (
  JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
).scripts;

/** A word that is in no script goes to the table of commands as it is. */
function argumentsOf([command = '', ...options]: readonly string[]): string[] {
  const script = Object.hasOwn(SCRIPTS, command) ? SCRIPTS[command] : `node couch/run.js ${command}`.trim();
  const [program, ...words] = (script ?? '').split(' ');
  // No wrapper between npm and the server: one that ends at the first signal kills what still writes.
  expect(program).toBe('node');
  return [...words, ...options];
}

/** `npm start` without npm and the shell, as one process that can be signalled. */
function start(folder: string, app: string, more: Record<string, string> = {}, words: string[] = []): Run {
  const env = { PORT: '0', DATA_DIR: folder, APP_DIR: app, COUCHDB_URL: '', DEMONSTRATION: 'pair', ...more };
  return runCommand(['start', ...words], env);
}

function runCommand(words: string[], more: Record<string, string>): Run {
  const env = { ...process.env, ...more };
  const child = spawn(process.execPath, argumentsOf(words), {
    cwd: ROOT,
    env,
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
  return { child, output: () => text, address, ended };
}

async function signIn(address: string): Promise<string> {
  const response = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person: 'au.officer', password: 'banksia-morning-26' })
  });
  expect(response.status).toBe(201);
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

function aDraft(count: number): object {
  const hash = count.toString(16).padStart(32, '0');
  const id = `draft:6f1c1b1e-6a52-4f0e-9d6e-${count.toString(16).padStart(12, '0')}`;
  return { _id: id, _rev: `1-${hash}`, _revisions: { start: 1, ids: [hash] }, schema: 1, fields: { count } };
}

test(
  'a command that is not in the table is answered with the list of commands',
  { timeout: MAX_WAIT_ROUNDS },
  async () => {
    for (const words of [[], ['sart'], ['toString']]) {
      const run = runCommand(words, {});
      expect(await run.ended).toBe(1);
      expect(run.output()).toMatch(/^Usage: npm run <command>[^]*\n {2}start +starts the server\n/);
    }
  }
);

test.each(['start', 'provision', 'keys', 'backup', 'restore', 'doctor'])(
  'npm run %s is the command itself, with no wrapper that ends before it',
  (command) => {
    expect(SCRIPTS[command]).toBe(`node couch/run.js ${command}`);
  }
);

describe('npm start', () => {
  let home: string;
  let folder: string;
  let app: string;

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'i2es-cli-'));
    folder = join(home, 'data');
    app = join(home, 'app');
    mkdirSync(app);
    for (const page of ['index.html', '200.html'])
      writeFileSync(join(app, page), '<!doctype html><title>I2ES</title>');
  });
  afterAll(() => {
    for (const child of running) if (child.exitCode === null) child.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true });
  });

  test(
    'says where it is and who may sign in, answers, and stops cleanly when asked',
    { timeout: MAX_WAIT_ROUNDS },
    async () => {
      const run = start(folder, app);
      const address = await run.address;
      expect(await (await fetch(`${address}/api/health`)).json()).toMatchObject({
        ok: true,
        engine: 'embedded'
      });
      expect(run.output()).toMatch(/au\.officer +banksia-morning-26/);
      const cookie = await signIn(address);
      const since = (
        (await (await fetch(`${address}/db/country-au/_changes`, { headers: { cookie } })).json()) as {
          last_seq: number;
        }
      ).last_seq;
      // An open long poll, which lasts for the better part of a minute, does not hold the stop up.
      const feed = fetch(`${address}/db/country-au/_changes?feed=longpoll&heartbeat=1000&since=${since}`, {
        headers: { cookie }
      });
      await (await fetch(`${address}/api/session`, { headers: { cookie } })).text();
      const asked = Date.now();
      run.child.kill('SIGTERM');
      expect(await run.ended).toBe(0);
      expect(Date.now() - asked).toBeLessThan(30_000);
      expect(run.output()).toContain('Stopped.');
      await feed.then((response) => response.text()).catch(() => undefined);
    }
  );

  // Six servers one after the other: the killed one, the one that follows it, and four that find its folder or port taken.
  test(
    'loses nothing that was acknowledged when it is killed',
    { timeout: 6 * MAX_WAIT_ROUNDS },
    async () => {
      const run = start(folder, app);
      const address = await run.address;
      const cookie = await signIn(address);
      const acknowledged: string[] = [];
      const push = async (): Promise<void> => {
        for (let count = 1; ; count++) {
          const document = aDraft(count);
          const body = JSON.stringify({ docs: [document], new_edits: false });
          const headers = { cookie, 'content-type': 'application/json' };
          const response = await fetch(`${address}/db/country-au/_bulk_docs`, {
            method: 'POST',
            headers,
            body
          });
          if (response.status !== 201 || (await response.text()) !== '[]') return;
          acknowledged.push((document as { _id: string })._id);
          if (count === 100) run.child.kill('SIGKILL');
        }
      };
      await push().catch(() => undefined);
      await run.ended;
      expect(acknowledged.length).toBeGreaterThanOrEqual(100);
      const again = start(folder, app);
      const next = await again.address;
      const response = await fetch(`${next}/db/country-au/_all_docs`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ keys: acknowledged })
      });
      const { rows } = (await response.json()) as { rows: { error?: string }[] };
      expect(rows.filter((row) => row.error)).toEqual([]);
      expect(rows).toHaveLength(acknowledged.length);

      const port = new URL(next).port;
      // At a port of its own, and at the same one, as by a second `npm start`.
      for (const PORT of ['0', port]) {
        const second = start(folder, app, { PORT });
        expect(await second.ended).toBe(1);
        expect(second.output().trim()).toMatch(
          new RegExp(
            `^The data folder .* is in use by another I2ES \\(process \\d+\\), which is at http://localhost:${port}\\.$`
          )
        );
      }
      const taken = start(join(home, 'other'), app, { PORT: port });
      expect(await taken.ended).toBe(1);
      expect(taken.output().trim()).toBe(
        `Port ${port} is taken by another program; choose another with PORT.`
      );
      const emptied = start(folder, app, {}, ['--reset']);
      expect(await emptied.ended).toBe(1);
      expect(emptied.output()).toContain('in use by another I2ES');
      again.child.kill('SIGINT');
      expect(await again.ended).toBe(0);
    }
  );

  test(
    'a folder that cannot be written, and settings that mean nothing, are told in one sentence',
    { timeout: MAX_WAIT_ROUNDS },
    async () => {
      writeFileSync(join(home, 'file'), '');
      mkdirSync(join(home, 'hanging'));
      execFileSync('mkfifo', [join(home, 'hanging', 'i2es-data.json')]);
      const cases: [Run, RegExp][] = [
        [start(join(home, 'file', 'data'), app), /^The data folder .* cannot be written\.$/],
        [start(join(home, 'hanging'), app), /^The data folder .*hanging does not answer\./],
        [start(folder, app, { PORT: 'http' }), /^PORT is not a port number: http$/],
        [
          start(folder, app, { COUCHDB_URL: 'http://a:b@127.0.0.1:9' }),
          /^CouchDB at http:\/\/127\.0\.0\.1:9 does not answer\.$/
        ],
        [
          start(join(home, 'real'), app, { DEMONSTRATION: 'no' }),
          /^A real installation needs the public keys of the Board/
        ],
        [start(folder, app, {}, ['--force']), /^Usage: npm start/]
      ];
      for (const [run, sentence] of cases) {
        expect(await run.ended).toBe(1);
        expect(run.output().trim()).toMatch(sentence);
      }
    }
  );

  test('--reset empties our folder and no other', { timeout: 3 * MAX_WAIT_ROUNDS }, async () => {
    const other = join(home, 'photographs');
    mkdirSync(other);
    writeFileSync(join(other, 'holiday.jpg'), 'x');
    const refused = start(other, app, {}, ['--reset']);
    expect(await refused.ended).toBe(1);
    expect(refused.output().trim()).toMatch(/photographs is not a data folder of I2ES/);
    const notStarted = start(other, app);
    expect(await notStarted.ended).toBe(1);
    expect(notStarted.output().trim()).toMatch(
      /^Not started: .*photographs holds files that I2ES did not make: holiday\.jpg\. Move these files to another folder .* or name another folder in DATA_DIR\.$/
    );
    expect(readdirSync(other)).toEqual(['holiday.jpg']);
    const run = start(folder, app, {}, ['--reset']);
    await run.address;
    expect(run.output()).toMatch(/Emptied .*: \d+ databases are gone\./);
    const cookie = await signIn(await run.address);
    const info = await (await fetch(`${await run.address}/db/country-au`, { headers: { cookie } })).json();
    expect(info).toMatchObject({ db_name: 'country-au' });
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
  });
});
