/**
 * The calendar of deadlines, the daily e-mail and notifications, by a real gateway, a real mail server and a real push
 * service: who, when, and what is in them.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { provisionCountry } from '#couch/installation/provision.ts';
import { nativeSha256 } from '#couch/base/native-crypto.ts';
import { Notifications } from '#couch/notifications/notifications.ts';
import { openMailer } from '#couch/outreach/mailer.ts';
import { Standings } from '#couch/registration/standings.ts';
import { addDays } from '#lib/domain/calendar-date.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { aLine, anExportAuthorization, anImportAuthorization, aShipment } from '../../samples/acts.ts';
import { openMailServer, type MailServer } from '../outreach/mail-server.ts';
import { aBrowser, openPushService, readClaims, type PushService } from '../notifications/push-service.ts';
import { describeEngines, TEST_SECRET } from '../with-engine.ts';
import { aNumber, aPerson, Client, NOW, openRig, PASSWORD, type Rig } from './rig.ts';

const ia = anImportAuthorization({
  over: {
    number: aNumber(7, 'AU', 'import-authorization'),
    consignments: 2,
    lines: [aLine({ stated: '1000000000' })]
  }
});
const ea = anExportAuthorization(ia, {
  at: '2026-10-08T09:00:00.000Z',
  over: { number: aNumber(8, 'CH', 'export-authorization'), lines: [aLine({ importLine: 1 })] }
});
const shipment = aShipment(ea);
const DAY_MS = 24 * 3_600_000;
/** Fourteen days after the goods left (own-choices.ts). */
const DUE = addDays(shipment.body.shippedOn, 14);
const BEFORE = Date.parse(`${addDays(DUE, -3)}T06:30:00.000Z`);

