/** Three countries and the Board with people in every office, signed in at a real gateway, a real exchange behind it. */
import type { PersonRole } from '#couch/accounts/accounts.ts';
import { startExchange, type Exchange, type ExchangeKey } from '#couch/exchange/start.ts';
import { provisionCountry } from '#couch/installation/provision.ts';
import { Keyring } from '#lib/crypto/keyring.ts';
import { generatePrivateJwk, importSigningKey, type SigningKey } from '#lib/crypto/key.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import { aCompany } from '../../samples/companies.ts';
import { addCompanyPerson, openCompanySession } from '../company-account.ts';
import { A_BODY } from '../gateway/actors.ts';
import { blockOf } from '../gateway/answers.ts';
import { aCertificate, aKey, aNumber, aPerson, openRig, type Client, type Rig } from '../gateway/rig.ts';
import type { OpenTestEngine } from '../with-engine.ts';

export const COUNTRIES = ['AU', 'CH', 'FR'] as const;
export type Country = (typeof COUNTRIES)[number];
export type Issuer = Country | 'INCB';

export interface Actor {
  readonly name: string;
  readonly role: PersonRole;
  readonly authority: Issuer;
}

export const ACTORS: readonly Actor[] = [
  { name: 'au.officer', role: 'officer', authority: 'AU' },
  { name: 'au.administrator', role: 'administrator', authority: 'AU' },
  { name: 'au.reader', role: 'reader', authority: 'AU' },
  { name: 'au.customs', role: 'customs', authority: 'AU' },
  { name: 'au.company', role: 'company', authority: 'AU' },
  { name: 'au.service', role: 'service', authority: 'AU' },
  { name: 'ch.officer', role: 'officer', authority: 'CH' },
  { name: 'fr.officer', role: 'officer', authority: 'FR' },
  { name: 'incb.secretary', role: 'incb', authority: 'INCB' },
  { name: 'incb.observer', role: 'observer', authority: 'INCB' },
  { name: 'incb.body', role: 'regional', authority: 'INCB' },
  { name: 'incb.trainer', role: 'trainer', authority: 'INCB' }
];
/** Made otherwise. */
const KNOWN = ['au.company', 'au.officer', 'au.administrator', 'au.reader', 'ch.officer', 'incb.secretary'];

export const SIGNERS = ['AU', 'AU administrator', 'CH', 'FR', 'INCB', 'stranger'] as const;
export type Signer = (typeof SIGNERS)[number];

export interface GatewayWorld {
  readonly rig: Rig;
  readonly clients: ReadonlyMap<string, Client>;
  readonly keys: Readonly<Record<Signer, SigningKey>>;
  /** Of the country's device, in blocks that it has claimed. */
  nextNumber(country: Country, kind: AuthorizationKind): Promise<string>;
  /** The exchange is stopped wherever it is, and another begins. */
  restartExchange(): Promise<void>;
  /** Everything that lies in the databases is carried where it goes. */
  carryAll(): Promise<void>;
  drop(): Promise<void>;
}

export async function openGatewayWorld(
  open: OpenTestEngine,
  more: Parameters<typeof openRig>[1] = {}
): Promise<GatewayWorld> {
  const most = { requestsPerAddress: 1e6, requestsPerPerson: 1e6, requestsPerCountry: 1e6 };
  const rig = await openRig(open, {
    ...more,
    limits: most,
    trainingKey: await importSigningKey(await generatePrivateJwk())
  });
  await provisionCountry(rig.engine, 'FR' as CountryCode);
  for (const { name, role, authority } of ACTORS.filter((one) => !KNOWN.includes(one.name)))
    await rig.accounts.createPerson({
      ...aPerson(name, role, authority),
      ...(role === 'regional' ? { body: A_BODY } : {})
    });
  await addCompanyPerson(rig, 'au.company', { company: aCompany(1)._id, mayApply: 'submit' });
  const keys = {
    AU: rig.keys.auOfficer,
    'AU administrator': rig.keys.auAdministrator,
    CH: rig.keys.chOfficer,
    FR: await aKey(),
    INCB: await aKey(),
    stranger: rig.keys.stranger
  };
  const exchangeKey: ExchangeKey = {
    key: await aKey(),
    by: { person: 'exchange', name: 'Exchange', function: 'Exchange' }
  };
  await certify(rig, keys.FR, 'FR', 'fr.officer', 'administrator');
  await certify(rig, keys.INCB, 'INCB', 'incb.secretary', 'administrator');
  await certify(rig, exchangeKey.key, 'EXCHANGE', 'exchange', 'exchange');
  const clients = new Map<string, Client>();
  for (const { name, role } of ACTORS)
    clients.set(name, role === 'company' ? await openCompanySession(rig, name) : await rig.signIn(name));
  return new OpenWorld(rig, clients, keys, exchangeKey);
}

class OpenWorld implements GatewayWorld {
  readonly #serials = new Map<string, { next: number; last: number }>();
  #exchange: Exchange | null = null;

  constructor(
    readonly rig: Rig,
    readonly clients: ReadonlyMap<string, Client>,
    readonly keys: Readonly<Record<Signer, SigningKey>>,
    readonly exchangeKey: ExchangeKey
  ) {}

  async nextNumber(country: Country, kind: AuthorizationKind): Promise<string> {
    const name = `${country} ${kind}`;
    let serials = this.#serials.get(name);
    if (!serials || serials.next > serials.last) {
      const claim = { kind, year: 2026, device: this.keys[country].keyId };
      const client = this.clients.get(`${country.toLowerCase()}.officer`);
      const { first, last } = blockOf((await client?.ask('POST', '/api/blocks', claim))?.body);
      this.#serials.set(name, (serials = { next: first, last }));
    }
    return aNumber(serials.next++, country, kind);
  }

  async restartExchange(): Promise<void> {
    await this.#exchange?.stop();
    this.#exchange = await startExchange({
      engine: this.rig.engine,
      key: this.exchangeKey,
      keyring: new Keyring([this.rig.keys.root.publicKey]),
      log: { info: () => undefined, warn: () => undefined },
      now: () => new Date(this.rig.clock.now).toISOString() as Instant
    });
  }

  async carryAll(): Promise<void> {
    await this.restartExchange();
    await this.#exchange?.caughtUp();
    await this.#exchange?.scanNow();
  }

  async drop(): Promise<void> {
    await this.#exchange?.stop();
    await this.rig.drop();
  }
}

async function certify(
  rig: Rig,
  key: SigningKey,
  authority: string,
  person: string,
  role: 'administrator' | 'exchange'
): Promise<void> {
  const of = { key, authority: authority as AuthorityCode, person, role };
  const act = await aCertificate(rig.keys.root, 'INCB', 'incb.secretary', of);
  await rig.engine.open('reference').bulkDocs([act]);
}
