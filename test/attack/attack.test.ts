/** The attack is a part of every check, and would see a server without walls for what it is. */
import { createServer, type Server as HttpServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Server } from '../e2e/server.ts';
import { countByPrinciple, runCase } from './attack.ts';
import { CASES } from './cases.ts';
import { Intruder } from './intruder.ts';

describe('a running server is attacked by raw HTTP', () => {
  let server: Server;
  let intruder: Intruder;

  beforeAll(async () => {
    server = await Server.start();
    intruder = new Intruder(server.address);
  }, 300_000);
  afterAll(() => server.stop());

  for (const one of CASES.filter(({ slow }) => !slow)) {
    test(`${one.principle}: ${one.name}`, { timeout: 60_000 }, async () => {
      expect((await runCase(one, intruder)).seen).toBeNull();
    });
  }
});

describe('a server that answers everything with yes', () => {
  let naive: HttpServer;
  let intruder: Intruder;

  beforeAll(async () => {
    naive = createServer((request, response) => {
      request.resume().on('end', () => answerYes(request.method === 'POST', response));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => naive.once('listening', resolve));
    intruder = new Intruder(`http://127.0.0.1:${(naive.address() as AddressInfo).port}`);
  });
  afterAll(() => naive.close());

  const closed = CASES.filter(
    ({ principle, slow, name }) =>
      principle === 'P1' && !slow && !/told apart|CORS|tells nothing|like that of nobody|overrides/.test(name)
  );

  test('is found open at every door', { timeout: 120_000 }, async () => {
    const findings = await Promise.all(closed.map((one) => runCase(one, intruder)));
    expect(findings.filter(({ seen }) => seen === null).map(({ name }) => name)).toEqual([]);
    expect(countByPrinciple(findings)[0]).toMatch(/^P1 +0 of +\d+ held/);
  });
});

function answerYes(isPost: boolean, response: ServerResponse): void {
  const databases = { country: 'country-au', reference: 'reference' };
  const person = { id: 'au.officer', name: 'x', function: 'x', authority: 'AU' };
  response.setHeader('set-cookie', '__Host-i2es=x; Path=/');
  response.writeHead(isPost ? 201 : 200, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify({ ok: true, databases, person, results: [], docs: [], authority: 'CH', role: 'incb' })
  );
}
