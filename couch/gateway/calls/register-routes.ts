import { Readable } from 'node:stream';
import type { Session } from '#couch/accounts/accounts.ts';
import { hasScope, type ClientSession } from '#couch/accounts/clients.ts';
import { addressKey } from '#couch/base/address-key.ts';
import { runImmediately, scheduleSliced, SlicedTask } from '#couch/base/sliced-task.ts';
import { openNamed } from '#couch/database/named-database.ts';
import type { NamedDatabase } from '#couch/database/registers.ts';
import { REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';
import { may } from '#lib/domain/registration/rights.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';
import { bytesOf, hasSmallBody, packingOf, readBody, takeForms } from '../bounds/bodies.ts';
import { isFromElsewhere, refuseOtherRoute } from '../bounds/callers.ts';
import { rateLimits, shareOf, type Slot } from '../bounds/rates.ts';
import { answerError, notFound, Refusal, refusal } from '../bounds/refusal.ts';
import { mayPushTo, mayRead, refuseShutOut } from './access.ts';
import { instantOf, type Call, type Services, type Route, type SessionCall } from './call.ts';
import { readToken } from './sessions.ts';

const REFUSED_AFTER_MS = 500;
/** Except over HTTP/2 through a proxy. */
const MIN_UNDER_WAY = 6;

type KnownRoute = Exclude<Route, { who: 'anybody' }>;
type ClientRoute = Extract<Route, { who: 'client' }>;
type CookieRoute = Exclude<KnownRoute, ClientRoute>;

export function registerRoutes(gateway: FastifyInstance, desk: Services, routes: readonly Route[]): void {
  gateway.decorateRequest('opened', null);
  gateway.decorateRequest('slot', null);
  const rates = rateLimits(gateway, desk.limits, ({ opened }) => opened?.session.person ?? null);
  gateway.addHook('onRequest', async (request) => {
    // An absolute URL could be read in two ways, here and by a proxy.
    if (!request.raw.url?.startsWith('/')) throw refusal(400, 'request.address.malformed');
    await rates.perAddress(request);
  });
  const add = (scope: FastifyInstance, route: Route): void => {
    scope.route({
      method: route.method,
      url: route.path,
      bodyLimit: desk.limits[route.body ?? 'bodyBytes'],
      ...packingOf(route),
      ...handlerOf(desk, route),
      onRequest: async (request, reply) => {
        const call = { desk, request, reply };
        if (route.method !== 'GET' && isFromElsewhere(request.headers, request.host, desk.publicHost))
          throw refusal(403, 'request.origin.refused');
        if (route.who === 'anybody') {
          if (route.method !== 'GET') refuseOtherRoute(request, null);
          await rates.publicly[route.limit](request);
          if (route.body || route.isFile) request.slot = takeAnonymousSlot(call, route);
          return;
        }
        // Before the body is read, so that refused bodies cost nothing.
        request.opened = await beginSession(desk, route, request);
        refuseOtherRoute(request, request.opened.session.person.id);
        await rates.perPersonAndCountry(request);
        if (route.who === 'client') await readClient(desk, route, request.opened.token);
        else await refuseWithoutRight(desk, route, request.opened.session, request);
        if (route.rate) await rates.personally[route.rate](request);
        request.slot = await takeSlot(call, route, request.opened.session.person);
      },
      handler: (request, reply) => answerRoute(desk, route, request, reply)
    });
  };
  for (const route of routes) {
    if (!route.takesForm) add(gateway, route);
    else
      void gateway.register(async (scope) => {
        takeForms(scope, route.takesForm === 'read');
        add(scope, route);
      });
  }
}

function handlerOf(desk: Services, { refused }: Route): Pick<RouteShorthandOptions, 'errorHandler'> {
  if (!refused) return {};
  return {
    errorHandler: (error, request, reply) =>
      void answerError(error, request, reply, (told) => refused({ desk, request, reply }, told))
  };
}

/** Large bodies of strangers are held in memory too, and the files that they read. */
function takeAnonymousSlot({ desk, request, reply }: Asked, { isFile }: Route): Slot {
  const { uploads, downloads } = desk.concurrency;
  const slot = (isFile ? downloads : uploads).take('all', addressKey(request.ip));
  reply.raw.once('close', () => slot.abandon());
  return slot;
}

/**
 * Before the body is read; a caller who disconnects frees the slot. A refusal waits a moment, since immediate retries
 * would cost the process two hundred refusals a second.
 */
async function takeSlot({ desk, reply }: Asked, route: Route, person: Session['person']): Promise<Slot> {
  const { pushes, answers } = desk.concurrency;
  try {
    const slot = (route.who === 'writers' ? pushes : answers).take(shareOf(person), person.id);
    if (reply.raw.destroyed) slot.abandon();
    reply.raw.once('close', () => slot.abandon());
    return slot;
  } catch (error) {
    await new Promise((go) => setTimeout(go, REFUSED_AFTER_MS));
    throw error;
  }
}

interface Opened {
  readonly session: Session;
  readonly token: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    opened: Opened | null;
    slot: Slot | null;
  }
}

