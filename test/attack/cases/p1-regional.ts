/** P1: a regional body and an observer of INCB read no trade, no other body and nothing of a member without its consent. */
import { randomUUID } from 'node:crypto';
import type { AttackCase, Outcome } from '../attack.ts';
import { CLOSED, mustBe } from '../expect-refused.ts';
import type { Account, Intruder } from '../intruder.ts';
import type { Answer, Sent } from '../wire.ts';

interface Body {
  readonly id: string;
  readonly members?: readonly { readonly country: string }[];
}

let joined = 0;

/** Of two countries, as INCB makes it. */
function aBody(by: Intruder, which: string): Promise<string> {
  return by.once(`regional body ${which}`, async () => {
    const countries = [await by.authorityOf('officer'), await by.authorityOf('foreign')];
    const made = await by.askAs('board', {
      method: 'POST',
      path: '/api/regional',
      body: { name: `Community ${which}`, countries }
    });
    return (made.json as Body).id;
  });
}

/** Invited by INCB, with a session. */
export function aPersonOf(by: Intruder, role: 'regional' | 'observer', which: string): Promise<string> {
  return by.once(`${role} ${which}`, async () => {
    const invitation = { role, name: 'A. Body', function: 'Adviser', email: 'body@example.org' };
    const body = role === 'regional' ? { ...invitation, body: await aBody(by, which) } : invitation;
    const invited = await by.askAs('board', { method: 'POST', path: '/api/invitations', body });
    const { token = '' } = invited.json as { token?: string };
    const person = `incb.${role}${Date.now().toString(36)}${joined++}`;
    const account: Account = { person, password: 'a community for a minute' };
    await by.ask({ method: 'POST', path: '/api/invitations/accept', body: { token, ...account } });
    return by.signIn(account);
  });
}

const ROLES = ['regional', 'observer'] as const;

export async function askAs(by: Intruder, role: (typeof ROLES)[number], sent: Sent): Promise<Answer> {
  return by.ask({ ...sent, headers: { cookie: await aPersonOf(by, role, 'own') } });
}

export const firstOf = (seen: readonly Outcome[]): Outcome => seen.find((one) => one !== null) ?? null;

const AN_ACTION = { is: 'action', text: 'Take over', owner: 'Me', due: '2026-12-24', state: 'open' };

const SESSION_PLAN = {
  title: 'Mine',
  aims: 'To see who comes.',
  language: 'en',
  level: 'practice',
  startsAt: '2099-12-10T07:30:00.000Z',
  endsAt: '2099-12-10T14:00:00.000Z',
  zone: 'UTC',
  capacity: 10,
  audience: {},
  isPublic: false,
  isLinkPublic: false,
  place: 'Online'
};

interface Planned {
  readonly session?: { readonly audience?: { readonly group?: { readonly countries: readonly string[] } } };
}

export function planAs(cookie: string, id: string, more: object = {}): Sent {
  const body = { revision: 0, plan: { ...SESSION_PLAN, ...more } };
  return { method: 'PUT', path: `/api/training/sessions/session:${id}`, headers: { cookie }, body };
}

/** A session of the body that is not the intruder's. */
export function aForeignSession(by: Intruder): Promise<string> {
  return by.once('session of another body', async () => {
    const id = randomUUID();
    const made = await by.ask(planAs(await aPersonOf(by, 'regional', 'other'), id));
    if (made.status !== 200) throw new Error(made.text);
    return id;
  });
}

/** What a country's people, companies and systems have of trade. */
const OF_TRADE = [
  'POST /api/blocks',
  'POST /api/reservations',
  'POST /api/devices',
  'POST /api/inspections',
  'GET /api/archive',
  'GET /api/waiting-applications',
  `PUT /api/files/${'A'.repeat(43)}`,
  `GET /api/files/${'A'.repeat(43)}/0`,
  'GET /api/webhooks',
  'GET /api/clients',
  'GET /api/notifications',
  'GET /api/people',
  'GET /api/audit',
  'POST /api/regional'
];

