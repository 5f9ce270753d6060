/**
 * A well-formed body for each route that takes one, which is then made wrong. A route that is new and has none
 * here is asked with a body of any shape, and `fuzz.test.ts` says that it has none.
 */
import type { Random } from '#couch/demonstration/random.ts';
import { STANDING_CHANGES } from '#lib/domain/registration/standing.ts';
import { applicationId } from '#lib/domain/application/application-id.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { aCode, aSubmission } from '../../samples/applications.ts';
import { aDocument, manyVersions } from './documents.ts';
import { documentId, keyId, named, oddText, personValue, revision, token } from './values.ts';

type MakeBody = (random: Random) => unknown;

const reason: MakeBody = () => ({ reason: 'An invented reason' });
const withPassword: MakeBody = () => ({ password: '{{password:0}}' });
const many = <T>(random: Random, make: (random: Random) => T): T[] =>
  Array.from({ length: random.pick([0, 1, 1, 2, 5, 20]) }, () => make(random));

const PASSKEY = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  clientExtensionResults: {},
  response: { clientDataJSON: 'e30', attestationObject: 'o2NmbXRkbm9uZQ', transports: ['internal'] }
};
/** The public key of RFC 8291's example. */
const P256DH = 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4';
const OFFICE = { name: 'A. Person', function: 'Inspector', email: 'a.person@example.org' };

const aKeyRequest: MakeBody = (random) => ({
  key: { kty: 'EC', crv: 'P-256', x: keyId(random), y: keyId(random) },
  device: 'Register'
});
const aSystemsDraft: MakeBody = (random) => ({
  kind: random.pick(['import-authorization', 'export-authorization', 'export-declaration', 'message']),
  fields: { exportingCountry: random.pick(['CH', 'ZZ', '']), importerName: oddText(random).slice(0, 200) },
  lines: many(random, (some) => ({
    key: `line-${some.pick([0, 1, 2])}`,
    fields: {
      substance: some.pick(['morphine', 'nothing', '']),
      quantity: some.pick(['5', '-1', '1e9', 'x'])
    }
  }))
});

const anOpening: MakeBody = (random) => ({
  opened: [
    {
      act: random.pick(['act:1', `act:20261124:INCB:announcement:${'A'.repeat(43)}`]),
      on: random.pick(['2026-11-24', '2026-13-01', 5])
    }
  ]
});

