/** The third boundary with accounts: a company against other companies, other countries and the authority itself. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { applicationId, type ApplicationId } from '#lib/domain/application/application-id.ts';
import type { MayApply } from '#lib/domain/company/company.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { MAX_WAITING_OF_COMPANY } from '#lib/domain/own-choices.ts';
import {
  bytesToConfirmationCode,
  type ConfirmationCode
} from '#lib/domain/registration/confirmation-code.ts';
import { aSubmission } from '../../samples/applications.ts';
import type { AttackCase, Outcome } from '../attack.ts';
import { CLOSED, mustBe, refused } from '../expect-refused.ts';
import type { Account, Intruder, Role } from '../intruder.ts';
import type { Json } from '../sign.ts';
import type { Answer } from '../wire.ts';

const HERE = '/api/company';
const APPLICATIONS = `${HERE}/applications`;
const AUTHORIZATIONS = `${HERE}/authorizations`;
const newCode = (): ConfirmationCode => bytesToConfirmationCode(new Uint8Array(randomBytes(12)));
const firstOf = (seen: readonly Outcome[]): Outcome => seen.find((one) => one !== null) ?? null;

interface Member extends Account {
  readonly cookie: string;
}

/** A company of the register of the administrator's country. */
function aCompany(by: Intruder, which: string, manager: Role): Promise<string> {
  return by.once(`company ${which} of ${manager}`, async () => {
    const _id = `company:${randomUUID()}`;
    const authority = await by.authorityOf(manager);
    const history = [{ status: 'active', on: '2026-01-05' }];
    const company = {
      _id,
      schema: 1,
      name: `Attack ${which}`,
      address: '1 Trap Street',
      country: authority,
      history
    };
    await by.pushAll([company], await by.databaseOf(manager), manager);
    return _id;
  });
}

let members = 0;

/** Invited as any other person, with the first session of the password alone. */
async function joined(by: Intruder, manager: Role, company: string, mayApply: MayApply): Promise<Member> {
  const prefix = (await by.authorityOf(manager)).toLowerCase();
  const person = `${prefix}.firm${Date.now().toString(36)}${members++}`;
  const account = { person, password: 'a company for a minute' };
  const invitation = { role: 'company', name: 'A. Firm', function: 'Clerk', email: 'firm@example.org' };
  const invited = await by.askAs(manager, {
    method: 'POST',
    path: '/api/invitations',
    body: { ...invitation, company, mayApply }
  });
  const { token = '' } = invited.json as { token?: string };
  await by.ask({ method: 'POST', path: '/api/invitations/accept', body: { token, ...account } });
  const first = await by.ask({ method: 'POST', path: '/api/session', body: account });
  const cookie = cookieOf(first);
  if (cookie === '') throw new Error(`${person} may not sign in: ${invited.text} ${first.text}`);
  return { ...account, cookie };
}

async function enrolled(by: Intruder, member: Member): Promise<Member> {
  const headers = { cookie: member.cookie };
  const path = '/api/second-factors/totp';
  const { json } = await by.ask({ method: 'POST', path, headers, body: { password: member.password } });
  const secret = String((json as { secret?: string } | null)?.secret ?? 'JBSWY3DPEHPK3PXP');
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  const second = await by.ask({ method: 'POST', path: `${path}/confirm`, headers, body: { code } });
  return { ...member, cookie: cookieOf(second) || member.cookie };
}

