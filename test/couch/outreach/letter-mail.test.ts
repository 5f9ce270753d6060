/** Announcements as e-mail: to whom, in which language, once, and what is told of it; by a real mail server. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signBody } from '#lib/crypto/sign.ts';
import type { BodyOf } from '#lib/domain/act/body.ts';
import { LetterMail } from '#couch/outreach/letter-mail.ts';
import type { ActId, CalendarDate, CountryCode, Instant } from '#lib/domain/ids.ts';
import { aPerson, Client, openRig, PASSWORD, type Answer, type Rig } from '../gateway/rig.ts';
import { anAnnouncement, LETTER_IN_ENGLISH } from '../../samples/announcement.ts';
import { aRegistration } from '../../samples/registration.ts';
import { describeEngines } from '../with-engine.ts';
import { openMailServer, type MailServer } from './mail-server.ts';

describeEngines('an announcement as e-mail', (open) => {
  let rig: Rig;
  let silent: Rig;
  let mail: MailServer;
  let board: Client;

  beforeAll(async () => {
    mail = await openMailServer();
    const limits = { signInsPerAddress: 1000 };
    const origin = { origin: 'https://i2es.example', isOriginNamed: true };
    rig = await openRig(open, {
      mail: { url: mail.url, from: 'secretariat@incb.example' },
      limits,
      ...origin
    });
    silent = await openRig(open);
    board = await atHome('incb.secretary');
    for (const country of ['CH', 'NZ', 'FR'])
      await rig.accounts.createPerson(
        aPerson(`${country.toLowerCase()}.administrator`, 'administrator', country)
      );
    await invite('head@au.example');
    const registration = aRegistration({
      _id: 'registration:FR:1',
      country: 'FR' as CountryCode,
      status: 'confirmed',
      email: 'chef@fr.example',
      language: 'fr'
    });
    await rig.engine.open('incb').bulkDocs([registration]);
  });
  afterAll(async () => {
    await mail.stop();
    await rig.drop();
    await silent.drop();
  });

  /** The rig's own sign-in names no page; here the address is named, and pages of no other may ask. */
  function atHome(person: string): Promise<Client> {
    return rig.signIn(person);
  }

  /** An administrator of Australia who joins by an invitation, which is where an address comes from. */
  async function invite(email: string): Promise<void> {
    const administrator = await atHome('au.administrator');
    const invitation = { role: 'administrator', name: 'B. Head', function: 'Head', email };
    const handed = await administrator.ask('POST', '/api/invitations', invitation);
    const { token } = handed.body as { token: string };
    const chosen = { token, person: 'au.head', password: PASSWORD };
    const joined = await new Client(rig.address, '').ask('POST', '/api/invitations/accept', chosen);
    expect(joined.status).toBe(201);
  }

  async function aLetter(over: Partial<BodyOf<'announcement'>>, on = rig): Promise<ActId> {
    const act = await signBody(anAnnouncement(over), on.keys.root);
    await on.engine.open('incb').bulkDocs([act]);
    return act._id;
  }

  const path = (id: string): string => `/api/announcements/${encodeURIComponent(id)}/mail`;
  const told = ({ body }: Answer): string[] =>
    (body as { countries: { country: string; state: string; words: string }[] }).countries.map(
      ({ country, state, words }) => `${country} ${state}${words ? `: ${words}` : ''}`
    );

  async function sent(id: ActId): Promise<string[]> {
    expect((await board.ask('POST', path(id), {})).status).toBe(202);
    for (;;) {
      const answer = await board.ask('GET', path(id));
      if (!(answer.body as { isRunning: boolean }).isRunning) return told(answer);
    }
  }

  async function openIn(id: ActId): Promise<number[]> {
    const { body } = await board.ask('GET', path(id));
    return (body as { countries: { open: number }[] }).countries.map(({ open }) => open);
  }

  const toOf = (from = 0): string[] => mail.taken.slice(from).flatMap(({ to }) => to);

  test('goes to the administrators whose address is known, in their language, and says who has none', async () => {
    const fr = { title: 'Les évaluations', text: 'Chers collègues' };
    const content = { sha256: 'f'.repeat(43), bytes: 60, type: 'application/pdf' } as const;
    const id = await aLetter({ texts: { en: LETTER_IN_ENGLISH, fr }, files: [{ name: 'Form C', content }] });
    expect(told(await board.ask('GET', path(id)))).toEqual([
      'AU waiting',
      'CH no-address',
      'FR waiting',
      'NZ no-address'
    ]);
    expect(await sent(id)).toEqual(['AU sent', 'CH no-address', 'FR sent', 'NZ no-address']);
    expect(toOf().sort()).toEqual(['chef@fr.example', 'head@au.example']);
    const [english, french] = ['head@au.example', 'chef@fr.example'].map(
      (to) => mail.taken.find((one) => one.to.includes(to))?.content ?? ''
    );
    expect(english).toContain(`Subject: ${LETTER_IN_ENGLISH.title}\r\n`);
    expect(english).toContain('From: secretariat@incb.example\r\n');
    expect(english).toContain('https://i2es.example/announcements');
    // Mail servers refuse many files, so the e-mail only counts them.
    expect(english).toContain('Attachments, to read in I2ES: 1');
    expect(french).toMatch(/^Subject: =\?UTF-8\?/m);
    expect(french).toContain('Chers coll');
  });

  test('is sent once, however often it is clicked, and also where another gateway has begun it', async () => {
    const id = await aLetter({ at: '2026-11-24T08:00:00.000Z' as Instant });
    const before = mail.taken.length;
    await Promise.all([1, 2, 3].map(() => board.ask('POST', path(id), {})));
    await sent(id);
    expect(toOf(before).sort()).toEqual(['chef@fr.example', 'head@au.example']);
    const other = await aLetter({ at: '2026-11-24T07:30:00.000Z' as Instant });
    const claim = { _id: `mail:${other.slice(-43)}:au.head`, schema: 1, state: 'sending', at: '', words: '' };
    await rig.engine.open('accounts').bulkDocs([claim]);
    expect(await sent(other)).toEqual(['AU sending', 'CH no-address', 'FR sent', 'NZ no-address']);
  });

  test('of which a gateway ended in the middle was perhaps sent: it is told so, and not sent again', async () => {
    const at = '2026-11-24T07:15:00.000Z' as Instant;
    const id = await aLetter({ at, audience: { region: '053' } });
    const begun = new Date(rig.clock.now).toISOString();
    const claim = { _id: `mail:${id.slice(-43)}:au.head`, schema: 1, state: 'sending', at: begun, words: '' };
    const accounts = rig.engine.open('accounts');
    const other = await accounts.get<{ _id: string }>('person:au.administrator');
    await accounts.put({ ...other, email: 'other@au.example' } as never);
    await accounts.bulkDocs([claim]);
    expect(told(await board.ask('GET', path(id)))).toEqual(['AU sending', 'NZ no-address']);
    rig.clock.now += 601_000;
    const before = mail.taken.length;
    // Whoever of the country has not been written to yet still can be.
    expect(await openIn(id)).toEqual([1, 0]);
    expect(await sent(id)).toEqual(['AU unclear', 'NZ no-address']);
    expect(toOf(before)).toEqual(['other@au.example']);
    expect(await openIn(id)).toEqual([0, 0]);
    const { _rev } = await accounts.get<{ _id: string; _rev: string }>(other._id);
    await accounts.put({ ...other, _rev } as never);
  });

  test('is told in the mail server’s own words where it is refused, and may be sent again', async () => {
    mail.unknown.add('head@au.example');
    const id = await aLetter({ at: '2026-11-24T07:00:00.000Z' as Instant, audience: { region: '053' } });
    const [australia] = await sent(id);
    expect(australia).toMatch(/^AU refused: .*550 5\.1\.1 No such person here/);
    mail.unknown.clear();
    expect(await sent(id)).toEqual(['AU sent', 'NZ no-address']);
  });

  test('goes to nobody by an address that holds a second header', async () => {
    const held = await rig.engine.open('accounts').get<{ _id: string }>('person:nz.administrator');
    await rig.engine.open('accounts').put({ ...held, email: 'a@nz.example\r\nBcc: b@evil.example' } as never);
    const before = mail.taken.length;
    const id = await aLetter({ at: '2026-11-24T06:00:00.000Z' as Instant, audience: { region: '053' } });
    expect(await sent(id)).toEqual(['AU sent', 'NZ no-address']);
    expect(toOf(before)).toEqual(['head@au.example']);
  });

  test('is not sent where it was taken back, where it is none, or where no mail server is set', async () => {
    const id = await aLetter({ at: '2026-11-24T05:00:00.000Z' as Instant });
    await aLetter({ at: '2026-11-24T05:30:00.000Z' as Instant, supersedes: { act: id, as: 'withdrawn' } });
    expect(reasonOf(await board.ask('POST', path(id), {}))).toBe('409 announcement.mail.standsNoMore');
    const none = `act:20261124:INCB:announcement:${'a'.repeat(43)}`;
    expect(reasonOf(await board.ask('POST', path(none), {}))).toBe('404 announcement.unknown');
    const secretary = await silent.signIn('incb.secretary');
    const unsent = await aLetter({}, silent);
    expect(reasonOf(await secretary.ask('POST', path(unsent), {}))).toBe('409 announcement.mail.notSet');
    expect((await secretary.ask('GET', path(unsent))).body).toMatchObject({ isSet: false });
  });

  test('is sent and looked at by the Board’s people alone', async () => {
    for (const person of ['au.administrator', 'au.officer', 'au.reader']) {
      const client = await atHome(person);
      for (const method of ['GET', 'POST'])
        expect(reasonOf(await client.ask(method, path('x'), method === 'POST' ? {} : undefined))).toBe(
          '403 request.role.refused'
        );
    }
  });

  test('is sent twelve times an hour at most', async () => {
    rig.clock.now += 7_200_000;
    const statuses: number[] = [];
    for (let n = 0; n < 13; n++) {
      const at = `2026-11-24T04:00:00.${String(n).padStart(3, '0')}Z` as Instant;
      const id = await aLetter({ at, audience: { region: '021' } });
      statuses.push((await board.ask('POST', path(id), {})).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 12 }, () => 202), 429]);
  });

  test('of a letter that is shown later is sent on that day, once, and not if it was withdrawn before', async () => {
    const day = new Date(rig.clock.now + 3 * 86_400_000).toISOString().slice(0, 10) as CalendarDate;
    const [kept, withdrawn] = [
      await aLetter({ shownFrom: day, texts: { en: { title: 'Kept', text: 'Text' } } }),
      await aLetter({ shownFrom: day, texts: { en: { title: 'Withdrawn', text: 'Text' } } })
    ];
    const from = mail.taken.length;
    for (const id of [kept, withdrawn]) {
      const { status, body } = await board.ask('POST', path(id), {});
      expect([status, (body as { isDue: boolean }).isDue]).toEqual([202, true]);
    }
    await aLetter({ supersedes: { act: withdrawn, as: 'withdrawn' } });
    const to: string[] = [];
    const own = new LetterMail({
      engine: rig.engine,
      clock: () => rig.clock.now,
      send: async (message) => {
        to.push(`${message.subject} ${message.to}`);
        return { state: 'sent' };
      },
      address: null,
      warn: () => undefined
    });
    await own.sendDue();
    expect(to).toEqual([]);
    rig.clock.now += 3 * 86_400_000;
    await own.sendDue();
    await own.sendDue();
    expect(to.sort()).toEqual(['Kept chef@fr.example', 'Kept head@au.example']);
    expect(mail.taken).toHaveLength(from);
    // Nothing waits any more, of the withdrawn one neither.
    const { rows } = await rig.engine
      .open('accounts')
      .allDocs({ startkey: 'mail-due:', endkey: 'mail-due:\ufff0' });
    expect(rows).toEqual([]);
  });
});

function reasonOf({ status, body }: Answer): string {
  return `${status} ${(body as { reason?: string }).reason ?? ''}`;
}
