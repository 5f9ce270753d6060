/** Guests without an account through a real gateway and a real mail server: from a link to a certificate, and to the deletion of the name. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Notifications } from '#couch/notifications/notifications.ts';
import { Standings } from '#couch/registration/standings.ts';
import { openMailer } from '#couch/outreach/mailer.ts';
import { Guests } from '#couch/training/guests.ts';
import { Trainings } from '#couch/training/trainings.ts';
import { verifyBadge } from '#lib/crypto/badge.ts';
import { readBadge, readShortBadge, shortenBadge } from '#lib/domain/training/badge.ts';
import { KEPT_DAYS } from '#lib/domain/training/desk-view.ts';
import { parseGuestView, type GuestView } from '#lib/domain/training/guests.ts';
import { parseView } from '#lib/domain/training/read-view.ts';
import { openGatewayWorld, type GatewayWorld } from '../exchange/gateway-world.ts';
import { aPerson, Client } from '../gateway/rig.ts';
import { openMailServer, type MailServer } from '../outreach/mail-server.ts';
import { describeEngines, TEST_SECRET } from '../with-engine.ts';
import { aMark, aPlan, aSession, SESSION_ID } from '../../samples/training.ts';

const PATH = `/api/training/sessions/${SESSION_ID}`;
const LINK = 'https://meet.example.org/training';
const FROM = 'I2ES <i2es@example.org>';
const AMINA = { name: 'Amina Diallo', organisation: 'National laboratory', country: 'SN', language: 'fr' };

describeEngines('guests of a training session', (open) => {
  let world: GatewayWorld;
  let mail: MailServer;
  let standings: Standings;
  let guest: Client;
  let link: string;

  beforeAll(async () => {
    mail = await openMailServer();
    world = await openGatewayWorld(open, {
      mail: { url: mail.url, from: FROM },
      origin: 'https://i2es.example',
      isOriginNamed: true
    });
    standings = new Standings(world.rig.engine);
    guest = new Client(world.rig.address, '');
    const plan = aPlan({ isPublic: false, link: LINK, capacity: 2, audience: { region: '150' as never } });
    expect((await trainer().ask('PUT', PATH, { revision: 0, plan })).status).toBe(200);
    link = await aLink({ seats: 3 });
  });
  afterAll(async () => {
    standings.close();
    await mail.stop();
    await world.drop();
  });

  const trainer = (): Client => world.clients.get('incb.trainer') as Client;

  async function aLink(asked: object): Promise<string> {
    // Links are listed by the time when they were made.
    world.rig.clock.now += 1000;
    const made = await trainer().ask('POST', `${PATH}/guests`, asked);
    expect(made.status).toBe(201);
    return (made.body as { secret: string }).secret;
  }

  const take = (secret: string, more: object = {}) =>
    guest.ask('POST', '/api/training/guests', { link: secret, ...AMINA, ...more });
  const at = (place: string, what = 'place') => guest.ask('POST', `/api/training/guests/${what}`, { place });
  const seen = async (place: string): Promise<GuestView | null> => parseGuestView((await at(place)).body);

  async function placeOf(answer: ReturnType<typeof take>): Promise<string> {
    const { status, body } = await answer;
    expect(status).toBe(201);
    return (body as { secret: string }).secret;
  }

  async function deskOf(client: Client) {
    const view = parseView((await client.ask('GET', '/api/training/desk')).body);
    return view?.sessions.find(({ session }) => session._id === SESSION_ID);
  }

  /** The mail server's texts since the last look. */
  async function news(): Promise<readonly { readonly to: string; readonly text: string }[]> {
    const before = mail.taken.length;
    const { engine, clock: at } = world.rig;
    const clock = () => at.now;
    const trainings = new Trainings({ engine, clock, warn: () => undefined });
    const guests = new Guests({ engine, secret: TEST_SECRET, clock, trainings });
    const sender = new Notifications({
      ...{ engine, clock, standings, secret: TEST_SECRET, national: null, from: FROM },
      ...{ send: openMailer({ url: mail.url, from: FROM }), address: 'https://i2es.example' },
      trainings: { books: () => trainings.books(), guests },
      warn: (_about, error) => expect(error).toBe(null)
    });
    await Promise.all([sender.sendSessionMail(), sender.sendSessionMail()]);
    return mail.taken.slice(before).map(({ to, content }) => ({ to: to.join(), text: plainText(content) }));
  }

  function plainText(content: string): string {
    const bytes = content
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    return Buffer.from(bytes, 'latin1').toString();
  }

  test('a guest reads what the session is before taking a place, and neither its link to join nor its audience', async () => {
    const looked = await guest.ask('POST', '/api/training/guests/look', { link });
    const view = parseGuestView(looked.body);
    expect(view).toMatchObject({ confirmed: 0, waiting: 0, left: 3, own: null });
    expect(view?.session).toMatchObject({ title: aPlan().title, audience: {} });
    expect(JSON.stringify(looked.body)).not.toMatch(/meet\.example|trainer\.demo|incb\.trainer/);
  });

  let places: string[];
  test('guests from outside the audience have the places, the next one waits, and no link gives more than it has', async () => {
    const email = 'amina@example.org';
    const asked = ['Amina Diallo', 'Bao Tran', 'Carla Ruiz', 'Dora Novak'].map((name) =>
      take(link, { name, email })
    );
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body).toMatchObject({ problems: [{ code: 'training.guests.full' }] });
    places = answers.flatMap(({ body }) => (body as { secret?: string }).secret ?? []);
    const states = await Promise.all(places.map(async (place) => (await seen(place))?.own));
    expect(states.map((own) => own?.state).sort()).toEqual(['confirmed', 'confirmed', 'waiting']);
    const sorted = places.map((place, index) => ({ place, state: states[index]?.state }));
    places = sorted.sort((one, other) => (one.state! < other.state! ? -1 : 1)).map(({ place }) => place);
    expect((await seen(places[0]!))?.session.link).toBe(LINK);
    expect((await seen(places[2]!))?.session.link).toBeUndefined();
  });

  test('the trainers see them with their organisation, and no administrator of their country does', async () => {
    const view = await deskOf(trainer());
    expect(view?.seats.map(({ function: office }) => office)).toEqual(Array(3).fill('National laboratory'));
    expect(view?.links).toMatchObject([{ seats: 3, taken: 3 }]);
    expect(JSON.stringify(view)).not.toContain('amina@example.org');
    expect(JSON.stringify(view?.links)).not.toContain(link);
    expect((await deskOf(world.clients.get('au.administrator') as Client))?.seats ?? []).toEqual([]);
  });

  test('a guest reads only the own name, and a wrong, withdrawn or ended secret gets the same words', async () => {
    expect(JSON.stringify((await at(places[0]!)).body)).not.toContain(
      (await seen(places[1]!))?.own?.name ?? 'no one'
    );
    const short = await aLink({ seats: 1, until: new Date(world.rig.clock.now + 60_000).toISOString() });
    const withdrawn = await aLink({ seats: 1 });
    const [, , last] = (await deskOf(trainer()))?.links ?? [];
    const removed = await trainer().ask('POST', `${PATH}/guests/withdraw`, {
      link: last?.id,
      removes: false
    });
    expect(removed.status).toBe(204);
    world.rig.clock.now += 61_000;
    const answers = await Promise.all(
      [short, withdrawn, 'x'.repeat(43), '', null, 7, SESSION_ID].map((secret) =>
        guest.ask('POST', '/api/training/guests/look', { link: secret })
      )
    );
    const others = await Promise.all(['', 'x'.repeat(120), link].map((secret) => at(secret)));
    const refused = [...answers, ...others].map(({ status, body }) => [status, JSON.stringify(body)].join());
    expect(refused[0]).toMatch(/^404,.*"training\.guests\.unknown"/);
    expect([...new Set(refused)]).toHaveLength(1);
  });

  test('an e-mail says who has a place, with the way back to it, and a cancellation gives the place to the next one', async () => {
    const told = await news();
    expect(told.map(({ to }) => to)).toEqual(Array(2).fill('amina@example.org'));
    const [, again] = /i2es\.example\/guest#place=([\w-]+)/.exec(told[0]?.text ?? '') ?? [];
    expect((await seen(again ?? ''))?.own?.state).toBe('confirmed');
    expect((await at(places[0]!, 'cancel')).status).toBe(204);
    expect((await at(places[0]!)).status).toBe(404);
    expect((await seen(places[2]!))?.own?.state).toBe('confirmed');
    expect((await news()).length).toBe(1);
    expect(await news()).toEqual([]);
  });

  test('a change with a note reaches them, and one click ends the e-mails of one guest', async () => {
    const revision = (await deskOf(trainer()))?.session.revision;
    const plan = aPlan({ isPublic: false, link: LINK, capacity: 3 });
    const note = 'The room has changed.';
    expect((await trainer().ask('PUT', PATH, { revision, plan, note })).status).toBe(200);
    const told = await news();
    expect(told.map(({ text }) => text.includes(note))).toEqual([true, true]);
    const [, stop] = /unsubscribe#([\w-]+)/.exec(told[0]?.text ?? '') ?? [];
    expect((await guest.ask('POST', `/api/unsubscribe/${stop}`)).status).toBe(204);
    const mailed = await Promise.all(
      places.slice(1).map(async (place) => (await seen(place))?.own?.isMailed)
    );
    expect(mailed.sort()).toEqual([false, true]);
  });

  test('the link goes to the addresses that were typed, and the server keeps none of them', async () => {
    const before = mail.taken.length;
    await aLink({ seats: 5, emails: ['one@example.org', 'two@example.org'] });
    const sent = mail.taken.slice(before);
    expect(sent.map(({ to }) => to.join()).sort()).toEqual(['one@example.org', 'two@example.org']);
    expect(plainText(sent[0]?.content ?? '')).toMatch(/i2es\.example\/guest#[\w-]{43}/);
    const { rows } = await world.rig.engine.open('training-desk').allDocs({ include_docs: true });
    expect(JSON.stringify(rows)).not.toContain('one@example.org');
    const wrong = await trainer().ask('POST', `${PATH}/guests`, { seats: 1, emails: ['no address'] });
    expect(wrong.status).toBe(400);
  });

  test('withdrawing a link can remove everyone who came by it', async () => {
    const flooded = await aLink({ seats: 2 });
    const place = await placeOf(take(flooded, { name: '<img src=x onerror=alert(1)>' }));
    expect((await take(flooded, { name: 'x'.repeat(121) })).status).toBe(400);
    const id = (await deskOf(trainer()))?.links.at(-1)?.id;
    const asked = { link: id, removes: true };
    expect((await trainer().ask('POST', `${PATH}/guests/withdraw`, asked)).status).toBe(204);
    expect((await at(place)).status).toBe(404);
    expect((await take(flooded)).status).toBe(404);
    expect((await deskOf(trainer()))?.seats.some(({ name }) => name.startsWith('<'))).toBe(false);
  });

  test('a link takes two e-mail addresses for each place, also of guests who cancelled, so that no stranger is flooded', async () => {
    const single = await aLink({ seats: 1 });
    for (const email of ['first@example.org', 'second@example.org']) {
      const place = await placeOf(take(single, { email }));
      expect((await at(place, 'cancel')).status).toBe(204);
    }
    const refused = await take(single, { email: 'third@example.org' });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ problems: [{ code: 'training.guests.noMoreMail', path: 'email' }] });
    expect((await at(await placeOf(take(single)), 'cancel')).status).toBe(204);
  });

  test('a trainer sends links to 200 addresses a day', async () => {
    const to = (count: number) => Array.from({ length: count }, (_, index) => `lab${index}@example.org`);
    for (const count of [50, 50, 50, 48]) await aLink({ seats: 1, emails: to(count) });
    const asked = { seats: 1, emails: to(1) };
    const refused = await trainer().ask('POST', `${PATH}/guests`, asked);
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ problems: [{ code: 'training.guests.addresses' }] });
    await aLink({ seats: 1 });
  });

  test('and no more of them in requests at the same moment for several sessions', async () => {
    await world.rig.accounts.createPerson(aPerson('incb.rival', 'trainer', 'INCB'));
    const by = await world.rig.signIn('incb.rival');
    const sessions = [...'abcdef'].map(
      (digit) => `/api/training/sessions/${SESSION_ID.replace('5a0b', `e${digit}0b`)}`
    );
    for (const path of sessions)
      expect((await by.ask('PUT', path, { revision: 0, plan: aPlan() })).status).toBe(200);
    const emails = Array.from({ length: 50 }, (_, index) => `office${index}@example.org`);
    const asked = sessions.map((path) => by.ask('POST', `${path}/guests`, { seats: 1, emails }));
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([201, 201, 201, 201, 409, 409]);
  });

  test('a mail server that takes nothing is not asked for every address', async () => {
    const asked: string[] = [];
    const { engine, clock } = world.rig;
    const sender = new Notifications({
      ...{ engine, clock: () => clock.now, standings, secret: TEST_SECRET, national: null, from: FROM },
      ...{ address: 'https://i2es.example', trainings: null, warn: () => undefined },
      send: async ({ to }) => {
        asked.push(to);
        return { state: 'refused', words: '' };
      }
    });
    const addresses = Array.from({ length: 30 }, (_, index) => `lab${index}@example.org`);
    expect(await sender.inviteGuests(aSession(), 'x', addresses)).toEqual(addresses);
    expect(asked).toHaveLength(10);
  });

  test('who was there gets a certificate that says so of a guest, and counts for the country', async () => {
    world.rig.clock.now = Date.parse(aPlan().startsAt) + 600_000;
    const teaching = await world.rig.signIn('incb.trainer');
    const [first, second] = (await deskOf(teaching))?.seats ?? [];
    const marks = [aMark(first?.person ?? '', { name: first?.name ?? '', authority: 'SN' as never })];
    const marked = await teaching.ask('POST', '/api/training/attendance', { marks });
    expect(marked.body).toEqual({ refused: [] });
    const byName = new Map<string | undefined, string>();
    for (const place of places.slice(1)) byName.set((await seen(place))?.own?.name, place);
    const [present = '', absent = ''] = [first, second].map((one) => byName.get(one?.name));
    expect((await at(present, 'certificate')).status).toBe(409);
    world.rig.clock.now = Date.parse(aPlan().endsAt) + 60_000;
    expect((await seen(present))?.own).toMatchObject({ attended: true });
    expect((await at(absent, 'certificate')).status).toBe(403);
    const { badge } = (await at(present, 'certificate')).body as { badge: string };
    expect(await verifyBadge(badge)).not.toBeNull();
    expect(readBadge(badge)?.facts).toMatchObject({ isGuest: true, authority: 'SN' });
    expect(readShortBadge(shortenBadge(badge) ?? '')?.facts).toEqual(readBadge(badge)?.facts);
    const after = await world.rig.signIn('incb.trainer');
    const view = parseView((await after.ask('GET', '/api/training/desk')).body);
    expect(view?.tallies).toMatchObject([{ present: { SN: 1 }, certificates: { SN: 1 } }]);
    expect((await at(present, 'cancel')).status).toBe(409);
  });

  test('names and links are deleted with those of everyone, and nothing opens any more', async () => {
    const { engine, clock } = world.rig;
    clock.now = Date.parse(aPlan().endsAt) + KEPT_DAYS * 86_400_000 + 1000;
    const clocked = () => clock.now;
    await new Trainings({ engine, clock: clocked, warn: () => undefined }).deleteNames();
    const { rows } = await engine.open('training-desk').allDocs({});
    const ids = rows.map(({ id }) => id).filter((id) => !id.startsWith('_design'));
    expect(ids).toContain(`tally:${SESSION_ID.slice(8)}`);
    expect(ids.filter((id) => !id.startsWith('tally:'))).toEqual([]);
    for (const place of places) expect((await at(place)).status).toBe(404);
  });
});
