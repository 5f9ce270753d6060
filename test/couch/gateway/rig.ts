/**
 * A real gateway on a real port over a real engine: Australia with two officers, a reader and an
 * administrator, Switzerland with an officer, the Board; keys certified as the Board and the
 * administrators would.
 */
import PouchCore from 'pouchdb-core';
import HttpAdapter from 'pouchdb-adapter-http';
import MemoryAdapter from 'pouchdb-adapter-memory';
import Replication from 'pouchdb-replication';
import { Accounts, type NewPerson, type PersonRole } from '#couch/accounts/accounts.ts';
import type { Engine } from '#couch/engine/engine.ts';
import { buildGateway, type Gateway, type GatewayOptions } from '#couch/gateway/gateway.ts';
import { provisionCountry, provisionSystem } from '#couch/installation/provision.ts';
import { generatePrivateJwk, importSigningKey, type SigningKey } from '#lib/crypto/key.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { Act, Body, CertificateBody, KeyRole } from '#lib/domain/act/body.ts';
import { formatNumber, type AuthorizationKind } from '#lib/domain/authorization/number.ts';
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import { TEST_SECRET, type OpenTestEngine, type TestEngine } from '../with-engine.ts';

export const NOW = Date.UTC(2026, 10, 24, 9);
export const PASSWORD = 'a good long password';

type PouchClass = new (name: string, options: object) => PouchDB.Database<object>;
const Pouch = PouchCore.defaults({}) as unknown as PouchClass;
for (const plugin of [HttpAdapter, MemoryAdapter, Replication] as unknown as ((on: PouchClass) => void)[])
  plugin(Pouch);

let replicas = 0;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** One signed-in person's way to the gateway. */
export class Client {
  readonly #address: string;
  readonly cookie: string;

  constructor(address: string, cookie: string) {
    this.#address = address;
    this.cookie = cookie;
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {}
  ): Promise<Answer> {
    const response = await fetch(this.#address + path, {
      method,
      headers: {
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) })
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  /** Pushes documents as replication does, and gives back the problem codes of each refused one. */
  async push(database: string, documents: readonly object[]): Promise<Record<string, string[]>> {
    const docs = documents.map((document) => withRevision(document as { _id: string }));
    const { status, body } = await this.ask('POST', `/db/${database}/_bulk_docs`, { docs, new_edits: false });
    if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
    const rows = body as { id: string; reason: string }[];
    return Object.fromEntries(
      rows.map(({ id, reason }) => [id, (JSON.parse(reason) as { code: string }[]).map(({ code }) => code)])
    );
  }

  remote(database: string): PouchDB.Database<object> {
    const headers = { cookie: this.cookie };
    return new Pouch(`${this.#address}/db/${database}`, { skip_setup: true, fetch: fetchWith(headers) });
  }
}

function fetchWith(headers: Record<string, string>) {
  return (url: string, options: RequestInit): Promise<Response> => {
    const all = new Headers(options.headers);
    for (const [name, value] of Object.entries(headers)) all.set(name, value);
    return fetch(url, { ...options, headers: all });
  };
}

/** A device's database, in memory. */
export function aReplica(): PouchDB.Database<object> {
  return new Pouch(`replica-${process.pid}-${replicas++}`, { adapter: 'memory' });
}

export function withRevision<D extends { _id: string }>(
  document: D,
  hash = 'a'.repeat(32)
): D & { _rev: string } {
  if ('_rev' in document) return document as D & { _rev: string };
  return { ...document, _rev: `1-${hash}`, _revisions: { start: 1, ids: [hash] } };
}

export interface Rig {
  readonly engine: Engine;
  readonly accounts: Accounts;
  readonly gateway: Gateway;
  readonly address: string;
  readonly held: TestEngine;
  readonly keys: Readonly<
    Record<'root' | 'auAdministrator' | 'auOfficer' | 'auOther' | 'chOfficer' | 'stranger', SigningKey>
  >;
  readonly clock: { now: number };
  signIn(person: string): Promise<Client>;
  drop(): Promise<void>;
}

export async function aKey(): Promise<SigningKey> {
  return importSigningKey(await generatePrivateJwk());
}

export interface Certified {
  readonly key: SigningKey;
  readonly authority: AuthorityCode;
  readonly person: string;
  readonly role: KeyRole;
  readonly name?: string;
  /** Null: a certificate of before they stated it. */
  readonly function?: string | null;
  readonly from?: string;
  readonly until?: string;
}

