/** P1: an observer of INCB decides nothing about requests and countries, and reads no trade and no details of persons. */
import type { AttackCase, Outcome } from '../attack.ts';
import { CLOSED, mustBe } from '../expect-refused.ts';
import { askAs } from './p1-regional.ts';

const REQUEST = 'registration:DZ:1';
/** Requests, Countries, settings and the people of INCB: everything that writes. */
const WRITING = [
  ...['letter', 'letter/sent', 'letter/received', 'letter/withdraw', 'confirm', 'refuse', 'continue'].map(
    (deed) => `POST /api/registrations/${REQUEST}/${deed}`
  ),
  ...['suspend', 'resume', 'close', 'successor', 'own-server'].map(
    (deed) => `POST /api/countries/CH/${deed}`
  ),
  `POST /api/announcements/act:20260101:INCB:announcement:${'A'.repeat(43)}/mail`,
  'PUT /api/policy',
  'POST /api/invitations',
  'DELETE /api/invitations/x',
  'PATCH /api/people/incb.secretary',
  'DELETE /api/people/incb.secretary',
  'POST /api/people/incb.secretary/reset',
  'DELETE /api/people/incb.secretary/second-factors'
];

const DOCUMENTS = [
  ...['contacts', 'overview', 'groups', 'public'].map((name) => `setting:${name}`),
  `contact:CH:${'A'.repeat(43)}`,
  ...[REQUEST, 'registration:DZ:77', 'standing:CH', 'standing:DZ', 'reach:CH']
];

interface Told {
  readonly results?: readonly {
    readonly id: string;
    readonly changes: readonly { readonly rev: string }[];
    readonly docs: readonly { readonly ok?: Readonly<Record<string, unknown>> }[];
  }[];
}

const firstOf = (seen: readonly Outcome[]): Outcome => seen.find((one) => one !== null) ?? null;

export const P1_OBSERVER: readonly AttackCase[] = [
  ...WRITING.map((line): AttackCase => {
    const [method = '', path = ''] = line.split(' ');
    return {
      principle: 'P1',
      name: `${line} is refused to an observer of INCB`,
      attack: async (by) =>
        mustBe(CLOSED, await askAs(by, 'observer', { method, path, body: { reason: 'I want it so.' } }))
    };
  }),
  ...DOCUMENTS.map((id): AttackCase => ({
    principle: 'P1',
    name: `an observer of INCB stores no ${id}`,
    attack: async (by) => {
      const rev = 'b'.repeat(32);
      const docs = [
        { _id: id, _rev: `1-${rev}`, _revisions: { start: 1, ids: [rev] }, schema: 1 },
        { _id: id, _rev: `9-${rev}`, _revisions: { start: 9, ids: [rev] }, _deleted: true }
      ];
      for (const one of docs) {
        const body = { docs: [one], new_edits: false };
        const answer = await askAs(by, 'observer', { method: 'POST', path: '/db/incb/_bulk_docs', body });
        const [row] = Array.isArray(answer.json) ? (answer.json as { readonly error?: string }[]) : [];
        if (answer.status < 400 && row?.error === undefined) return answer.text;
      }
      return null;
    }
  })),
  {
    principle: 'P1',
    name: 'an observer of INCB reads no trade of a country by any request of replication',
    attack: async (by) => {
      const seen: Outcome[] = [];
      for (const name of [await by.home(), await by.abroad()]) {
        const read = (path: string, body?: object) =>
          askAs(by, 'observer', { path: `/db/${name}${path}`, ...(body ? { method: 'POST', body } : {}) });
        const id = `act:20260101:CH:import-authorization:${'A'.repeat(43)}`;
        seen.push(mustBe(CLOSED, await read('/_changes?since=0&feed=longpoll')));
        seen.push(mustBe(CLOSED, await read('/_bulk_get', { docs: [{ id }] })));
        seen.push(mustBe(CLOSED, await read('/_all_docs', { keys: [id] })));
        seen.push(mustBe(CLOSED, await read('/_revs_diff', { [id]: [`1-${'c'.repeat(32)}`] })));
      }
      return firstOf(seen);
    }
  },
  {
    principle: 'P1',
    name: 'an observer of INCB reads no name and no address of the sender of a request, in no revision',
    attack: async (by) => {
      const changes = await askAs(by, 'observer', { path: '/db/incb/_changes?since=0' });
      const rows = ((changes.json as Told).results ?? []).filter(({ id }) => /^registration:/.test(id));
      const docs = rows.flatMap(({ id, changes: [one] }) => [{ id }, { id, rev: one?.rev ?? '' }]);
      const read = { method: 'POST', path: '/db/incb/_bulk_get', body: { docs } };
      const { json, text } = await askAs(by, 'observer', read);
      const held = ((json as Told).results ?? []).flatMap((row) =>
        row.docs.flatMap(({ ok }) => (ok ? [ok] : []))
      );
      const isBare = held.every(({ name, email, sender }) => name === '' && email === '' && !sender);
      return held.length > 0 && held.length === docs.length && isBare ? null : text;
    }
  },
  {
    principle: 'P1',
    name: 'an observer of INCB is told of no contact note and no reachable person, not even that it exists',
    attack: async (by) => {
      const ids = ['reach:CH', 'reach:AU', `contact:CH:${'A'.repeat(43)}`];
      const ask = (path: string, body: object) =>
        askAs(by, 'observer', { method: 'POST', path: `/db/incb${path}`, body });
      const changes = await askAs(by, 'observer', { path: '/db/incb/_changes?since=0' });
      const known = [
        await ask('/_bulk_get', { docs: ids.map((id) => ({ id })) }),
        await ask('/_all_docs', { keys: ids }),
        await ask('/_revs_diff', Object.fromEntries(ids.map((id) => [id, [`1-${'d'.repeat(32)}`]])))
      ].map(({ text }) => text);
      const isTold =
        /"(?:contact|reach):/.test(changes.text) ||
        known.slice(0, 2).some((text) => /(?:contact|reach):/.test(text)) ||
        known[2]?.includes('possible_ancestors');
      return isTold || !changes.text.includes('"registration:')
        ? [changes.text, ...known].join(' ').slice(0, 300)
        : null;
    }
  }
];
