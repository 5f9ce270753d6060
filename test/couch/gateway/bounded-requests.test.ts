import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { LIMITS, type Limits } from '#couch/base/limits.ts';
import { describeEngines, openTestEmbedded, type OpenTestEngine } from '../with-engine.ts';
import { aPerson, openRig, type Client, type Rig } from './rig.ts';
import { SlowCountry } from './slow-country.ts';

let rig: Rig;

async function open(limits: Partial<Limits>, engine: OpenTestEngine = openTestEmbedded): Promise<void> {
  rig = await openRig(engine, { limits });
}
afterEach(() => rig.drop());

/** A connection of one's own, what it was told, and when it was cut. */
function dial(): { readonly socket: Socket; told(): string; readonly cut: Promise<void> } {
  const { hostname, port } = new URL(rig.address);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  let text = '';
  socket.on('data', (chunk) => (text += String(chunk)));
  const cut = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  return { socket, told: () => text, cut };
}

/** Writes for as long as it is taken, past what the system keeps for a connection; returns how much went out. */
async function writeOn({ socket }: ReturnType<typeof dial>, chunk: string, most: number): Promise<number> {
  let sent = 0;
  while (!socket.destroyed && sent < most) {
    await new Promise<void>((resolve) => socket.write(chunk, () => setImmediate(resolve)));
    sent += chunk.length;
  }
  return sent;
}

/** People of a regional body, who are INCB's. */
async function joinBody(...names: readonly string[]): Promise<Client[]> {
  const body = '6f1c1b1e-6a52-4f0e-9d6e-000000000001';
  for (const name of names) await rig.accounts.createPerson({ ...aPerson(name, 'regional', 'INCB'), body });
  return Promise.all(names.map((name) => rig.signIn(name)));
}

const HEALTH = 'GET /api/health HTTP/1.1\r\nhost: x\r\n';

describe('requests that have no end', () => {
  test('headers that dribble are cut off', async () => {
    await open({ requestTimeoutMs: 500 });
    const line = dial();
    line.socket.write(HEALTH);
    const dribble = setInterval(() => line.socket.write('x-a: b\r\n'), 50);
    await line.cut;
    clearInterval(dribble);
    expect(line.told()).not.toContain('200 OK');
  });

  test('a connection on which nothing is said is cut', async () => {
    await open({ silenceMs: 300 });
    await dial().cut;
  });

  test('headers without end are refused before they are many', async () => {
    await open({});
    const line = dial();
    line.socket.write(HEALTH);
    expect(await writeOn(line, `x-long: ${'y'.repeat(1000)}\r\n`, 2e7)).toBeLessThan(2e7);
    expect(line.told()).toContain('431');
    expect(line.told()).toContain('"reason":"request.tooLarge"');
  });

  test('what is no request of HTTP is refused as everything is', async () => {
    await open({});
    const line = dial();
    line.socket.write('nonsense\r\n\r\n');
    await line.cut;
    expect(line.told()).toContain('400');
    expect(line.told()).toContain('"problems":[{"code":"request.refused"}]');
  });

  test('a body without end or length is cut where the route’s bound is', async () => {
    await open({});
    const line = dial();
    line.socket.write(
      'POST /api/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n'
    );
    const chunk = `${(10_000).toString(16)}\r\n${'['.repeat(10_000)}\r\n`;
    expect(await writeOn(line, chunk, 2e7)).toBeLessThan(2e7);
    expect(line.told()).toContain('413');
  });

  test('whoever sends too much reads why, and sees no broken line', async () => {
    await open({});
    const line = dial();
    const size = 3 * 1024 * 1024;
    line.socket.write(
      `POST /api/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${size}\r\n\r\n`
    );
    expect(await writeOn(line, '['.repeat(64 * 1024), size)).toBe(size);
    await line.cut;
    expect(line.told()).toContain('413');
    expect(line.told()).toContain('request.tooLarge');
  });

  test('whoever would speak another protocol is refused, and no question after theirs waits without an answer', async () => {
    await open({});
    const line = dial();
    const size = 256 * 1024;
    const head = [
      'POST /api/second-factors/totp HTTP/1.1',
      'host: x',
      'connection: upgrade',
      'upgrade: websocket',
      'content-type: application/json',
      `content-length: ${size}`
    ];
    line.socket.write(`${head.join('\r\n')}\r\n\r\n`);
    await writeOn(line, ' '.repeat(size / 4), size);
    line.socket.write(`${HEALTH}\r\n`);
    await line.cut;
    expect(line.told()).toMatch(/^HTTP\/1\.1 401 [^]*connection: close/i);
  });

  test('of one address a further connection is cut, and those before it go on', async () => {
    await open({ connectionsPerAddress: 2 });
    const [one, two] = [dial(), dial()];
    await Promise.all([one, two].map(({ socket }) => new Promise((go) => socket.once('connect', go))));
    await dial().cut;
    one.socket.write(`${HEALTH}connection: close\r\n\r\n`);
    await one.cut;
    expect(one.told()).toContain('200 OK');
    two.socket.destroy();
  });
});

