/** The table of routes, with access. Others give 404 (threats P1: deny by default); the tests walk this table. */
import { countsWrites } from '#couch/engine/engine.ts';
import { PUBLIC_LIST_SECONDS } from '#couch/registration/agreed-settings.ts';
import type { KeyId } from '#lib/domain/ids.ts';
import { claimBlock, parseClaim, type ClaimContext } from './blocks.ts';
import {
  instantOf,
  type Call,
  type DatabaseCall,
  type ReadingCall,
  type Route,
  type SessionCall
} from '../calls/call.ts';
import { mayPushTo, ownDatabase, reference, refuseClaimElsewhere } from '../calls/access.ts';
import { parseChangesQuery } from '../replication/changes.ts';
import type { Checkpoint } from '../replication/checkpoint.ts';
import { requestDevice } from './devices.ts';
import { ANNOUNCEMENT_ROUTES } from './announcement-routes.ts';
import { HEALTH_ROUTES } from './health-routes.ts';
import { LEARNING_ROUTES } from './learning-routes.ts';
import { LESSON_ROUTES } from './lesson-routes.ts';
import { LINK_ROUTES } from './link-routes.ts';
import { OWN_ACCOUNT_ROUTES } from './own-account-routes.ts';
import { PEOPLE_ROUTES } from './people-routes.ts';
import { REGISTRATION_ROUTES } from './registration-routes.ts';
import { readManyDocuments, readRevisionsByKeys, readRevisionsDiff } from '../replication/read-documents.ts';
import { notFound, Refusal, refusal } from '../bounds/refusal.ts';
import { SECOND_FACTOR_ROUTES } from './second-factor-routes.ts';
import { TRAINING_ROUTES } from './training-routes.ts';
import { clearToken } from '../calls/sessions.ts';
import { sessionBody, signIn } from './sign-in.ts';

export const ROUTES: readonly Route[] = [
  ...HEALTH_ROUTES,
  {
    method: 'POST',
    path: '/api/session',
    who: 'anybody',
    limit: 'signInsPerAddress',
    body: 'bodyBytes',
    status: 201,
    answer: signIn
  },
  { method: 'GET', path: '/api/session', who: 'signed-in', answer: tellSession },
  {
    method: 'DELETE',
    path: '/api/session',
    who: 'signed-in',
    status: 204,
    evenShutOut: true,
    evenEnrolling: true,
    answer: signOut
  },
  {
    method: 'POST',
    path: '/api/devices',
    who: 'signed-in',
    body: 'bodyBytes',
    status: 202,
    right: 'sign',
    answer: askForDevice
  },
  {
    method: 'POST',
    path: '/api/blocks',
    who: 'signed-in',
    body: 'bodyBytes',
    status: 201,
    right: 'issue',
    answer: claimNumbers
  },
  ...OWN_ACCOUNT_ROUTES,
  ...PEOPLE_ROUTES,
  ...REGISTRATION_ROUTES,
  ...ANNOUNCEMENT_ROUTES,
  { method: 'GET', path: '/api/who', who: 'anybody', limit: 'publicFiguresPerAddress', answer: tellWho },
  ...TRAINING_ROUTES,
  ...LESSON_ROUTES,
  ...LINK_ROUTES,
  ...LEARNING_ROUTES,
  ...SECOND_FACTOR_ROUTES,
  { method: 'GET', path: '/db/:name', who: 'readers', answer: tellDatabase },
  // Stock clients of CouchDB use this form.
  { method: 'GET', path: '/db/:name/', who: 'readers', answer: tellDatabase },
  {
    method: 'POST',
    path: '/db/:name/_ensure_full_commit',
    who: 'readers',
    body: 'bodyBytes',
    status: 201,
    answer: tellCommitted
  },
  { method: 'GET', path: '/db/:name/_changes', who: 'readers', waits: true, answer: tellChanges },
  {
    method: 'POST',
    path: '/db/:name/_revs_diff',
    who: 'readers',
    body: 'bulkBytes',
    answer: tellRevisionsDiff
  },
  { method: 'POST', path: '/db/:name/_bulk_get', who: 'readers', body: 'bulkBytes', answer: tellDocuments },
  { method: 'POST', path: '/db/:name/_all_docs', who: 'readers', body: 'bulkBytes', answer: tellByKeys },
  {
    method: 'POST',
    path: '/db/:name/_bulk_docs',
    who: 'writers',
    body: 'bulkBytes',
    status: 201,
    answer: takeDocuments
  },
  { method: 'GET', path: '/db/:name/_local/:id', who: 'readers', answer: tellCheckpoint },
  {
    method: 'PUT',
    path: '/db/:name/_local/:id',
    who: 'readers',
    body: 'checkpointBytes',
    status: 201,
    answer: takeCheckpoint
  }
];

async function tellSession(call: SessionCall): Promise<object> {
  return sessionBody(call);
}

async function signOut(call: SessionCall): Promise<void> {
  await call.desk.accounts.sessions.close(call.token);
  clearToken(call);
}

async function askForDevice(call: SessionCall): Promise<object> {
  const { desk, session, request } = call;
  const own = await ownDatabase(call);
  const keyring = await desk.keys.keyring([await reference(call), own]);
  const isAnswered = (key: KeyId): boolean => keyring.publicKeyOf(key) !== null;
  const places = { own: own.database, board: desk.engine.open('incb'), isAnswered };
  const { person } = session;
  const now = instantOf(desk);
  const { keyId, asked } = await requestDevice(person, places, request.body, now, desk.limits);
  if (asked)
    await desk.audit.note({ authority: person.authority, by: person.id, what: 'device.asked', about: keyId });
  return { keyId };
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
  return desk.feeds.poll(session, name, database, { query: query.value, turn });
}

async function tellRevisionsDiff(call: ReadingCall): Promise<object> {
  const { desk, request, session, name, database, named, turn } = call;
  // On CouchDB nothing is held in memory.
  const isNews = countsWrites(database) ? desk.held.newsOf(await named) : null;
  return readRevisionsDiff(database, request.body, desk.limits, {
    isNews,
    turn,
    mayPush: mayPushTo(session.person, name)
  });
}

async function tellDocuments({ desk, request, database, turn }: ReadingCall): Promise<unknown> {
  return readManyDocuments(database, request.body, desk.limits, turn);
}

async function tellByKeys({ desk, request, database, turn }: ReadingCall): Promise<object> {
  if (Object.keys(request.query as object).length > 0) throw refusal(400, 'request.query.unknown');
  return readRevisionsByKeys(database, request.body, desk.limits, turn);
}

async function takeDocuments(call: DatabaseCall): Promise<object> {
  const { desk, request, session, target, lookAgain } = call;
  const writing = { writer: session.person, target, reference: await reference(call), lookAgain };
  return desk.pushes.push(writing, request.body);
}

function checkpointOf({ request, session, name, database }: ReadingCall): Checkpoint {
  const { id } = request.params as { id: string };
  if (!/^[A-Za-z0-9._~=+/-]{1,200}$/.test(id)) throw notFound();
  return { database, name, person: session.person.id, id };
}

async function tellCheckpoint(call: ReadingCall): Promise<object> {
  return call.desk.checkpoints.read(checkpointOf(call));
}

async function takeCheckpoint(call: ReadingCall): Promise<object> {
  return call.desk.checkpoints.write(checkpointOf(call), call.request.body);
}

/** Cacheable for as long as the answer is valid here. */
async function tellWho({ desk, reply }: Call): Promise<object> {
  const told = await desk.whoIsOn.tell();
  reply.header('cache-control', `public, max-age=${PUBLIC_LIST_SECONDS}`);
  return told;
}
