/**
 * Fills a new installation with the demonstration: two authorities, their people, a year of invented trade,
 * INCB's people and two countries on their way in. Every step looks first, so a start that was cut short is
 * finished by the next one, and an older demonstration is given what it lacks; marks are written last.
 */
import type { Accounts, NewPerson } from '#couch/accounts/accounts.ts';
import { putUnlessChanged, readDocument, type Engine } from '#couch/engine/engine.ts';
import { provisionCountry } from '#couch/installation/provision.ts';
import { writeSystemSettings } from '#couch/installation/system-settings.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import { BLOCK_SIZE, blockId, type Block } from '#lib/domain/authorization/block.ts';
import type { AuthorizationKind } from '#lib/domain/authorization/number.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { authorityToDatabase, REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { AUTHORITIES, authorityOf } from './authorities.ts';
import { certifyAll, officeOf } from './certificates.ts';
import { startClerk, type Clerk } from './clerk.ts';
import { ensureDemonstrationKeys, readDemonstrationKeys, type DemonstrationKeys } from './keys.ts';
import { Random } from './random.ts';
import { KENYA, OTHER_PEOPLE, registeredBefore } from './registered.ts';
import { Scribe } from './scribe.ts';
import { storeActs } from './store-acts.ts';
import { Trade } from './trade.ts';

export interface SeedContext {
  readonly engine: Engine;
  readonly accounts: Accounts;
  readonly dataFolder: string;
  readonly exchangeKey: Pick<SigningKey, 'publicKey' | 'keyId'>;
  readonly now: Instant;
  readonly log: (message: string) => void;
}

export interface SeededPerson {
  readonly person: string;
  readonly password: string;
  readonly name: string;
  readonly role: string;
  readonly authority: string;
}

const COUNTRIES = Object.keys(AUTHORITIES) as CountryCode[];
const MARK = 'demonstration:complete';
/** Of what came later: what a visitor has decided or removed since is not put back. */
const REGISTRATION_MARK = 'demonstration:registration';

/** Who may sign in; everything is written at the first start only. */
export async function seedDemonstration(
  context: SeedContext
): Promise<{ people: readonly SeededPerson[]; dossiers: number }> {
  const dossiers = await seedTrade(context);
  await seedRegistration(context);
  return { people: listPeople(), dossiers };
}

async function seedTrade(context: SeedContext): Promise<number> {
  const { engine, dataFolder } = context;
  const held = await readDocument<{ dossiers: number }>(engine.open('accounts'), MARK);
  if (held) return held.dossiers;
  context.log('Writing the demonstration: two authorities and a year of invented trade …');
  const keys = await ensureDemonstrationKeys(dataFolder);
  await writeSystemSettings(engine, { roots: [keys.INCB.publicKey], demonstration: true });
  for (const country of COUNTRIES) await provisionCountry(engine, country);
  for (const country of COUNTRIES)
    await createPeople(
      context.accounts,
      authorityOf(country).people.map((person) => ({ ...person, authority: country }))
    );
  const dossiers = await writeTrade(context, keys);
  await putUnlessChanged(engine.open('accounts'), { _id: MARK, schema: 1, dossiers });
  return dossiers;
}

async function seedRegistration({ engine, accounts, now }: SeedContext): Promise<void> {
  if (await readDocument(engine.open('accounts'), REGISTRATION_MARK)) return;
  const { requests, standing, setting } = registeredBefore(now);
  await provisionCountry(engine, KENYA);
  await createPeople(accounts, OTHER_PEOPLE);
  for (const document of [...requests, standing]) await putUnlessChanged(engine.open('incb'), document);
  await putUnlessChanged(engine.open(authorityToDatabase(KENYA) ?? ''), setting);
  await putUnlessChanged(engine.open('accounts'), { _id: REGISTRATION_MARK, schema: 1 });
}

/** Null where this installation holds no demonstration. */
export async function startDemonstrationClerk(engine: Engine, dataFolder: string): Promise<Clerk | null> {
  const keys = await readDemonstrationKeys(dataFolder);
  return keys && startClerk(engine, keys);
}

export function listPeople(): readonly SeededPerson[] {
  const traders = COUNTRIES.flatMap((authority) =>
    authorityOf(authority).people.map((person) => ({ ...person, authority }))
  );
  return [...traders, ...OTHER_PEOPLE].map(({ id, password, name, role, authority }) => ({
    person: id,
    password,
    name,
    role,
    authority
  }));
}

async function createPeople(accounts: Accounts, people: readonly NewPerson[]): Promise<void> {
  for (const person of people) {
    const created = await accounts.createPerson(person);
    const isThere = !created.ok && created.problems.some(({ code }) => code === 'account.person.exists');
    if (!created.ok && !isThere) throw new Error(JSON.stringify(created.problems));
  }
}

async function writeTrade(
  { engine, exchangeKey, now }: SeedContext,
  keys: DemonstrationKeys
): Promise<number> {
  const certificates = await certifyAll(keys, exchangeKey, COUNTRIES, now);
  const scribes = new Map(
    COUNTRIES.map((country) => [country, new Scribe(officeOf(country, 'officer', keys))])
  );
  const trade = new Trade({ random: new Random(2026), today: instantToDate(now), scribes });
  const dossiers = await trade.writeAll();
  await storeActs(engine, REFERENCE_DATABASE, certificates.board);
  for (const country of COUNTRIES) {
    const home = authorityToDatabase(country) ?? '';
    await writeBlocks(engine, country, trade.serials, keys, now);
    await storeActs(engine, home, certificates.byCountry.get(country) ?? []);
    await storeActs(engine, home, scribes.get(country)?.written ?? []);
  }
  return dossiers;
}

/** The blocks from which the year's numbers were taken, so that no device is given them again. */
async function writeBlocks(
  engine: Engine,
  country: CountryCode,
  serials: ReadonlyMap<string, number>,
  keys: DemonstrationKeys,
  now: Instant
): Promise<void> {
  const database = engine.open(authorityToDatabase(country) ?? '');
  const { key, by } = officeOf(country, 'officer', keys);
  for (const [name, last] of serials) {
    const [of, kind, year] = name.split(':');
    if (of !== country) continue;
    for (let first = 1; first <= last; first += BLOCK_SIZE) {
      const range = {
        kind: kind as AuthorizationKind,
        year: Number(year),
        first,
        last: first + BLOCK_SIZE - 1
      };
      const claim = {
        device: key.keyId,
        office: 'Demonstration records',
        claimedAt: now,
        claimedBy: by.person
      };
      const block: Block = { _id: blockId(range), schema: 1, ...range, ...claim };
      await putUnlessChanged(database, block);
    }
  }
}