describeEngines('the calendar of deadlines, the daily e-mail and notifications', (open) => {
  let rig: Rig;
  let mail: MailServer;
  let push: PushService;
  let standings: Standings;
  let officer: Client;
  let anybody: Client;
  let administrator: Client;

  beforeAll(async () => {
    mail = await openMailServer();
    push = await openPushService();
    rig = await openRig(open, {
      mail: { url: mail.url, from: 'i2es@example.org' },
      limits: { signInsPerAddress: 1000, notificationsPerPerson: 1000 },
      origin: 'https://i2es.example',
      isOriginNamed: true
    });
    standings = new Standings(rig.engine);
    await provisionCountry(rig.engine, 'FR' as CountryCode);
    await rig.accounts.createPerson(aPerson('fr.officer', 'officer', 'FR'));
    await rig.accounts.createPerson(aPerson('au.customs', 'customs', 'AU'));
    const acts = [ia, ea, shipment];
    await rig.engine.openAsAdministrator('country-au').bulkDocs(acts as never);
    await rig.engine.openAsAdministrator('country-ch').bulkDocs(acts as never);
    rig.clock.now = BEFORE;
    officer = await rig.signIn('au.officer');
    administrator = await rig.signIn('au.administrator');
    anybody = new Client(rig.address, '');
  });
  afterEach(() => {
    rig.clock.now = BEFORE;
  });
  afterAll(async () => {
    standings.close();
    await mail.stop();
    await push.stop();
    await rig.drop();
  });

  async function make(client = officer, language = 'en'): Promise<string> {
    const made = await client.ask('POST', '/api/notifications/calendar', { language });
    expect(made.status).toBe(201);
    return (made.body as { path: string }).path;
  }

  async function read(path: string): Promise<string> {
    const answer = await fetch(rig.address + path);
    return answer.ok ? (await answer.text()).replaceAll('\r\n ', '') : String(answer.status);
  }

  async function change(person: string, to: object): Promise<void> {
    rig.clock.now = BEFORE;
    expect((await administrator.ask('PATCH', `/api/people/${person}`, to)).status).toBe(200);
  }

  describe('the calendar', () => {
    test('counts the endorsement on its day, with a link into the app', async () => {
      const calendar = await read(await make());
      expect(calendar).toContain(`DTSTART;VALUE=DATE:${DUE.replaceAll('-', '')}`);
      expect(calendar).toContain('SUMMARY;LANGUAGE=en:I2ES: authorizations: To endorse 1');
      expect(calendar).toContain('URL:https://i2es.example/today');
    });

    test('says nothing of a document: no number, company, goods, quantity or partner', async () => {
      const calendar = await read(await make());
      const { number, importer, exporter, lines } = ea.body;
      for (const word of [
        number,
        importer.name,
        exporter.name,
        lines[0]!.designation,
        ia.body.number,
        'CH',
        ea._id
      ])
        expect(calendar).not.toContain(word);
    });

    test('counts what is overdue on the day on which it is read', async () => {
      const path = await make();
      rig.clock.now = Date.parse(`${addDays(DUE, 2)}T06:00:00.000Z`);
      const calendar = await read(path);
      expect(calendar).toContain(`DTSTART;VALUE=DATE:${addDays(DUE, 2).replaceAll('-', '')}`);
      expect(calendar).toContain('I2ES: authorizations: overdue 1');
    });

    test('shows each country its own steps: another one has nothing to do', async () => {
      expect(await read(await make(await rig.signIn('fr.officer')))).not.toContain('VEVENT');
      expect(await read(await make(await rig.signIn('ch.officer')))).not.toContain('To endorse');
    });

    test('a guessed address, a bad one and one with a question are answered alike', async () => {
      await make();
      expect(await read(`/api/calendars/${'A'.repeat(43)}/deadlines.ics`)).toBe('404');
      expect(await read('/api/calendars/x/deadlines.ics')).toBe('404');
      expect(await read(`${await make()}?person=ch.officer`)).toBe('400');
    });

    test('an address ends when the person makes another one, or stops it', async () => {
      const first = await make();
      const second = await make();
      expect([await read(first), (await read(second)).slice(0, 5)]).toEqual(['404', 'BEGIN']);
      expect((await officer.ask('DELETE', '/api/notifications/calendar')).status).toBe(204);
      expect(await read(second)).toBe('404');
      expect((await officer.ask('GET', '/api/notifications')).body).toMatchObject({ calendar: null });
      // As a backup of the accounts would bring it back.
      const hash = nativeSha256(first.split('/')[3]!);
      await make();
      await rig.engine.open('accounts').put({ _id: `calendar:${hash}`, schema: 1, person: 'au.officer' });
      expect(await read(first)).toBe('404');
    });

    test('the server keeps only a hash of the address', async () => {
      const secret = (await make()).split('/')[3]!;
      const { rows } = await rig.engine.open('accounts').allDocs({ include_docs: true });
      expect(JSON.stringify(rows)).not.toContain(secret);
    });

    test('a person who is suspended, or whose role changed, shows nothing to their calendar', async () => {
      const path = await make(await rig.signIn('au.other'));
      await change('au.other', { suspended: true });
      expect(await read(path)).toBe('404');
      await change('au.other', { suspended: false });
      expect((await read(path)).slice(0, 5)).toBe('BEGIN');
      await change('au.other', { role: 'customs' });
      expect(await read(path)).toBe('404');
    });

    test('of a removed person nothing remains, also for the next one', async () => {
      await rig.accounts.createPerson(aPerson('au.leaving', 'officer', 'AU'));
      const path = await make(await rig.signIn('au.leaving'));
      await administrator.ask('DELETE', '/api/people/au.leaving');
      expect(await read(path)).toBe('404');
      const { rows } = await rig.engine.open('accounts').allDocs({ include_docs: true });
      const kept = rows.filter(({ id }) => /^(?:calendar|notifications):/.test(id));
      expect(JSON.stringify(kept)).not.toContain('au.leaving');
    });

    test('nobody makes one without the right to read authorizations', async () => {
      for (const person of ['incb.secretary', 'au.customs']) {
        const client = await rig.signIn(person);
        const asked = await client.ask('POST', '/api/notifications/calendar', { language: 'en' });
        expect([person, asked.status]).toEqual([person, 403]);
      }
      expect((await anybody.ask('POST', '/api/notifications/calendar', { language: 'en' })).status).toBe(401);
    });
  });

  const sender = (
    warn: (about: string, error: unknown) => void = (_about, error) => expect(error).toBe(null)
  ) =>
    new Notifications({
      engine: rig.engine,
      secret: TEST_SECRET,
      clock: () => rig.clock.now,
      standings,
      national: null,
      send: openMailer({ url: mail.url, from: 'i2es@example.org' }),
      from: 'i2es@example.org',
      trainings: null,
      address: 'https://i2es.example',
      pushAgent: push.agent,
      warn
    });

  describe('the daily e-mail', () => {
    const ask = (client: Client, over: object = {}) =>
      client.ask('PUT', '/api/notifications/digest', {
        hour: 8,
        zone: 'Europe/Vienna',
        language: 'en',
        ...over
      });
    const sentTo = (email: string) => mail.taken.filter(({ to }) => to.includes(email));
    let head: Client;

    beforeAll(async () => {
      const invited = { role: 'officer', name: 'B. Head', function: 'Head', email: 'head@au.example' };
      const handed = await administrator.ask('POST', '/api/invitations', invited);
      const { token } = handed.body as { token: string };
      const chosen = { token, person: 'au.head', password: PASSWORD };
      expect((await anybody.ask('POST', '/api/invitations/accept', chosen)).status).toBe(201);
      head = await rig.signIn('au.head');
    });

    test('is off until the person asks for it', async () => {
      await sender().sendDue();
      const told = (await head.ask('GET', '/api/notifications')).body;
      const state = { calendar: null, digest: null, email: 'head@au.example', isMailSet: true, browsers: [] };
      expect([mail.taken.length, told]).toMatchObject([0, state]);
    });

    test('is refused without an address, or with an hour or zone that do not exist', async () => {
      expect((await ask(officer)).body).toMatchObject({ problems: [{ code: 'notifications.email.none' }] });
      for (const over of [{ hour: 24 }, { hour: '8' }, { zone: 'Nowhere' }, { zone: 8 }, { language: 'xx' }])
        expect((await ask(head, over)).status).toBe(400);
    });

    test('is sent from the hour of the person on, once a day, by one of two gateways, with counts alone', async () => {
      expect((await ask(head)).status).toBe(204);
      // Half past seven in Vienna.
      rig.clock.now = BEFORE - 3_600_000;
      await sender().sendDue();
      expect(sentTo('head@au.example')).toHaveLength(0);
      rig.clock.now = BEFORE + 3_600_000;
      await Promise.all([sender().sendDue(), sender().sendDue()]);
      await sender().sendDue();
      const sent = sentTo('head@au.example');
      expect(sent).toHaveLength(1);
      expect(sent[0]!.content).toContain('Due in the next 7 days: 1');
      for (const word of [
        ea.body.number,
        ia.body.number,
        ea.body.importer.name,
        ea.body.lines[0]!.designation
      ])
        expect(sent[0]!.content).not.toContain(word);
      rig.clock.now = BEFORE + DAY_MS + 3_600_000;
      await sender().sendDue();
      expect(sentTo('head@au.example')).toHaveLength(2);
    });

    describe('is stopped with one click', () => {
      const DIGEST = { hour: 8, zone: 'Europe/Vienna' };
      const heldDigest = async (): Promise<unknown> =>
        ((await head.ask('GET', '/api/notifications')).body as { digest: unknown }).digest;
      let path: string;

      beforeAll(() => {
        const content = sentTo('head@au.example')[0]!.content.replace(/\r\n[ \t]+/g, ' ');
        expect(content).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
        const [, address] = /^List-Unsubscribe: ?<(https:[^>]+)>\r$/m.exec(content) ?? [];
        path = new URL(address!).pathname;
        const [, token] = /unsubscribe#([\w-]+)/.exec(content.replace(/=\r\n/g, '')) ?? [];
        expect(path).toBe(`/api/unsubscribe/${token}`);
        expect(Buffer.from(token!, 'base64url').toString('latin1')).not.toContain('au.head');
      });
      const post = async (to: string, headers: Record<string, string> = {}): Promise<number> => {
        const form = { 'content-type': 'application/x-www-form-urlencoded', ...headers };
        const asked = { method: 'POST', headers: form, body: 'List-Unsubscribe=One-Click' };
        return (await fetch(rig.address + to, asked)).status;
      };

      test('but not by a mail scanner that opens the link: it gets a page that asks', async () => {
        const answer = await fetch(rig.address + path, { redirect: 'manual' });
        const page = path.replace('/api/unsubscribe/', '/unsubscribe#');
        expect([answer.status, answer.headers.get('location')]).toEqual([303, page]);
        expect(await heldDigest()).toEqual(DIGEST);
      });

      test('nor by a guessed or changed address, which is answered alike', async () => {
        const [before, letter, after] = [path.slice(0, -9), path.at(-9), path.slice(-8)];
        for (const wrong of [
          `${before}${letter === 'A' ? 'B' : 'A'}${after}`,
          `/api/unsubscribe/${'A'.repeat(60)}`,
          `${path}AAAA`
        ])
          expect(await post(wrong)).toBe(204);
        expect(await post('/api/unsubscribe/au.head')).toBe(204);
        expect(await heldDigest()).toEqual(DIGEST);
      });

      test('nor by a form on another site, nor does another route take forms', async () => {
        expect(await post(path, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).toBe(
          403
        );
        expect(await post('/api/session')).toBe(415);
        expect(await heldDigest()).toEqual(DIGEST);
      });

      test('by the mail program without a session, as often as it asks', async () => {
        const boundary = { 'content-type': 'multipart/form-data; boundary=x' };
        expect([await post(path), await post(path), await post(path, boundary)]).toEqual([204, 204, 204]);
        expect(await heldDigest()).toBeNull();
        expect((await ask(head)).status).toBe(204);
        expect((await anybody.ask('POST', path, {})).status).toBe(204);
        expect(await heldDigest()).toBeNull();
        expect((await ask(head)).status).toBe(204);
      });
    });

    test('is not sent to a suspended person, nor after it was stopped', async () => {
      const before = mail.taken.length;
      await change('au.head', { suspended: true });
      rig.clock.now = BEFORE + 2 * DAY_MS + 3_600_000;
      await sender().sendDue();
      await change('au.head', { suspended: false });
      const back = await rig.signIn('au.head');
      expect((await back.ask('DELETE', '/api/notifications/digest')).status).toBe(204);
      rig.clock.now = BEFORE + 3 * DAY_MS + 3_600_000;
      await sender().sendDue();
      expect(mail.taken.length).toBe(before);
    });
  });

  describe('the notification of a browser', () => {
    const WHEN = { hour: 8, zone: 'Europe/Vienna', language: 'en' };
    /** Ten days before: the endorsement is due later than in a week. */
    const EARLY = BEFORE - 7 * DAY_MS;
    /** Nine in Vienna three days before, and eight from the end of summer time on. */
    const MORNING = BEFORE + 1_800_000;
    const ask = (client: Client, browser = aBrowser(), over: object = {}) =>
      client.ask('PUT', '/api/notifications/browsers', { ...browser.address, ...WHEN, ...over });
    const listOf = async (client: Client) =>
      ((await client.ask('GET', '/api/notifications')).body as { browsers: Record<string, unknown>[] })
        .browsers;
    const pushAt = async (at: number, ...args: Parameters<typeof sender>): Promise<void> => {
      rig.clock.now = at;
      await sender(...args).pushDue();
    };
    let made = 0;

    /** With a browser since ten days before, where nothing was due. */
    async function aNotified(role: 'officer' | 'reader' = 'officer') {
      rig.clock.now = EARLY;
      const person = `au.notified${made++}`;
      await rig.accounts.createPerson(aPerson(person, role, 'AU'));
      const client = await rig.signIn(person);
      const browser = aBrowser();
      expect((await ask(client, browser)).status).toBe(204);
      push.taken.length = 0;
      push.answer = { status: 201 };
      const takenOf = () =>
        push.taken
          .filter(({ path }) => browser.address.endpoint.endsWith(path))
          .map((one) => ({
            ...one,
            shown: JSON.parse(browser.read(one.body)) as Record<string, string>
          }));
      return { person, client, browser, takenOf };
    }

    const signInAt = async (at: number, person: string): Promise<Client> => {
      rig.clock.now = at;
      return rig.signIn(person);
    };

    test('arrives once a day from its hour on, by one of two gateways, encrypted for it and with counts alone', async () => {
      const { person, browser, takenOf } = await aNotified();
      // Half past seven in Vienna.
      await pushAt(MORNING - 5_400_000);
      expect(takenOf()).toEqual([]);
      rig.clock.now = MORNING;
      await Promise.all([sender().pushDue(), sender().pushDue()]);
      await sender().pushDue();
      const [one, ...more] = takenOf();
      expect(more).toEqual([]);
      expect(one!.shown).toEqual({
        title: 'I2ES: authorizations',
        body: 'Due in the next 7 days: 1',
        language: 'en'
      });
      const { number, importer, exporter, lines } = ea.body;
      const words = [
        number,
        importer.name,
        exporter.name,
        lines[0]!.designation,
        ia.body.number,
        'CH',
        person
      ];
      for (const word of words) expect(JSON.stringify(one!.shown)).not.toContain(word);
      expect(one!.headers).toMatchObject({ ttl: '86400', topic: 'i2es', 'content-encoding': 'aes128gcm' });
      const client = await signInAt(MORNING, person);
      const { pushKey } = (await client.ask('GET', '/api/notifications')).body as { pushKey: string };
      const claims = readClaims(one!, pushKey);
      expect(claims).toMatchObject({ aud: 'https://push.example', sub: 'https://i2es.example' });
      expect(Number(claims['exp']) * 1000 - MORNING).toBeLessThanOrEqual(DAY_MS);
      expect(JSON.stringify(await listOf(client))).not.toContain(new URL(browser.address.endpoint).pathname);
    });

    test('is not sent on a day without news, and is again once the step is overdue', async () => {
      const { takenOf } = await aNotified();
      for (const day of [0, 1, 2, 3, 4]) await pushAt(MORNING + day * DAY_MS);
      expect(takenOf().map(({ shown }) => shown['body'])).toEqual([
        'Due in the next 7 days: 1',
        'overdue: 1'
      ]);
    });

    test('has one length, whatever it says and in whatever language', async () => {
      const { person, browser, takenOf } = await aNotified();
      await pushAt(MORNING);
      await ask(await signInAt(MORNING, person), browser, { language: 'ru' });
      await pushAt(MORNING + 4 * DAY_MS);
      expect(takenOf().map(({ shown }) => shown['language'])).toEqual(['en', 'ru']);
      expect(new Set(takenOf().map(({ body }) => body.length)).size).toBe(1);
    });

    test('is off, and refused for an hour, zone, language or address that do not exist', async () => {
      expect(await listOf(officer)).toEqual([]);
      for (const over of [
        { hour: 24 },
        { zone: 'Nowhere' },
        { language: 'xx' },
        { endpoint: 'https://10.0.0.1/x' }
      ])
        expect((await ask(officer, aBrowser(), over)).status).toBe(400);
      expect((await ask(officer, aBrowser(), { more: 1 })).status).toBe(400);
      for (const person of ['incb.secretary', 'au.customs'])
        expect([person, (await ask(await rig.signIn(person))).status]).toEqual([person, 403]);
      expect((await ask(anybody)).status).toBe(401);
    });

    test('ends at the push service that no longer knows the browser', async () => {
      for (const status of [404, 410]) {
        const { person, takenOf } = await aNotified();
        push.answer = { status };
        await pushAt(MORNING);
        expect([takenOf().length, await listOf(await signInAt(MORNING, person))]).toEqual([1, []]);
      }
    });

    test.each([
      ['fails', { status: 500 }],
      ['sends elsewhere', { status: 307, headers: { location: 'https://push.example/inside' } }]
    ])(
      'is tried again, later each time, at a push service that %s; its owner sees it',
      async (_what, answer) => {
        const { person, takenOf } = await aNotified();
        push.answer = answer;
        const warned: string[] = [];
        const warn = (about: string, error: unknown) => void warned.push(`${about} ${String(error)}`);
        const minutes: number[] = [];
        for (let minute = 0; minute < 60; minute += 5) {
          const before = takenOf().length;
          await pushAt(MORNING + minute * 60_000, warn);
          if (takenOf().length > before) minutes.push(minute);
        }
        expect(minutes).toEqual([0, 5, 15, 35]);
        expect(push.taken.some(({ path }) => path === '/inside')).toBe(false);
        expect(warned[0]).toMatch(/^a notification Error: The push service answered \d+\.$/);
        const client = await signInAt(MORNING + 3_600_000, person);
        expect(await listOf(client)).toMatchObject([
          { failedAt: new Date(MORNING + 35 * 60_000).toISOString() }
        ]);
        push.answer = { status: 201 };
        await pushAt(MORNING + 80 * 60_000);
        await pushAt(MORNING + 90 * 60_000);
        expect(takenOf()).toHaveLength(5);
        expect(await listOf(await signInAt(MORNING + 90 * 60_000, person))).toMatchObject([
          { failedAt: null }
        ]);
      }
    );

    test('ends in every browser when its person is suspended, goes to customs, or is removed', async () => {
      for (const end of [{ suspended: true }, { role: 'customs' }, null]) {
        const { person, client, takenOf } = await aNotified('reader');
        await ask(client);
        expect(await listOf(client)).toHaveLength(2);
        const manager = await signInAt(EARLY, 'au.administrator');
        const path = `/api/people/${person}`;
        const ended = end ? await manager.ask('PATCH', path, end) : await manager.ask('DELETE', path);
        expect(ended.status).toBeLessThan(300);
        const { rows } = await rig.engine.open('accounts').allDocs({ include_docs: true });
        const kept = rows.filter(({ id }) => id.startsWith('push:'));
        expect(JSON.stringify(kept)).not.toContain(person);
        await pushAt(MORNING);
        expect(takenOf()).toEqual([]);
      }
    });

    test('of a person who lost access behind the gateway is not sent', async () => {
      const { person, takenOf } = await aNotified();
      const accounts = rig.engine.open('accounts');
      const held = await accounts.get(`person:${person}`);
      await accounts.put({ ...held, suspended: true } as never);
      await pushAt(MORNING);
      expect(takenOf()).toEqual([]);
    });

    test('ends on a device whose key is revoked, and on no other', async () => {
      const { person, client } = await aNotified();
      const here = { keyId: 'a lost key', name: 'Desk 7' };
      await rig.engine
        .open('accounts')
        .bulkDocs(
          (await rig.engine.open('accounts').allDocs({ include_docs: true })).rows
            .filter(({ id }) => id.startsWith(`session:${person}`))
            .map(({ doc }) => ({ ...doc, device: here })) as never
        );
      await ask(client);
      expect((await listOf(client)).map(({ device }) => device)).toEqual(
        expect.arrayContaining([null, 'Desk 7'])
      );
      await rig.accounts.sessions.endAllOf(person, here.keyId as never);
      expect((await listOf(await signInAt(EARLY, person))).map(({ device }) => device)).toEqual([null]);
    });

    test('goes to the person who asked last in a browser, and to ten browsers of one person at most', async () => {
      const [first, second] = [await aNotified(), await aNotified()];
      expect((await ask(second.client, first.browser)).status).toBe(204);
      expect([(await listOf(first.client)).length, (await listOf(second.client)).length]).toEqual([0, 2]);
      for (let count = 2; count < 10; count++) expect((await ask(second.client)).status).toBe(204);
      const refused = await ask(second.client);
      expect([refused.status, refused.body]).toMatchObject([
        409,
        { problems: [{ code: 'notifications.browser.tooMany' }] }
      ]);
      expect((await ask(second.client, first.browser, { hour: 9 })).status).toBe(204);
    });

    test('is ended by its person in any browser, once or twice, and administrators see both', async () => {
      const { person, client } = await aNotified();
      const [{ id }] = (await listOf(client)) as [{ id: string }];
      const other = await aNotified();
      expect((await other.client.ask('DELETE', `/api/notifications/browsers/${id}`)).status).toBe(204);
      expect(await listOf(client)).toHaveLength(1);
      for (const _time of [1, 2])
        expect((await client.ask('DELETE', `/api/notifications/browsers/${id}`)).status).toBe(204);
      expect(await listOf(client)).toEqual([]);
      const manager = await signInAt(EARLY, 'au.administrator');
      const entries = (await manager.ask('GET', '/api/audit?limit=200')).body as {
        by: string;
        what: string;
      }[];
      const own = entries.filter(({ by }) => by === person).map(({ what }) => what);
      expect(own.filter((what) => what.startsWith('push.'))).toEqual(['push.stopped', 'push.started']);
    });
  });

  test('a shipment that arrives is counted a quarter of an hour later, and the country is not read before', async () => {
    const path = await make();
    expect(await read(path)).toContain('To endorse 1');
    const number = aNumber(9, 'CH', 'export-authorization');
    const second = anExportAuthorization(ia, {
      at: '2026-10-08T10:00:00.000Z',
      over: { number, lines: [aLine({ importLine: 1 })] }
    });
    await rig.engine.openAsAdministrator('country-au').bulkDocs([second, aShipment(second)] as never);
    expect(await read(path)).toContain('To endorse 1');
    rig.clock.now = BEFORE + 16 * 60_000;
    expect(await read(path)).toContain('To endorse 2');
  });

  test('a country with its own server is sent nothing from here', async () => {
    const path = await make();
    const at = new Date(NOW).toISOString();
    const standing = { schema: 1, country: 'AU', state: 'registered', registeredAt: at, since: at, by: 'x' };
    await rig.engine.open('incb').put({ _id: 'standing:AU', ...standing, ownServer: true } as never);
    expect(await read(path)).toBe('404');
    const browser = { ...aBrowser().address, hour: 8, zone: 'UTC', language: 'en' };
    for (const asked of [
      await officer.ask('POST', '/api/notifications/calendar', { language: 'en' }),
      await officer.ask('PUT', '/api/notifications/browsers', browser)
    ])
      expect([asked.status, asked.body]).toMatchObject([
        409,
        { problems: [{ code: 'notifications.ownServer' }] }
      ]);
  });
});
