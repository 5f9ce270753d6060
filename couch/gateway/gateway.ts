/**
 * The only part of the backend on the network. Each route has its limits, origin check, session, right and database
 * from the table.
 */
import { errorToText } from '#couch/base/error-text.ts';
import type { Accounts } from '#couch/accounts/accounts.ts';
import { readArchivePages } from '#couch/archive/country-archive.ts';
import { FormThreads } from '#couch/archive/form-thread.ts';
import { CompanyPapers } from '#couch/applications/company-papers.ts';
import { PublicDirectory } from '#couch/applications/public-directory.ts';
import { Applications } from '#couch/applications/applications.ts';
import { Learning } from '#couch/accounts/learning.ts';
import { openAdministration } from '#couch/accounts/administration.ts';
import type { Engine } from '#couch/engine/engine.ts';
import type { Metrics } from '#couch/metrics/metrics.ts';
import { ListAnswers } from '#couch/public-lists/list-answers.ts';
import { Notifications } from '#couch/notifications/notifications.ts';
import { Webhooks } from '#couch/webhooks/webhooks.ts';
import { LetterMail } from '#couch/outreach/letter-mail.ts';
import { openMailer, type MailSettings } from '#couch/outreach/mailer.ts';
import { openRegistration } from '#couch/registration/open-registration.ts';
import { LetterFiles } from '#couch/outreach/letter-files.ts';
import { publicLinks } from '#couch/outreach/public-links.ts';
import { ContactDirectory, PublicCountries } from '#couch/registration/agreed-settings.ts';
import { MAX_REPORTS } from '#couch/registration/countries.ts';
import { Standings } from '#couch/registration/standings.ts';
import { CountryFiles } from '#couch/files/country-files.ts';
import { DuePersons } from '#couch/registration/due-persons.ts';
import { Guests } from '#couch/training/guests.ts';
import { Lessons } from '#couch/training/lessons.ts';
import { Trainings } from '#couch/training/trainings.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { refuse } from '#lib/domain/result.ts';
import type { DeviceRequestDocument } from '#lib/domain/registration/device-request.ts';
import { reportToNotice } from '#lib/domain/registration/notice.ts';
import type { RootHandover } from '#lib/domain/registration/handover.ts';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import Fastify, { LogController, type FastifyInstance, type FastifyServerOptions } from 'fastify';
import type { WhoIsOn } from '#lib/domain/registration/who-is-on.ts';
import { readBuiltApp, serveApp, type Told } from './app/app-files.ts';
import type { Services, National, TakeCarried, TakeFindings, TellDestination } from './calls/call.ts';
import { Checkpoints } from './replication/checkpoint.ts';
import { boundConnections, endAfterUpgrade, followConnections, ConcurrencyLimit } from './bounds/rates.ts';
import { showToBoard } from './routes/devices.ts';
import { keepBodies, LargeBodies, packReplication } from './bounds/bodies.ts';
import { tellElsewhere } from '#couch/api/sentences.ts';
import { answerErrors, answerUnreadable, answerUnroutable } from './bounds/refusal.ts';
import { Semaphore } from '#couch/base/turns.ts';
import { Feeds } from './replication/feeds.ts';
import { HeldActs } from './door/held-acts.ts';
import { KeyWatch, WithdrawnKeys } from './door/withdrawn-keys.ts';
import { KnownSessions } from './calls/sessions.ts';
import { LIMITS, type Limits } from '#couch/base/limits.ts';
import { logRequests, type UnderWay } from './requests.ts';
import { routesOf } from './calls/access.ts';
import { Pushes, type PushOptions } from './door/push.ts';
import { databaseCheck, diskCheck, noteCheck, Readiness } from './calls/readiness.ts';
import { RoomBook } from './door/room-book.ts';
import { registerRoutes } from './calls/register-routes.ts';
import { KeySequences } from '#couch/database/key-sequences.ts';
import { OwnAuthorizations } from '#couch/database/own-authorizations.ts';
import { KeyRegister, NumberRegister } from '#couch/database/registers.ts';
import { RegionalBodies } from '#couch/regional/regional-bodies.ts';
import { ROUTES } from './routes/routes.ts';
import { noteUntrustedProxies, refuseOtherHosts } from './bounds/callers.ts';
import { sendSecurityHeaders } from './bounds/security-headers.ts';

