/**
 * The gateway: the only part of the backend that faces the network. It registers the table of routes and
 * puts before each what the table says: limits, origin, session, right, database.
 */
import { errorToText } from '#couch/base/error-text.ts';
import type { Accounts } from '#couch/accounts/accounts.ts';
import { Learning } from '#couch/accounts/learning.ts';
import { openAdministration } from '#couch/accounts/administration.ts';
import type { Engine } from '#couch/engine/engine.ts';
import type { Metrics } from '#couch/metrics/metrics.ts';
import { LetterMail } from '#couch/outreach/letter-mail.ts';
import { openMailer, type MailSettings } from '#couch/outreach/mailer.ts';
import { openRegistration } from '#couch/registration/open-registration.ts';
import { ReachKeeper } from '#couch/registration/reach-keeper.ts';
import { Standings } from '#couch/registration/standings.ts';
import { WhoIsOnIt } from '#couch/registration/who-is-on.ts';
import { Lessons } from '#couch/training/lessons.ts';
import { Trainings } from '#couch/training/trainings.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { DeviceRequestDocument } from '#lib/domain/registration/device-request.ts';
import type { RootHandover } from '#lib/domain/registration/handover.ts';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import Fastify, { LogController, type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { serveApp } from './app/app-files.ts';
import { readBuiltApp } from './app/built-app.ts';
import type { Told } from './app/public-pages.ts';
import type { Desk, National, TakeFindings } from './calls/call.ts';
import { Checkpoints } from './replication/checkpoint.ts';
import { endAfterUpgrade, followConnections } from './bounds/close-connections.ts';
import { boundConnections } from './bounds/bound-connections.ts';
import { showToBoard } from './routes/devices.ts';
import { packReplication } from './bounds/compression.ts';
import { answerErrors, answerUnreadable, answerUnroutable } from './bounds/errors.ts';
import { Semaphore } from '#couch/base/semaphore.ts';
import { Feeds } from './replication/feeds.ts';
import { HeldActs } from './door/held-acts.ts';
import { KeyWatch } from './door/key-watch.ts';
import { KnownSessions } from './calls/known-sessions.ts';
import { LargeBodies } from './bounds/large-bodies.ts';
import { LIMITS, type Limits } from '#couch/base/limits.ts';
import { logRequests } from './log-requests.ts';
import { routesOf } from './calls/national.ts';
import { Pushes, type PushOptions } from './door/push.ts';
import { databaseCheck, diskCheck, noteCheck, Readiness } from './calls/readiness.ts';
import { RoomBook } from './door/room-book.ts';
import { ConcurrencyLimit } from './bounds/concurrency-limit.ts';
import { keepBodies } from './bounds/read-body.ts';
import { registerRoutes } from './calls/register-routes.ts';
import { KeyRegister, NumberRegister } from '#couch/database/registers.ts';
import { ROUTES } from './routes/routes.ts';
import { refuseOtherHosts } from './bounds/own-host.ts';
import { sendSecurityHeaders } from './bounds/security-headers.ts';
import { noteUntrustedProxies } from './bounds/untrusted-proxy.ts';
import type { UnderWay } from './under-way.ts';
import { WithdrawnKeys } from './door/withdrawn-keys.ts';

export interface GatewayOptions {
  readonly engine: Engine;
  readonly accounts: Accounts;
  /** The installation's: second factors are sealed under what is derived from it. */
  readonly secret: string;
  /** Under which address people open the app; passkeys are bound to it. */
  readonly origin?: string;
  /** Who runs it, as the public pages say. */
  readonly keeper?: Told['keeper'];
  /** Whether `origin` was named, and not only assumed: no other host is answered then. */
  readonly isOriginNamed?: boolean;
  /** Folder of the built app, or null where another server shows it. */
  readonly app: string | null;
  /** The Board's public keys. */
  readonly roots: readonly PublicKey[];
  /** By which devices that pinned an older root know the newer ones. */
  readonly handovers?: readonly RootHandover[];
  readonly demonstration?: boolean;
  readonly version?: string;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  readonly log?: Exclude<FastifyServerOptions['logger'], undefined>;
  readonly limits?: Partial<Limits>;
  /** Addresses of the proxies whose word on the caller's address is taken; nobody's otherwise. */
  readonly trustedProxies?: readonly string[];
  /** Lets the exchange of this process carry for a country that has just been made. */
  readonly joinExchange?: (country: CountryCode) => Promise<void>;
  /** Has the exchange state what a country's own server found in its database. */
  readonly takeFindings?: TakeFindings;
  /** One country's own server; the central one otherwise. */
  readonly national?: National;
  /** By which announcements are sent as e-mail; none where the keeper has set none. */
  readonly mail?: MailSettings | null;
  /** By which training certificates are signed; none are where it is left out. */
  readonly trainingKey?: SigningKey;
  readonly metrics?: Metrics;
  /** Told of each request while it is being answered. */
  readonly underWay?: UnderWay;
  /** True once it was asked to stop: health says so, and a load balancer sends nobody any more. */
  readonly isStopping?: () => boolean;
}

export type Gateway = FastifyInstance;

type Warn = (about: string, error: unknown) => void;

export async function buildGateway(options: GatewayOptions): Promise<Gateway> {
  const limits = { ...LIMITS, ...options.limits };
  const gateway = makeServer(options, limits);
  const endConnections = followConnections(gateway);
  endAfterUpgrade(gateway);
  // Behind a proxy all have its address; the proxy bounds them.
  if (!options.trustedProxies?.length) boundConnections(gateway, limits.connectionsPerAddress);
  const app = options.app === null ? null : readBuiltApp(options.app);
  options.underWay?.follow(gateway);
  logRequests(gateway, options.metrics);
  answerErrors(gateway);
  noteUntrustedProxies(gateway);
  keepBodies(gateway);
  await sendSecurityHeaders(gateway, app?.scriptHashes ?? [], options.origin ?? '');
  if (options.isOriginNamed && options.origin) refuseOtherHosts(gateway, options.origin);
  await gateway.register(cookie);
  await packReplication(gateway);
  await gateway.register(rateLimit, { global: false });
  // An interval in which nothing could be measured counts as too busy, so it has to be longer than what may be.
  await gateway.register(underPressure, {
    maxEventLoopDelay: limits.eventLoopDelayMs,
    sampleInterval: 2 * limits.eventLoopDelayMs,
    retryAfter: 5
  });
  const desk = openDesk(options, limits, (about, error) =>
    gateway.log.warn({ about, reason: errorToText(error) }, 'Not done yet.')
  );
  options.metrics?.followFeeds(() => desk.feeds.open);
  registerRoutes(gateway, desk, routesOf(desk.national, ROUTES));
  if (app !== null) {
    const isFound = options.isOriginNamed === true && options.demonstration !== true;
    const keeper = options.keeper ?? { name: null, email: null };
    await serveApp(gateway, app, { origin: options.origin ?? 'http://localhost', isFound, keeper });
  }
  // What was cut short, once everything that it needs is there and before anybody is answered.
  gateway.addHook('onReady', () => desk.registrations.resumeAll());
  gateway.addHook('onReady', async () => void desk.keyWatch.begin());
  for (const part of [desk.readiness, desk.trainings, desk.lessons, desk.reach])
    gateway.addHook('onReady', async () => part.begin());
  gateway.addHook('preClose', async () => {
    for (const part of [desk.keyWatch, desk.reach, desk.feeds, desk.standings, desk.readiness]) part.close();
    if (gateway.server.listening) endConnections();
  });
  for (const part of [desk.registrations, desk.signIns, desk.letterMail])
    gateway.addHook('onClose', () => part.settled());
  for (const part of [desk.trainings, desk.lessons]) gateway.addHook('onClose', () => part.close());
  for (const part of [desk.pushes, desk.keyWatch, desk.reach])
    gateway.addHook('onClose', () => part.settled());
  return gateway;
}

function makeServer({ log, trustedProxies = [] }: GatewayOptions, limits: Limits): FastifyInstance {
  return Fastify({
    logger: log ?? false,
    logController: new LogController({ disableRequestLogging: true }),
    exposeHeadRoutes: false,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    bodyLimit: limits.bodyBytes,
    // What was cut short is resumed first, which takes its time on a busy CouchDB of many countries.
    pluginTimeout: 0,
    requestTimeout: limits.requestTimeoutMs,
    connectionTimeout: limits.silenceMs,
    // Node swaps the two limits where the one for headers is longer, and looks only so often.
    http: {
      headersTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: Math.min(5_000, limits.requestTimeoutMs)
    },
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: false, caseSensitive: true },
    onProtoPoisoning: 'error',
    frameworkErrors: answerUnroutable,
    clientErrorHandler: answerUnreadable
  });
}

