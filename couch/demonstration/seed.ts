/**
 * Fills a new installation with the demonstration. An interrupted start begins again with the same day. Marks are
 * written last.
 */
import type { Accounts, NewPerson } from '#couch/accounts/accounts.ts';
import { inTurns } from '#couch/base/turns.ts';
import { putUnlessChanged, readDocument, type Engine } from '#couch/engine/engine.ts';
import { provisionCountry } from '#couch/installation/provision.ts';
import { writeSystemSettings } from '#couch/installation/system-settings.ts';
import { Letters } from '#couch/registration/letters.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode, Instant, SessionId } from '#lib/domain/ids.ts';
import { confirmationCodeText } from '#lib/domain/registration/confirmation-code.ts';
import { PUBLIC_SETTING_ID } from '#lib/domain/registration/public-naming.ts';
import type { Registration } from '#lib/domain/registration/registration.ts';
import type { Session } from '#lib/domain/training/session.ts';
import { REGISTRATION_2019 } from '#lib/domain/usage/registration-2019.ts';
import { storeApplications } from './applications.ts';
import { authorityOf } from './authorities.ts';
import { startClerk, type Clerk } from './certificates.ts';
import { peopleOfCompanies, registerOf } from './companies.ts';
import {
  administratorsOfWorld,
  KENYA,
  OTHER_PEOPLE,
  registeredBefore,
  registrationsOfWorld,
  SHARED_PASSWORD
} from './registered.ts';
import { ensureDemonstrationKeys, readDemonstrationKeys } from './signing.ts';
import { storeActs } from './store-acts.ts';
import { writeBlocks, tradersOf, writeActs, type DemonstrationSize } from './write-acts.ts';

interface SeedContext {
  readonly engine: Engine;
  readonly accounts: Accounts;
  readonly dataFolder: string;
  readonly exchangeKey: SigningKey;
  readonly now: Instant;
  readonly size: DemonstrationSize;
  readonly log: (message: string) => void;
}

export interface SeededPerson {
  readonly person: string;
  readonly password: string;
  readonly name: string;
  readonly role: string;
  readonly authority: string;
}

interface Seeded {
  readonly people: readonly SeededPerson[];
  readonly trades: number;
}

const MARK = 'demonstration:complete';
const BEGUN = 'demonstration:begun';
/** Mark of later additions, so that a visitor's later decisions and removals stay. */
const REGISTRATION_MARK = 'demonstration:registration';

/** Missing in marks from before there were two sizes. */
interface Mark {
  readonly dossiers: number;
  readonly size?: DemonstrationSize;
}

export async function seedDemonstration(context: SeedContext): Promise<Seeded> {
  const { dossiers, size = 'pair' } = await seedTrade(context);
  await seedRegistration(context);
  await tellOfMore(context, size);
  return { people: listPeople(size), trades: dossiers };
}

async function seedTrade(context: SeedContext): Promise<Mark> {
  const { engine, dataFolder, log } = context;
  const accounts = engine.open('accounts');
  const held = await readDocument<Mark>(accounts, MARK);
  if (held) return held;
  const { size, now } = await begin(context);
  const traders = tradersOf(size);
  const keys = await ensureDemonstrationKeys(dataFolder, traders);
  await writeSystemSettings(engine, { roots: [keys.INCB.publicKey], demonstration: true });
  const registered = size === 'world' ? REGISTRATION_2019['not-active'] : [];
  log(
    `Writing the demonstration: ${traders.length + registered.length} countries and a year of invented trade …`
  );
  await provisionAll(context, [...traders, ...registered]);
  await createPeople(context.accounts, [...peopleOf(size), ...administratorsOf(size)]);
  const written = await writeActs({ size, keys, exchange: context.exchangeKey, now });
  if (size === 'world') await writeRegistrations(context, now, written.activeSince);
  for (const country of traders) await writeBlocks(engine, country, written.serials, keys, now);
  for (const country of traders)
    for (const company of registerOf(authorityOf(country), size, instantToDate(now)))
      await putUnlessChanged(engine.open(authorityToDatabase(country) ?? ''), company);
  for (const [name, acts] of written.byDatabase) await storeActs(engine, name, acts);
  for (const country of traders) {
    const acts = written.byDatabase.get(authorityToDatabase(country) ?? '') ?? [];
    await storeApplications(engine, { authority: authorityOf(country), acts, size, now });
  }
  const mark: Mark = { dossiers: written.trades, size };
  await putUnlessChanged(accounts, { _id: MARK, schema: 1, ...mark });
  return mark;
}