export interface GatewayOptions {
  readonly engine: Engine;
  readonly accounts: Accounts;
  readonly secret: string;
  readonly origin?: string;
  readonly operator?: Told['operator'];
  readonly isOriginNamed?: boolean;
  /** Folder of the built app; null if another server shows it. */
  readonly app: string | null;
  readonly roots: readonly PublicKey[];
  readonly handovers?: readonly RootHandover[];
  readonly demonstration?: boolean;
  readonly version?: string;
  readonly clock?: () => number;
  readonly log?: Exclude<FastifyServerOptions['logger'], undefined>;
  readonly limits?: Partial<Limits>;
  readonly trustedProxies?: readonly string[];
  readonly joinExchange?: (country: CountryCode) => Promise<void>;
  readonly takeFindings?: TakeFindings;
  readonly takeCarried?: TakeCarried;
  readonly tellDestination?: TellDestination;
  readonly national?: National;
  readonly mail?: MailSettings | null;
  readonly trainingKey?: SigningKey;
  readonly metrics?: Metrics;
  readonly underWay?: UnderWay;
  readonly isStopping?: () => boolean;
  /** True if this process carries a country's documents. */
  readonly follows?: (country: CountryCode) => boolean;
  readonly webhooks?: Pick<ConstructorParameters<typeof Webhooks>[0], 'agent' | 'delaysMs'>;
}

export type Gateway = FastifyInstance;

type Warn = (about: string, error: unknown) => void;

export async function buildGateway(options: GatewayOptions): Promise<Gateway> {
  const limits = { ...LIMITS, ...options.limits };
  const gateway = makeServer(options, limits);
  const endConnections = followConnections(gateway);
  endAfterUpgrade(gateway);
  // Behind a proxy all callers have its address, so the proxy must bound them.
  if (!options.trustedProxies?.length) boundConnections(gateway, limits.connectionsPerAddress);
  const app = options.app === null ? null : readBuiltApp(options.app);
  options.underWay?.follow(gateway);
  logRequests(gateway, options.metrics);
  answerErrors(gateway, tellElsewhere);
  noteUntrustedProxies(gateway);
  keepBodies(gateway);
  await sendSecurityHeaders(gateway, app?.scriptHashes ?? [], options.origin ?? '');
  if (options.isOriginNamed && options.origin) refuseOtherHosts(gateway, options.origin);
  await gateway.register(cookie);
  await packReplication(gateway);
  await gateway.register(rateLimit, { global: false });
  // An interval without measurements counts as overload, so it must exceed the allowed delay.
  await gateway.register(underPressure, {
    maxEventLoopDelay: limits.eventLoopDelayMs,
    sampleInterval: 2 * limits.eventLoopDelayMs,
    retryAfter: 5
  });
  const warn = (about: string, error: unknown): void =>
    gateway.log.warn({ about, reason: errorToText(error) }, 'Not done yet.');
  const desk = openServices(options, limits, warn);
  const duePersons = new DuePersons({
    engine: options.engine,
    clock: options.clock ?? Date.now,
    warn,
    removeAccounts: (country, companies) => desk.people.removeOf(country, companies)
  });
  options.metrics?.followFeeds(() => desk.feeds.open);
  registerRoutes(gateway, desk, routesOf(desk.national, ROUTES));
  if (app !== null) {
    const isFound = options.isOriginNamed === true && options.demonstration !== true;
    const operator = options.operator ?? { name: null, email: null };
    const { links } = desk;
    const whoIsOn = async (): Promise<WhoIsOn | null> =>
      desk.national ? null : desk.whoIsOn.tell().catch(() => null);
    const origin = options.origin ?? 'http://localhost';
    await serveApp(gateway, app, { origin, isFound, operator, links, whoIsOn });
  }
  // Completes interrupted registrations before the first answer.
  gateway.addHook('onReady', () => desk.registrations.resumeAll());
  gateway.addHook('onReady', async () => void desk.keyWatch.begin());
  gateway.addHook('onReady', async () => desk.letterMail.start());
  for (const part of [
    desk.readiness,
    desk.trainings,
    desk.lessons,
    desk.files,
    desk.reach,
    desk.applications,
    desk.notifications,
    desk.webhooks,
    duePersons
  ])
    gateway.addHook('onReady', async () => part.begin());
  gateway.addHook('preClose', async () => {
    for (const part of [desk.keyWatch, desk.reach, desk.feeds, desk.standings, desk.readiness]) part.close();
    if (gateway.server.listening) endConnections();
  });
  for (const part of [desk.registrations, desk.signIns, desk.letterMail])
    gateway.addHook('onClose', () => part.settled());
  for (const part of [
    desk.notifications,
    desk.webhooks,
    desk.applications,
    desk.trainings,
    desk.lessons,
    desk.files,
    desk.letterMail,
    duePersons
  ])
    gateway.addHook('onClose', () => part.close());
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
    // Resuming takes time on a busy CouchDB with many countries.
    pluginTimeout: 0,
    requestTimeout: limits.requestTimeoutMs,
    connectionTimeout: limits.silenceMs,
    // Node swaps the two limits if the one for headers is longer, and checks only at this interval.
    http: {
      headersTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: Math.min(5_000, limits.requestTimeoutMs)
    },
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: false, caseSensitive: true },
    onProtoPoisoning: 'error',
    frameworkErrors: answerUnroutable(tellElsewhere),
    clientErrorHandler: answerUnreadable
  });
}