function openDesk(options: GatewayOptions, limits: Limits, warn: Warn): Desk {
  const { engine, accounts, roots, secret, origin = 'http://localhost' } = options;
  const clock = options.clock ?? Date.now;
  const keys = new KeyRegister(roots, new WithdrawnKeys({ accounts, clock, warn }));
  const numbers = new NumberRegister();
  const held = new HeldActs();
  const standings = new Standings(engine);
  const concurrency = openConcurrency(limits);
  const feeds = new Feeds({ accounts, standings, limits, concurrency: concurrency.feeds });
  const publicHost = options.isOriginNamed ? new URL(origin).host : null;
  const [demonstration, version] = [options.demonstration ?? false, options.version ?? '0'];
  const noteTrade = tryToNote(standings, warn);
  const noteRequest = (request: DeviceRequestDocument): Promise<void> =>
    showToBoard(request, engine.open('incb'));
  const whoIsOn = new WhoIsOnIt({ engine, standings, clock, demonstration, warn });
  const reach = new ReachKeeper({ engine, warn });
  const administration = openAdministration({ engine, clock, secret, origin }, accounts);
  const trainings = new Trainings({ engine, clock, warn, key: options.trainingKey ?? null });
  const room = new RoomBook({ engine, limits, clock, warn });
  options.metrics?.followRoom(() => room.list());
  const pushes = new Pushes({
    keys,
    room,
    numbers,
    held,
    clock,
    limits,
    demonstration,
    noteTrade,
    noteRequest,
    noteNaming: (of) => whoIsOn.noteSaid(of),
    noteReach: (of) => reach.noteSaid(of),
    noteOnce: (deeds) => administration.audit.noteOnce(deeds),
    ...countPushes(options.metrics)
  });
  const crowd = {
    perSender: limits.registrationsPerSender,
    inQueue: limits.registrationsPerCountry,
    folded: limits.registrationsFolded
  };
  return {
    ...administration,
    ...openRegistration({ ...options, ...administration, standings, clock, crowd, warn }),
    engine,
    accounts,
    sessions: new KnownSessions(accounts),
    standings,
    roots,
    handovers: options.handovers ?? [],
    letterMail: new LetterMail({
      engine,
      clock,
      send: options.mail ? openMailer(options.mail) : null,
      address: options.isOriginNamed ? origin : null
    }),
    whoIsOn,
    trainings,
    lessons: new Lessons({ engine, clock, warn, books: () => trainings.books() }),
    reach,
    learning: new Learning({ engine, key: options.trainingKey ?? null }),
    national: options.national ?? null,
    takeFindings: options.takeFindings ?? (() => Promise.resolve()),
    isStopping: options.isStopping ?? (() => false),
    readiness: new Readiness([databaseCheck(engine), diskCheck(engine), noteCheck(room)]),
    publicHost,
    demonstration,
    version,
    limits,
    clock,
    keys,
    keyWatch: new KeyWatch({ engine, keys, warn }),
    numbers,
    held,
    pushes,
    concurrency,
    turns: openTurns(engine, limits),
    largeBodies: new LargeBodies(),
    checkpoints: new Checkpoints(limits.checkpointsPerPerson),
    feeds
  };
}