describe('how often one asks', () => {
  const askOften = async (client: Client, times: number): Promise<number[]> => {
    const statuses: number[] = [];
    for (let time = 0; time < times; time++) statuses.push((await client.ask('GET', '/api/session')).status);
    return statuses;
  };

  test('is counted for a person over all their sessions, and for nobody else', async () => {
    await open({ requestsPerPerson: 10 });
    const [first, second] = [await rig.signIn('au.officer'), await rig.signIn('au.officer')];
    expect(await askOften(first, 6)).not.toContain(429);
    expect(await askOften(second, 6)).toEqual([200, 200, 200, 200, 429, 429]);
    expect(await askOften(await rig.signIn('au.other'), 6)).not.toContain(429);
  });

  test('is counted for a country over all its people, and for no other country', async () => {
    await open({ requestsPerCountry: 10 });
    const [officer, other] = [await rig.signIn('au.officer'), await rig.signIn('au.other')];
    expect(await askOften(officer, 6)).not.toContain(429);
    expect(await askOften(other, 6)).toEqual([200, 200, 200, 200, 429, 429]);
    expect(await askOften(await rig.signIn('ch.officer'), 6)).not.toContain(429);
  });

  test('is counted for a regional body over all its people, and not for INCB', async () => {
    await open({ requestsPerCountry: 10 });
    const [first, second] = (await joinBody('incb.first', 'incb.second')) as [Client, Client];
    expect(await askOften(first, 6)).not.toContain(429);
    expect(await askOften(second, 6)).toEqual([200, 200, 200, 200, 429, 429]);
    expect(await askOften(await rig.signIn('incb.secretary'), 6)).not.toContain(429);
  });
});

