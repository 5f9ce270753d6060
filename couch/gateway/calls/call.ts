import type { Administration } from '#couch/accounts/administration.ts';
import type { ArchiveSource } from '#couch/archive/country-archive.ts';
import type { FormThreads } from '#couch/archive/form-thread.ts';
import type { Applications } from '#couch/applications/applications.ts';
import type { CompanyPapers } from '#couch/applications/company-papers.ts';
import type { PublicDirectory } from '#couch/applications/public-directory.ts';
import type { Learning } from '#couch/accounts/learning.ts';
import type { Accounts, Session } from '#couch/accounts/accounts.ts';
import type { ClientSession } from '#couch/accounts/clients.ts';
import type { Database, Engine } from '#couch/engine/engine.ts';
import type { CarriedAs, PushAtIssuers } from '#couch/exchange/carried.ts';
import type { ToldByServer } from '#couch/exchange/find-fault.ts';
import type { LinkStatus } from '#couch/link/link.ts';
import type { ListAnswers } from '#couch/public-lists/list-answers.ts';
import type { Notifications } from '#couch/notifications/notifications.ts';
import type { Webhooks } from '#couch/webhooks/webhooks.ts';
import type { LetterFiles } from '#couch/outreach/letter-files.ts';
import type { LetterMail } from '#couch/outreach/letter-mail.ts';
import type { RegistrationParts } from '#couch/registration/open-registration.ts';
import type { ContactDirectory, PublicCountries } from '#couch/registration/agreed-settings.ts';
import type { RegionalBodies } from '#couch/regional/regional-bodies.ts';
import type { Standings } from '#couch/registration/standings.ts';
import type { CountryFiles } from '#couch/files/country-files.ts';
import type { Guests } from '#couch/training/guests.ts';
import type { Lessons } from '#couch/training/lessons.ts';
import type { Trainings } from '#couch/training/trainings.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { ClientScope } from '#lib/domain/api/client.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import type { Result } from '#lib/domain/result.ts';
import type { PassedOnReport, Told } from '#lib/domain/registration/notice.ts';
import type { Link } from '#lib/domain/outreach/links.ts';
import type { RootHandover } from '#lib/domain/registration/handover.ts';
import type { Right } from '#lib/domain/registration/rights.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Checkpoints } from '../replication/checkpoint.ts';
import type { Feeds } from '../replication/feeds.ts';
import type { HeldActs } from '../door/held-acts.ts';
import type { KeyWatch } from '../door/withdrawn-keys.ts';
import type { KnownSessions } from './sessions.ts';
import type { Turn } from '#couch/base/sliced-task.ts';
import type { LargeBodies } from '../bounds/bodies.ts';
import type { Limits } from '#couch/base/limits.ts';
import type { Pushes } from '../door/push.ts';
import type { Readiness } from './readiness.ts';
import type { Semaphore } from '#couch/base/turns.ts';
import type { ConcurrencyLimit, PersonLimit, PublicLimit } from '../bounds/rates.ts';
import type { Refusal } from '../bounds/refusal.ts';
import type { KeySequences } from '#couch/database/key-sequences.ts';
import type { OwnAuthorizations } from '#couch/database/own-authorizations.ts';
import type { KeyRegister, NamedDatabase, NumberRegister } from '#couch/database/registers.ts';

export type TakeFindings = (country: CountryCode, told: readonly ToldByServer[]) => Promise<void>;

/** The exchange of this process, or by the link the central one, whose gateway stores it at its issuer’s. */
export type TakeCarried = (
  country: CountryCode,
  act: unknown,
  push: PushAtIssuers
) => Promise<Result<CarriedAs>>;

/** By the central server itself, or by the link to it; `away`: it does not answer. */
export type TellDestination = (from: CountryCode, report: PassedOnReport) => Promise<Told | 'away'>;

export interface National {
  readonly country: CountryCode;
  mayClaim(): boolean;
  state(): LinkStatus;
}

export interface Services extends Administration, RegistrationParts {
  readonly engine: Engine;
  readonly accounts: Accounts;
  readonly sessions: KnownSessions;
  readonly standings: Standings;
  readonly roots: readonly PublicKey[];
  readonly handovers: readonly RootHandover[];
  readonly publicHost: string | null;
  readonly demonstration: boolean;
  readonly version: string;
  readonly limits: Limits;
  readonly clock: () => number;
  readonly keys: KeyRegister;
  readonly keyWatch: KeyWatch;
  readonly numbers: NumberRegister;
  readonly sequences: KeySequences;
  readonly ownAuthorizations: OwnAuthorizations;
  readonly held: HeldActs;
  readonly pushes: Pushes;
  /** For pushed bodies, waiting feeds, all other requests, and large bodies and files of people without a session. */
  readonly concurrency: Readonly<
    Record<'pushes' | 'feeds' | 'answers' | 'uploads' | 'downloads', ConcurrencyLimit>
  >;
  /** Countries take turns; for anonymous requests addresses do. */
  readonly turns: Readonly<Record<'countries' | 'addresses', Semaphore>>;
  readonly largeBodies: LargeBodies;
  readonly feeds: Feeds;
  readonly checkpoints: Checkpoints;
  readonly national: National | null;
  readonly letterMail: LetterMail;
  readonly letterFiles: LetterFiles;
  /** INCB’s links and texts, as on the public page. */
  readonly links: () => Promise<readonly Link[]>;
  readonly whoIsOn: PublicCountries;
  readonly lists: ListAnswers;
  readonly reach: ContactDirectory;
  readonly regional: RegionalBodies;
  readonly trainings: Trainings;
  readonly guests: Guests;
  readonly lessons: Lessons;
  readonly files: CountryFiles;
  readonly archive: Pick<ArchiveSource, 'pages' | 'key'> & {
    readonly forms: FormThreads;
    readonly origin: string;
  };
  readonly applications: Applications;
  readonly companies: CompanyPapers;
  readonly directory: PublicDirectory;
  readonly learning: Learning;
  readonly notifications: Notifications;
  readonly webhooks: Webhooks;
  readonly takeFindings: TakeFindings;
  readonly takeCarried: TakeCarried;
  readonly tellDestination: TellDestination;
  readonly isStopping: () => boolean;
  readonly readiness: Readiness;
}

