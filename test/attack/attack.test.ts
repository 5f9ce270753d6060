/** The attack is a part of every check, and would see a server without walls for what it is. */
import { createServer, type Server as HttpServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Server } from '../e2e/server.ts';
import { countByPrinciple, couldNotRun, runCase, type AttackCase } from './attack.ts';
import { CASES } from './cases.ts';
import { Intruder } from './intruder.ts';
import { NAIVETIES, refusesEverything, startNaiveServer } from './naive-servers.ts';

let server: Server;
let intruder: Intruder;
beforeAll(async () => {
  server = await Server.start();
  intruder = new Intruder(server.address);
}, 300_000);
afterAll(() => server.stop());

describe('a running server is attacked by raw HTTP', () => {
  for (const one of CASES.filter(({ slow }) => !slow)) {
    test(`${one.principle}: ${one.name}`, { timeout: 120_000 }, async () => {
      expect((await runCase(one, intruder)).seen).toBeNull();
    });
  }
});

/** What a plain yes opens; the other cases of P1 look at what an answer tells. */
function isShutDoor({ principle, name }: AttackCase): boolean {
  return principle === 'P1' && !/told apart|CORS|tells nothing|like that of nobody|overrides/.test(name);
}

/**
 * Every case but the slow ones fails before a server without its principle, and in a sound way: not because it could
 * not be carried out. That a slow one could fail is shown nowhere.
 */
describe('the same server without one of its principles', () => {
  for (const [principle, makeNaivety] of Object.entries(NAIVETIES)) {
    test(`is found open by the cases of ${principle}`, { timeout: 180_000 }, async () => {
      const naive = await startNaiveServer(server.address, makeNaivety);
      const deceived = intruder.before(naive.address);
      const own = CASES.filter((one) => one.principle === principle && !one.slow && !isShutDoor(one));
      const unseen: string[] = [];
      for (const one of own) {
        naive.forget();
        const finding = await runCase(one, deceived);
        if (finding.seen === null || couldNotRun(finding)) unseen.push(one.name);
      }
      naive.close();
      expect(unseen).toEqual([]);
    });
  }
});

/** A wall that refuses everything would pass for every wall, if it were not asked why. */
describe('a server that refuses every document for one reason', () => {
  test('is no proof of anything: each case that names its reason does not take it', async () => {
    const naive = await startNaiveServer(server.address, refusesEverything);
    const deceived = intruder.before(naive.address);
    const unseen: string[] = [];
    for (const one of CASES.filter(({ reasons }) => reasons !== undefined)) {
      const finding = await runCase(one, deceived);
      if (finding.seen === null || couldNotRun(finding)) unseen.push(one.name);
    }
    naive.close();
    expect(unseen).toEqual([]);
  }, 180_000);

  test('every case of P2 and P3 names its reason', () => {
    const silent = CASES.filter(({ principle, reasons }) => /P2|P3/.test(principle) && !reasons?.length);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
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

  const closed = CASES.filter(isShutDoor);

  test('is found open at every door', { timeout: 120_000 }, async () => {
    const findings = await Promise.all(closed.map((one) => runCase(one, intruder)));
    const unseen = findings.filter((one) => one.seen === null || couldNotRun(one));
    expect(unseen.map(({ name }) => name)).toEqual([]);
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
