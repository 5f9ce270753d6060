/** What a person reads whose first start cannot go on, and that two first starts in one folder share one build. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ensureAnswers } from '#couch/base/data-folder.ts';
import { BuildStopped, ensureBuiltApp } from '#couch/start/build-app.ts';
import { describeTinyDisk, openTinyDisk } from '../tiny-disk.ts';

vi.setConfig({ testTimeout: 120_000 });

const ROOT = join(import.meta.dirname, '../../..');
/** Takes a second, as the real one takes minutes, and notes when it begins and ends. */
const BUILDER = `
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
appendFileSync('log', 'begin ');
setTimeout(() => {
  mkdirSync('build', { recursive: true });
  writeFileSync('build/200.html', '<!doctype html>');
  appendFileSync('log', 'end ');
}, 1000);
`;

let home: string;
const said: string[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'i2es-first-'));
  said.length = 0;
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A clone in which nothing is built. */
function aClone(name: string): string {
  const root = join(home, name);
  for (const folder of ['src', 'couch', 'node_modules/vite/bin'])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'couch', 'cli.ts'), '');
  writeFileSync(join(root, 'node_modules/vite/bin/vite.js'), BUILDER);
  return root;
}

const build = (root: string, stopping = new AbortController().signal): Promise<string> =>
  ensureBuiltApp({ root, say: (sentence) => void said.push(sentence), stopping });

test('two first starts in one folder share one build', async () => {
  const root = aClone('clone');
  const folders = await Promise.all([build(root), build(root)]);
  expect(folders).toEqual([join(root, 'build'), join(root, 'build')]);
  expect(readFileSync(join(root, 'log'), 'utf8')).toBe('begin end ');
  expect(said).toContain('Another I2ES is building the app in this folder: waiting for it …');
});

test('a build whose process is gone is nobody’s, and the next start builds', async () => {
  const root = aClone('clone');
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  mkdirSync(join(root, '.svelte-kit'));
  writeFileSync(join(root, '.svelte-kit', 'i2es-building'), String(gone));
  await build(root);
  expect(existsSync(join(root, 'build', '200.html'))).toBe(true);
});

test('Ctrl+C during the first build stops it, and nothing is said to be wrong', async () => {
  const root = aClone('clone');
  writeFileSync(join(root, 'node_modules/vite/bin/vite.js'), 'setInterval(() => {}, 1000);');
  const env = { DATA_DIR: join(home, 'data'), PORT: '0', DEMONSTRATION: 'pair', LOG_LEVEL: 'silent' };
  const command = JSON.stringify(join(ROOT, 'couch/start/start-command.ts'));
  const script = `import(${command}).then(({ runStart }) => runStart([], { root: ${JSON.stringify(root)}, env: ${JSON.stringify(env)}, say: console.log }))
    .then((code) => process.exit(code), (error) => { console.log(error.message); process.exit(1); });`;
  // A group of its own, as a terminal has it: the signal comes to the build as well.
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', script], { cwd: ROOT, detached: true });
  let text = '';
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('Building the app')) resolve();
    });
    child.on('close', () => reject(new Error(text)));
  });
  process.kill(-(child.pid ?? 0), 'SIGINT');
  expect(await ended).toBe(0);
  expect(text).toContain('Stopped.');
  expect(text).not.toMatch(/cannot be built|Error/);
});

test('a start that was stopped before its build begins no build', async () => {
  const root = aClone('clone');
  await expect(build(root, AbortSignal.abort())).rejects.toBeInstanceOf(BuildStopped);
  expect(existsSync(join(root, 'log'))).toBe(false);
});

test('a # in the path of an unbuilt clone is told before the build', async () => {
  await expect(build(aClone('a#b'))).rejects.toThrow(/^The app cannot be built in .*a#b: its path has a #/);
});

describeTinyDisk('a folder that cannot be written', () => {
  test('is told where nothing is built, and what was built before is served', async () => {
    const disk = openTinyDisk(4);
    const seal = (mode: string): void =>
      void execFileSync('mount', ['-o', `remount,${mode}`, disk.folder], { stdio: 'pipe' });
    try {
      home = disk.folder;
      const root = aClone('clone');
      seal('ro');
      await expect(build(root)).rejects.toThrow(
        /^The app is not built, and .*clone cannot be written\. Run npm run build where it can be, or name a built app in APP_DIR\.$/
      );
      seal('rw');
      mkdirSync(join(root, 'build'));
      writeFileSync(join(root, 'build', '200.html'), '');
      appendFileSync(join(root, 'src', 'newer'), '');
      seal('ro');
      expect(await build(root)).toBe(join(root, 'build'));
    } finally {
      seal('rw');
      disk.drop();
    }
  });
});

describe('a start on what I2ES cannot run on', () => {
  const run = (folder: string, ...options: string[]): string => {
    mkdirSync(join(home, folder, 'couch'), { recursive: true });
    copyFileSync(join(ROOT, 'couch', 'run.js'), join(home, folder, 'couch', 'run.js'));
    const script = join(home, folder, 'couch', 'run.js');
    const { status, stderr } = spawnSync(process.execPath, [...options, script, 'start'], {
      encoding: 'utf8'
    });
    expect(status).toBe(1);
    return stderr.trim();
  };

  test('names the Node that is needed and the one that is here', () => {
    const old = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'18.20.4'}})`;
    expect(run('clone', '--import', old)).toBe(
      'I2ES needs Node 20.19 or newer, and this is Node 18.20.4. Install a newer one from nodejs.org, then run the command again.'
    );
  });

  test('names the folder with a ? in its path, and the one without packages', () => {
    expect(run('a?b')).toMatch(/^I2ES cannot run in .*a\?b: its path has a \?/);
    expect(run('clone')).toMatch(
      /^The packages of I2ES are not installed in .*clone\. Run npm ci there first\.$/
    );
    symlinkSync(join(ROOT, 'node_modules'), join(home, 'clone', 'node_modules'));
    expect(run('clone')).not.toMatch(/packages/);
  });
});

test('a data folder that does not answer is told, and one that is missing answers', async () => {
  const folder = join(home, 'data');
  await ensureAnswers(folder);
  mkdirSync(folder);
  await ensureAnswers(folder);
  // Whoever reads it waits for somebody who writes, as for a network share whose server is away.
  execFileSync('mkfifo', [join(folder, 'i2es-data.json')]);
  await expect(ensureAnswers(folder, 500)).rejects.toThrow(
    /^The data folder .*data does not answer\. See that its disk or network share is connected, then start again\.$/
  );
});