function openServices(options: GatewayOptions, limits: Limits, warn: Warn): Services {
  const { engine, accounts, roots, secret, origin = 'http://localhost' } = options;
  const clock = options.clock ?? Date.now;
  const keys = new KeyRegister(roots, new WithdrawnKeys({ accounts, clock, warn }));
  const numbers = new NumberRegister();
  const held = new HeldActs();
  const standings = new Standings(engine);
  const concurrency = openConcurrency(limits);
  const feeds = new Feeds({ accounts, standings, limits, concurrency: concurrency.feeds });
  const send = options.mail ? openMailer(options.mail) : null;
  const address = options.isOriginNamed ? origin : null;
  const publicHost = options.isOriginNamed ? new URL(origin).host : null;
  const [demonstration, version] = [options.demonstration ?? false, options.version ?? '0'];
  const noteTrade = tryToNote(standings, warn);
  const noteRequest = (request: DeviceRequestDocument): Promise<void> =>
    showToBoard(request, engine.open('incb'));
  const whoIsOn = new PublicCountries({ engine, standings, clock, demonstration, warn });
  const reach = new ContactDirectory({ engine, warn });
  const administration = openAdministration({ engine, clock, secret, origin }, accounts);
  const files = new CountryFiles({ engine, clock, warn, isNational: options.national !== undefined });
  const trainings = new Trainings({ engine, clock, warn, key: options.trainingKey ?? null });
  const guests = new Guests({ engine, secret, clock, trainings });
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
    noteNaming: (of) => whoIsOn.recordSetting(of),
    noteReach: (of) => reach.recordSetting(of),
    noteOnce: (deeds) => administration.audit.noteOnce(deeds),
    countPush: (accepted, codes) => options.metrics?.notePush(accepted, codes)
  });
  const crowd = {
    perSender: limits.registrationsPerSender,
    inQueue: limits.registrationsPerCountry,
    folded: limits.registrationsFolded
  };
  const registration = openRegistration({ ...options, ...administration, standings, clock, crowd, warn });
  const tellHere: TellDestination = (authority, report) => {
    const notice = reportToNotice(report, report, new Date(clock()).toISOString() as Instant);
    return registration.notices.tell(report.destination, { ...notice, authority }, MAX_REPORTS);
  };
  return {
    ...administration,
    ...registration,
    engine,
    accounts,
    sessions: new KnownSessions(accounts),
    standings,
    roots,
    handovers: options.handovers ?? [],
    letterMail: new LetterMail({
      engine,
      clock,
      send,
      address,
      warn: (error) => warn('announcement mail', error)
    }),
    letterFiles: new LetterFiles({ engine, clock, files }),
    links: publicLinks(engine, clock, options.national !== undefined),
    whoIsOn,
    lists: new ListAnswers({ engine, clock }),
    regional: new RegionalBodies({ engine, clock }),
    trainings,
    guests,
    lessons: new Lessons({ engine, clock, warn, books: () => trainings.books() }),
    files,
    archive: {
      pages: (options.app === null ? null : readArchivePages(options.app)) ?? {},
      key: options.trainingKey ?? null,
      forms: new FormThreads(options.app ?? ''),
      origin
    },
    applications: new Applications({
      engine,
      clock,
      warn,
      standings,
      files,
      numbers,
      national: options.national?.country ?? null
    }),
    companies: new CompanyPapers(engine),
    directory: new PublicDirectory(engine),
    reach,
    learning: new Learning({ engine, key: options.trainingKey ?? null }),
    notifications: new Notifications({
      engine,
      secret,
      clock,
      warn,
      standings,
      send,
      from: options.mail?.from ?? null,
      trainings: options.national ? null : { books: () => trainings.books(), guests },
      address,
      national: options.national?.country ?? null
    }),
    webhooks: new Webhooks({
      engine,
      secret,
      clock,
      warn,
      standings,
      national: options.national?.country ?? null,
      follows: options.follows,
      ...options.webhooks
    }),
    national: options.national ?? null,
    takeFindings: options.takeFindings ?? (() => Promise.resolve()),
    takeCarried: options.takeCarried ?? (() => Promise.resolve(refuse({ code: 'request.engine.failed' }))),
    tellDestination: options.tellDestination ?? tellHere,
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
    sequences: new KeySequences(),
    ownAuthorizations: new OwnAuthorizations(),
    held,
    pushes,
    concurrency,
    turns: openTurns(engine, limits),
    largeBodies: new LargeBodies(),
    checkpoints: new Checkpoints(limits.checkpointsPerPerson),
    feeds
  };
}

/**
 * More requests can run while CouchDB works, but not in this process. One country gets at most half.
 */
function openTurns({ kind }: Engine, { answersAtOnce }: Limits): Services['turns'] {
  const atOnce = kind === 'couchdb' ? 4 * answersAtOnce : answersAtOnce;
  const ofOne = Math.max(1, Math.floor(atOnce / 2));
  return { countries: new Semaphore(atOnce, ofOne), addresses: new Semaphore(atOnce, ofOne) };
}

function openConcurrency(limits: Limits): Services['concurrency'] {
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
    uploads: new ConcurrencyLimit({
      perPerson: limits.uploadsPerAddress,
      perCountry: limits.uploadsAtOnce,
      tooMany: 'request.tooManyAtOnce',
      busy: 'request.busy'
    }),
    downloads: new ConcurrencyLimit({
      perPerson: limits.downloadsPerAddress,
      perCountry: limits.downloadsAtOnce,
      tooMany: 'request.tooManyAtOnce',
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

/** Failures are logged only: the next act marks the country as active too. */
function tryToNote(standings: Standings, warn: Warn): PushOptions['noteTrade'] {
  return (authority, at) =>
    standings.noteActive(authority, at).catch((error: unknown) => warn(authority, error));
}
