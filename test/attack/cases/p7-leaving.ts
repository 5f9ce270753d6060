/** P7: who signs out, is removed, suspended or lowered, or changes their password, is out at once. */
import { setTimeout } from 'node:timers/promises';
import type { AttackCase } from '../attack.ts';
import { mustBe, mustRefuse } from '../expect-refused.ts';
import { aBrowser, aDraft, codesOfPush, pushed, type Account, type Intruder } from '../intruder.ts';

interface Guest extends Account {
  readonly cookie: string;
  /** Of the invitation by which they joined. */
  readonly token: string;
}

let guests = 0;

async function invite(by: Intruder, cookie: string, role: string): Promise<string> {
  const body = { role, name: 'A. Guest', function: 'Guest', email: 'guest@example.org' };
  const answer = await by.ask({ method: 'POST', path: '/api/invitations', headers: { cookie }, body });
  return (answer.json as { token?: string }).token ?? '';
}

/** A person of the administrator's country for a minute, signed in. */
async function aGuest(by: Intruder, role = 'reader'): Promise<Guest> {
  const prefix = (await by.authorityOf('administrator')).toLowerCase();
  const person = `${prefix}.guest${Date.now().toString(36)}${guests++}`;
  const account = { person, password: 'a guest for a minute' };
  const token = await invite(by, await by.cookie('administrator'), role);
  const body = { token, ...account };
  const joined = await by.ask({ method: 'POST', path: '/api/invitations/accept', body });
  if (joined.status !== 201) throw new Error(`The guest could not join: ${joined.text}`);
  return { ...account, token, cookie: await by.signIn(account) };
}

const change = (by: Intruder, { person }: Guest, body: object) =>
  by.askAs('administrator', { method: 'PATCH', path: `/api/people/${person}`, body });

const remove = (by: Intruder, { person }: Guest) =>
  by.askAs('administrator', { method: 'DELETE', path: `/api/people/${person}` });

const readHome = async (by: Intruder, cookie: string) =>
  by.ask({ path: `/db/${await by.home()}`, headers: { cookie } });

const OUT = [401, 403] as const;

/** The address of a new calendar of the guest, which opens before anything ends it. */
async function aCalendar(by: Intruder, { cookie }: Guest): Promise<string> {
  const sent = { method: 'POST', path: '/api/notifications/calendar', body: { language: 'en' } };
  const made = (await by.ask({ ...sent, headers: { cookie } })).json as { path: string };
  const before = await by.ask({ path: made.path });
  if (before.status !== 200) throw new Error(`The calendar did not open: ${before.text}`);
  return made.path;
}

/** How many browsers of the guest are notified. */
async function countBrowsers(by: Intruder, cookie: string): Promise<number> {
  const { json } = await by.ask({ path: '/api/notifications', headers: { cookie } });
  return (json as { browsers?: unknown[] } | null)?.browsers?.length ?? -1;
}

/** A browser of the guest, or of an attacker who has the cookie. */
async function notify(by: Intruder, cookie: string, endpoint: string): Promise<void> {
  const body = { ...aBrowser(endpoint), hour: 0, zone: 'UTC', language: 'en' };
  const set = await by.ask({ method: 'PUT', path: '/api/notifications/browsers', headers: { cookie }, body });
  if (set.status !== 204) throw new Error(`The browser was not taken: ${set.text}`);
}