export interface Call {
  readonly desk: Services;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly turn: Turn;
}

export interface SessionCall extends Call {
  readonly session: Session;
  readonly token: string;
  /** The current session, for use after a wait; rejects if the right has ended. */
  lookAgain(): Promise<Session>;
}

/** A national system, with a token instead of a cookie. */
export interface ClientCall extends SessionCall {
  readonly session: ClientSession;
  lookAgain(): Promise<ClientSession>;
}

export interface DatabaseCall extends SessionCall {
  readonly target: NamedDatabase;
}

/** The epoch is read concurrently with the answer. Rejects if the database is missing. */
export interface ReadingCall extends SessionCall {
  readonly name: string;
  readonly database: Database;
  readonly named: Promise<NamedDatabase>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface RouteOptions {
  readonly body?: 'bulkBytes' | 'checkpointBytes' | 'attachmentBytes';
  readonly status?: number;
  readonly waits?: true;
  readonly type?: string;
  readonly outOfTurn?: true;
  /** The answer is a whole file in memory, until its reader has it; only without a session. */
  readonly isFile?: true;
  /** Mail programs post a form here, which is not read (RFC 8058); a request for a token is (RFC 6749). */
  readonly takesForm?: true | 'read';
  /** In addition to the general rates; only with a session. */
  readonly rate?: PersonLimit;
  readonly evenShutOut?: true;
  /** The body of a refusal, in place of the usual one. */
  readonly refused?: (asked: Omit<Call, 'turn'>, refusal: Refusal) => Promise<object>;
  /** Also for a person who must first enrol a second factor. */
  readonly evenEnrolling?: true;
}

/**
 * `readers` and `writers` of the path's database: its own people, and for `reference` everyone with the right to read.
 */
export type Route = RouteOptions & { readonly method: Method; readonly path: string } & (
    | { readonly who: 'anybody'; readonly limit: PublicLimit; answer(call: Call): unknown }
    | { readonly who: 'signed-in'; readonly right?: Right; answer(call: SessionCall): unknown }
    | { readonly who: 'client'; readonly scope: ClientScope; answer(call: ClientCall): unknown }
    | { readonly who: 'readers'; answer(call: ReadingCall): unknown }
    | { readonly who: 'writers'; answer(call: DatabaseCall): unknown }
  );

type RouteName = `${Method} /${string}`;

function splitName(name: RouteName): { readonly method: Method; readonly path: string } {
  const [method, path = ''] = name.split(' ');
  return { method: method as Method, path };
}

export function anybody(
  name: RouteName,
  limit: PublicLimit,
  answer: (call: Call) => unknown,
  options: RouteOptions = {}
): Route {
  return { ...splitName(name), who: 'anybody', limit, answer, ...options };
}

export function signedIn(
  name: RouteName,
  answer: (call: SessionCall) => unknown,
  options: RouteOptions & { readonly right?: Right } = {}
): Route {
  return { ...splitName(name), who: 'signed-in', answer, ...options };
}

export function readers(
  name: RouteName,
  answer: (call: ReadingCall) => unknown,
  options: RouteOptions = {}
): Route {
  return { ...splitName(name), who: 'readers', answer, ...options };
}

export function writers(
  name: RouteName,
  answer: (call: DatabaseCall) => unknown,
  options: RouteOptions = {}
): Route {
  return { ...splitName(name), who: 'writers', answer, ...options };
}

export function client(
  name: RouteName,
  scope: ClientScope,
  answer: (call: ClientCall) => unknown,
  options: RouteOptions = {}
): Route {
  return { ...splitName(name), who: 'client', scope, answer, ...options };
}

/** A body of another method is bounded too, and not expected. */
export function bringsBody({ method }: Pick<Route, 'method'>): boolean {
  return method === 'POST' || method === 'PUT' || method === 'PATCH';
}

export function instantOf(desk: Services): Instant {
  return new Date(desk.clock()).toISOString() as Instant;
}
