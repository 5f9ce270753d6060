/**
 * A real gateway on a real port over a real engine: Australia with two officers, a reader and an
 * administrator, Switzerland with an officer, the Board; keys certified as the Board and the
 * administrators would.
 */
import { Accounts, type NewPerson, type PersonRole } from '#couch/accounts/accounts.ts';
import type { Engine } from '#couch/engine/engine.ts';
import { buildGateway, type Gateway, type GatewayOptions } from '#couch/gateway/gateway.ts';
import { provisionCountry, provisionSystem } from '#couch/installation/provision.ts';
import { generatePrivateJwk, importSigningKey, type SigningKey } from '#lib/crypto/key.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { Act, Body, CertificateBody, KeyRole } from '#lib/domain/act/body.ts';
import { formatNumber, type AuthorizationKind } from '#lib/domain/act/number.ts';
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import { aConfirmation, aList } from '../../samples/lists.ts';
import { TEST_SECRET, type OpenTestEngine, type TestEngine } from '../with-engine.ts';
import { Client } from './client.ts';

export { aReplica, Client, withRevision, type Answer } from './client.ts';

export const NOW = Date.UTC(2026, 10, 24, 9);
export const PASSWORD = 'a good long password';

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

interface Certified {
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

/**
 * INCB’s list and its confirmation, by two people whose keys the root certifies. Without `over`, Australia has 5.5 kg of
 * morphine.
 */
export async function somePublishedEstimates(root: SigningKey, over: object = {}): Promise<readonly Act[]> {
  const acts: Act[] = [];
  const signAs = async (person: string, act: Act): Promise<Act> => {
    const key = await aKey();
    const of = { key, authority: 'INCB', person, role: 'administrator' } as const;
    acts.push(await aCertificate(root, 'INCB', 'incb.secretary', of));
    const by = { person, name: 'A. Person', function: 'Delegate' };
    acts.push(await signBody({ ...act.body, by }, key));
    return acts[acts.length - 1]!;
  };
  const list = await signAs('incb.first', aList('estimate', { ...over }));
  await signAs('incb.second', aConfirmation([list]));
  return acts;
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
  const signIn = (person: string): Promise<Client> => Client.signIn(address, person, PASSWORD);
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
