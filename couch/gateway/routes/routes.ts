/** The table of routes, with access. Others give 404 (threats P1: deny by default); the tests walk this table. */
import { apiRoutes } from '#couch/api/api-routes.ts';
import { countsWrites } from '#couch/engine/engine.ts';
import { PUBLIC_LIST_SECONDS } from '#couch/registration/agreed-settings.ts';
import { openApi } from '#lib/domain/api/openapi.ts';
import { claimBlock, parseClaim, type ClaimContext } from './blocks.ts';
import {
  anybody,
  instantOf,
  readers,
  signedIn,
  writers,
  type Call,
  type DatabaseCall,
  type ReadingCall,
  type Route,
  type Services,
  type SessionCall
} from '../calls/call.ts';
import { mayPushTo, ownDatabase, readingOf, reference, refuseClaimElsewhere } from '../calls/access.ts';
import { parseChangesQuery } from '../replication/changes.ts';
import type { Checkpoint } from '../replication/checkpoint.ts';
import { askForDevice } from './devices.ts';
import { readManyDocuments, readRevisionsByKeys, readRevisionsDiff } from '../replication/read-documents.ts';
import { notFound, Refusal } from '../bounds/refusal.ts';
import { paramOf, refuseQuery } from '../calls/value-of.ts';
import { clearToken } from '../calls/sessions.ts';
import { OWN_ACCOUNT_ROUTES, SECOND_FACTOR_ROUTES } from './account-routes.ts';
import { PEOPLE_ROUTES } from './people-routes.ts';
import { LINK_ROUTES, REGISTRATION_ROUTES } from './registration-routes.ts';
import { claimReservations } from './reservations.ts';
import { sessionBody, signIn } from './sign-in.ts';
import { ARCHIVE_ROUTES } from './archive-routes.ts';
import { APPLICATION_ROUTES } from './application-routes.ts';
import { COMPANY_ROUTES } from './company-routes.ts';
import { FILE_ROUTES } from './file-routes.ts';
import { INSPECTION_ROUTES } from './inspection-routes.ts';
import { REGIONAL_ROUTES } from './regional-routes.ts';
import { NOTIFICATION_ROUTES } from './notification-routes.ts';
import { WEBHOOK_ROUTES } from './webhook-routes.ts';
import { VERIFY_ROUTES } from './verify-routes.ts';
import { LEARNING_ROUTES, LESSON_ROUTES, TRAINING_ROUTES } from './training-routes.ts';

const [SHUT_OUT, DATABASE] = [{ evenShutOut: true, evenEnrolling: true }, '/db/:name'] as const;
const BULK = { body: 'bulkBytes' } as const;
const WATCHED = { outOfTurn: true } as const;

export const ROUTES: readonly Route[] = [
  anybody('GET /api/health', 'requestsPerAddress', tellHealth, WATCHED),
  anybody('GET /api/ready', 'requestsPerAddress', tellReady, WATCHED),
  anybody('GET /api/v1/openapi.json', 'requestsPerAddress', tellOpenApi),
  anybody('POST /api/session', 'signInsPerAddress', signIn, { status: 201 }),
  signedIn('GET /api/session', sessionBody),
  signedIn('DELETE /api/session', signOut, { ...SHUT_OUT, status: 204 }),
  signedIn('POST /api/devices', (call) => askForDevice(call, call.request.body), {
    right: 'sign',
    status: 202
  }),
  signedIn('POST /api/blocks', claimNumbers, { right: 'issue', status: 201 }),
  signedIn('POST /api/reservations', claimReservations, { right: 'issue', status: 201 }),
  ...OWN_ACCOUNT_ROUTES,
  ...PEOPLE_ROUTES,
  ...REGISTRATION_ROUTES,
  anybody('GET /api/who', 'publicFiguresPerAddress', tellWho),
  ...VERIFY_ROUTES,
  ...INSPECTION_ROUTES,
  ...APPLICATION_ROUTES,
  ...COMPANY_ROUTES,
  ...REGIONAL_ROUTES,
  ...TRAINING_ROUTES,
  ...LESSON_ROUTES,
  ...FILE_ROUTES,
  ...ARCHIVE_ROUTES,
  ...LINK_ROUTES,
  ...LEARNING_ROUTES,
  ...SECOND_FACTOR_ROUTES,
  ...NOTIFICATION_ROUTES,
  ...apiRoutes({ askForDevice, claimNumbers, claimReservations }),
  ...WEBHOOK_ROUTES,
  readers(`GET ${DATABASE}`, tellDatabase),
  // Stock clients of CouchDB use this form.
  readers(`GET ${DATABASE}/`, tellDatabase),
  readers(`POST ${DATABASE}/_ensure_full_commit`, tellCommitted, { status: 201 }),
  readers(`GET ${DATABASE}/_changes`, tellChanges, { waits: true }),
  readers(`POST ${DATABASE}/_revs_diff`, tellRevisionsDiff, BULK),
  readers(`POST ${DATABASE}/_bulk_get`, tellDocuments, BULK),
  readers(`POST ${DATABASE}/_all_docs`, tellByKeys, BULK),
  writers(`POST ${DATABASE}/_bulk_docs`, takeDocuments, { ...BULK, status: 201 }),
  readers(`GET ${DATABASE}/_local/:id`, (call) => call.desk.checkpoints.read(checkpointOf(call))),
  readers(
    `PUT ${DATABASE}/_local/:id`,
    (call) => call.desk.checkpoints.write(checkpointOf(call), call.request.body),
    { body: 'checkpointBytes', status: 201 }
  )
];

