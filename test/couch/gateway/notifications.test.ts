/** The calendar of deadlines and the daily e-mail, by a real gateway and a real mail server: who, when, and what is in them. */
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
import { describeEngines } from '../with-engine.ts';
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

describeEngines('the calendar of deadlines and the daily e-mail', (open) => {
  let rig: Rig;
  let mail: MailServer;
  let officer: Client;
  let anybody: Client;
  let administrator: Client;

  beforeAll(async () => {
    mail = await openMailServer();
    rig = await openRig(open, {
      mail: { url: mail.url, from: 'i2es@example.org' },
      limits: { signInsPerAddress: 1000, notificationsPerPerson: 1000 },
      origin: 'https://i2es.example',
      isOriginNamed: true
    });
    await provisionCountry(rig.engine, 'FR' as CountryCode);
    await rig.accounts.createPerson(aPerson('fr.officer', 'officer', 'FR'));
    await rig.accounts.createPerson(aPerson('au.customs', 'customs', 'AU'));
    const acts = [ia, ea, shipment];
    await rig.engine.open('country-au').bulkDocs(acts as never);
    await rig.engine.open('country-ch').bulkDocs(acts as never);
    rig.clock.now = BEFORE;
    officer = await rig.signIn('au.officer');
    administrator = await rig.signIn('au.administrator');
    anybody = new Client(rig.address, '');
  });
  afterEach(() => {
    rig.clock.now = BEFORE;
  });
  afterAll(async () => {
    await mail.stop();
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

  describe('the daily e-mail', () => {
    const sender = (): Notifications =>
      new Notifications({
        engine: rig.engine,
        clock: () => rig.clock.now,
        standings: new Standings(rig.engine),
        national: null,
        send: openMailer({ url: mail.url, from: 'i2es@example.org' }),
        address: 'https://i2es.example',
        warn: (_about, error) => expect(error).toBe(null)
      });
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
      expect([mail.taken.length, (await head.ask('GET', '/api/notifications')).body]).toEqual([
        0,
        { calendar: null, digest: null, email: 'head@au.example', isMailSet: true }
      ]);
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
      expect(sent[0]!.content).toContain('https://i2es.example/security');
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

  test('a shipment that arrives is counted a quarter of an hour later, and the country is not read before', async () => {
    const path = await make();
    expect(await read(path)).toContain('To endorse 1');
    const number = aNumber(9, 'CH', 'export-authorization');
    const second = anExportAuthorization(ia, {
      at: '2026-10-08T10:00:00.000Z',
      over: { number, lines: [aLine({ importLine: 1 })] }
    });
    await rig.engine.open('country-au').bulkDocs([second, aShipment(second)] as never);
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
    const asked = await officer.ask('POST', '/api/notifications/calendar', { language: 'en' });
    expect([asked.status, asked.body]).toMatchObject([
      409,
      { problems: [{ code: 'notifications.ownServer' }] }
    ]);
  });
});