/** A known session is sufficient to accept the body; it is read again at its turn. */
async function beginSession(desk: Services, route: KnownRoute, request: FastifyRequest): Promise<Opened> {
  if (route.who === 'client') return beginClient(desk, request);
  const { sessions } = desk;
  const token = readToken({ desk, request });
  if (token === null) throw refusal(401, 'session.none');
  const known = sessions.recall(token);
  const session = known && mayBegin(route, known, request) ? known : await sessions.read(token);
  return { session, token };
}

async function beginClient(desk: Services, { headers }: FastifyRequest): Promise<Opened> {
  const [, token] = /^Bearer ([A-Za-z0-9._~-]{1,1000})$/i.exec(headers.authorization ?? '') ?? [];
  if (token === undefined) throw refusal(401, 'client.token.none');
  return { session: await authenticate(desk, token), token };
}

async function authenticate({ clients }: Services, token: string): Promise<ClientSession> {
  const read = await clients.authenticate(token);
  if (!read.ok) throw new Refusal(401, read.problems);
  return read.value;
}

function mayBegin(route: CookieRoute, { person, enrolling }: Session, request: FastifyRequest): boolean {
  if (enrolling !== undefined) return false;
  if (route.who === 'signed-in') return !route.right || may(person, route.right);
  const name = databaseOf(request);
  return mayRead(person, name) && (route.who === 'readers' || mayPushTo(person, name));
}

/**
 * Body and turn can take longer than half a minute. Person, rights and country are checked again before an answer or a
 * change (threats P7).
 */
async function lookAgain(
  { desk, request, reply }: Call,
  route: CookieRoute,
  token: string
): Promise<Session> {
  const session = await desk.sessions.read(token);
  await refuseWithoutRight(desk, route, session, request);
  if (route.who !== 'signed-in') reply.header('i2es-role', session.person.role);
  return session;
}

async function readClient(desk: Services, { scope }: ClientRoute, token: string): Promise<ClientSession> {
  const session = await authenticate(desk, token);
  await refuseShutOut(desk, session.person);
  if (!hasScope(session, scope))
    throw new Refusal(403, [{ code: 'client.scope.missing', values: { scope } }]);
  return session;
}

async function refuseWithoutRight(
  desk: Services,
  route: CookieRoute,
  { person, enrolling }: Session,
  request: FastifyRequest
): Promise<void> {
  if (enrolling) await refuseUnlessEnrolling(desk, route, person);
  if (route.evenShutOut !== true) await refuseShutOut(desk, person);
  if (route.who === 'signed-in') {
    if (route.right && !may(person, route.right)) throw refusal(403, 'request.role.refused');
    return;
  }
  const name = databaseOf(request);
  // The same answer for a missing database and another authority's.
  if (!mayRead(person, name)) throw notFound();
  if (route.who === 'writers' && !mayPushTo(person, name)) throw refusal(403, 'database.readOnly');
}

/** A session opened with the password only, where more is now required, ends with the first enrolled factor. */
async function refuseUnlessEnrolling(desk: Services, route: Route, { id }: Session['person']): Promise<void> {
  if ((await desk.secondFactors.count(id)) > 0) throw refusal(401, 'session.none');
  if (route.evenEnrolling !== true) throw refusal(403, 'session.enrolFirst');
}

async function answerRoute(
  desk: Services,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply
): Promise<FastifyReply> {
  const call = { desk, request, reply };
  reply.header('cache-control', 'no-store');
  reply.code(route.status ?? 200);
  const body = await answerInTurn(call, route);
  if (body === undefined) return reply.send();
  return reply.type(route.type ?? 'application/json; charset=utf-8').send(body);
}

type Asked = Omit<Call, 'turn'>;

