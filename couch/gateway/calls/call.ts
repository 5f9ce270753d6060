/** One request with what has been found out about it, as a route's answer sees it. */
import type { Administration } from '#couch/accounts/administration.ts';
import type { Learning } from '#couch/accounts/learning.ts';
import type { Accounts, Session } from '#couch/accounts/accounts.ts';
import type { Database, Engine } from '#couch/engine/engine.ts';
import type { ToldByServer } from '#couch/exchange/find-fault.ts';
import type { LinkState } from '#couch/link/link.ts';
import type { LetterMail } from '#couch/outreach/letter-mail.ts';
import type { Registration } from '#couch/registration/open-registration.ts';
import type { ReachKeeper } from '#couch/registration/reach-keeper.ts';
import type { Standings } from '#couch/registration/standings.ts';
import type { WhoIsOnIt } from '#couch/registration/who-is-on.ts';
import type { Lessons } from '#couch/training/lessons.ts';
import type { Trainings } from '#couch/training/trainings.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import type { RootHandover } from '#lib/domain/registration/handover.ts';
import type { Right } from '#lib/domain/registration/rights.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Checkpoints } from '../replication/checkpoint.ts';
import type { Feeds } from '../replication/feeds.ts';
import type { HeldActs } from '../door/held-acts.ts';
import type { KeyWatch } from '../door/key-watch.ts';
import type { KnownSessions } from './known-sessions.ts';
import type { Turn } from '#couch/base/long-work.ts';
import type { LargeBodies } from '../bounds/large-bodies.ts';
import type { Limits } from '#couch/base/limits.ts';
import type { Pushes } from '../door/push.ts';
import type { Readiness } from './readiness.ts';
import type { Semaphore } from '#couch/base/semaphore.ts';
import type { PublicLimit } from '../bounds/rate-limits.ts';
import type { ConcurrencyLimit } from '../bounds/concurrency-limit.ts';
import type { KeyRegister, NamedDatabase, NumberRegister } from '#couch/database/registers.ts';

export type TakeFindings = (country: CountryCode, told: readonly ToldByServer[]) => Promise<void>;

/** One country's own server, and how its line to the central one stands. */
export interface National {
  readonly country: CountryCode;
  mayClaim(): boolean;
  state(): LinkState;
}

/** What the routes work with; made once for a gateway. */
export interface Desk extends Administration, Registration {
  readonly engine: Engine;
  readonly accounts: Accounts;
  readonly sessions: KnownSessions;
  readonly standings: Standings;
  readonly roots: readonly PublicKey[];
  readonly handovers: readonly RootHandover[];
  /** The host of the address under which people open the app, where it is named; null where any counts. */
  readonly publicHost: string | null;
  readonly demonstration: boolean;
  readonly version: string;
  readonly limits: Limits;
  readonly clock: () => number;
  readonly keys: KeyRegister;
  readonly keyWatch: KeyWatch;
  readonly numbers: NumberRegister;
  readonly held: HeldActs;
  readonly pushes: Pushes;
  /** For bodies that are pushed, for feeds that wait, and for everything else that is asked. */
  readonly concurrency: Readonly<Record<'pushes' | 'feeds' | 'answers', ConcurrencyLimit>>;
  /** Countries take turns; where nobody is known who asks, addresses do. */
  readonly turns: Readonly<Record<'countries' | 'addresses', Semaphore>>;
  readonly largeBodies: LargeBodies;
  readonly feeds: Feeds;
  readonly checkpoints: Checkpoints;
  /** Where this is one country's own server; null for the central one. */
  readonly national: National | null;
  readonly letterMail: LetterMail;
  readonly whoIsOn: WhoIsOnIt;
  readonly reach: ReachKeeper;
  readonly trainings: Trainings;
  readonly lessons: Lessons;
  readonly learning: Learning;
  readonly takeFindings: TakeFindings;
  readonly isStopping: () => boolean;
  readonly readiness: Readiness;
}

export interface Call {
  readonly desk: Desk;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** In which it is answered. */
  readonly turn: Turn;
}

export interface SessionCall extends Call {
  readonly session: Session;
  readonly token: string;
  /** The session as it is now, for whoever has waited; rejects where they may not ask this any more. */
  lookAgain(): Promise<Session>;
}

export interface DatabaseCall extends SessionCall {
  readonly target: NamedDatabase;
}

/** Its epoch is read while the answer is: who reads waits once and not twice. Rejects where it is not there. */
export interface ReadingCall extends SessionCall {
  readonly name: string;
  readonly database: Database;
  readonly named: Promise<NamedDatabase>;
}

interface RouteHead {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Which of the limits bounds the body. */
  readonly body?: 'bulkBytes' | 'bodyBytes' | 'checkpointBytes';
  readonly status?: number;
  /** The answer may wait for something to happen. */
  readonly waits?: true;
  /** What the answer is, where it is not JSON. */
  readonly type?: string;
  /** Answered immediately, however many wait for their turn: it costs next to nothing. */
  readonly outOfTurn?: true;
  /** For the people of a suspended or closed country as well. */
  readonly evenShutOut?: true;
  /** For whoever has to enrol a second factor before anything else as well. */
  readonly evenEnrolling?: true;
}

/**
 * `anybody` · `signed-in`, where a `right` may narrow it · `readers` and `writers` of the database that the
 * path names: its own people, and for `reference` everybody signed in to read.
 */
export type Route = RouteHead &
  (
    | { readonly who: 'anybody'; readonly limit: PublicLimit; answer(call: Call): Promise<unknown> }
    | {
        readonly who: 'signed-in';
        readonly right?: Right;
        answer(call: SessionCall): Promise<unknown>;
      }
    | { readonly who: 'readers'; answer(call: ReadingCall): Promise<unknown> }
    | { readonly who: 'writers'; answer(call: DatabaseCall): Promise<unknown> }
  );

export function instantOf(desk: Desk): Instant {
  return new Date(desk.clock()).toISOString() as Instant;
}