const COME_BACK_AFTER_S = 5;

/** Answers while the process lives. A missing database is in the body, since a restart would not help. */
async function tellHealth({ desk }: Call): Promise<object> {
  refuseWhenStopping(desk);
  const { version, engine, demonstration, national, readiness } = desk;
  const problems = readiness.last.map(({ problem }) => problem);
  const head = {
    ok: problems.length === 0,
    problems,
    version,
    engine: engine.kind,
    time: instantOf(desk),
    demonstration
  };
  if (national === null) return head;
  const { state, since } = national.state();
  return { ...head, national: national.country, link: { state, since } };
}

async function tellReady({ desk }: Call): Promise<object> {
  refuseWhenStopping(desk);
  const found = await desk.readiness.look();
  const problems = found.map(({ problem }) => problem);
  if (found.some(({ stopsServing }) => stopsServing)) throw new Refusal(503, problems, COME_BACK_AFTER_S);
  return { ok: problems.length === 0, problems };
}

let description: string | null = null;

function tellOpenApi({ reply }: Call): string {
  description ??= JSON.stringify(openApi());
  reply.header('cache-control', `public, max-age=${PUBLIC_LIST_SECONDS}`);
  return description;
}

function refuseWhenStopping({ isStopping }: Services): void {
  if (isStopping()) throw new Refusal(503, [{ code: 'server.stopping' }], COME_BACK_AFTER_S);
}

async function signOut(call: SessionCall): Promise<void> {
  await call.desk.accounts.sessions.close(call.token);
  clearToken(call);
}

async function claimNumbers(call: SessionCall): Promise<object> {
  const { desk, request, lookAgain } = call;
  const now = instantOf(desk);
  const claim = parseClaim(request.body, now);
  const target = await ownDatabase(call);
  const keyring = await desk.keys.keyring([await reference(call), target]);
  return desk.pushes.inTurn(target.name, async () => {
    const { person } = await lookAgain();
    await refuseClaimElsewhere(desk, person.authority);
    const { holders } = await desk.numbers.known(target, person.authority);
    const claimIt: ClaimContext['claim'] = (block) => desk.engine.claim(target.name, block);
    return claimBlock(claim, { person, target, keyring, holders, now, claim: claimIt });
  });
}

async function tellDatabase({ name, database, named }: ReadingCall): Promise<object> {
  const [{ doc_count, update_seq }, { epoch }] = await Promise.all([database.info(), named]);
  return { db_name: name, doc_count, update_seq, epoch, instance_start_time: instanceOf(epoch) };
}

/** Acknowledged documents are on disk. CouchDB's replicator asks before it saves a checkpoint. */
async function tellCommitted({ named }: ReadingCall): Promise<object> {
  return { ok: true, instance_start_time: instanceOf((await named).epoch) };
}

/** Digits by which CouchDB's replicator recognizes a recreated database. */
function instanceOf(epoch: string): string {
  return String(Number.parseInt(epoch.replace(/[^0-9a-f]/g, '').slice(0, 12), 16) || 0);
}

async function tellChanges(call: ReadingCall): Promise<unknown> {
  const { desk, request, session, name, database, turn } = call;
  const query = parseChangesQuery(request.query, desk.limits);
  if (!query.ok) throw new Refusal(400, query.problems);
  const reading = readingOf(call);
  const asked = reading === null ? query.value : { ...query.value, hidden: reading.hidden };
  return desk.feeds.poll(session, name, database, { query: asked, turn });
}

async function tellRevisionsDiff(call: ReadingCall): Promise<object> {
  const { desk, request, session, name, database, named, turn } = call;
  // On CouchDB nothing is held in memory.
  const isNews = countsWrites(database) ? desk.held.newsOf(await named) : null;
  return readRevisionsDiff(database, request.body, desk.limits, {
    isNews,
    hidden: readingOf(call)?.hidden,
    turn,
    mayPush: mayPushTo(session.person, name)
  });
}

async function tellDocuments(call: ReadingCall): Promise<unknown> {
  const { desk, request, database, turn } = call;
  const reading = readingOf(call);
  return readManyDocuments(database, request.body, desk.limits, { turn, reading });
}

async function tellByKeys(call: ReadingCall): Promise<object> {
  const { desk, request, database, turn } = call;
  refuseQuery(request);
  const reading = readingOf(call);
  return readRevisionsByKeys(database, request.body, desk.limits, { turn, reading });
}

async function takeDocuments(call: DatabaseCall): Promise<object> {
  const { desk, request, session, target, lookAgain } = call;
  const writing = { writer: session.person, target, reference: await reference(call), lookAgain };
  return desk.pushes.push(writing, request.body);
}

function checkpointOf({ request, session, name, database }: ReadingCall): Checkpoint {
  const id = paramOf(request, 'id');
  if (!/^[A-Za-z0-9._~=+/-]{1,200}$/.test(id)) throw notFound();
  return { database, name, person: session.person.id, id };
}

/** Cacheable for as long as the answer is valid here. */
async function tellWho({ desk, reply }: Call): Promise<object> {
  const told = await desk.whoIsOn.tell();
  reply.header('cache-control', `public, max-age=${PUBLIC_LIST_SECONDS}`);
  return told;
}
