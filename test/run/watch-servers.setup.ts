/** Before each file of tests: a server that ends by itself fails the test in which it does, or the file. */
import { afterAll, afterEach, vi } from 'vitest';
import { watchServers } from './watch-servers.ts';

const ended: string[] = [];
watchServers((fault) => void ended.push(fault));

function refuseEnded(): void {
  const faults = ended.splice(0);
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

afterEach(refuseEnded);
afterAll(refuseEnded);

/** Files of tests share a worker: the next one finds the globals as they were. */
afterAll(() => void vi.unstubAllGlobals());