const cookieOf = ({ headers }: Answer): string =>
  String(headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';

/** The company that is attacked is `own`; the others attack it. */
function member(
  by: Intruder,
  which: string,
  mayApply: MayApply = 'submit',
  manager: Role = 'administrator'
): Promise<Member> {
  return by.once(`member ${which} ${mayApply} of ${manager}`, async () =>
    enrolled(by, await joined(by, manager, await aCompany(by, which, manager), mayApply))
  );
}

const askAs = (
  by: Intruder,
  { cookie }: Member,
  method: string,
  path: string,
  body?: unknown
): Promise<Answer> => by.ask({ method, path, headers: { cookie }, ...(body === undefined ? {} : { body }) });

interface Sent {
  readonly code: ConfirmationCode;
  readonly id: ApplicationId;
}

/** Sent by the company that is attacked. */
const sentByOwn = (by: Intruder): Promise<Sent> =>
  by.once('an application of a company with an account', async () => {
    const code = newCode();
    const own = await member(by, 'own');
    const answer = await askAs(by, own, 'POST', APPLICATIONS, { code, application: aSubmission() });
    if (answer.status !== 201) throw new Error(`What is honest was refused: ${answer.text}`);
    return { code, id: applicationId((await by.authorityOf('officer')) as CountryCode, code) };
  });

/** Export authorizations of the officer's own country, which name other companies. */
async function someAuthorizations(by: Intruder): Promise<readonly string[]> {
  const { json } = await by.askAs('officer', { path: `/db/${await by.home()}/_changes?since=0` });
  const ids = ((json as { results?: { id: string }[] }).results ?? []).map(({ id }) => id);
  const issuer = await by.authorityOf('officer');
  const own = ids.filter(
    (id) => id.startsWith('act:') && id.includes(`:${issuer}:`) && id.includes('-authorization:')
  );
  return own.length > 0 ? own.slice(0, 3) : [`act:20261101:${issuer}:export-authorization:${'A'.repeat(43)}`];
}

function anAttachment(of: object): object {
  const bytes = Buffer.from('%PDF-1.7 of an intruder', 'latin1');
  const hash = createHash('sha256').update(new Uint8Array(bytes)).digest('base64url');
  return { ...of, hash, type: 'application/pdf', name: 'a.pdf', data: bytes.toString('base64') };
}

const aShipment = (authorization: string): Json => ({
  authorization,
  date: new Date().toISOString().slice(0, 10),
  quantities: [{ no: 1, quantity: 1 }],
  transport: 'By an intruder'
});

/** Whatever names something of the attacked company, asked by somebody else: all answers are those of an unknown id. */
async function mustStayUnknown(by: Intruder, intruder: Member): Promise<Outcome> {
  const { id, code } = await sentByOwn(by);
  const unknown = applicationId('AU' as CountryCode, newCode());
  const seen: Outcome[] = [];
  const texts = new Set<string>();
  for (const named of [id, unknown]) {
    const asked = [
      await askAs(by, intruder, 'POST', `${APPLICATIONS}/answer`, { id: named, text: 'A guess' }),
      await askAs(by, intruder, 'POST', `${APPLICATIONS}/withdraw`, { id: named, reason: '' }),
      await askAs(by, intruder, 'PUT', `${APPLICATIONS}/attachments`, anAttachment({ id: named }))
    ];
    for (const answer of asked) {
      seen.push(mustBe([404], answer));
      texts.add(answer.text);
    }
  }
  for (const named of [...(await someAuthorizations(by)), 'act:x', '__proto__', '..%2f..%2faccounts']) {
    const form = await askAs(by, intruder, 'GET', `${AUTHORIZATIONS}/${named}/form`);
    const announced = await askAs(by, intruder, 'POST', `${HERE}/shipments`, aShipment(named));
    seen.push(mustBe([404], form), mustBe([400, 404], announced));
  }
  for (const path of [APPLICATIONS, AUTHORIZATIONS, HERE]) {
    const { text } = await askAs(by, intruder, 'GET', path);
    if (text.includes(id) || text.includes(code) || text.includes('Attack own'))
      seen.push(text.slice(0, 160));
  }
  if (texts.size > 1) seen.push([...texts].join(' / '));
  const still = await askAs(by, await member(by, 'own'), 'GET', `${APPLICATIONS}?limit=50`);
  const { applications = [] } = still.json as { applications?: { id: string; status: string }[] };
  if (applications.find((one) => one.id === id)?.status !== 'new') seen.push(still.text.slice(0, 160));
  return firstOf(seen);
}

const DATABASES = ['country-au', 'country-ch', 'reference', 'incb', 'training', 'applications', 'accounts'];
/** What officers, administrators, trainers and INCB ask. */
const OFFICES = [
  ['GET', '/api/people'],
  ['POST', '/api/invitations'],
  ['GET', '/api/invitations'],
  ['GET', '/api/audit'],
  ['GET', '/api/devices'],
  ['PUT', '/api/policy'],
  ['PATCH', '/api/people/au.officer'],
  ['DELETE', '/api/people/au.officer'],
  ['POST', '/api/people/au.officer/reset'],
  ['POST', '/api/devices'],
  ['POST', '/api/blocks'],
  ['POST', '/api/reservations'],
  ['POST', '/api/carried'],
  ['GET', '/api/waiting-applications'],
  ['POST', '/api/waiting-applications/take'],
  ['POST', '/api/waiting-applications/discard'],
  ['GET', `/api/files/${'A'.repeat(43)}/0`],
  ['GET', '/api/registrations'],
  ['GET', '/api/countries'],
  ['POST', '/api/countries/CH/suspend'],
  ['GET', '/api/link'],
  ['GET', '/api/training/desk']
] as const;
/** What only an account of a company asks. */
const COMPANIES = [
  ['GET', HERE],
  ['GET', APPLICATIONS],
  ['POST', APPLICATIONS],
  ['PUT', `${APPLICATIONS}/attachments`],
  ['POST', `${APPLICATIONS}/answer`],
  ['POST', `${APPLICATIONS}/withdraw`],
  ['GET', AUTHORIZATIONS],
  ['GET', `${AUTHORIZATIONS}/act:x/form`],
  ['POST', `${HERE}/shipments`]
] as const;

export const P1_COMPANIES: readonly AttackCase[] = [
  {
    principle: 'P1',
    name: 'a company with an account sees, answers and withdraws nothing of another company',
    attack: async (by) => mustStayUnknown(by, await member(by, 'rival'))
  },
  {
    principle: 'P1',
    name: 'a company of another country sees, answers and withdraws nothing here',
    attack: async (by) => mustStayUnknown(by, await member(by, 'abroad', 'submit', 'foreignAdministrator'))
  },
  {
    principle: 'P1',
    name: 'the receipt code of another company neither takes over its application nor adds to it',
    attack: async (by) => {
      const { code } = await sentByOwn(by);
      const rival = await member(by, 'rival');
      const other = { code, application: aSubmission({ remarks: 'An intruder' }) };
      return firstOf([
        mustBe([409], await askAs(by, rival, 'POST', APPLICATIONS, other)),
        mustBe([404], await askAs(by, rival, 'PUT', `${APPLICATIONS}/attachments`, anAttachment({ code }))),
        await mustStayUnknown(by, rival)
      ]);
    }
  },
  {
    principle: 'P1',
    name: 'a person who only prepares sends nothing for the own company',
    attack: async (by) => {
      const { id } = await sentByOwn(by);
      const prepares = await member(by, 'own', 'prepare');
      const seen: Outcome[] = [];
      for (const [method, path, body] of [
        ['POST', APPLICATIONS, { code: newCode(), application: aSubmission() }],
        ['PUT', `${APPLICATIONS}/attachments`, anAttachment({ id })],
        ['POST', `${APPLICATIONS}/answer`, { id, text: 'As if' }],
        ['POST', `${APPLICATIONS}/withdraw`, { id, reason: '' }],
        ['POST', `${HERE}/shipments`, aShipment((await someAuthorizations(by))[0] ?? '')]
      ] as const)
        seen.push(mustBe([403], await askAs(by, prepares, method, path, body)));
      for (const mayApply of ['submit', { $ne: 'prepare' }]) {
        const body = { code: newCode(), application: aSubmission(), mayApply };
        seen.push(mustBe([403], await askAs(by, prepares, 'POST', APPLICATIONS, body)));
      }
      return firstOf(seen);
    }
  },
  {
    principle: 'P1',
    name: 'the password of a company’s account alone opens nothing but the enrolment of a second factor',
    attack: async (by) => {
      const half = await joined(by, 'administrator', await aCompany(by, 'own', 'administrator'), 'submit');
      const seen: Outcome[] = [];
      for (const [method, path] of COMPANIES)
        seen.push(mustBe(CLOSED, await askAs(by, half, method, path, method === 'GET' ? undefined : {})));
      return firstOf(seen);
    }
  },
  {
    principle: 'P1',
    name: 'an account of a company opens no database, in any way',
    attack: async (by) => {
      const own = await member(by, 'own');
      const seen: Outcome[] = [];
      for (const name of DATABASES) {
        for (const rest of ['', '/', '/_changes', '/_local/x', '/_all_docs', '/_design/structure'])
          seen.push(mustBe(CLOSED, await askAs(by, own, 'GET', `/db/${name}${rest}`)));
        for (const [rest, body] of [
          ['_bulk_get', { docs: [{ id: 'setting:applications' }] }],
          ['_all_docs', { keys: ['setting:applications'] }],
          ['_revs_diff', { 'company:x': ['1-a'] }],
          ['_bulk_docs', { docs: [], new_edits: false }]
        ] as const)
          seen.push(mustBe(CLOSED, await askAs(by, own, 'POST', `/db/${name}/${rest}`, body)));
      }
      return firstOf(seen);
    }
  },
  {
    principle: 'P1',
    name: 'an account of a company is answered nothing that officers, administrators, trainers or INCB ask',
    attack: async (by) => {
      const own = await member(by, 'own');
      const seen: Outcome[] = [];
      for (const [method, path] of OFFICES)
        seen.push(
          mustBe(CLOSED, await askAs(by, own, method, path, method === 'GET' ? undefined : { reason: 'x' }))
        );
      return firstOf(seen);
    }
  },
  {
    principle: 'P1',
    name: 'nobody else is answered what a company’s account asks: no officer, no partner, no trainer and not INCB',
    attack: async (by) => {
      const seen: Outcome[] = [];
      for (const [method, path] of COMPANIES) {
        const sent = { method, path, ...(method === 'GET' ? {} : { body: {} }) };
        seen.push(mustBe(CLOSED, await by.ask(sent)));
        for (const role of ['officer', 'administrator', 'foreign', 'board', 'trainer'] as const)
          seen.push(mustBe(CLOSED, await by.askAs(role, sent)));
      }
      return firstOf(seen);
    }
  },
  {
    principle: 'P1',
    name: 'INCB holds nothing of what a company has sent, nor who its people are',
    attack: async (by) => {
      const [{ id }, own] = [await sentByOwn(by), await member(by, 'own')];
      const held = await by.askAs('board', { path: '/db/incb/_changes?since=0' });
      const ids = ((held.json as { results?: { id: string }[] }).results ?? []).map((one) => one.id);
      const docs = ids.map((one) => ({ id: one }));
      const all = await by.askAs('board', { method: 'POST', path: '/db/incb/_bulk_get', body: { docs } });
      const seen = [id, own.person, 'shipment-announcement:', 'Attack own'].find((text) =>
        all.text.includes(text)
      );
      const abroad = await by.askAs('board', { path: `/db/${await by.home()}/_changes?since=0` });
      return firstOf([seen ?? null, mustBe(CLOSED, abroad)]);
    }
  },
  {
    principle: 'P1',
    name: 'a company’s account gives itself no company, role, country or status',
    attack: async (by) => {
      const own = await member(by, 'own');
      const rival = await aCompany(by, 'rival', 'administrator');
      const seen: Outcome[] = [];
      for (const over of [
        { company: rival },
        { person: 'au.officer' },
        { country: 'CH' },
        { source: 'file' },
        { at: '2020-01-01T00:00:00.000Z' },
        { demonstration: true }
      ]) {
        const application = { ...aSubmission(), ...over };
        seen.push(
          mustBe([400], await askAs(by, own, 'POST', APPLICATIONS, { code: newCode(), application }))
        );
        const beside = { code: newCode(), application: aSubmission(), ...over };
        seen.push(mustBe([400], await askAs(by, own, 'POST', APPLICATIONS, beside)));
      }
      const body = { role: 'administrator', company: rival, mayApply: 'submit' };
      seen.push(mustBe(CLOSED, await askAs(by, own, 'PATCH', `/api/people/${own.person}`, body)));
      for (const query of [`company=${rival}`, 'country=CH', 'authority=CH', 'limit=9999'])
        seen.push(mustBe([400], await askAs(by, own, 'GET', `${APPLICATIONS}?${query}`)));
      return firstOf(seen);
    }
  },
  refused(
    'P2',
    'no device announces a shipment in the name of a company',
    'door.document.notYours',
    async (by) => ({
      _id: `shipment-announcement:${randomUUID()}`,
      schema: 1,
      at: new Date().toISOString(),
      by: 'A. Firm',
      person: 'au.firm',
      company: await aCompany(by, 'own', 'administrator'),
      ...aShipment((await someAuthorizations(by))[0] ?? '')
    })
  ),
  refused(
    'P2',
    'no device names the account of a company in an application',
    'application.source',
    async (by) => ({
      ...aSubmission(),
      _id: applicationId((await by.authorityOf('officer')) as CountryCode, newCode()),
      schema: 1,
      country: await by.authorityOf('officer'),
      at: new Date().toISOString(),
      source: 'file',
      company: await aCompany(by, 'own', 'administrator'),
      person: 'au.firm'
    })
  ),
  ...(
    [
      ['removed', 'DELETE', undefined, [401]],
      ['suspended', 'PATCH', { suspended: true }, [401]]
    ] as const
  ).map(([how, method, body, statuses]): AttackCase => ({
    principle: 'P7',
    name: `a company’s employee who was ${how} sees and sends nothing any more`,
    attack: async (by) => {
      const company = await aCompany(by, 'own', 'administrator');
      const left = await enrolled(by, await joined(by, 'administrator', company, 'submit'));
      const path = `/api/people/${left.person}`;
      await by.askAs('administrator', { method, path, ...(body ? { body } : {}) });
      const sent = { code: newCode(), application: aSubmission() };
      return firstOf([
        mustBe(statuses, await askAs(by, left, 'GET', HERE)),
        mustBe(statuses, await askAs(by, left, 'GET', AUTHORIZATIONS)),
        mustBe(statuses, await askAs(by, left, 'POST', APPLICATIONS, sent))
      ]);
    }
  })),
  {
    principle: 'P5',
    name: 'of three hundred applications of one company two hundred wait, and another company still applies',
    attack: async (by) => {
      const flood = await member(by, 'flood');
      const statuses = new Map<number, number>();
      for (let at = 0; at < 300; at += 10) {
        const asked = Array.from({ length: 10 }, () =>
          askAs(by, flood, 'POST', APPLICATIONS, { code: newCode(), application: aSubmission() })
        );
        for (const { status } of await Promise.all(asked))
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
      const taken = statuses.get(201) ?? 0;
      const others = [...statuses.keys()].filter((status) => ![201, 429, 503].includes(status));
      const own = await askAs(by, await member(by, 'own'), 'POST', APPLICATIONS, {
        code: newCode(),
        application: aSubmission()
      });
      const isHeld = taken <= MAX_WAITING_OF_COMPANY && others.length === 0;
      return firstOf([isHeld ? null : JSON.stringify([...statuses]), mustBe([201], own)]);
    }
  }
];