describeEngines('a country that floods the server', (openEngine, kind) => {
  /** Everyone who reads `reference` is shown it, a regional body too. */
  const KEYS = { keys: [`act:20261124:INCB:announcement:${'A'.repeat(43)}`] };
  let slow: SlowCountry;

  async function openWithSlow(limits: Partial<Limits>, name = 'country-au'): Promise<void> {
    slow = new SlowCountry((ids) => ids.includes(KEYS.keys[0]));
    await open(limits, async () => {
      const held = await openEngine();
      return { ...held, engine: slow.of(name, held.engine) };
    });
  }

  const readAll = (client: Client, database: string) => client.ask('POST', `/db/${database}/_all_docs`, KEYS);

  test('has its own questions waiting, and another country’s whole sync goes through meanwhile', async () => {
    await openWithSlow({});
    const people = [
      await rig.signIn('au.officer'),
      await rig.signIn('au.other'),
      await rig.signIn('au.reader')
    ];
    const swiss = await rig.signIn('ch.officer');
    let answered = 0;
    const flood = people.flatMap((client) =>
      Array.from({ length: 16 }, () => readAll(client, 'country-au').finally(() => answered++))
    );
    for (let round = 0; round < 5; round++) {
      for (const path of ['/db/country-ch', '/db/country-ch/_changes', '/db/reference/_changes'])
        expect([path, (await swiss.ask('GET', path)).status]).toEqual([path, 200]);
      expect((await readAll(swiss, 'country-ch')).status).toBe(200);
      const push = { docs: [], new_edits: false };
      expect((await swiss.ask('POST', '/db/country-ch/_bulk_docs', push)).status).toBe(201);
    }
    expect(answered).toBe(0);
    // Half of the answers at a time, and no more, are worked on for it.
    const atOnce = LIMITS.answersAtOnce * (kind === 'couchdb' ? 4 : 1);
    expect(slow.waited).toBe(atOnce / 2);
    slow.let();
    const statuses = (await Promise.all(flood)).map(({ status }) => status);
    expect(statuses).toEqual(flood.map(() => 200));
  });

  test('one person’s questions under way are bounded, and a colleague’s are not counted with them', async () => {
    await openWithSlow({ answersPerPerson: 3, answersAtOnce: 64 });
    const [officer, colleague] = [await rig.signIn('au.officer'), await rig.signIn('au.other')];
    const held = Array.from({ length: 3 }, () => readAll(officer, 'country-au'));
    await vi.waitFor(() => expect(slow.waited).toBe(3), { timeout: 20_000 });
    const refused = await officer.ask('GET', '/api/session');
    expect(refused).toMatchObject({ status: 429, body: { reason: 'request.tooManyAtOnce' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await colleague.ask('GET', '/api/session')).status).toBe(200);
    slow.let();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([200, 200, 200]);
    let after = await officer.ask('GET', '/api/session');
    while (after.status === 429) after = await officer.ask('GET', '/api/session');
    expect(after.status).toBe(200);
  });

  test('all of a country’s questions under way are bounded, and another country’s are not counted with them', async () => {
    await openWithSlow({ answersPerCountry: 4, answersPerPerson: 2, answersAtOnce: 64 });
    const people = [await rig.signIn('au.officer'), await rig.signIn('au.other')];
    const reader = await rig.signIn('au.reader');
    const held = people.flatMap((client) => [0, 1].map(() => readAll(client, 'country-au')));
    await vi.waitFor(() => expect(slow.waited).toBe(4), { timeout: 20_000 });
    const refused = await reader.ask('GET', '/api/session');
    expect(refused).toMatchObject({ status: 503, body: { reason: 'request.busy' } });
    const swiss = await rig.signIn('ch.officer');
    expect((await swiss.ask('GET', '/db/country-ch')).status).toBe(200);
    slow.let();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  test('a regional body’s questions under way are bounded, and INCB’s are answered meanwhile', async () => {
    await openWithSlow({ answersPerCountry: 4, answersPerPerson: 2, answersAtOnce: 64 }, 'reference');
    const people = await joinBody('incb.first', 'incb.second', 'incb.third');
    const secretary = await rig.signIn('incb.secretary');
    const asking = people.slice(0, 2).flatMap((client) => [client, client]);
    const held = asking.map((client) => readAll(client, 'reference'));
    await vi.waitFor(() => expect(slow.waited).toBe(4), { timeout: 20_000 });
    expect(await people[2]?.ask('GET', '/api/session')).toMatchObject({ status: 503 });
    expect((await secretary.ask('GET', '/api/session')).status).toBe(200);
    slow.let();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  test('feeds that wait are bounded for a person over all their sessions', async () => {
    await openWithSlow({ feedsPerSession: 2, feedsPerPerson: 3 });
    slow.let();
    const [first, second] = [await rig.signIn('au.officer'), await rig.signIn('au.officer')];
    const path = '/db/reference/_changes?feed=longpoll&since=now&timeout=5000';
    const polls = [first, first, second, second].map((client) => client.ask('GET', path));
    const statuses = (await Promise.all(polls)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    expect(statuses.filter((status) => status === 200)).toHaveLength(3);
  });
});
