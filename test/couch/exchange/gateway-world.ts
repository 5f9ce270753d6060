/** Three countries, a reader and the Board, each signed in at a real gateway with a real exchange behind it. */
import { startExchange, type Exchange, type ExchangeKey } from '#couch/exchange/start.ts';
import { provisionCountry } from '#couch/provision/provision.ts';
import { Keyring } from '#lib/crypto/keyring.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import { aCertificate, aKey, aPerson, openRig, type Client, type Rig } from '../gateway/rig.ts';
import type { OpenTestEngine } from '../with-engine.ts';

export const COUNTRIES = ['AU', 'CH', 'FR'] as const;
export type Country = (typeof COUNTRIES)[number];

const PEOPLE = { AU: 'au.officer', CH: 'ch.officer', FR: 'fr.officer' } as const;
export type Actor = Country | 'reader' | 'board';
export const ACTORS: readonly Actor[] = [...COUNTRIES, 'reader', 'board'];

export interface GatewayWorld {
  readonly rig: Rig;
  readonly clients: Readonly<Record<Actor, Client>>;
  readonly keys: Readonly<Record<Country | 'stranger', SigningKey>>;
  /** Everything that lies in the databases is carried where it goes. */
  carryAll(): Promise<void>;
  drop(): Promise<void>;
}

export function personOf(country: Country): string {
  return PEOPLE[country];
}

export async function openGatewayWorld(open: OpenTestEngine): Promise<GatewayWorld> {
  const rig = await openRig(open, { limits: { requestsPerPerson: 1e6, requestsPerCountry: 1e6 } });
  await provisionCountry(rig.engine, 'FR' as CountryCode);
  await rig.accounts.createPerson(aPerson(PEOPLE.FR, 'officer', 'FR'));
  const keys = {
    AU: rig.keys.auOfficer,
    CH: rig.keys.chOfficer,
    FR: await aKey(),
    stranger: rig.keys.stranger
  };
  const exchangeKey: ExchangeKey = {
    key: await aKey(),
    by: { person: 'exchange', name: 'Exchange', function: 'Exchange' }
  };
  await certify(rig, keys.FR, 'FR', PEOPLE.FR, 'administrator');
  await certify(rig, exchangeKey.key, 'EXCHANGE', 'exchange', 'exchange');
  const clients = {
    AU: await rig.signIn(PEOPLE.AU),
    CH: await rig.signIn(PEOPLE.CH),
    FR: await rig.signIn(PEOPLE.FR),
    reader: await rig.signIn('au.reader'),
    board: await rig.signIn('incb.secretary')
  };
  const start = (): Promise<Exchange> =>
    startExchange({
      engine: rig.engine,
      key: exchangeKey,
      keyring: new Keyring([rig.keys.root.publicKey]),
      log: { info: () => undefined, warn: () => undefined },
      now: () => new Date(rig.clock.now).toISOString() as Instant
    });
  const carryAll = async (): Promise<void> => {
    const exchange = await start();
    await exchange.caughtUp();
    await exchange.patrol();
    await exchange.stop();
  };
  return { rig, clients, keys, carryAll, drop: () => rig.drop() };
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
