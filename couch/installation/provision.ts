/** Every step can be repeated, so the next run finishes an interrupted one. */
import {
  DATABASES,
  databaseToCountry,
  databaseToKind,
  filesToCountry,
  SYSTEM_DATABASES,
  type DatabaseKind
} from '#couch/base/databases.ts';
import { inTurns } from '#couch/base/turns.ts';
import { deployDesignDocuments } from '#couch/ddocs/deploy.ts';
import type { Engine } from '#couch/engine/engine.ts';
import { authorityToDatabase, countryToFiles } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { ensureEpoch } from '#couch/database/named-database.ts';

const AT_ONCE = 6;

export type TellStep = (name: string, step: DatabaseStep) => void;

export async function provisionCountry(
  engine: Engine,
  country: CountryCode,
  tell: TellStep = () => undefined
): Promise<string> {
  const name = authorityToDatabase(country);
  if (name === null) throw new Error(`Not a country: ${country}`);
  await provisionDatabase(engine, name, tell);
  return name;
}

/** With the country's first scan: most countries never store one. */
export async function provisionFiles(engine: Engine, country: CountryCode): Promise<void> {
  await provisionDatabase(engine, countryToFiles(country), () => undefined);
}

export async function provisionSystem(engine: Engine, tell: TellStep = () => undefined): Promise<void> {
  for (const name of SYSTEM_DATABASES) await provisionDatabase(engine, name, tell);
}

export async function refreshCountries(
  engine: Engine,
  tell: TellStep = () => undefined
): Promise<readonly CountryCode[]> {
  const names = await engine.list();
  const countries = names.map(databaseToCountry).filter((country) => country !== null);
  const files = names.filter((name) => filesToCountry(name) !== null);
  await inTurns(countries, (country) => provisionCountry(engine, country, tell), AT_ONCE);
  await inTurns(files, (name) => provisionDatabase(engine, name, tell), AT_ONCE);
  return countries;
}

type DatabaseStep = 'database' | 'service-user' | 'security' | 'designs';

export const DATABASE_STEPS: Readonly<Record<DatabaseStep, (engine: Engine, name: string) => Promise<void>>> =
  {
    database: (engine, name) => engine.create(name),
    'service-user': (engine, name) => engine.protect(name),
    // Access control works once the database's own user gets through it.
    security: async (engine, name) => void (await engine.open(name).info()),
    designs: async (engine, name) => {
      const kind = kindOf(name);
      const database = engine.openAsAdministrator(name);
      await deployDesignDocuments(database, kind, engine.kind);
      if (DATABASES[kind].replicated) await ensureEpoch(database);
    }
  };

async function provisionDatabase(engine: Engine, name: string, tell: TellStep): Promise<void> {
  kindOf(name);
  for (const [step, take] of Object.entries(DATABASE_STEPS)) {
    tell(name, step as DatabaseStep);
    await take(engine, name);
  }
}

function kindOf(name: string): DatabaseKind {
  const kind = databaseToKind(name);
  if (kind === null) throw new Error(`Not in the table of databases: ${name}`);
  return kind;
}