/** An act signed twice is two acts, so an interrupted start's acts are deleted. */
async function begin({ engine, size, now }: SeedContext): Promise<Pick<SeedContext, 'size' | 'now'>> {
  const accounts = engine.open('accounts');
  const begun = await readDocument<Pick<SeedContext, 'size' | 'now'>>(accounts, BEGUN);
  if (begun === null) {
    await putUnlessChanged(accounts, { _id: BEGUN, schema: 1, size, now });
    return { size, now };
  }
  for (const country of tradersOf(begun.size)) {
    const name = authorityToDatabase(country) ?? '';
    if (await engine.exists(name)) await engine.destroy(name);
  }
  return begun;
}

const TOLD_EVERY = 15;

async function provisionAll({ engine, log }: SeedContext, countries: readonly CountryCode[]): Promise<void> {
  let made = 0;
  await inTurns(countries, async (country) => {
    await provisionCountry(engine, country);
    if (++made % TOLD_EVERY === 0) log(`  ${made} of ${countries.length} countries have their database.`);
  });
}

async function writeRegistrations(
  { engine, log }: SeedContext,
  now: Instant,
  activeSince: ReadonlyMap<CountryCode, Instant>
): Promise<void> {
  const board = engine.open('incb');
  for (const one of registrationsOfWorld(now, activeSince)) {
    const { country, registration, standing, setting, isNamed } = one;
    for (const document of standing ? [registration, standing] : [registration])
      await putUnlessChanged(board, document);
    const agreed = isNamed ? [{ _id: PUBLIC_SETTING_ID, schema: 1, named: true }] : [];
    for (const document of setting ? [setting, ...agreed] : [])
      await putUnlessChanged(engine.open(authorityToDatabase(country) ?? ''), document);
    if (registration.status === 'letter') await writeLetter(engine, registration, log);
  }
}

/** Dated as its letter. The code appears only here, as on INCB's page. */
async function writeLetter(
  engine: Engine,
  { _id, country, letterAt }: Registration,
  log: SeedContext['log']
): Promise<void> {
  const letters = new Letters({ engine, clock: () => Date.parse(letterAt ?? '') });
  const { code } = await letters.write(country, _id);
  log(
    `  INCB's letter to ${country} bears the code ${confirmationCodeText(code)} (type it at /register/confirm).`
  );
}

async function seedRegistration({ engine, accounts, now }: SeedContext): Promise<void> {
  if (await readDocument(engine.open('accounts'), REGISTRATION_MARK)) return;
  const { requests, standing } = registeredBefore(now);
  await provisionCountry(engine, KENYA);
  await createPeople(accounts, OTHER_PEOPLE);
  for (const document of [...requests, standing]) await putUnlessChanged(engine.open('incb'), document);
  for (const session of sessionsOf(now)) await putUnlessChanged(engine.open('training'), session);
  await putUnlessChanged(engine.open('accounts'), { _id: REGISTRATION_MARK, schema: 1 });
}

export async function startDemonstrationClerk(engine: Engine, dataFolder: string): Promise<Clerk | null> {
  const keys = await readDemonstrationKeys(dataFolder);
  return keys && startClerk(engine, keys);
}

export function listPeople(size: DemonstrationSize): readonly SeededPerson[] {
  return [...peopleOf(size), ...OTHER_PEOPLE].map(({ id: person, password, name, role, authority }) => {
    return { person, password, name, role, authority };
  });
}

/** Verifies forms, and looks up dossiers once an administrator of Australia allows it. */
const CUSTOMS: NewPerson = {
  id: 'au.customs',
  name: 'Peter Marsh',
  function: 'Customs officer',
  role: 'customs',
  authority: 'AU' as CountryCode,
  password: 'jetty-lighthouse-26'
};