/** Anonymous addresses together count as one country. */
function answerInTurn(call: Asked, route: Route): Promise<unknown> {
  const { opened, slot, ip } = call.request;
  const { countries, addresses } = call.desk.turns;
  if (opened === null) {
    const turn = scheduleSliced(addressKey(ip));
    if (route.outOfTurn) return answerCall({ ...call, turn }, route);
    const inTurn = (): Promise<unknown> =>
      addresses.pass(() => countries.pass(() => answerCall({ ...call, turn }, route)), addressKey(ip));
    return slot === null ? inTurn() : slot.hold(inTurn, route.isFile && whenClosed(call.reply));
  }
  const { id } = opened.session.person;
  const share = shareOf(opened.session.person);
  // Many concurrent requests of one person lose this priority.
  const isFew = (): boolean => call.desk.concurrency.answers.underWay(share, id) <= MIN_UNDER_WAY;
  const isShort = route.who !== 'writers' && hasSmallBody(call.request);
  const answer = (): Promise<unknown> =>
    isShort && isFew()
      ? runImmediately(share, (turn) => answerCall({ ...call, turn }, route))
      : answerCall({ ...call, turn: scheduleSliced(share) }, route);
  const inTurn = async (): Promise<unknown> => {
    // A large body takes two turns: one to read it, one for the answer.
    if (!hasSmallBody(call.request)) await readLargeBody(call, share, id);
    return route.outOfTurn ? answer() : countries.pass(answer, share, id);
  };
  return slot === null ? inTurn() : slot.hold(inTurn, route.waits ? undefined : whenClosed(call.reply));
}

function readLargeBody({ desk, request }: Asked, share: string, id: string): Promise<void> {
  const inTurn = (work: SlicedTask): Promise<void> =>
    desk.turns.countries.pass(() => readBody(request, desk.limits, work), share, id);
  return desk.largeBodies.read(share, bytesOf(request), inTurn);
}

function whenClosed({ raw }: FastifyReply): Promise<void> {
  return raw.destroyed ? Promise.resolve() : new Promise((resolve) => raw.once('close', () => resolve()));
}

async function answerCall(call: Call, route: Route): Promise<unknown> {
  const { limits } = call.desk;
  // One text is the file.
  const textBytes = route.body === 'attachmentBytes' ? limits.attachmentBytes : limits.textBytes;
  await readBody(call.request, { ...limits, textBytes }, new SlicedTask(call.turn));
  if (route.who === 'anybody') return route.answer(call);
  const opened = call.request.opened;
  if (opened === null) throw refusal(401, 'session.none');
  if (route.who === 'client') {
    const again = (): Promise<ClientSession> => readClient(call.desk, route, opened.token);
    return route.answer({ ...call, token: opened.token, lookAgain: again, session: await again() });
  }
  const again = (): Promise<Session> => lookAgain(call, route, opened.token);
  const asked = { ...call, ...opened, lookAgain: again };
  if (route.who === 'signed-in') return route.answer({ ...asked, session: await again() });
  // A push reads the session again at its database's turn.
  if (route.who === 'writers') return route.answer({ ...asked, target: await openTarget(asked) });
  const allowed = again();
  // Reading can begin early, but nothing is sent before the session is confirmed.
  if (route.method === 'PUT') await allowed;
  return answerBeside(route, asked, { named: openTarget(asked), allowed });
}

/** Concurrent with reading its epoch and the session, since each is a round trip on CouchDB. */
function databaseOf(request: FastifyRequest): string {
  return (request.params as { name: string }).name;
}

/** CouchDB refuses a mistake of the gateway. */
async function openTarget({ desk, request, reply, session }: SessionCall): Promise<NamedDatabase> {
  const target = await openNamed(desk.engine, databaseOf(request), session.person.authority);
  if (target === null) throw notFound();
  // Clients notice a replaced database at the first answer (threats P8).
  reply.header('i2es-epoch', target.epoch);
  // Server time for the age of a device's key data.
  reply.header('i2es-time', instantOf(desk));
  // That server can be offline for weeks.
  if (desk.national !== null && target.name === REFERENCE_DATABASE)
    reply.header('i2es-known', desk.national.state().knownAt ?? 'never');
  return target;
}

interface Beside {
  readonly named: Promise<NamedDatabase>;
  /** The current session; rejects if the right to read has ended. */
  readonly allowed: Promise<Session>;
}

async function answerBeside(
  route: Extract<Route, { who: 'readers' }>,
  call: SessionCall,
  beside: Beside
): Promise<unknown> {
  const name = databaseOf(call.request);
  const { authority } = call.session.person;
  const read = async (): Promise<unknown> =>
    route.answer({ ...call, name, named: beside.named, database: call.desk.engine.openFor(authority, name) });
  const told = read();
  // The first failure in this order is thrown; all are awaited, so that none is unhandled.
  await Promise.allSettled([beside.allowed, beside.named, told]);
  try {
    await beside.allowed;
    await beside.named;
  } catch (error) {
    void told.then(
      (body) => body instanceof Readable && body.destroy(),
      () => undefined
    );
    throw error;
  }
  return told;
}