/** While this process waits for another, more may be under way; where it does the work itself, more only share it. Half are the most for one country. */
function openTurns({ kind }: Engine, { answersAtOnce }: Limits): Desk['turns'] {
  const atOnce = kind === 'couchdb' ? 4 * answersAtOnce : answersAtOnce;
  const ofOne = Math.max(1, Math.floor(atOnce / 2));
  return { countries: new Semaphore(atOnce, ofOne), addresses: new Semaphore(atOnce, ofOne) };
}

function openConcurrency(limits: Limits): Desk['concurrency'] {
  return {
    pushes: new ConcurrencyLimit({
      perPerson: limits.pushesPerPerson,
      perCountry: limits.pushesPerCountry,
      tooMany: 'push.tooMany',
      busy: 'push.database.busy'
    }),
    feeds: new ConcurrencyLimit({
      perPerson: limits.feedsPerPerson,
      perCountry: limits.feedsPerCountry,
      tooMany: 'feed.tooMany',
      busy: 'request.busy'
    }),
    answers: new ConcurrencyLimit({
      perPerson: limits.answersPerPerson,
      perCountry: limits.answersPerCountry,
      tooMany: 'request.tooManyAtOnce',
      busy: 'request.busy'
    })
  };
}

/** That a country is active is told by its next act as well: no push fails for it. */
function tryToNote(standings: Standings, warn: Warn): PushOptions['noteTrade'] {
  return (authority, at) =>
    standings.noteActive(authority, at).catch((error: unknown) => warn(authority, error));
}

function countPushes(metrics: Metrics | undefined): Pick<PushOptions, 'countPush'> {
  return metrics ? { countPush: (accepted, codes) => metrics.notePush(accepted, codes) } : {};
}
