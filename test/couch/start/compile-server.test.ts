/** What `npm start` runs: the compiled server where it is of these very sources, and the sources where it is not. */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
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
import { compiledFolder, compileServer } from '#couch/start/compile-server.ts';

vi.setConfig({ testTimeout: 60_000 });

const ROOT = join(import.meta.dirname, '../../..');

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'i2es-compiled-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('a small program in the place of the server', () => {
  const say = (word: string): string =>
    `export const SAID: string = '${word}';\nprocess.stdout.write(SAID + ' ' + process.argv[2]);\n`;
  const run = (): string => {
    const { stdout, stderr } = spawnSync(process.execPath, [join(home, 'couch', 'run.js'), 'start'], {
      encoding: 'utf8'
    });
    return stdout || stderr;
  };

  beforeEach(() => {
    mkdirSync(join(home, 'couch'));
    copyFileSync(join(ROOT, 'couch', 'run.js'), join(home, 'couch', 'run.js'));
    symlinkSync(join(ROOT, 'node_modules'), join(home, 'node_modules'));
    writeFileSync(join(home, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(home, 'couch', 'cli.ts'), say('sources'));
  });

  test('is run from its sources while nothing is compiled', () => {
    expect(run()).toBe('sources start');
  });

  test('is run as it was compiled while its sources are those, and from the sources once one is another', async () => {
    await compileServer(home, compiledFolder(home));
    const compiled = join(compiledFolder(home), 'cli.js');
    writeFileSync(compiled, readFileSync(compiled, 'utf8').replace('sources', 'compiled'));
    expect(run()).toBe('compiled start');
    writeFileSync(join(home, 'couch', 'cli.ts'), say('changed'));
    expect(run()).toBe('changed start');
    await compileServer(home, compiledFolder(home));
    expect(run()).toBe('changed start');
  });
});

test('the compiled server is of what an image copies, and of nothing else', async () => {
  await compileServer(ROOT, join(home, 'server'));
  const sources = Object.keys(
    JSON.parse(readFileSync(join(home, 'server', 'sources.json'), 'utf8')) as Record<string, string>
  );
  expect(sources).toContain('couch/gateway/gateway.ts');
  const copied = readFileSync(join(ROOT, 'couch', 'deploy', 'Dockerfile'), 'utf8');
  const copies = [...copied.matchAll(/^COPY (\S+) \.\/\1$/gm)].map(([, path]) => path!);
  expect(copies).toContain('.server');
  const missing = sources.filter(
    (source) => !copies.some((path) => source === path || source.startsWith(`${path}/`))
  );
  expect(missing).toEqual([]);
});