function peopleOf(size: DemonstrationSize): readonly NewPerson[] {
  const people = tradersOf(size).flatMap((authority) => [
    ...authorityOf(authority).people.map((person) => ({ ...person, authority })),
    ...peopleOfCompanies(authorityOf(authority))
  ]);
  return size === 'pair' ? [...people, CUSTOMS] : people;
}

function administratorsOf(size: DemonstrationSize): readonly NewPerson[] {
  return size === 'world' ? administratorsOfWorld() : [];
}

async function tellOfMore({ accounts, log }: SeedContext, size: DemonstrationSize): Promise<void> {
  const more = administratorsOf(size);
  const [first] = more;
  if (first === undefined || (await accounts.readPerson(first.id)) === null) return;
  log(
    `Administrators of ${more.length} further countries that are registered sign in as ${first.id} and so on, by the two letters of the country, with ${SHARED_PASSWORD}.`
  );
}

async function createPeople(accounts: Accounts, people: readonly NewPerson[]): Promise<void> {
  await inTurns(people, async (person) => {
    const created = await accounts.createPerson(person);
    const isThere = !created.ok && created.problems.some(({ code }) => code === 'account.person.exists');
    if (!created.ok && !isThere) throw new Error(JSON.stringify(created.problems));
  });
}

const DAY = 86_400_000;
const TRAINER = { person: 'trainer.demo', name: 'Demonstration trainer' };

type Told = Omit<
  Session,
  '_id' | 'schema' | 'revision' | 'trainer' | 'changedAt' | 'startsAt' | 'endsAt' | 'announcement'
> & {
  /** The trainer has asked the secretariat to announce it. */
  readonly isAsked?: true;
  /** Days after the first start, hour of that day in UTC, duration in hours. */
  readonly day: number;
  readonly hour: number;
  readonly hours: number;
};

const SESSIONS: readonly Told[] = [
  {
    title: 'First steps with I2ES (demonstration)',
    aims: 'Participants ask for an account, open a desk and find what waits for them.',
    language: 'en',
    level: 'introduction',
    zone: 'Europe/Vienna',
    capacity: 40,
    audience: {},
    isPublic: true,
    isLinkPublic: true,
    link: 'https://meet.example.org/first-steps',
    agenda: '10:00 What the system is for\n10:30 A first import authorization\n11:30 Questions',
    day: 6,
    hour: 9,
    hours: 2
  },
  {
    title: 'Séminaire régional : endosser ce qui est arrivé (démonstration)',
    aims: 'Les participants endossent un envoi partiel et expliquent la différence.',
    language: 'fr',
    level: 'practice',
    zone: 'Africa/Nairobi',
    capacity: 10,
    audience: { region: '002' },
    isPublic: true,
    isLinkPublic: false,
    place: 'Nairobi, salle de conférence 4',
    isAsked: true,
    day: 13,
    hour: 6,
    hours: 7
  },
  {
    title: 'Matching with your partners (demonstration)',
    aims: 'Administrators go through what does not agree, and decide.',
    language: 'en',
    level: 'advanced',
    zone: 'Australia/Sydney',
    capacity: 12,
    audience: { roles: ['administrator', 'officer'] },
    isPublic: false,
    isLinkPublic: false,
    link: 'https://meet.example.org/matching',
    day: 20,
    hour: 0,
    hours: 3
  }
];

function sessionsOf(now: Instant): readonly Session[] {
  const midnight = Date.parse(`${now.slice(0, 10)}T00:00:00.000Z`);
  return SESSIONS.map(({ day, hour, hours, isAsked, ...told }, index) => {
    const starts = midnight + day * DAY + hour * 3_600_000;
    const at = (time: number): Instant => new Date(time).toISOString() as Instant;
    return {
      ...told,
      _id: `session:00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}` as SessionId,
      schema: 1,
      revision: 1,
      trainer: TRAINER,
      changedAt: now,
      startsAt: at(starts),
      endsAt: at(starts + hours * 3_600_000),
      ...(isAsked ? { announcement: { askedAt: now } } : {})
    };
  });
}
