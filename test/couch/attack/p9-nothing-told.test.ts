import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeEngines } from '../with-engine.ts';
import { Client, openRig, PASSWORD, type Rig } from '../gateway/rig.ts';

const ABSENT = `act:20261124:CH:message:${'A'.repeat(43)}`;

describeEngines('P9: no secret in the error, and one form of refusal', (open) => {
  let rig: Rig;
  let officer: Client;

  beforeAll(async () => {
    rig = await openRig(open);
    officer = await rig.signIn('au.officer');
  });
  afterAll(() => rig.drop());

  async function sendRaw(text: string): Promise<string> {
    const { hostname, port } = new URL(rig.address);
    const socket = connect(Number(port), hostname);
    let told = '';
    socket.on('data', (chunk) => (told += String(chunk))).on('error', () => undefined);
    socket.write(text);
    await new Promise<void>((resolve) => socket.on('close', () => resolve()));
    return told;
  }

  test('a document that is not there is missing, without a stack or a path of the server', async () => {
    const { status, body } = await officer.ask('POST', '/db/country-au/_bulk_get', {
      docs: [{ id: ABSENT }, { id: 'constructor', rev: `1-${'a'.repeat(32)}` }]
    });
    expect(status).toBe(200);
    const text = JSON.stringify(body);
    expect(text).toContain('not_found');
    for (const secret of ['stack', 'node_modules', '.js:', '.ts:']) expect(text).not.toContain(secret);
  });

  test('another country’s act and one that nobody has get the same answer', async () => {
    const theirs = 'draft:00000000-0000-4000-8000-00000000000b';
    await rig.engine.open('country-ch').put({ _id: theirs });
    const ask = async (id: string) =>
      JSON.stringify((await officer.ask('POST', '/db/country-au/_bulk_get', { docs: [{ id }] })).body);
    expect((await ask(theirs)).replaceAll(theirs, '*')).toBe((await ask(ABSENT)).replaceAll(ABSENT, '*'));
  });

  test('an address that cannot be decoded is refused like anything else, and not repeated', async () => {
    for (const path of ['/%ff', '/db/country-au%c0%af', '/db/%E0%A4%A']) {
      const { status, body } = await officer.ask('GET', path);
      expect(status).toBe(400);
      expect(body).toMatchObject({ reason: 'request.address.malformed' });
      expect(JSON.stringify(body)).not.toContain('%');
    }
  });

  test('what is no HTTP gets no more than a status', async () => {
    for (const text of [
      'GET / HTTP/9\r\n\r\n',
      'x\r\n\r\n',
      `GET /${'y'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`
    ]) {
      const told = await sendRaw(text);
      expect(told).toMatch(/^HTTP\/1\.1 4\d\d /);
      for (const secret of ['node_modules', 'at ', 'yyyy']) expect(told).not.toContain(secret);
    }
  });

  test('a wrong password and an unknown person differ in nothing that is told', async () => {
    const nobody = new Client(rig.address, '');
    const tries = await Promise.all(
      ['au.reader', 'au.nobody', 'AU.READER', 'au.reader\u0000', 'au.reader ', '__proto__'].map((person) =>
        nobody.ask('POST', '/api/session', { person, password: `${PASSWORD}!` })
      )
    );
    for (const { status, body, headers } of tries) {
      expect({ status, body, cookie: headers.get('set-cookie') }).toEqual({
        status: 401,
        body: tries[0]?.body,
        cookie: null
      });
    }
  });
});