export const P7: readonly AttackCase[] = [
  {
    principle: 'P7',
    name: 'the calendar of a person who is suspended, goes to customs, deletes it or is removed opens no more',
    attack: async (by) => {
      const guest = await aGuest(by);
      const path = await aCalendar(by, guest);
      const refused = async (address: string) => mustBe([404], await by.ask({ path: address }));
      const found: (string | null)[] = [];
      for (const [ended, restored] of [
        [{ suspended: true }, { suspended: false }],
        [{ role: 'customs' }, { role: 'reader' }]
      ] as const) {
        await change(by, guest, ended);
        found.push(await refused(path));
        await change(by, guest, restored);
      }
      const again = { ...guest, cookie: await by.signIn(guest) };
      const deletion = { method: 'DELETE', path: '/api/notifications/calendar' };
      await by.ask({ ...deletion, headers: { cookie: again.cookie } });
      found.push(await refused(path));
      const next = await aCalendar(by, again);
      await remove(by, guest);
      found.push(await refused(next));
      return found.find((one) => one !== null) ?? null;
    }
  },
  {
    principle: 'P7',
    name: 'the browsers of a person who is suspended or goes to customs are notified no more, also once they are back',
    attack: async (by) => {
      const guest = await aGuest(by);
      for (const [ended, restored] of [
        [{ suspended: true }, { suspended: false }],
        [{ role: 'customs' }, { role: 'reader' }]
      ] as const) {
        const endpoint = `https://push.example.org/${guest.person}`;
        await notify(by, await by.signIn(guest), endpoint);
        await change(by, guest, ended);
        await change(by, guest, restored);
        const left = await countBrowsers(by, await by.signIn(guest));
        if (left !== 0) return `${left} browsers after ${JSON.stringify(ended)}`;
      }
      return null;
    }
  },
  {
    principle: 'P7',
    name: 'a cookie after signing out opens nothing',
    attack: async (by) => {
      const cookie = await by.signIn(by.account('officer'));
      await by.ask({ method: 'DELETE', path: '/api/session', headers: { cookie } });
      return mustBe([401], await readHome(by, cookie));
    }
  },
  {
    principle: 'P7',
    name: 'a session that its person ended elsewhere opens nothing',
    attack: async (by) => {
      const guest = await aGuest(by);
      const headers = { cookie: await by.signIn(guest) };
      const { json } = await by.ask({ path: '/api/sessions', headers });
      const other = (json as { id: string; current: boolean }[]).find(({ current }) => !current);
      await by.ask({ method: 'DELETE', path: `/api/sessions/${other?.id}`, headers });
      return mustBe([401], await readHome(by, guest.cookie));
    }
  },
  {
    principle: 'P7',
    name: 'a cookie that was brought along is not made the session',
    attack: async (by) => {
      const brought = `${by.account('officer').person}~${'B'.repeat(43)}`;
      const headers = { cookie: `__Host-i2es=${brought}` };
      const body = by.account('officer');
      const answer = await by.ask({ method: 'POST', path: '/api/session', headers, body });
      const set = String(answer.headers['set-cookie']?.[0] ?? '');
      return answer.status === 201 && !set.includes(brought) ? null : set;
    }
  },
  {
    principle: 'P7',
    name: 'a cookie after a change of the password opens nothing, at this desk or another',
    attack: async (by) => {
      const guest = await aGuest(by);
      const other = await by.signIn(guest);
      const body = { password: guest.password, next: 'another word for a minute' };
      const headers = { cookie: guest.cookie };
      await by.ask({ method: 'PUT', path: '/api/password', headers, body });
      const answers = [await readHome(by, guest.cookie), await readHome(by, other)];
      return answers.map((answer) => mustBe([401], answer)).find((seen) => seen !== null) ?? null;
    }
  },
  {
    principle: 'P7',
    name: 'an officer who is made a reader writes nothing with the cookie that they have',
    attack: async (by) => {
      const guest = await aGuest(by, 'officer');
      await change(by, guest, { role: 'reader' });
      const sent = { ...pushed([aDraft()], await by.home()), headers: { cookie: guest.cookie } };
      return mustRefuse(codesOfPush(await by.ask(sent)), ['door.role.mayNotWrite', 'request.role.refused']);
    }
  },
  {
    principle: 'P7',
    name: 'a person in a higher office signs in anew: the cookie of the lower one opens nothing',
    attack: async (by) => {
      const guest = await aGuest(by, 'reader');
      await change(by, guest, { role: 'administrator' });
      return mustBe([401], await readHome(by, guest.cookie));
    }
  },
  {
    principle: 'P7',
    name: 'a cookie after the removal of its person opens nothing, and neither does their password',
    attack: async (by) => {
      const guest = await aGuest(by);
      await remove(by, guest);
      const body = { person: guest.person, password: guest.password };
      const again = await by.ask({ method: 'POST', path: '/api/session', body });
      return mustBe(OUT, await readHome(by, guest.cookie)) ?? mustBe(OUT, again);
    }
  },
  {
    principle: 'P7',
    name: 'a suspended person is out at the next request, and an open feed with them',
    attack: async (by) => {
      const guest = await aGuest(by);
      const { update_seq } = (await readHome(by, guest.cookie)).json as { update_seq: unknown };
      const since = encodeURIComponent(String(update_seq));
      const path = `/db/${await by.home()}/_changes?feed=longpoll&timeout=20000&since=${since}`;
      const poll = by.ask({ path, headers: { cookie: guest.cookie } });
      await change(by, guest, { suspended: true });
      const next = await readHome(by, guest.cookie);
      const ended = poll.then(() => true);
      const isEnded = await Promise.race([ended, setTimeout(10_000, false, { ref: false })]);
      if (!isEnded) return 'The open feed went on.';
      const body = { token: guest.token };
      const again = await by.ask({ method: 'POST', path: '/api/invitations/look', body });
      return mustBe(OUT, next) ?? (again.status === 200 ? 'The invitation opens twice.' : null);
    }
  },
  {
    principle: 'P7',
    name: 'the open invitations of a removed administrator let nobody in',
    attack: async (by) => {
      const second = await aGuest(by, 'administrator');
      const token = await invite(by, second.cookie, 'officer');
      await remove(by, second);
      const body = { token, person: `${second.person}x`, password: second.password };
      return mustBe(
        [400, 403, 404, 409, 410],
        await by.ask({ method: 'POST', path: '/api/invitations/accept', body })
      );
    }
  }
];
