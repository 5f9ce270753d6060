/** Whatever starts a server: where it ends and nobody stopped it, that is told. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { beforeEach, expect, test } from 'vitest';
import { watchServers } from './watch-servers.ts';

const told: string[] = [];
watchServers((fault) => void told.push(fault));
beforeEach(() => void told.splice(0));

function start(program: string): ChildProcess {
  return spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'ignore'] });
}

test('a server that ends with an error is told of, by its process and code', async () => {
  const child = start('console.log("I2ES is at http://x"); setTimeout(() => process.exit(3), 50)');
  await once(child, 'close');
  expect(told).toEqual([expect.stringMatching(new RegExp(`process ${child.pid}\\).*code 3`))]);
});

test('so is one that another signal than ours has ended, also where another was started after it', async () => {
  const child = start(
    'console.log("I2ES is at http://x"); setTimeout(() => process.kill(process.pid, 9), 50)'
  );
  await once(child, 'close');
  const next = start('console.log("I2ES is at http://x"); setInterval(() => {}, 1000)');
  await once(next.stdout as NodeJS.ReadableStream, 'data');
  next.kill();
  await once(next, 'close');
  expect(told).toEqual([expect.stringContaining(`process ${child.pid}) ended by itself: SIGKILL`)]);
});

test('one that was stopped is not, nor one that refuses to start', async () => {
  const stopped = start('console.log("I2ES is at http://x"); setInterval(() => {}, 1000)');
  await once(stopped.stdout as NodeJS.ReadableStream, 'data');
  stopped.kill('SIGKILL');
  await once(stopped, 'close');
  await once(start('console.log("Port 1 is taken"); process.exit(1)'), 'close');
  expect(told).toEqual([]);
});
