/** P1: what one role may ask is answered to no other, and what one country manages to no other country. */
import type { AttackCase } from '../attack.ts';
import { CLOSED, mustBe } from '../expect-refused.ts';
import { aBrowser, type Role } from '../intruder.ts';

const MANAGERS = [
  'GET /api/people',
  'POST /api/invitations',
  'GET /api/invitations',
  'DELETE /api/invitations/x',
  'GET /api/devices',
  'GET /api/audit',
  'PUT /api/policy',
  'PATCH /api/people/au.admin',
  'DELETE /api/people/au.admin',
  'POST /api/people/au.admin/reset',
  'DELETE /api/people/au.admin/second-factors'
];
const BOARD = [
  'POST /api/registrations/registration:DZ:1/letter',
  'POST /api/registrations/registration:DZ:1/confirm',
  'POST /api/registrations/registration:DZ:1/refuse',
  'POST /api/registrations/registration:DZ:1/continue',
  'POST /api/countries/CH/suspend',
  'POST /api/countries/CH/resume',
  'POST /api/countries/CH/close',
  'POST /api/countries/CH/successor',
  'POST /api/countries/CH/own-server'
];
/** Of people who read authorizations. */
const NOTIFICATIONS = [
  'GET /api/notifications',
  'POST /api/notifications/calendar',
  'DELETE /api/notifications/calendar',
  'PUT /api/notifications/digest',
  'DELETE /api/notifications/digest',
  'PUT /api/notifications/sessions',
  'DELETE /api/notifications/sessions',
  'PUT /api/notifications/browsers',
  'DELETE /api/notifications/browsers/x'
];
/** A dossier by its number, for customs only. */
const INSPECTION = 'POST /api/inspections';
const SIGNED_IN = [
  'GET /api/session',
  'DELETE /api/session',
  'POST /api/devices',
  'POST /api/blocks',
  'POST /api/reservations',
  'PUT /api/password',
  'GET /api/sessions',
  'POST /api/devices/report',
  'GET /api/policy',
  'GET /api/link',
  INSPECTION
];

function closedTo(line: string, role: Role | null, who: string): AttackCase {
  const [method = 'GET', path = ''] = line.split(' ');
  const sent = {
    method,
    path,
    ...(method === 'GET' || method === 'DELETE' ? {} : { body: { reason: 'x' } })
  };
  return {
    principle: 'P1',
    name: `${line} is not answered to ${who}`,
    attack: async (by) => mustBe(CLOSED, role === null ? await by.ask(sent) : await by.askAs(role, sent))
  };
}

const foreign: AttackCase[] = ['GET', 'PATCH', 'DELETE'].map((method) => ({
  principle: 'P1',
  name: `${method} of a person of another country is answered like that of nobody`,
  attack: async (by) => {
    const ask = (person: string) =>
      by.askAs('administrator', {
        method,
        path: `/api/people/${person}`,
        ...(method === 'PATCH' ? { body: { suspended: true } } : {})
      });
    const [there, not] = [await ask(by.account('foreign').person), await ask('ch.nobody')];
    if (there.status !== not.status || there.text !== not.text) return `${there.text} / ${not.text}`;
    return mustBe(CLOSED, there);
  }
}));

const GRANTS = [
  { role: 'incb' },
  { role: 'service' },
  { role: 'trainer' },
  { role: 'root' },
  { role: 'administrator', authority: 'CH' },
  { role: 'officer', authority: 'INCB' }
].map((grant): AttackCase => ({
  principle: 'P1',
  name: `an administrator invites nobody as ${JSON.stringify(grant)}`,
  attack: async (by) => {
    const person = { name: 'A. Intruder', function: 'Officer', email: 'a@example.org', ...grant };
    const answer = await by.askAs('administrator', {
      method: 'POST',
      path: '/api/invitations',
      body: person
    });
    if (answer.status >= 400) return null;
    const { token } = answer.json as { token: string };
    const look = await by.ask({ method: 'POST', path: '/api/invitations/look', body: { token } });
    const { authority, role } = look.json as { authority: string; role: string };
    return authority === 'AU' && ['administrator', 'officer', 'reader'].includes(role) ? null : look.text;
  }
}));

const ROLES = ['incb', 'service', 'trainer', 'root', ''].map((role): AttackCase => ({
  principle: 'P1',
  name: `an administrator makes nobody ${role || 'of no role'}`,
  attack: async (by) =>
    mustBe(
      [400, 403, 409],
      await by.askAs('administrator', {
        method: 'PATCH',
        path: `/api/people/${by.account('officer').person}`,
        body: { role }
      })
    )
}));

