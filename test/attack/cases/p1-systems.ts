/** National systems: a stolen, borrowed or forged credential, and a system against its own and other countries. */
import { createHmac, randomUUID, webcrypto } from 'node:crypto';
import type { AttackCase, Outcome } from '../attack.ts';
import { mustBe } from '../expect-refused.ts';
import type { Intruder, Role } from '../intruder.ts';
import { makeKey, signWith, type Device, type Json } from '../sign.ts';
import type { Answer, Sent } from '../wire.ts';

const V1 = '/api/v1';
const NOBODY = 'au.system-000000000000';
const SCOPES = ['read', 'drafts', 'numbers', 'acts'];
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const firstOf = (seen: readonly Outcome[]): Outcome => seen.find((one) => one !== null) ?? null;

interface System {
  readonly id: string;
  readonly audience: string;
  readonly key: Device;
}

/** Made by an administrator as any other; before a server that says yes to everything, a client of no name. */
async function aSystem(by: Intruder, role: Role = 'administrator', over: Json = {}): Promise<System> {
  const key = await makeKey();
  const validUntil = new Date(Date.now() + 86_400_000).toISOString();
  const body = { name: 'Attack', scopes: SCOPES, key: key.publicKey, validUntil, sandbox: false, ...over };
  const { json } = await by.askAs(role, { method: 'POST', path: '/api/clients', body });
  const { client, audience = '' } = (json ?? {}) as { client?: { id: string }; audience?: string };
  return { id: client?.id ?? NOBODY, audience, key };
}

const known = (by: Intruder, name = 'ours', role: Role = 'administrator'): Promise<System> =>
  by.once(`system ${name}`, () => aSystem(by, role));

interface Forged {
  readonly claims?: Json;
  readonly header?: Json;
  readonly key?: Device;
}

async function anAssertion(
  { id, audience, key: own }: System,
  { claims = {}, header = { alg: 'ES256' }, key = own }: Forged = {}
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const all = { iss: id, sub: id, aud: audience, exp: now + 200, jti: randomUUID(), ...claims };
  const signed = `${part(header)}.${part(all)}`;
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const raw = await webcrypto.subtle.sign(algorithm, key.key, new TextEncoder().encode(signed));
  return `${signed}.${Buffer.from(raw).toString('base64url')}`;
}

function askToken(by: Intruder, assertion: string, over: Json = {}, headers = {}): Promise<Answer> {
  const body = {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
    ...over
  };
  return by.ask({ method: 'POST', path: `${V1}/token`, body, headers });
}

async function tokenOf(by: Intruder, system: System, scope = ''): Promise<string> {
  const { json } = await askToken(by, await anAssertion(system), scope === '' ? {} : { scope });
  return String((json as { access_token?: string } | null)?.access_token ?? 'none');
}

const askWith = (by: Intruder, token: string, sent: Sent): Promise<Answer> =>
  by.ask({ ...sent, headers: { authorization: `Bearer ${token}`, ...sent.headers } });

const aPost = (path: string, body: unknown, headers = {}): Sent => ({ method: 'POST', path, body, headers });
const A_DRAFT = { kind: 'import-authorization', fields: { exportingCountry: 'CH' }, lines: [] };

function shut(name: string, attack: (by: Intruder) => Promise<Outcome>): AttackCase {
  return { principle: 'P1', name: `a national system: ${name}`, attack };
}

/** Refused for this reason: another wall is no proof of this one. */
function mustSay(code: string, { status, json, text }: Answer): Outcome {
  const { problems = [] } = (json ?? {}) as { problems?: { code: string }[] };
  return status >= 400 && problems.some((one) => one.code === code)
    ? null
    : `${status} ${text.slice(0, 160)}`;
}

function forged(
  name: string,
  code: string,
  make: (system: System, by: Intruder) => Promise<string>
): AttackCase {
  return shut(`no token for ${name}`, async (by) => {
    const system = await known(by);
    return mustSay(code, await askToken(by, await make(system, by)));
  });
}

