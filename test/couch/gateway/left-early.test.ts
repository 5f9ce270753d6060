/** Whoever goes away while sending has failed nobody: a keeper who reads the log for failures finds none of it. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { openTestEmbedded } from '../with-engine.ts';
import { openRig, type Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.drop());

test('a body that is broken off is no failure of the server', async () => {
  const log: string[] = [];
  const stream = { write: (line: string) => void log.push(line) };
  rig = await openRig(openTestEmbedded, { log: { level: 'info', stream } });
  const { cookie } = await rig.signIn('au.officer');
  log.splice(0);
  const { host, port } = new URL(rig.address);
  const asked = once(rig.gateway.server, 'request');
  const socket = connect(Number(port), '127.0.0.1');
  const head = ['POST /db/country-au/_bulk_docs HTTP/1.1', `host: ${host}`, `cookie: ${cookie}`];
  socket.write(
    [...head, 'content-type: application/json', 'content-length: 100', '', '{"docs":'].join('\r\n')
  );
  const [request] = (await asked) as [IncomingMessage];
  await vi.waitUntil(() => request.listenerCount('data') > 0, { timeout: 20_000 });
  const gone = new Promise((resolve) => request.once('close', resolve));
  socket.destroy();
  await gone;
  // Whatever has to be said of it is said before the next is answered.
  expect(await fetch(`${rig.address}/api/health`).then(({ status }) => status)).toBe(200);
  await vi.waitFor(() => expect(log.join('')).toContain('/api/health'), { timeout: 20_000 });
  expect(log.join('')).not.toMatch(/"level":50|"status":500/);
});
