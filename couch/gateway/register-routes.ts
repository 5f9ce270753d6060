/** Turns the table into Fastify routes, and puts the same walls before each in the same order. */
import type { Session } from '#couch/accounts/accounts.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { mayPushTo, mayRead } from './access.ts';
import { answerBeside, databaseOf, openTarget, tellRole } from './answer-beside.ts';
import type { Call, Desk, Route } from './call.ts';
import type { Place } from './places.ts';
import { rateLimits } from './rate-limits.ts';
import { notFound, refusal } from './refusal.ts';
import { isFromElsewhere } from './same-site.ts';
import { refuseShutOut } from './shut-out.ts';
import { readToken } from './session-cookie.ts';

export function registerRoutes(gateway: FastifyInstance, desk: Desk, routes: readonly Route[]): void {
  gateway.decorateRequest('opened', null);
  gateway.decorateRequest('place', null);
  const rates = rateLimits(gateway, desk.limits);
  gateway.addHook('onRequest', async (request) => {
    // An address that names a server too could be read in two ways, here and by a proxy.
    if (!request.raw.url?.startsWith('/')) throw refusal(400, 'request.address.malformed');
    await rates.perAddress(request);
  });
  for (const route of routes) {
    gateway.route({
      method: route.method,
      url: route.path,
      bodyLimit: desk.limits[route.body ?? 'bodyBytes'],
      onRequest: async (request, reply) => {
        if (route.method !== 'GET' && isFromElsewhere(request.headers, request.host))
          throw refusal(403, 'request.origin.refused');
        if (route.who === 'anybody') return rates.publicly[route.limit](request);
        // Before the body is read: who may not ask, or asks too much, need not be listened to.
        request.opened = await openSession(desk, route, request);
        await rates.perPersonAndCountry(request);
        await refuseWithoutRight(desk, route, request.opened.session, request);
        request.place = takePlace(desk, route, request.opened, reply);
      },
      handler: (request, reply) => answerRoute(desk, route, request, reply)
    });
  }
}

/** Before the body is read; a caller who goes away while he sends it leaves his place. */
function takePlace({ places }: Desk, route: Route, { session }: Opened, reply: FastifyReply): Place {
  const { authority, id } = session.person;
  const place = (route.who === 'writers' ? places.pushes : places.answers).take(authority, id);
  if (reply.raw.destroyed) place.abandon();
  reply.raw.once('close', () => place.abandon());
  return place;
}

export interface Opened {
  readonly session: Session;
  readonly token: string;
  /** The session as it is now, where it was begun by how it was. */
  readonly fresh: Promise<Session> | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    opened: Opened | null;
    place: Place | null;
  }
}

async function openSession({ sessions }: Desk, route: Route, request: FastifyRequest): Promise<Opened> {
  const token = readToken(request);
  if (token === null) throw refusal(401, 'session.none');
  const fresh = sessions.read(token);
  const known = sessions.recall(token);
  if (!known || !mayBegin(route, known, request)) return { session: await fresh, token, fresh: null };
  fresh.catch(() => undefined);
  return { session: known, token, fresh };
}

/** Reading changes nothing, so that it may begin; it is told only once the session is known to be good. */
function mayBegin(route: Route, { person, enrolling }: Session, request: FastifyRequest): boolean {
  const isReading = route.who === 'readers' && route.method !== 'PUT';
  return isReading && enrolling !== true && mayRead(person, databaseOf(request));
}

async function refuseWithoutRight(
  desk: Desk,
  route: Exclude<Route, { who: 'anybody' }>,
  { person, enrolling }: Session,
  request: FastifyRequest
): Promise<void> {
  if (enrolling) await refuseUnlessEnrolling(desk, route, person);
  if (route.evenShutOut !== true) await refuseShutOut(desk, person);
  if (route.who === 'signed-in') {
    if (route.roles && !route.roles.includes(person.role)) throw refusal(403, 'request.role.refused');
    return;
  }
  const name = databaseOf(request);
  // The same answer for a database that is not there and one that is not his.
  if (!mayRead(person, name)) throw notFound();
  if (route.who === 'writers' && !mayPushTo(person, name)) throw refusal(403, 'database.readOnly');
}

/** Opened with the password alone: over with the first factor, whoever enrolled it and in which session. */
async function refuseUnlessEnrolling(desk: Desk, route: Route, { id }: Session['person']): Promise<void> {
  if ((await desk.secondFactors.count(id)) > 0) throw refusal(401, 'session.none');
  if (route.evenEnrolling !== true) throw refusal(403, 'session.enrolFirst');
}

async function answerRoute(
  desk: Desk,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply
): Promise<FastifyReply> {
  const call: Call = { desk, request, reply };
  reply.header('cache-control', 'no-store');
  // An answer may say otherwise: a sign-in that is half done is 202.
  reply.code(route.status ?? 200);
  const body = await answerInTurn(call, route);
  if (body === undefined) return reply.send();
  return reply.type('application/json; charset=utf-8').send(body);
}

/** Countries take turns, and so do addresses of whom nobody knows; those are together as one country. */
function answerInTurn(call: Call, route: Route): Promise<unknown> {
  const { opened, place, ip } = call.request;
  const { countries, addresses } = call.desk.turns;
  const answer = (): Promise<unknown> => answerCall(call, route);
  if (opened === null) return addresses.pass(ip, '', () => countries.pass('', '', answer));
  const { authority, id } = opened.session.person;
  const inTurn = (): Promise<unknown> => countries.pass(authority, id, answer);
  // A feed that waits is bounded by itself; any other answer is under way until it is read.
  return place === null ? inTurn() : place.hold(inTurn, route.waits ? undefined : whenClosed(call.reply));
}

function whenClosed({ raw }: FastifyReply): Promise<void> {
  return raw.destroyed ? Promise.resolve() : new Promise((resolve) => raw.once('close', () => resolve()));
}

async function answerCall(call: Call, route: Route): Promise<unknown> {
  if (route.who === 'anybody') return route.answer(call);
  const opened = call.request.opened;
  if (opened === null) throw refusal(401, 'session.none');
  if (route.who === 'signed-in') return route.answer({ ...call, ...opened });
  const { session, fresh } = opened;
  const named = openTarget(call);
  if (route.who === 'writers') {
    tellRole(call, session);
    return route.answer({ ...call, ...opened, target: await named });
  }
  const allowed = fresh === null ? Promise.resolve(session) : allow(call, route, fresh);
  return answerBeside(route, { ...call, ...opened }, { named, allowed });
}

/** Judged anew by the session as it is now. */
async function allow(
  { desk, request }: Call,
  route: Exclude<Route, { who: 'anybody' }>,
  fresh: Promise<Session>
): Promise<Session> {
  const session = await fresh;
  await refuseWithoutRight(desk, route, session, request);
  return session;
}
