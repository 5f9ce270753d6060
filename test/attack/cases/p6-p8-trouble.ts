/** P6 to P8: poison holds up nothing, who leaves is out at once, and nothing is lost. */
import type { AttackCase } from '../attack.ts';
import { mustBe } from '../expect-refused.ts';
import { aDraft, type Json } from '../intruder.ts';

export const P6_P8: readonly AttackCase[] = [
  {
    principle: 'P6',
    name: 'a bad document in a batch keeps no good one out',
    attack: async (by) => {
      const [bad, good] = [{ _id: 'act:poison', schema: 1 }, aDraft()];
      const answer = await by.pushAll([bad, good, { _id: '_design/x' }], await by.home());
      const held = await by.held(String(good['_id']));
      return held ? null : `${answer.status} ${answer.text.slice(0, 160)}`;
    }
  },
  {
    principle: 'P6',
    name: 'a batch of nothing but poison is answered row by row',
    attack: async (by) => {
      const documents = ['a', 'b', 'c'].map((one): Json => ({ _id: `act:${one}` }));
      const { status, json } = await by.pushAll(documents, await by.home());
      const rows = json as { error?: string }[];
      return status === 201 && rows.length === 3 && rows.every(({ error }) => error) ? null : `${status}`;
    }
  },
  {
    principle: 'P7',
    name: 'a cookie after signing out opens nothing',
    attack: async (by) => {
      const cookie = await by.signIn(by.account('officer'));
      await by.ask({ method: 'DELETE', path: '/api/session', headers: { cookie } });
      return mustBe([401], await by.ask({ path: `/db/${await by.home()}`, headers: { cookie } }));
    }
  },
  {
    principle: 'P7',
    name: 'a session that its person ended elsewhere opens nothing',
    attack: async (by) => {
      const [one, other] = [await by.signIn(by.account('foreign')), await by.signIn(by.account('foreign'))];
      const { json } = await by.ask({ path: '/api/sessions', headers: { cookie: one } });
      for (const { id, current } of json as { id: string; current: boolean }[])
        if (!current)
          await by.ask({ method: 'DELETE', path: `/api/sessions/${id}`, headers: { cookie: one } });
      return mustBe([401], await by.ask({ path: '/api/session', headers: { cookie: other } }));
    }
  },
  {
    principle: 'P7',
    name: 'a cookie that was brought along is not made the session',
    attack: async (by) => {
      const brought = `au.officer~${'B'.repeat(43)}`;
      const headers = { cookie: `__Host-i2es=${brought}` };
      const answer = await by.ask({
        method: 'POST',
        path: '/api/session',
        headers,
        body: by.account('officer')
      });
      const set = String(answer.headers['set-cookie']?.[0] ?? '');
      return answer.status === 201 && !set.includes(brought) ? null : set;
    }
  },
  {
    principle: 'P7',
    name: 'a suspended person is out at the next request, and an open feed with him',
    attack: async (by) => {
      const person = `au.guest${Date.now().toString(36)}`;
      const password = 'a guest for a minute';
      const invitation = { role: 'reader', name: 'A. Guest', function: 'Guest', email: 'guest@example.org' };
      const { json } = await by.askAs('administrator', {
        method: 'POST',
        path: '/api/invitations',
        body: invitation
      });
      const { token } = json as { token: string };
      const joined = await by.ask({
        method: 'POST',
        path: '/api/invitations/accept',
        body: { token, person, password }
      });
      if (joined.status !== 201) return `The guest could not join: ${joined.text}`;
      const cookie = await by.signIn({ person, password });
      const home = await by.home();
      const { update_seq } = (await by.ask({ path: `/db/${home}`, headers: { cookie } })).json as {
        update_seq: unknown;
      };
      const poll = by.ask({
        path: `/db/${home}/_changes?feed=longpoll&timeout=20000&since=${encodeURIComponent(String(update_seq))}`,
        headers: { cookie }
      });
      const began = Date.now();
      await by.askAs('administrator', {
        method: 'PATCH',
        path: `/api/people/${person}`,
        body: { suspended: true }
      });
      const next = await by.ask({ path: `/db/${home}`, headers: { cookie } });
      await poll;
      if (Date.now() - began > 10_000) return 'The open feed went on.';
      const again = await by.ask({ method: 'POST', path: '/api/invitations/look', body: { token } });
      return mustBe([401, 403], next) ?? (again.status === 200 ? 'The invitation opens twice.' : null);
    }
  },
  {
    principle: 'P7',
    name: 'the open invitations of a removed administrator let nobody in',
    attack: async (by) => {
      const second = {
        person: `au.second${Date.now().toString(36)}`,
        password: 'an administrator for a minute'
      };
      const ask = async (cookie: string, role: string): Promise<string> => {
        const body = { role, name: 'A. Second', function: 'Head', email: 'second@example.org' };
        const answer = await by.ask({ method: 'POST', path: '/api/invitations', headers: { cookie }, body });
        return (answer.json as { token?: string }).token ?? '';
      };
      const token = await ask(await by.cookie('administrator'), 'administrator');
      await by.ask({ method: 'POST', path: '/api/invitations/accept', body: { token, ...second } });
      const open = await ask(await by.signIn(second), 'officer');
      await by.askAs('administrator', { method: 'DELETE', path: `/api/people/${second.person}` });
      return mustBe(
        [400, 403, 404, 409, 410],
        await by.ask({
          method: 'POST',
          path: '/api/invitations/accept',
          body: { token: open, person: `${second.person}x`, password: second.password }
        })
      );
    }
  },
  {
    principle: 'P8',
    name: 'every answer about a database names its epoch',
    attack: async (by) => {
      const { headers } = await by.askAs('officer', { path: `/db/${await by.home()}` });
      return headers['i2es-epoch'] ? null : 'There is none.';
    }
  },
  {
    principle: 'P8',
    name: 'a refused act comes back in a row with its reason',
    attack: async (by) => {
      const act = await by.sign({ ...(await by.head('message', ['CH'])), text: 'x' }, 'stranger');
      const { status, json } = await by.pushAll([act], await by.home());
      const row = (json as { id?: string; reason?: string }[])[0];
      return status === 201 && row?.id === act['_id'] && /"code":/.test(row?.reason ?? '')
        ? null
        : JSON.stringify(json);
    }
  },
  {
    principle: 'P8',
    name: 'two first revisions of one draft are both kept',
    attack: async (by) => {
      const draft = aDraft();
      const as = (letter: string) => ({
        ...draft,
        _rev: `1-${letter.repeat(32)}`,
        _revisions: { start: 1, ids: [letter.repeat(32)] }
      });
      await by.pushAll([as('a')], await by.home());
      await by.pushAll([as('b')], await by.home());
      const path = `/db/${await by.home()}/_revs_diff`;
      const asked = { [String(draft['_id'])]: [`1-${'a'.repeat(32)}`, `1-${'b'.repeat(32)}`] };
      const { json } = await by.askAs('officer', { method: 'POST', path, body: asked });
      return Object.keys(json as object).length === 0 ? null : JSON.stringify(json);
    }
  }
];