const rest: AttackCase[] = [
  {
    principle: 'P1',
    name: 'the last administrator cannot shut their country out',
    attack: async (by) => {
      const path = `/api/people/${by.account('administrator').person}`;
      const answers = [
        await by.askAs('administrator', { method: 'PATCH', path, body: { suspended: true } }),
        await by.askAs('administrator', { method: 'PATCH', path, body: { role: 'reader' } }),
        await by.askAs('administrator', { method: 'DELETE', path })
      ];
      return answers.map((answer) => mustBe([400, 403, 409], answer)).find((seen) => seen !== null) ?? null;
    }
  },
  {
    principle: 'P1',
    name: 'asking for an account of a country that has one changes nothing there and tells nothing',
    attack: async (by) => {
      const body = (country: string) => ({
        country,
        authority: 'Ministry of Intruders',
        name: 'A. Intruder',
        function: 'Head',
        email: 'head@example.org',
        address: '1 Street',
        language: 'en'
      });
      const ask = (country: string) =>
        by.ask({ method: 'POST', path: '/api/registrations', body: body(country) });
      const [has, none] = [await ask('CH'), await ask('FJ')];
      // The secret is of country and request alone, whether the country is here or not.
      const [here, away] = [has, none].map(
        ({ status, text }) => `${status} ${text.replace(/"[\w-]{43}"/, '')}`
      );
      if (here !== away) return `${has.text} / ${none.text}`;
      return mustBe([200], await by.askAs('foreign', { path: '/api/session' }));
    }
  },
  {
    principle: 'P1',
    name: 'a guessed code of a letter confirms no country',
    attack: async (by) => {
      const body = { country: 'DZ', code: '00000-00000-00000-00000' };
      return mustBe(
        [400, 401, 403, 404, 409, 422, 429],
        await by.ask({ method: 'POST', path: '/api/confirmations', body })
      );
    }
  },
  {
    principle: 'P1',
    name: 'a guessed invitation lets nobody in',
    attack: async (by) => {
      const body = { token: 'A'.repeat(43), person: 'au.intruder', password: 'a long enough password' };
      return mustBe(
        [400, 403, 404, 409, 410, 422],
        await by.ask({ method: 'POST', path: '/api/invitations/accept', body })
      );
    }
  }
];

/** Addresses to which the server must post no notification. */
const INSIDE: readonly AttackCase[] = [
  'http://push.example.org/x',
  'https://127.0.0.1/x',
  'https://0x7f000001/x',
  'https://[::1]/x',
  'https://[::ffff:169.254.169.254]/x',
  'https://169.254.169.254/latest/meta-data',
  'https://localhost/x',
  'https://couchdb/_all_dbs',
  'https://db.internal/x',
  'https://push.example.org:5984/_all_dbs',
  'https://i2es:word@push.example.org/x',
  'file:///etc/passwd'
].map((endpoint) => ({
  principle: 'P1',
  name: `${endpoint} is not taken as the push service of a browser`,
  attack: async (by) => {
    const body = { ...aBrowser(endpoint), hour: 7, zone: 'UTC', language: 'en' };
    const sent = { method: 'PUT', path: '/api/notifications/browsers', body };
    return mustBe([400], await by.askAs('officer', sent));
  }
}));

export const P1_ROLES: readonly AttackCase[] = [
  ...MANAGERS.map((line) => closedTo(line, 'officer', 'an officer')),
  ...MANAGERS.map((line) => closedTo(line, null, 'nobody without a session')),
  ...BOARD.map((line) => closedTo(line, 'administrator', "a country's administrator")),
  ...BOARD.map((line) => closedTo(line, null, 'nobody without a session')),
  ...SIGNED_IN.map((line) => closedTo(line, null, 'nobody without a session')),
  closedTo('PUT /api/report-mail', 'administrator', "a country's administrator"),
  closedTo('PUT /api/report-mail', 'trainer', 'a trainer'),
  closedTo('POST /api/devices', 'trainer', 'a trainer'),
  closedTo('POST /api/blocks', 'board', 'the Board'),
  closedTo('POST /api/reservations', 'board', 'the Board'),
  ...NOTIFICATIONS.map((line) => closedTo(line, 'board', 'the Board')),
  ...NOTIFICATIONS.map((line) => closedTo(line, 'trainer', 'a trainer')),
  ...NOTIFICATIONS.map((line) => closedTo(line, null, 'nobody without a session')),
  closedTo(`GET /api/calendars/${'A'.repeat(43)}/deadlines.ics`, null, 'who guesses the address'),
  ...INSIDE,
  closedTo(INSPECTION, 'officer', 'an officer'),
  closedTo(INSPECTION, 'foreign', 'an officer of another country'),
  closedTo(INSPECTION, 'board', 'the Board'),
  closedTo(INSPECTION, 'trainer', 'a trainer'),
  ...foreign,
  ...GRANTS,
  ...ROLES,
  ...rest,
  ...(['foreign', 'board', 'trainer'] as const).map((role): AttackCase => ({
    principle: 'P1',
    name: `the consent of a country to be shown in public is not taken from ${role}`,
    attack: async (by) => {
      const consent = { _id: 'setting:public', schema: 1, named: true, _rev: `1-${'a'.repeat(32)}` };
      return mustBe(CLOSED, await by.pushAll([consent], await by.home(), role));
    }
  }))
];