const TOKENS: readonly AttackCase[] = [
  forged('an assertion for another server', 'client.assertion.audience', (system) =>
    anAssertion(system, { claims: { aud: 'https://i2es.example/api/v1/token' } })
  ),
  forged('an assertion that has expired', 'client.assertion.expired', (system) =>
    anAssertion(system, { claims: { exp: Math.floor(Date.now() / 1000) - 3600 } })
  ),
  forged('an assertion that is valid for a year', 'client.assertion.long', (system) =>
    anAssertion(system, { claims: { exp: Math.floor(Date.now() / 1000) + 31_536_000 } })
  ),
  forged('a key that the assertion brings along', 'client.assertion.refused', async (system) => {
    const key = await makeKey();
    return anAssertion(system, { key, header: { alg: 'ES256', jwk: key.publicKey, kid: key.keyId } });
  }),
  forged('the key of another country’s system', 'client.assertion.refused', async (system, by) =>
    anAssertion(system, { key: (await known(by, 'theirs', 'foreignAdministrator')).key })
  ),
  forged('an assertion without a signature', 'client.assertion.malformed', async (system) => {
    const [, claims] = (await anAssertion(system)).split('.');
    return `${part({ alg: 'none' })}.${claims}.`;
  }),
  forged(
    'an assertion signed with the public key as a secret',
    'client.assertion.malformed',
    async (system) => {
      const [, claims] = (await anAssertion(system)).split('.');
      const signed = `${part({ alg: 'HS256' })}.${claims}`;
      const mac = createHmac('sha256', JSON.stringify(system.key.publicKey)).update(signed).digest();
      return `${signed}.${mac.toString('base64url')}`;
    }
  ),
  shut('no second token for an assertion', async (by) => {
    const assertion = await anAssertion(await known(by));
    await askToken(by, assertion);
    return mustSay('client.assertion.used', await askToken(by, assertion));
  }),
  shut('no token by a page of another site', async (by) => {
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    return mustBe([403], await askToken(by, await anAssertion(await known(by)), {}, headers));
  }),
  shut('no more scopes than an administrator gave', async (by) => {
    const reading = await aSystem(by, 'administrator', { scopes: ['read'] });
    const more = await askToken(by, await anAssertion(reading), { scope: 'read acts' });
    const path = `${V1}/drafts`;
    const written = await askWith(by, await tokenOf(by, reading), aPost(path, A_DRAFT));
    return firstOf([mustBe([400], more), mustSay('client.scope.missing', written)]);
  }),
  shut('a stolen token does nothing after the client was revoked', async (by) => {
    const system = await aSystem(by);
    const token = await tokenOf(by, system);
    await by.askAs('administrator', aPost(`/api/clients/${system.id}/revoke`, {}));
    const used = await askWith(by, token, { path: `${V1}/changes` });
    const fresh = await askToken(by, await anAssertion(system));
    return firstOf([mustSay('client.revoked', used), mustSay('client.revoked', fresh)]);
  }),
  shut('a changed token does nothing', async (by) => {
    const token = await tokenOf(by, await known(by));
    const changed = token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    const tried = [changed, token.slice(0, -8), `${token}AAAA`, 'null', 'e30.e30.AAAA'];
    const answers = await Promise.all(tried.map((one) => askWith(by, one, { path: `${V1}/changes` })));
    return firstOf(answers.map((answer) => mustBe([401], answer)));
  }),
  shut('a person’s session opens nothing of the interface', async (by) => {
    const read = await by.askAs('administrator', { path: `${V1}/changes` });
    const written = await by.askAs('officer', aPost(`${V1}/drafts`, A_DRAFT));
    return firstOf([mustBe([401], read), mustBe([401], written)]);
  }),
  shut('a token opens nothing of a person', async (by) => {
    const token = await tokenOf(by, await known(by));
    const home = await by.home();
    const paths = ['/api/people', '/api/clients', '/api/session', `/db/${home}/_changes`, '/api/audit'];
    const seen: Outcome[] = [];
    for (const path of paths) {
      seen.push(mustBe([401], await askWith(by, token, { path })));
      const headers = { cookie: `__Host-i2es=${token}` };
      seen.push(mustBe([401], await by.ask({ path, headers })));
    }
    return firstOf(seen);
  })
];

/** The answer for what is there is that for what is not. */
async function toldAlike(by: Intruder, token: string, paths: readonly [string, string]): Promise<Outcome> {
  const [theirs, missing] = [
    await askWith(by, token, { path: paths[0] }),
    await askWith(by, token, { path: paths[1] })
  ];
  return (
    mustBe([404], theirs) ?? (theirs.text === missing.text ? null : `${theirs.text} is not ${missing.text}`)
  );
}

