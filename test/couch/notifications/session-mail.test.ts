/** E-mails about training sessions by a real gateway, exchange and mail server: who gets which, once, with the calendar entry. */
import ICAL from 'ical.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Notifications } from '#couch/notifications/notifications.ts';
import { SESSION_WORDS } from '#couch/notifications/session-mail-text.ts';
import { openMailer } from '#couch/outreach/mailer.ts';
import { Standings } from '#couch/registration/standings.ts';
import { Guests } from '#couch/training/guests.ts';
import { Trainings } from '#couch/training/trainings.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { Session, SessionPlan } from '#lib/domain/training/session.ts';
import { openGatewayWorld, type GatewayWorld, type Signer } from '../exchange/gateway-world.ts';
import { aHead, type Client, NOW } from '../gateway/rig.ts';
import { openMailServer, type MailServer } from '../outreach/mail-server.ts';
import { describeEngines, TEST_SECRET } from '../with-engine.ts';
import { aPlan, SESSION_ID } from '../../samples/training.ts';

const FROM = 'I2ES <i2es@example.org>';
const HOUR = 3_600_000;
const BEGIN = Date.parse(aPlan().startsAt);

describeEngines('e-mails about training sessions', (open) => {
  let world: GatewayWorld;
  let mail: MailServer;
  let standings: Standings;
  let trainings: Trainings;
  let guests: Guests;
  let made = 0;

  beforeAll(async () => {
    mail = await openMailServer();
    world = await openGatewayWorld(open, {
      mail: { url: mail.url, from: FROM },
      origin: 'https://i2es.example',
      isOriginNamed: true
    });
    const { engine, clock } = world.rig;
    standings = new Standings(engine);
    trainings = new Trainings({ engine, clock: () => clock.now, warn: () => undefined });
    guests = new Guests({ engine, secret: TEST_SECRET, clock: () => clock.now, trainings });
    for (const person of ['au.officer', 'ch.officer', 'fr.officer']) {
      const accounts = engine.open('accounts');
      const { rows } = await accounts.allDocs({ keys: [`person:${person}`], include_docs: true });
      const [row] = rows as { doc: object }[];
      await accounts.bulkDocs([{ ...row!.doc, email: `${person}@example.org` }] as never);
    }
    expect((await plan({ capacity: 1, link: LINK })).status).toBe(200);
  });
  afterAll(async () => {
    standings.close();
    await mail.stop();
    await world.drop();
  });

  const LINK = 'https://meet.example.org/training';
  const as = (name: string): Client => world.clients.get(name) as Client;

  async function plan(more: Partial<SessionPlan> = {}, asked: object = {}) {
    const { body } = await as('incb.trainer').ask('GET', '/api/training/desk');
    const known = (body as { sessions: { session: Session }[] }).sessions.find(
      ({ session }) => session._id === SESSION_ID
    );
    const revision = known?.session.revision ?? 0;
    const change = { revision, ...('cancel' in asked ? {} : { plan: aPlan(more) }), ...asked };
    return as('incb.trainer').ask('PUT', `/api/training/sessions/${SESSION_ID}`, change);
  }

  async function enrol(signer: Signer, intent: 'enrol' | 'withdraw' = 'enrol'): Promise<void> {
    const [person, database] = [`${signer.toLowerCase()}.officer`, `country-${signer.toLowerCase()}`];
    const at = new Date(NOW - HOUR + ++made).toISOString();
    const head = aHead('enrolment', signer as never, ['INCB'], person, at);
    const act = await signBody({ ...head, session: SESSION_ID, intent } as never, world.keys[signer]);
    expect(await as(person).push(database, [act])).toEqual({});
    await world.carryAll();
  }

  const wish = (person: string, language = 'en') =>
    as(person).ask('PUT', '/api/notifications/sessions', { language });

  /** By two gateways at the same time. Returns whom the new e-mails are for, and their texts. */
  async function send(): Promise<readonly { readonly to: string; readonly content: string }[]> {
    const before = mail.taken.length;
    const sender = () =>
      new Notifications({
        engine: world.rig.engine,
        secret: TEST_SECRET,
        clock: () => world.rig.clock.now,
        standings,
        national: null,
        send: openMailer({ url: mail.url, from: FROM }),
        from: FROM,
        trainings: { books: () => trainings.books(), guests },
        address: 'https://i2es.example',
        warn: (_about, error) => expect(error).toBe(null)
      });
    await Promise.all([sender().sendSessionMail(), sender().sendSessionMail()]);
    await sender().sendSessionMail();
    return mail.taken.slice(before).map(({ to, content }) => ({ to: to.join(), content }));
  }

  /** Of quoted-printable (RFC 2045). */
  function plainText(content: string): string {
    const bytes = content
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    return Buffer.from(bytes, 'latin1').toString();
  }

  function calendarIn(content: string) {
    const [, encoded = ''] =
      /Content-Type: application\/ics[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(content) ?? [];
    const calendar = new ICAL.Component(ICAL.parse(Buffer.from(encoded, 'base64').toString()));
    const event = calendar.getFirstSubcomponent('vevent') as ICAL.Component;
    const of = (name: string) => String(event.getFirstPropertyValue(name));
    return { method: String(calendar.getFirstPropertyValue('method')), of };
  }

  test('nothing is sent to a person who did not ask for it', async () => {
    await enrol('AU');
    await enrol('CH');
    expect(await send()).toEqual([]);
    const { body } = await as('au.officer').ask('GET', '/api/notifications');
    expect(body).toMatchObject({ sessions: false, email: 'au.officer@example.org' });
  });

  test('the first e-mail says who has a place, with an entry for the calendar, and goes to no one who waits', async () => {
    expect((await wish('au.officer', 'xx')).status).toBe(400);
    for (const [person, language] of [
      ['au.officer', 'en'],
      ['ch.officer', 'ar'],
      ['fr.officer', 'fr']
    ] as const)
      expect((await wish(person, language)).status).toBe(204);
    const [first, ...others] = await send();
    expect([first?.to, others]).toEqual(['au.officer@example.org', []]);
    const text = first!.content.replaceAll('=\r\n', '');
    expect(text).toMatch(/^Subject: You have a place: Endorsing what has arrived\r$/m);
    expect(text).toContain(LINK);
    expect(text).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
    const { method, of } = calendarIn(first!.content);
    expect([method, of('sequence'), of('status')]).toEqual(['REQUEST', '0', 'CONFIRMED']);
    expect([of('organizer'), of('attendee')]).toEqual([
      'mailto:i2es@example.org',
      'mailto:au.officer@example.org'
    ]);
    expect(of('uid')).toBe(`${SESSION_ID.slice(8)}@i2es`);
  });

  test('a change with a note is sent to people with a place, and a small correction to no one', async () => {
    expect((await plan({ capacity: 1, link: LINK, aims: 'The same, better said.' })).status).toBe(200);
    expect(await send()).toEqual([]);
    const moved = { capacity: 1, link: LINK, place: 'Nairobi, conference room 9' };
    expect((await plan(moved, { note: 'We are in room 9.' })).status).toBe(200);
    const [first, ...others] = await send();
    expect([first?.to, others]).toEqual(['au.officer@example.org', []]);
    expect(first?.content).toContain('We are in room 9.');
    const { method, of } = calendarIn(first!.content);
    expect([method, of('sequence'), of('location')]).toEqual(['REQUEST', '2', moved.place]);
  });

  test('the person who has waited longest hears of a free place, in their language', async () => {
    await enrol('AU', 'withdraw');
    const sent = await send();
    expect(sent.map(({ to }) => to)).toEqual(['ch.officer@example.org']);
    expect(plainText(sent[0]!.content)).toContain(SESSION_WORDS.ar.free);
  });

  test('one reminder is sent a day before the session', async () => {
    world.rig.clock.now = BEGIN - 25 * HOUR;
    expect(await send()).toEqual([]);
    world.rig.clock.now = BEGIN - 23 * HOUR;
    expect((await send()).map(({ to }) => to)).toEqual(['ch.officer@example.org']);
    world.rig.clock.now = BEGIN - HOUR;
    expect(await send()).toEqual([]);
    world.rig.clock.now = NOW;
    // Sessions at the gateway ended in between.
    for (const name of ['ch.officer', 'fr.officer', 'incb.trainer'])
      (world.clients as Map<string, Client>).set(name, await world.rig.signIn(name));
  });

  test('a cancellation is sent to people with a place and to people who wait, and empties the calendar', async () => {
    await enrol('FR');
    expect(await send()).toEqual([]);
    expect((await plan({}, { cancel: 'The venue is closed.' })).status).toBe(200);
    const sent = await send();
    expect(sent.map(({ to }) => to).sort()).toEqual(['ch.officer@example.org', 'fr.officer@example.org']);
    const [withPlace, waiting] = ['ch', 'fr'].map(
      (code) => sent.find(({ to }) => to.startsWith(code))!.content
    );
    const { method, of } = calendarIn(withPlace!);
    expect([method, of('sequence'), of('status')]).toEqual(['CANCEL', '3', 'CANCELLED']);
    expect(waiting).not.toContain('text/calendar');
  });

  test('one click in the e-mail ends them, and so does the person under Security', async () => {
    const { content } = mail.taken.find(({ to }) => to.includes('fr.officer@example.org'))!;
    const [, address] =
      /^List-Unsubscribe: ?<(https:[^>]+)>\r$/m.exec(content.replace(/\r\n[ \t]+/g, ' ')) ?? [];
    const stopped = await fetch(world.rig.address + new URL(address!).pathname, { method: 'POST' });
    expect(stopped.status).toBe(204);
    expect((await as('ch.officer').ask('DELETE', '/api/notifications/sessions')).status).toBe(204);
    for (const person of ['fr.officer', 'ch.officer'])
      expect((await as(person).ask('GET', '/api/notifications')).body).toMatchObject({ sessions: false });
  });

  test('no e-mail says anything twice, however often a session is looked at', async () => {
    const subjects = mail.taken.map(({ to, content }) => to + (/^Subject: .*/m.exec(content)?.[0] ?? ''));
    expect(new Set(subjects).size).toBe(subjects.length);
  });
});