export const P1_REGIONAL: readonly AttackCase[] = [
  ...ROLES.flatMap((role) =>
    OF_TRADE.map((line): AttackCase => {
      const [method = '', path = ''] = line.split(' ');
      return {
        principle: 'P1',
        name: `${line} is not answered to ${role === 'regional' ? 'a regional body' : 'an observer of INCB'}`,
        attack: async (by) =>
          mustBe(CLOSED, await askAs(by, role, { method, path, ...(method === 'GET' ? {} : { body: {} }) }))
      };
    })
  ),
  ...ROLES.map((role): AttackCase => ({
    principle: 'P1',
    name: `no country’s database opens for ${role === 'regional' ? 'a regional body, nor INCB’s' : 'an observer of INCB'}`,
    attack: async (by) => {
      const open = [await by.home(), await by.abroad(), 'accounts', 'training-desk', 'lists', 'applications'];
      const names = role === 'regional' ? [...open, 'incb'] : open;
      const seen: Outcome[] = [];
      for (const name of names)
        for (const rest of ['', '/_changes?since=0'])
          seen.push(mustBe(CLOSED, await askAs(by, role, { path: `/db/${name}${rest}` })));
      return firstOf(seen);
    }
  })),
  ...ROLES.map((role): AttackCase => ({
    principle: 'P1',
    name: `${role === 'regional' ? 'a regional body' : 'an observer of INCB'} stores no document anywhere`,
    attack: async (by) => {
      const docs = ['draft', 'setting', 'company', 'contact'].map((kind) => ({
        _id: kind === 'setting' ? 'setting:overview' : `${kind}:${randomUUID()}`,
        _rev: `1-${'a'.repeat(32)}`,
        _revisions: { start: 1, ids: ['a'.repeat(32)] },
        schema: 1
      }));
      const seen: Outcome[] = [];
      for (const name of [await by.home(), 'reference', 'incb']) {
        const body = { docs, new_edits: false };
        const answer = await askAs(by, role, { method: 'POST', path: `/db/${name}/_bulk_docs`, body });
        const rows = Array.isArray(answer.json) ? (answer.json as { readonly error?: string }[]) : [];
        const isRefused =
          answer.status >= 400 || (rows.length === docs.length && rows.every(({ error }) => error));
        seen.push(isRefused ? null : answer.text);
      }
      return firstOf(seen);
    }
  })),
  {
    principle: 'P1',
    name: 'a regional body is told of no key of a country, and of no act that INCB did not issue',
    attack: async (by) => {
      const changes = '/db/reference/_changes?since=0';
      const idsIn = ({ json }: Answer): readonly string[] =>
        ((json as { readonly results?: readonly { readonly id: string }[] }).results ?? []).map(
          ({ id }) => id
        );
      const all = idsIn(await by.askAs('officer', { path: changes }));
      const told = idsIn(await askAs(by, 'regional', { path: changes }));
      const docs = all.filter((id) => !told.includes(id)).map((id) => ({ id }));
      const body = { docs };
      const read = await askAs(by, 'regional', { method: 'POST', path: '/db/reference/_bulk_get', body });
      const strays = told.filter((id) => !/^act:\d+:INCB:/.test(id));
      const isKept = docs.some(({ id }) => id.includes(':certificate:'));
      return isKept && strays.length === 0 && !read.text.includes('"ok"')
        ? null
        : [strays, read.text].join(' ');
    }
  },
  {
    principle: 'P1',
    name: 'a regional body reads and writes nothing of another body',
    attack: async (by) => {
      const path = `/api/regional/${await aBody(by, 'other')}`;
      const items = {
        method: 'PUT',
        path: `${path}/items/${randomUUID()}`,
        body: { item: AN_ACTION, revision: 0 }
      };
      const listed = await askAs(by, 'regional', { path: '/api/regional' });
      const { bodies = [] } = (listed.json ?? {}) as { readonly bodies?: readonly Body[] };
      const own = await aBody(by, 'own');
      const strays = bodies.filter(({ id }) => id !== own);
      return firstOf([
        mustBe(CLOSED, await askAs(by, 'regional', { path })),
        mustBe(CLOSED, await askAs(by, 'regional', items)),
        strays.length === 0 ? null : listed.text
      ]);
    }
  },
  {
    principle: 'P1',
    name: 'a member without consent shows a regional body its name alone, and too few countries no total',
    attack: async (by) => {
      const { json, text } = await askAs(by, 'regional', { path: `/api/regional/${await aBody(by, 'own')}` });
      const { members = [], totals = [] } = (json ?? {}) as {
        readonly members?: readonly object[];
        readonly totals?: readonly { readonly told: unknown }[];
      };
      const isSilent = members.every((one) => Object.keys(one).sort().join() === 'answer,consents,country');
      return isSilent && members.length === 2 && totals.every(({ told }) => told === null) ? null : text;
    }
  },
  {
    principle: 'P1',
    name: 'a body’s people, its members and an observer give it no countries and no actions of their own',
    attack: async (by) => {
      const path = `/api/regional/${await aBody(by, 'own')}`;
      const change = {
        method: 'PUT',
        path,
        body: { name: 'Mine', countries: ['AU'], ended: false, revision: 1 }
      };
      const item = {
        method: 'PUT',
        path: `${path}/items/${randomUUID()}`,
        body: { item: AN_ACTION, revision: 0 }
      };
      return firstOf([
        ...(await Promise.all(ROLES.map(async (role) => mustBe(CLOSED, await askAs(by, role, change))))),
        mustBe(CLOSED, await by.askAs('administrator', change)),
        mustBe(CLOSED, await askAs(by, 'observer', item)),
        mustBe(CLOSED, await by.askAs('board', item)),
        mustBe(CLOSED, await by.askAs('administrator', item)),
        mustBe(CLOSED, await by.ask({ path }))
      ]);
    }
  },
  {
    principle: 'P1',
    name: 'nobody becomes a regional body, or another one, by an invitation or a change',
    attack: async (by) => {
      const person = {
        name: 'A. Intruder',
        function: 'Officer',
        email: 'a@example.org',
        body: await aBody(by, 'own')
      };
      const invite = (role: string): Sent => ({
        method: 'POST',
        path: '/api/invitations',
        body: { ...person, role }
      });
      const mayNot = [400, 403, 404, 409];
      const path = `/api/people/${by.account('board').person}`;
      return firstOf([
        mustBe(mayNot, await by.askAs('administrator', invite('regional'))),
        mustBe(mayNot, await by.askAs('administrator', invite('officer'))),
        mustBe(mayNot, await by.askAs('board', invite('incb'))),
        mustBe(mayNot, await by.askAs('board', { method: 'PATCH', path, body: { role: 'regional' } })),
        mustBe(mayNot, await by.askAs('board', { method: 'PATCH', path, body: { body: person.body } }))
      ]);
    }
  },
  {
    principle: 'P1',
    name: 'a regional body changes, marks and reads nothing of another body’s session or a trainer’s',
    attack: async (by) => {
      const [id, cookie] = [await aForeignSession(by), await aPersonOf(by, 'regional', 'own')];
      const path = `/api/training/sessions/session:${id}`;
      const mark = {
        ...{ session: `session:${id}`, person: 'guest.intruder', name: 'A. Guest', authority: 'AU' },
        ...{ mark: 'present', at: '2026-12-01T00:00:00.000Z', how: 'name', device: 'deviceone1' }
      };
      const marked = await by.ask({
        ...{ method: 'POST', path: '/api/training/attendance', headers: { cookie } },
        body: { marks: [mark] }
      });
      const { refused = [] } = (marked.json ?? {}) as { readonly refused?: readonly unknown[] };
      const seen = await by.ask({ path: '/api/training/desk', headers: { cookie } });
      const cancel = { revision: 1, cancel: 'Not wanted' };
      return firstOf([
        mustBe(CLOSED, await by.ask({ ...planAs(cookie, id), body: { revision: 1, plan: SESSION_PLAN } })),
        mustBe(CLOSED, await by.ask({ ...planAs(cookie, id), body: cancel })),
        mustBe([403, 404, 409], await by.ask({ path: `${path}/certificates`, headers: { cookie } })),
        refused.length === 1 ? null : marked.text,
        seen.text.includes(id) ? seen.text : null
      ]);
    }
  },
  {
    principle: 'P1',
    name: 'a regional body’s session is for its countries alone, whatever its plan says',
    attack: async (by) => {
      const cookie = await aPersonOf(by, 'regional', 'own');
      const own = [await by.authorityOf('officer'), await by.authorityOf('foreign')].sort().join();
      const seen: Outcome[] = [];
      for (const audience of [{}, { region: '002' }, { group: { name: 'All', countries: ['FR', 'US'] } }]) {
        const made = await by.ask(planAs(cookie, randomUUID(), { audience }));
        const { session } = (made.json ?? {}) as Planned;
        const countries = [...(session?.audience?.group?.countries ?? [])].sort().join();
        seen.push(made.status === 200 && countries === own ? null : made.text);
      }
      return firstOf([
        ...seen,
        mustBe(
          [400],
          await by.ask(planAs(cookie, randomUUID(), { body: { id: randomUUID(), name: 'Mine' } }))
        )
      ]);
    }
  },
  {
    principle: 'P1',
    name: 'the people of a regional body that has ended plan nothing',
    attack: async (by) => {
      const cookie = await aPersonOf(by, 'regional', 'ended');
      const [id, AU] = [await aBody(by, 'ended'), await by.authorityOf('officer')];
      const ended = { name: 'Community ended', countries: [AU], ended: true, revision: 1 };
      await by.askAs('board', { method: 'PUT', path: `/api/regional/${id}`, body: ended });
      return mustBe(CLOSED, await by.ask(planAs(cookie, randomUUID())));
    }
  }
];