const ACROSS: readonly AttackCase[] = [
  shut('nothing of another country is there, or told apart from what is missing', async (by) => {
    const token = await tokenOf(by, await known(by, 'theirs', 'foreignAdministrator'));
    const hidden = await by.once('an act of two others', async () => {
      const home = await by.home();
      const { json } = await by.askAs('officer', { path: `/db/${home}/_changes?since=0` });
      const own = await by.authorityOf('officer');
      const ids = ((json as { results?: { id: string }[] } | null)?.results ?? []).map(({ id }) => id);
      const certificate = ids.find((id) => id.startsWith('draft:'));
      return { act: `act:20261101:${own}:message:${'A'.repeat(43)}`, draft: certificate ?? 'draft:x' };
    });
    const none = `draft:${randomUUID()}`;
    return firstOf([
      await toldAlike(by, token, [`${V1}/drafts/${hidden.draft}`, `${V1}/drafts/${none}`]),
      await toldAlike(by, token, [`${V1}/acts/${hidden.act}`, `${V1}/acts/nothing`]),
      await toldAlike(by, token, [`${V1}/dossiers/AU.FR.20260101.AU-I`, `${V1}/dossiers/ZZ.ZY.20260101.X`])
    ]);
  }),
  shut('its log and its revocation are not another country’s', async (by) => {
    const { id } = await known(by);
    const paths = [`/api/clients/${id}/revoke`, `/api/clients/${id}/keys`];
    const key = { key: (await makeKey()).publicKey, device: 'x' };
    const seen = await Promise.all(
      paths.map(async (path) => mustBe([404], await by.askAs('foreignAdministrator', aPost(path, key))))
    );
    const log = await by.askAs('foreignAdministrator', { path: `/api/clients/${id}/audit` });
    return firstOf([...seen, mustBe([404], log)]);
  }),
  shut('an officer makes no client, and an administrator none for another country', async (by) => {
    const key = (await makeKey()).publicKey;
    const validUntil = new Date(Date.now() + 86_400_000).toISOString();
    const body = { name: 'x', scopes: ['read'], key, validUntil, sandbox: false };
    return firstOf([
      mustBe([403], await by.askAs('officer', aPost('/api/clients', body))),
      mustBe([400], await by.askAs('administrator', aPost('/api/clients', { ...body, authority: 'CH' })))
    ]);
  }),
  shut('a webhook leads to no address inside, in none of its spellings', async (by) => {
    const inside = [
      ...['http://hooks.example.org/', 'https://localhost/', 'https://127.0.0.1/', 'https://2130706433/'],
      ...['https://0x7f000001/', 'https://0177.0.0.1/', 'https://127.1/', 'https://[::1]/', 'https://[::]/'],
      ...['https://[::ffff:169.254.169.254]/', 'https://[fd00::1]/', 'https://[64:ff9b::7f00:1]/'],
      ...['https://10.0.0.1/', 'https://192.168.0.1/', 'https://169.254.169.254/latest/', 'https://0.0.0.0/'],
      ...[
        'https://metadata.google.internal/',
        'https://router.lan/',
        'https://couchdb/',
        'https://localhost./'
      ],
      ...[
        'https://hooks.example.org:5984/',
        'https://a:b@hooks.example.org/',
        'https://hooks.example.org/#a'
      ],
      ...[
        'file:///etc/passwd',
        'gopher://hooks.example.org/',
        '//hooks.example.org/',
        'https://127.0.0.1%2f.example/'
      ]
    ];
    const seen: Outcome[] = [];
    for (const url of inside)
      seen.push(mustBe([400, 429], await by.askAs('administrator', aPost('/api/webhooks', { url }))));
    return firstOf(seen);
  }),
  shut('a webhook of another country is neither seen, tried, given a new secret nor removed', async (by) => {
    const url = 'https://hooks.example.org/ours';
    const { json } = await by.askAs('administrator', aPost('/api/webhooks', { url }));
    const { id = 'x' } = (json ?? {}) as { id?: string };
    const listed = await by.askAs('foreignAdministrator', { path: '/api/webhooks' });
    const isSeen = JSON.stringify(listed.json ?? '').includes(url);
    return firstOf([
      isSeen ? 'it is listed' : null,
      mustBe([404], await by.askAs('foreignAdministrator', aPost(`/api/webhooks/${id}/secret`, {}))),
      mustBe([404], await by.askAs('foreignAdministrator', aPost(`/api/webhooks/${id}/test`, {}))),
      mustBe(
        [404],
        await by.askAs('foreignAdministrator', { method: 'DELETE', path: `/api/webhooks/${id}` })
      ),
      mustBe([403], await by.askAs('officer', aPost('/api/webhooks', { url })))
    ]);
  }),
  shut('nobody signs in with its name, or takes it', async (by) => {
    const { id } = await known(by);
    const account = { person: id, password: 'a password of some length' };
    return firstOf([
      mustBe([401], await by.ask(aPost('/api/session', account))),
      mustBe([404], await by.askAs('administrator', aPost(`/api/people/${id}/reset`, {})))
    ]);
  }),
  shut('an idempotency key of one client gets no answer of another', async (by) => {
    const headers = { 'idempotency-key': `shared-${randomUUID()}` };
    const [one, other] = [await known(by), await known(by, 'sibling')];
    const first = await askWith(by, await tokenOf(by, one), aPost(`${V1}/drafts`, A_DRAFT, headers));
    const second = await askWith(by, await tokenOf(by, other), aPost(`${V1}/drafts`, A_DRAFT, headers));
    const idOf = ({ json }: Answer): unknown => (json as { id?: unknown } | null)?.id;
    const isOwn = idOf(second) !== undefined && idOf(first) !== idOf(second);
    return isOwn && second.headers['idempotency-replayed'] === undefined ? null : second.text.slice(0, 160);
  }),
  shut('an idempotency key holds for one request only', async (by) => {
    const headers = { 'idempotency-key': `again-${randomUUID()}` };
    const token = await tokenOf(by, await known(by));
    await askWith(by, token, aPost(`${V1}/drafts`, A_DRAFT, headers));
    const other = { ...A_DRAFT, fields: { exportingCountry: 'FR' } };
    return mustSay(
      'idempotency.otherRequest',
      await askWith(by, token, aPost(`${V1}/drafts`, other, headers))
    );
  })
];