/** A certificate as its certifier signs it. */
export function aCertificate(
  by: SigningKey,
  issuer: AuthorityCode,
  signer: string,
  of: Certified
): Promise<Act<CertificateBody>> {
  return signBody(
    {
      ...aHead('certificate', issuer, ['*'], signer, '2026-01-02T00:00:00.000Z'),
      key: of.key.publicKey,
      keyId: of.key.keyId,
      holder: {
        authority: of.authority,
        person: of.person,
        name: of.name ?? 'A. Person',
        ...(of.function === null || of.role === 'exchange' ? {} : { function: of.function ?? 'Delegate' }),
        role: of.role,
        device: 'Desk 1'
      },
      validFrom: (of.from ?? '2026-01-01T00:00:00.000Z') as Instant,
      validUntil: (of.until ?? '2027-12-31T00:00:00.000Z') as Instant
    } as CertificateBody,
    by
  );
}

export function aHead(
  kind: string,
  issuer: AuthorityCode,
  to: readonly string[],
  person: string,
  at: string
): object {
  const counted = [issuer, ...to.filter((one) => one !== '*')];
  return {
    schema: 1,
    kind,
    issuer,
    to,
    seq: Object.fromEntries(counted.map((one) => [one, 1])),
    at,
    by: { person, name: 'A. Person', function: 'Delegate' }
  };
}

/** Signs a sample's body anew, as this person with this key. */
export function signed<B extends Body>(sample: Act<B>, key: SigningKey, over: object = {}): Promise<Act<B>> {
  const by = { ...sample.body.by, name: 'A. Person' };
  return signBody({ ...sample.body, by, ...over }, key);
}

export function aNumber(
  serial: number,
  country: string,
  kind: AuthorityKindName = 'import-authorization'
): string {
  return formatNumber({ country: country as CountryCode, kind, year: 2026, serial });
}
type AuthorityKindName = AuthorizationKind;

const PEOPLE: readonly [string, PersonRole, string][] = [
  ['au.administrator', 'administrator', 'AU'],
  ['au.officer', 'officer', 'AU'],
  ['au.other', 'officer', 'AU'],
  ['au.reader', 'reader', 'AU'],
  ['ch.officer', 'officer', 'CH'],
  ['incb.secretary', 'incb', 'INCB']
];

export async function openRig(open: OpenTestEngine, options: Partial<GatewayOptions> = {}): Promise<Rig> {
  const held = await open();
  const { engine } = held;
  const clock = { now: NOW };
  await provisionSystem(engine);
  for (const country of ['AU', 'CH']) await provisionCountry(engine, country as CountryCode);
  const accounts = new Accounts({ engine, clock: () => clock.now });
  await Promise.all(
    PEOPLE.map(([id, role, authority]) => accounts.createPerson(aPerson(id, role, authority)))
  );
  const keys = {
    root: await aKey(),
    auAdministrator: await aKey(),
    auOfficer: await aKey(),
    auOther: await aKey(),
    chOfficer: await aKey(),
    stranger: await aKey()
  };
  await certifyPeople(engine, keys);
  const gateway = await buildGateway({
    engine,
    accounts,
    secret: TEST_SECRET,
    app: null,
    roots: [keys.root.publicKey],
    clock: () => clock.now,
    ...options
  });
  const address = await gateway.listen({ port: 0, host: '127.0.0.1' });
  const signIn = async (person: string): Promise<Client> => {
    const answer = await new Client(address, '').ask('POST', '/api/session', { person, password: PASSWORD });
    if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    return new Client(address, (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '');
  };
  const drop = async (): Promise<void> => {
    await gateway.close();
    await held.drop();
  };
  return { engine, accounts, gateway, address, held, keys, clock, signIn, drop };
}

export function aPerson(id: string, role: PersonRole, authority: string): NewPerson {
  return {
    id,
    name: 'A. Person',
    function: 'Delegate',
    role,
    authority: authority as AuthorityCode,
    password: PASSWORD
  };
}

async function certifyPeople(engine: Engine, keys: Rig['keys']): Promise<void> {
  const [AU, CH] = ['AU' as CountryCode, 'CH' as CountryCode];
  const ofAdministrator = {
    key: keys.auAdministrator,
    authority: AU,
    person: 'au.administrator',
    role: 'administrator'
  } as const;
  const ofSwiss = {
    key: keys.chOfficer,
    authority: CH,
    person: 'ch.officer',
    role: 'administrator'
  } as const;
  const board = await Promise.all([
    aCertificate(keys.root, 'INCB', 'incb.secretary', ofAdministrator),
    aCertificate(keys.root, 'INCB', 'incb.secretary', ofSwiss)
  ]);
  const officers: Certified[] = [
    { key: keys.auOfficer, authority: AU, person: 'au.officer', role: 'officer' },
    { key: keys.auOther, authority: AU, person: 'au.other', role: 'officer' }
  ];
  const own = await Promise.all(
    officers.map((of) => aCertificate(keys.auAdministrator, AU, 'au.administrator', of))
  );
  await engine.open('reference').bulkDocs(board);
  await engine.open('country-au').bulkDocs(own);
}
