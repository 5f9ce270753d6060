import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestEmbedded } from '../with-engine.ts';
import { openRig, PASSWORD, type Rig } from './rig.ts';

interface Told {
  readonly status: number;
  readonly cookies: readonly string[];
}

/** By hand: a Host header of one's own choosing cannot be set by `fetch`. */
function ask(rig: Rig, method: string, headers: Record<string, string>, body = ''): Promise<Told> {
  return new Promise((tell, fail) => {
    const sent = { method, headers: { 'content-type': 'application/json', ...headers } };
    const asking = request(`${rig.address}/api/session`, sent, (answer) => {
      answer.resume();
      answer.on('end', () =>
        tell({ status: answer.statusCode ?? 0, cookies: answer.headers['set-cookie'] ?? [] })
      );
    });
    asking.on('error', fail);
    asking.end(body);
  });
}

const who = JSON.stringify({ person: 'au.officer', password: PASSWORD });
const plainOf = ({ cookies }: Told): string | undefined =>
  cookies.find((one) => one.startsWith('i2es-near='))?.split(';')[0];

describe('a browser that keeps no secure cookie over http', () => {
  let demonstration: Rig;
  let real: Rig;
  beforeAll(async () => {
    demonstration = await openRig(openTestEmbedded, { demonstration: true });
    real = await openRig(openTestEmbedded);
  });
  afterAll(() => Promise.all([demonstration.drop(), real.drop()]));

  test('works with a demonstration on this computer, and signs out of it', async () => {
    const opened = await ask(demonstration, 'POST', { host: 'localhost:4600' }, who);
    expect(opened.cookies[0]).toMatch(/^__Host-i2es=/);
    const cookie = plainOf(opened) ?? '';
    expect((await ask(demonstration, 'GET', { host: 'localhost:4600', cookie })).status).toBe(200);
    const left = await ask(demonstration, 'DELETE', { host: 'localhost:4600', cookie });
    expect(plainOf(left)).toBe('i2es-near=');
    expect((await ask(demonstration, 'GET', { host: 'localhost:4600', cookie })).status).toBe(401);
  });

  test('is given nothing of the kind under another name, and such a cookie counts nowhere else', async () => {
    const near = plainOf(await ask(demonstration, 'POST', { host: 'localhost' }, who)) ?? '';
    for (const host of ['i2es.example', 'localhost.example', '10.0.0.7:4600', 'localhost:4600.example']) {
      expect(plainOf(await ask(demonstration, 'POST', { host }, who))).toBeUndefined();
      expect((await ask(demonstration, 'GET', { host, cookie: near })).status).toBe(401);
    }
  });

  test('is given nothing of the kind where records are real', async () => {
    const opened = await ask(real, 'POST', { host: 'localhost:4600' }, who);
    expect([opened.status, plainOf(opened)]).toEqual([201, undefined]);
    const cookie = (opened.cookies[0] ?? '').split(';')[0]?.replace('__Host-i2es', 'i2es-near') ?? '';
    expect((await ask(real, 'GET', { host: 'localhost:4600', cookie })).status).toBe(401);
  });
});
