import type { Person, Session } from '#couch/accounts/accounts.ts';
import { openNamed } from '#couch/database/named-database.ts';
import { isAboutKeys, type NamedDatabase } from '#couch/database/registers.ts';
import { isCountry } from '#lib/domain/country.ts';
import { authorityToDatabase, REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode, CountryCode } from '#lib/domain/ids.ts';
import { isFromBoard, isWithheld, withoutPerson, type Reading } from '#lib/domain/registration/observed.ts';
import { may, readsWithoutPersons } from '#lib/domain/registration/rights.ts';
import { lessonForServer } from '#lib/domain/training/own-lesson.ts';
import { forServerOf } from '#lib/domain/training/session.ts';
import { notFound, refusal, Refusal } from '../bounds/refusal.ts';
import type { Services, National, ReadingCall, Route, SessionCall } from './call.ts';

interface OwnDatabases {
  /** Null if the role has no records, such as a trainer's. */
  readonly country: string | null;
  /** Null for a company's account, which has no database. */
  readonly reference: string | null;
}

export function databasesOf(person: Person): OwnDatabases {
  const country = may(person, 'records') ? authorityToDatabase(person.authority) : null;
  return { country, reference: may(person, 'apply') ? null : REFERENCE_DATABASE };
}

export function mayRead(person: Person, database: string): boolean {
  const own = databasesOf(person);
  if (database === own.country || database === own.reference) return true;
  // A national server also replicates published training documents.
  return database === 'training' && may(person, 'carry');
}

const NONE: ReadonlySet<string> = new Set();

/** Null: all of the database as it is. */
export function readingOf({ desk, session: { person }, name, named }: ReadingCall): Reading | null {
  if (name === databasesOf(person).country && readsWithoutPersons(person))
    return { hidden: async (ids) => new Set(ids.filter(isWithheld)), shows: withoutPerson };
  if (name === 'training')
    return {
      hidden: async () => NONE,
      shows: (one) => lessonForServer(forServerOf(person.authority as CountryCode, one))
    };
  if (name !== REFERENCE_DATABASE || !may(person, 'region')) return null;
  const hidden = async (ids: readonly string[]): Promise<ReadonlySet<string>> => {
    if (ids.some(isAboutKeys)) await desk.keys.keyring([await named]);
    const isOpen = (id: string): boolean => isFromBoard(id) && (!isAboutKeys(id) || desk.keys.isOfBoard(id));
    return new Set(ids.filter((id) => !isOpen(id)));
  };
  return { hidden, shows: (document) => document };
}

/** Only the exchange writes `reference`. */
export function mayPushTo(person: Person, database: string): boolean {
  return database === databasesOf(person).country;
}

export type Asking = Pick<SessionCall, 'desk'> & { readonly session: Pick<SessionCall['session'], 'person'> };

export async function ownDatabase({ desk, session }: Asking): Promise<NamedDatabase> {
  const { country } = databasesOf(session.person);
  const own = country === null ? null : await openNamed(desk.engine, country, session.person.authority);
  if (own === null) throw notFound();
  return own;
}

export async function reference({ desk, session }: Asking): Promise<NamedDatabase> {
  const opened = await openNamed(desk.engine, 'reference', session.person.authority);
  if (opened === null) throw refusal(503, 'database.reference.missing');
  return opened;
}

/** No registration, no other countries, and number blocks only after it knows all earlier ones. */
const CENTRAL_ONLY = /^\/api\/(?:registrations|confirmations|countries|link|who|regional)(?:\/|$)/;

export function routesOf(national: National | null, routes: readonly Route[]): readonly Route[] {
  return national === null ? routes : routes.filter(({ path }) => !CENTRAL_ONLY.test(path));
}

/** Only one of the two servers reserves a country's numbers. */
export async function refuseClaimElsewhere(
  { national, standings }: Pick<Services, 'national' | 'standings'>,
  authority: AuthorityCode
): Promise<void> {
  if (national !== null) {
    if (!national.mayClaim()) throw refusal(409, 'block.linkFirst');
    return;
  }
  if (await hasOwnServer(standings, authority)) throw refusal(409, 'block.ownServer');
}

/** A country's own server holds its scans, and no other copies them there. */
export async function refuseScanElsewhere(
  { national, standings }: Pick<Services, 'national' | 'standings'>,
  authority: AuthorityCode
): Promise<void> {
  if (national === null && (await hasOwnServer(standings, authority))) throw refusal(409, 'scan.ownServer');
}

/** A country's own server takes what its companies send. */
export async function takesElsewhere(
  { national, standings }: Pick<Services, 'national' | 'standings'>,
  country: CountryCode
): Promise<boolean> {
  return national === null && (await hasOwnServer(standings, country));
}

export async function refuseApplicationsElsewhere(
  desk: Pick<Services, 'national' | 'standings'>,
  country: CountryCode
): Promise<void> {
  if (await takesElsewhere(desk, country)) throw refusal(409, 'application.ownServer');
}

/** Read fresh: a value half a minute old could give a number twice. */
async function hasOwnServer(standings: Services['standings'], authority: AuthorityCode): Promise<boolean> {
  return isCountry(authority) && (await standings.read(authority))?.ownServer === true;
}

export async function refuseShutOut(
  { standings }: Pick<Services, 'standings'>,
  { authority }: Pick<Person, 'authority'>
): Promise<void> {
  const problem = await standings.problemOf(authority);
  if (problem) throw new Refusal(403, [problem]);
}

/** Only after the right password. The opened session is closed again. */
export async function refuseAtSignIn(
  desk: Pick<Services, 'standings' | 'accounts' | 'companies'>,
  { session, token }: { readonly session: Session; readonly token: string }
): Promise<void> {
  const { person } = session;
  const papers = may(person, 'apply') ? await desk.companies.of(person) : null;
  const closed = papers?.ok === false ? papers.problems[0] : null;
  const problem = (await desk.standings.problemOf(person.authority)) ?? closed;
  if (!problem) return;
  await desk.accounts.sessions.close(token);
  throw new Refusal(403, [problem]);
}