export const BODIES: Readonly<Record<string, MakeBody>> = {
  'POST /api/session': (random) => ({
    person: personValue(random),
    password: random.pick(['{{password:0}}', 'not the password 26']),
    ...(random.chance(30) ? { device: random.chance(50) ? named('key')(random) : keyId(random) } : {})
  }),
  'PUT /api/report-mail': (random) => ({ language: random.pick(['en', 'ar', 'xx']) }),
  'POST /api/regional': (random) => ({
    name: oddText(random),
    countries: random.pick([['AU'], ['ZZ'], [], 'AU'])
  }),
  'PUT /api/regional/:id': (random) => ({
    name: 'A community',
    countries: random.pick([['AU', 'CH'], ['ZZ'], []]),
    ended: random.pick([true, false, 'no']),
    revision: random.pick([0, 1, -1, 1.5, 'x', null])
  }),
  'PUT /api/regional/:id/items/:item': (random) => ({
    revision: random.pick([0, 1, -1, 1.5, 'x', null]),
    item: random.pick<object>([
      { is: 'action', text: oddText(random), owner: 'Kenya', due: '2026-12-01', state: 'open' },
      { is: 'announcement', text: oddText(random), withdrawn: random.pick([true, false]) },
      { is: 'dossier', text: 'x' }
    ])
  }),
  'POST /api/session/second': (random) => ({
    ticket: token(random),
    ...random.pick<object>([{ totp: '123456' }, { recovery: 'AAAA-BBBB' }, { passkey: PASSKEY }])
  }),
  'POST /api/devices': (random) => ({
    key: { kty: 'EC', crv: 'P-256', x: keyId(random), y: keyId(random) },
    device: 'Desk 7'
  }),
  'POST /api/blocks': (random) => ({
    kind: random.pick(['import-authorization', 'export-authorization']),
    year: random.pick([2025, 2026, 2027]),
    device: random.chance(50) ? named('key')(random) : keyId(random)
  }),
  'POST /api/reservations': (random) => ({
    device: random.chance(50) ? named('key')(random) : keyId(random),
    year: random.pick([2025, 2026, 2027]),
    returned: random.chance(50)
      ? [{ substance: 'morphine', quantity: random.pick([0, 1e9]), nth: random.pick([0, 1, 9]) }]
      : [],
    wanted: [
      { substance: random.pick(['morphine', 'codeine', 'nothing']), quantity: random.pick([0, 1e9, 1e15]) }
    ]
  }),
  'POST /api/clients': (random) => ({
    name: random.chance(80) ? 'Register' : oddText(random),
    scopes: random.pick([['read'], ['acts', 'drafts'], [], ['manage']]),
    key: { kty: 'EC', crv: 'P-256', x: keyId(random), y: keyId(random) },
    validUntil: random.pick(['2027-06-01T00:00:00.000Z', '2020-01-01T00:00:00.000Z', 'soon']),
    sandbox: random.chance(50)
  }),
  'POST /api/clients/:id/revoke': () => ({}),
  'POST /api/clients/:id/keys': aKeyRequest,
  'POST /api/v1/token': (random) => ({
    grant_type: random.pick(['client_credentials', 'password']),
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: random.pick(['a.b.c', `e30.e30.${'A'.repeat(86)}`, oddText(random)])
  }),
  'POST /api/v1/keys': aKeyRequest,
  'POST /api/v1/drafts/check': aSystemsDraft,
  'POST /api/v1/drafts': aSystemsDraft,
  'POST /api/v1/numbers': (random) => ({
    kind: random.pick(['import-authorization', 'export-authorization']),
    year: random.pick([2025, 2026, 2027]),
    device: random.chance(50) ? named('key')(random) : keyId(random)
  }),
  'POST /api/v1/reservations': (random) => ({
    device: random.chance(50) ? named('key')(random) : keyId(random),
    year: random.pick([2025, 2026, 2027]),
    wanted: [{ substance: random.pick(['morphine', 'nothing']), quantity: random.pick([0, 1e9]) }]
  }),
  'POST /api/v1/acts/check': (random) => ({ acts: many(random, aDocument) }),
  'POST /api/v1/acts': (random) => ({ acts: many(random, aDocument) }),
  'POST /api/notifications/calendar': (random) => ({ language: random.pick(['en', 'ar', 'xx', '']) }),
  'PUT /api/notifications/sessions': (random) => ({ language: random.pick(['en', 'ar', 'xx', '']) }),
  'PUT /api/notifications/digest': (random) => ({
    hour: random.pick([0, 7, 23, 24, -1]),
    zone: random.pick(['UTC', 'Europe/Vienna', 'Nowhere', '']),
    language: random.pick(['en', 'zh', 'xx'])
  }),
  'PUT /api/notifications/browsers': (random) => ({
    endpoint: random.chance(60)
      ? 'https://push.example.org/x'
      : random.pick(['https://127.0.0.1/x', 'http://a.example', '', oddText(random)]),
    p256dh: random.chance(80) ? P256DH : random.pick(['BAAA', '']),
    auth: random.chance(80) ? 'AAAAAAAAAAAAAAAAAAAAAA' : random.pick(['AAAA', '']),
    hour: random.pick([0, 7, 23, 24]),
    zone: random.pick(['UTC', 'Europe/Vienna', 'Nowhere']),
    language: random.pick(['en', 'ar', 'zh', 'xx'])
  }),
  'POST /api/webhooks': (random) => ({
    url: random.pick([
      'https://hooks.example.org/i2es',
      'https://127.0.0.1/x',
      'http://a.example',
      '',
      oddText(random)
    ])
  }),
  'POST /api/webhooks/:id/secret': () => ({}),
  'POST /api/webhooks/:id/test': () => ({}),
  'POST /api/unsubscribe/:token': (random) => random.pick([{}, { 'List-Unsubscribe': 'One-Click' }]),
  'PUT /api/training/sessions/:id': () => ({
    revision: 0,
    plan: {
      title: 'A session',
      aims: 'An aim.',
      language: 'en',
      level: 'practice',
      startsAt: '2026-12-10T07:30:00.000Z',
      endsAt: '2026-12-10T14:00:00.000Z',
      zone: 'Africa/Nairobi',
      capacity: 10,
      audience: {},
      isPublic: true,
      isLinkPublic: false,
      place: 'Nairobi'
    }
  }),
  'POST /api/training/sessions/:id/announcement': (random) => ({ as: random.pick(['taken-up', 'declined']) }),
  'PUT /api/training/own-lessons/:id': (random) =>
    random.pick<object>([
      {
        revision: 0,
        lesson: {
          minutes: 5,
          audience: random.pick(['everybody', 'signed-in', 'session']),
          texts: [{ language: 'en', title: 'A lesson', lead: 'A lead.', text: 'A text.' }]
        }
      },
      { revision: 1, publish: random.chance(50) },
      { revision: 1, add: { hash: keyId(random), name: 'slides.pdf', type: 'application/pdf', size: 9 } },
      { revision: 1, remove: keyId(random) }
    ]),
  'POST /api/training/own-lessons/:id/reading': (random) => ({
    answers: random.pick([null, {}, { one: true }, { '../x': 1 }, 'x'])
  }),
  'POST /api/training/own-lessons/:id/approval': () => ({ revision: 1 }),
  'PUT /api/training/own-lessons/:id/files/:hash/:piece': () => ({
    type: 'application/pdf',
    size: 9,
    data: 'JVBERi0xLjcK'
  }),
  'POST /api/training/attendance': (random) => ({
    marks: many(random, () => ({
      session: 'session:5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69',
      person: personValue(random),
      name: 'A. Person',
      authority: 'AU',
      mark: random.pick(['present', 'absent']),
      at: '2026-12-10T07:40:00.000Z',
      how: random.pick(['code', 'name']),
      device: 'deviceone1',
      reason: 'Counted again.'
    }))
  }),
  'POST /api/training/sessions/:id/guests': (random) => ({
    seats: random.pick([1, 5, 2000]),
    ...random.pick([{}, { until: '2026-12-01T00:00:00.000Z' }, { emails: ['a@example.org'] }])
  }),
  'POST /api/training/sessions/:id/guests/withdraw': () => ({ link: 'x'.repeat(43), removes: true }),
  'POST /api/training/guests': (random) => ({
    ...{ link: 'x'.repeat(43), name: 'A. Guest', organisation: 'Laboratory', country: 'AU', language: 'en' },
    ...random.pick([{}, { email: 'a@example.org' }])
  }),
  'POST /api/training/guests/look': () => ({ link: 'x'.repeat(43) }),
  'POST /api/training/guests/place': () => ({ place: 'x'.repeat(120) }),
  'POST /api/training/guests/cancel': () => ({ place: 'x'.repeat(120) }),
  'POST /api/training/guests/certificate': () => ({ place: 'x'.repeat(120) }),
  'POST /api/training/evaluations': () => ({
    session: 'session:5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69',
    answers: { useful: 5, clear: 4, pace: 3, again: 5 }
  }),
  'PUT /api/training/progress': (random) => ({
    done: { importing: random.pick(['2026-11-24', '2026-02-30', 7]), [personValue(random)]: '2026-11-24' },
    path: random.pick(['officer', 'minister']),
    last: random.pick(['importing', null, '../..'])
  }),
  'POST /api/training/certificate': (random) => ({ path: random.pick(['customs', 'officer', 'minister']) }),
  'PUT /api/files/:hash': (random) => ({
    type: random.pick(['application/pdf', 'image/png', 'image/svg+xml']),
    size: random.pick([0, 60, 5_000_001]),
    dossier: random.pick(['', 'AU.CH.20261101.1', '../../accounts'])
  }),
  'PUT /api/files/:hash/:piece': (random) => ({
    type: random.pick(['application/pdf', 'text/html']),
    size: random.pick([6, 12]),
    data: random.pick(['JVBERi0x', 'PGh0bWw-'])
  }),
  'PUT /api/public-files/:hash': (random) => ({
    type: random.pick(['application/pdf', 'image/png']),
    size: random.pick([0, 60, 2_000_001]),
    dossier: ''
  }),
  'PUT /api/public-files/:hash/:piece': (random) => ({
    type: random.pick(['application/pdf', 'text/html']),
    size: random.pick([6, 12]),
    data: random.pick(['JVBERi0x', 'PGh0bWw-'])
  }),
  'POST /api/inspections': (random) => ({
    number: random.pick<unknown>([
      'AU-I-2026-000101-98',
      'CH-E-2026-000001-00',
      '../../accounts',
      oddText(random),
      7
    ])
  }),
  'POST /api/applications/:country': (random) => ({ code: receiptCode(random), application: aSubmission() }),
  'PUT /api/applications/:country/attachments': (random) => ({
    code: receiptCode(random),
    hash: keyId(random),
    type: random.pick(['application/pdf', 'image/png', 'text/html']),
    name: oddText(random),
    data: random.pick(['JVBERi0xLjc=', 'PGh0bWw+', ''])
  }),
  'POST /api/applications/:country/status': (random) => ({ code: receiptCode(random) }),
  'POST /api/applications/:country/answer': (random) => ({
    code: receiptCode(random),
    text: oddText(random),
    ...(random.chance(30) ? { form: aSubmission().form } : {})
  }),
  'POST /api/applications/:country/withdraw': (random) => ({
    code: receiptCode(random),
    reason: oddText(random)
  }),
  'POST /api/company/applications': (random) => ({ code: receiptCode(random), application: aSubmission() }),
  'PUT /api/company/applications/attachments': (random) => ({
    ...(random.chance(50) ? { code: receiptCode(random) } : { id: applicationKey(random) }),
    hash: keyId(random),
    type: random.pick(['application/pdf', 'image/png', 'text/html']),
    name: oddText(random),
    data: random.pick(['JVBERi0xLjc=', 'PGh0bWw+', ''])
  }),
  'POST /api/company/applications/answer': (random) => ({
    id: applicationKey(random),
    text: oddText(random),
    ...(random.chance(30) ? { form: aSubmission().form } : {})
  }),
  'POST /api/company/applications/withdraw': (random) => ({
    id: applicationKey(random),
    reason: oddText(random)
  }),
  'POST /api/company/shipments': (random) => ({
    authorization: named('act')(random),
    date: random.pick(['2026-12-01', '2026-02-30', 7]),
    quantities: [{ no: random.pick([0, 1, 2, 201]), quantity: random.pick([-1, 1, 1e9, 1.5]) }],
    transport: oddText(random)
  }),
  'POST /api/waiting-applications/take': (random) => ({ ids: many(random, applicationKey) }),
  'POST /api/waiting-applications/discard': (random) => ({
    ids: many(random, applicationKey),
    reason: oddText(random)
  }),
  'POST /api/carried': (random) => ({ act: aDocument(random) }),
  'POST /api/link/carried': (random) => ({ act: aDocument(random) }),
  'POST /api/invitations/look': (random) => ({ token: token(random) }),
  'POST /api/invitations/accept': (random) => ({
    token: token(random),
    person: personValue(random),
    password: 'a good long word 26'
  }),
  // Never the right one: the actor goes on with their own.
  'PUT /api/password': () => ({ password: 'not the password 26', next: 'another good long 27' }),
  'POST /api/devices/report': (random) => ({
    keyId: random.chance(50) ? named('key')(random) : keyId(random),
    device: 'Desk 7',
    unsent: 0,
    refused: 0,
    version: '0.1.0',
    at: '2026-11-24T09:00:00.000Z'
  }),
  'POST /api/invitations': (random) => ({
    ...OFFICE,
    role: random.pick(['officer', 'reader', 'administrator', 'incb', 'company']),
    ...(random.chance(20) ? { company: documentId(random), mayApply: random.pick(['submit', 'sign']) } : {})
  }),
  'PATCH /api/people/:person': (random) => ({
    ...random.pick<object>([
      { role: 'reader' },
      { role: 'officer' },
      { suspended: true },
      { suspended: false },
      OFFICE
    ])
  }),
  'POST /api/people/:person/reset': () => ({}),
  'PUT /api/policy': (random) => ({
    secondFactor: random.pick(['optional', 'administrators', 'everybody']),
    idleMinutes: random.pick([14, 15, 720, 721])
  }),
  'POST /api/second-factors/totp': withPassword,
  'POST /api/second-factors/totp/confirm': () => ({ code: '123456' }),
  'POST /api/second-factors/passkeys': withPassword,
  'POST /api/second-factors/passkeys/confirm': () => ({ name: 'A key', response: PASSKEY }),
  'POST /api/second-factors/recovery': withPassword,
  'POST /api/registrations': (random) => ({
    ...OFFICE,
    country: random.pick(['TO', 'WS', 'VU', 'FJ']),
    authority: 'Department of Invented Health',
    address: '1 Street\nSomewhere',
    language: random.pick(['en', 'fr', 'ar'])
  }),
  'POST /api/confirmations': (random) => ({
    country: random.pick(['TO', 'WS', 'VU']),
    code: 'ABCD-EFGH-JKLM'
  }),
  'POST /api/registrations/:id/letter': () => ({}),
  'POST /api/registrations/:id/letter/sent': () => ({ on: '2026-11-20', how: 'diplomatic' }),
  'POST /api/registrations/:id/letter/received': () => ({ what: 'received', on: '2026-11-20' }),
  'POST /api/registrations/state': () => ({ country: 'BD', number: 'BD-0000-0000', secret: 'x'.repeat(43) }),
  'POST /api/registrations/:id/letter/withdraw': reason,
  'POST /api/registrations/:id/confirm': (random) =>
    random.pick([{ word: 'They came in person' }, { code: 'ABCD-EFGH-JKLM' }, {}]),
  'POST /api/registrations/:id/refuse': reason,
  'POST /api/announcements/:id/mail': () => ({}),
  'POST /api/verify/form': (random) => ({
    number: random.pick(['AU-I-2026-000101-98', 'AU-I-2026-000101-99', oddText(random)]),
    digits: '0123 4567 8901'
  }),
  'POST /api/reports': (random) => aReport(random),
  'POST /api/link/reports': (random) => ({
    ...aReport(random),
    ...{ id: personValue(random), name: oddText(random), function: 'Customs' }
  }),
  'POST /api/registrations/:id/continue': () => ({}),
  ...Object.fromEntries(STANDING_CHANGES.map((change) => [`POST /api/countries/:country/${change}`, reason])),
  'POST /api/countries/:country/successor': () => ({ ...OFFICE, reason: 'Locked out' }),
  'POST /api/countries/:country/own-server': (random) => ({ on: random.chance(50), reason: 'Has its own' }),
  'POST /api/link/findings': (random) => ({
    stage: random.pick(['altered', 'missing']),
    of: [documentId(random), ...many(random, documentId)]
  }),
  'POST /api/link/apps': (random) => ({
    month: random.pick(['2026-11', '2026-13']),
    languages: { [random.pick(['ar', 'fr', '__proto__'])]: random.pick([1, 3]) },
    versions: { '1.4.0': 2 }
  }),
  'POST /api/link/opened': anOpening,
  'POST /api/letters/opened': anOpening,
  'POST /db/:name/_ensure_full_commit': () => ({}),
  'POST /db/:name/_revs_diff': (random) =>
    Object.fromEntries(many(random, (some) => [documentId(some), many(some, revision)])),
  'POST /db/:name/_bulk_get': (random) => ({
    docs: many(random, (some) => ({
      id: documentId(some),
      ...(some.chance(70) ? { rev: revision(some) } : {})
    }))
  }),
  'POST /db/:name/_all_docs': (random) => ({ keys: [...new Set(many(random, documentId))] }),
  'POST /db/:name/_bulk_docs': (random) => ({
    docs: random.chance(5) ? manyVersions(random) : many(random, aDocument),
    new_edits: false
  }),
  'PUT /db/:name/_local/:id': (random) => ({
    last_seq: random.pick<unknown>([0, '5', '1-g1AAAA']),
    session_id: keyId(random),
    history: [{ session_id: keyId(random), last_seq: 0 }],
    ...(random.chance(30) ? { _rev: '0-1' } : {})
  })
};

/** Few, so that one that is sent is asked for again. */
const receiptCode = (random: Random): string => aCode(random.below(20));
const applicationKey = (random: Random): string =>
  random.chance(80)
    ? applicationId(random.pick(['AU', 'CH']) as CountryCode, aCode(random.below(20)))
    : documentId(random);

const WORDS = ['id', 'name', 'country', 'reason', 'token', 'person', 'docs', 'of', 'on', 'key'];

function aReport(random: Random): object {
  const destination = random.pick([{}, { destination: 'AU' }, { destination: 'INCB' }, { destination: 7 }]);
  return { act: documentId(random), form: 'A form', text: oddText(random), ...destination };
}

export function aBody(random: Random, route: string): unknown {
  const make = BODIES[route];
  if (make) return make(random);
  return Object.fromEntries(
    many(random, (some) => [some.pick(WORDS), some.chance(50) ? oddText(some) : documentId(some)])
  );
}