function act(name: string, make: (by: Intruder, system: System) => Promise<Json>): AttackCase {
  return shut(`sends no ${name}`, async (by) => {
    const system = await known(by);
    const document = await make(by, system);
    const token = await tokenOf(by, system);
    const { status, json, text } = await askWith(by, token, aPost(`${V1}/acts`, { acts: [document] }));
    const { results = [] } = (json ?? {}) as { results?: { state: string }[] };
    const isRefused = status === 200 && results.length === 1 && results[0]?.state === 'refused';
    const held = await askWith(by, token, { path: `${V1}/acts/${String(document['_id'])}` });
    return isRefused ? mustBe([404], held) : `${status} ${text.slice(0, 160)}`;
  });
}

/** Without the mark of sample data, which only a sandbox sends. */
async function aMessage(by: Intruder, person: string, over: Json = {}): Promise<Json> {
  const { demonstration: _mark, ...head } = await by.head('message', ['CH']);
  return { ...head, by: { person, name: 'Attack', function: 'National system: Attack' }, text: 'x', ...over };
}

/** With the officer's certified key; a server without walls certifies none, and any key is as good there. */
async function signed(by: Intruder, body: Json): Promise<Json> {
  return by.sign(body, await by.device().catch(makeKey));
}

const ACTS: readonly AttackCase[] = [
  act('document of a person, with that person’s certified key', async (by) => {
    const { person } = await by.session('officer');
    return signed(by, await aMessage(by, person.id, { by: { ...person } }));
  }),
  act('document in its own name with a certified key of another', async (by, { id }) =>
    signed(by, await aMessage(by, id))
  ),
  act('document in its own name with the key of its assertions', async (by, { id, key }) =>
    signWith(key, await aMessage(by, id))
  ),
  act('document in another country’s name', async (by, { id, key }) =>
    signWith(key, await aMessage(by, id, { issuer: 'CH', to: ['AU'], seq: { CH: 1, AU: 1 } }))
  ),
  act('document with the mark of a sandbox', async (by, { id }) =>
    signed(by, await aMessage(by, id, { demonstration: true }))
  )
];

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

const BODIES: readonly AttackCase[] = [
  shut('a body of three megabytes is refused', async (by) => {
    const token = await tokenOf(by, await known(by));
    const body = JSON.stringify({ acts: ['x'.repeat(3_000_000)] });
    return mustBe([0, 413], await askWith(by, token, aPost(`${V1}/acts`, body)));
  }),
  shut('a body ten thousand levels deep is refused', async (by) => {
    const token = await tokenOf(by, await known(by));
    const sent = [aPost(`${V1}/acts`, `{"acts":${nested(10_000)}}`), aPost(`${V1}/token`, nested(10_000))];
    const answers = await Promise.all(sent.map((one) => askWith(by, token, one)));
    return firstOf(answers.map((answer) => mustBe([400], answer)));
  }),
  shut('more documents than a request takes are refused', async (by) => {
    const token = await tokenOf(by, await known(by));
    const acts = Array.from({ length: 101 }, () => ({}));
    return mustBe([400], await askWith(by, token, aPost(`${V1}/acts`, { acts })));
  })
];

export const P1_SYSTEMS: readonly AttackCase[] = [...TOKENS, ...ACROSS, ...ACTS, ...BODIES];
