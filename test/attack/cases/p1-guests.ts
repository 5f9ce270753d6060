/** P1: a guest without an account has what the own link or place gives, and no other secret opens anything. */
import { randomUUID } from 'node:crypto';
import type { AttackCase } from '../attack.ts';
import { CLOSED, mustBe } from '../expect-refused.ts';
import type { Intruder } from '../intruder.ts';
import type { Answer } from '../wire.ts';
import { aForeignSession, aPersonOf, firstOf, planAs } from './p1-regional.ts';

interface Link {
  readonly session: string;
  readonly secret: string;
}

async function makeLink(by: Intruder, seats: number): Promise<Link> {
  const [session, cookie] = [randomUUID(), await aPersonOf(by, 'regional', 'own')];
  await by.ask(planAs(cookie, session, { link: 'https://meet.example.org/own', place: undefined }));
  const path = `/api/training/sessions/session:${session}/guests`;
  const made = await by.ask({ method: 'POST', path, headers: { cookie }, body: { seats } });
  return { session, secret: String((made.json as { secret?: string }).secret) };
}

const GUEST = { name: 'A. Guest', organisation: 'Laboratory', country: 'KE', language: 'en' };

function take(by: Intruder, link: unknown, more: object = {}): Promise<Answer> {
  return by.ask({ method: 'POST', path: '/api/training/guests', body: { link, ...GUEST, ...more } });
}

function post(by: Intruder, what: string, body: object): Promise<Answer> {
  return by.ask({ method: 'POST', path: `/api/training/guests/${what}`, body });
}

async function aPlace(by: Intruder, link: Link, name: string): Promise<string> {
  return ((await take(by, link.secret, { name })).json as { secret: string }).secret;
}

export const P1_GUESTS: readonly AttackCase[] = [
  {
    principle: 'P1',
    name: 'no guessed secret opens a session, a place or a certificate',
    attack: async (by) => {
      const { session, secret } = await makeLink(by, 1);
      const guesses = [
        '',
        'x'.repeat(43),
        session,
        `session:${session}`,
        secret.slice(0, 42),
        `${secret}x`,
        '*'
      ];
      const answers: Answer[] = [];
      for (const guess of guesses) {
        answers.push(await post(by, 'look', { link: guess }), await take(by, guess));
        for (const what of ['place', 'cancel', 'certificate'])
          answers.push(await post(by, what, { place: guess }));
      }
      // The secret of a link is not one of a place.
      answers.push(await post(by, 'place', { place: secret }));
      return firstOf(answers.map((answer) => mustBe([404], answer)));
    }
  },
  {
    principle: 'P1',
    name: 'a link that was withdrawn gives no place, and answers as one that never was',
    attack: async (by) => {
      const { session, secret } = await makeLink(by, 3);
      const cookie = await aPersonOf(by, 'regional', 'own');
      const desk = await by.ask({ path: '/api/training/desk', headers: { cookie } });
      const { sessions = [] } = desk.json as {
        sessions?: { session: { _id: string }; links: { id: string }[] }[];
      };
      const id = sessions.find((one) => one.session._id === `session:${session}`)?.links[0]?.id;
      const path = `/api/training/sessions/session:${session}/guests/withdraw`;
      await by.ask({ method: 'POST', path, headers: { cookie }, body: { link: id, removes: false } });
      const answers = [await post(by, 'look', { link: secret }), await take(by, secret)];
      const never = await post(by, 'look', { link: 'y'.repeat(43) });
      return firstOf([
        ...answers.map((answer) => mustBe([404], answer)),
        answers[0]?.text === never.text ? null : `${answers[0]?.text} is not ${never.text}`
      ]);
    }
  },
  {
    principle: 'P1',
    name: 'a flood of names takes no more places than the link has',
    attack: async (by) => {
      const { secret } = await makeLink(by, 2);
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, index) => take(by, secret, { name: `Flood ${index}` }))
      );
      const taken = answers.filter(({ status }) => status === 201);
      return taken.length === 2 ? null : `${taken.length} places of a link for two`;
    }
  },
  {
    principle: 'P1',
    name: 'a guest reads no other guest’s name, and no e-mail address',
    attack: async (by) => {
      const link = await makeLink(by, 3);
      await take(by, link.secret, { name: 'Secretive Colleague', email: 'colleague@example.org' });
      const own = await aPlace(by, link, 'A. Guest');
      const read = [await post(by, 'place', { place: own }), await post(by, 'look', { link: link.secret })];
      const told = read.find(({ text }) => /Secretive|colleague@/.test(text));
      return firstOf([...read.map((answer) => mustBe([200], answer)), told?.text ?? null]);
    }
  },
  {
    principle: 'P1',
    name: 'a link of one session opens no other session, and its guest no page of people with an account',
    attack: async (by) => {
      const [one, other] = [await makeLink(by, 2), await makeLink(by, 2)];
      const place = await aPlace(by, one, 'A. Guest');
      const { session } = (await post(by, 'place', { place })).json as { session?: { _id: string } };
      const path = `/api/training/sessions/session:${other.session}`;
      return firstOf([
        session?._id === `session:${one.session}` ? null : String(session?._id),
        mustBe(CLOSED, await by.ask({ path: `${path}/certificates` })),
        mustBe(CLOSED, await by.ask({ path: '/api/training/desk' })),
        mustBe(
          CLOSED,
          await by.ask({ path: '/api/training/desk', headers: { cookie: `__Host-i2es=${place}` } })
        )
      ]);
    }
  },
  {
    principle: 'P1',
    name: 'a name that is too long, has a line break or a hidden character is refused, and HTML stays text',
    attack: async (by) => {
      const { secret } = await makeLink(by, 5);
      const names = ['x'.repeat(121), 'A\nB', 'A\u202eB', '', 7];
      const refused = await Promise.all(names.map((name) => take(by, secret, { name })));
      const marked = await take(by, secret, { name: '<script>alert(1)</script>' });
      return firstOf([
        ...refused.map((answer) => mustBe([400], answer)),
        mustBe([201], marked),
        String(marked.headers['content-type']).startsWith('application/json') ? null : marked.text
      ]);
    }
  },
  {
    principle: 'P1',
    name: 'no one makes or withdraws links for another body’s session, nor without the right to plan one',
    attack: async (by) => {
      const path = `/api/training/sessions/session:${await aForeignSession(by)}/guests`;
      const asked = { method: 'POST', path, body: { seats: 5 } } as const;
      const gone = { ...asked, path: `${path}/withdraw`, body: { link: 'x'.repeat(43), removes: true } };
      const cookie = await aPersonOf(by, 'regional', 'own');
      return firstOf([
        mustBe(CLOSED, await by.ask({ ...asked, headers: { cookie } })),
        mustBe(CLOSED, await by.ask({ ...gone, headers: { cookie } })),
        mustBe(CLOSED, await by.askAs('board', asked)),
        mustBe(CLOSED, await by.askAs('administrator', asked)),
        mustBe(CLOSED, await by.askAs('administrator', gone)),
        mustBe(CLOSED, await by.ask(asked))
      ]);
    }
  }
];
