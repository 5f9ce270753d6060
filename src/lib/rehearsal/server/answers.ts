import { isPlainObject } from '#lib/domain/shape/shape.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { deviceRequestOf } from '#lib/domain/registration/device-request.ts';
import { isKeyId, isPublicKey } from '#lib/domain/registration/key-id.ts';
import { DEFAULT_POLICY } from '#lib/domain/registration/policy.ts';
import { isAuthorizationKind } from '#lib/domain/act/number.ts';
import { PRACTICE } from '#lib/domain/act/practice.ts';
import { claimBlock, type PracticeDoor, type Pushed } from './practice-door.ts';
import { databaseOf, type PracticeOffice } from './offices.ts';
import type { PracticeDatabase } from './practice-database.ts';
import { toStored, type PracticeKeys } from './practice-keys.ts';
import { json, refusal, type PracticeRequest } from './practice-line.ts';
import { DOOR_LIMITS } from '#lib/domain/door/room.ts';
import type { Person } from '#lib/store/api.ts';

interface OfficeAsked {
  readonly office: PracticeOffice;
  readonly session: { isOpen: boolean };
  readonly request: PracticeRequest;
  readonly own: PracticeDatabase;
  readonly reference: PracticeDatabase;
  readonly keys: PracticeKeys;
  readonly door: PracticeDoor;
  readonly now: Instant;
}

type AnswerCall = (asked: OfficeAsked) => Response | Promise<Response>;

const EMPTY: AnswerCall = () => json([]);

const PUBLIC: Readonly<Record<string, AnswerCall>> = {
  'GET /api/health': ({ now }) => json({ ok: true, version: PRACTICE, time: now, demonstration: true }),
  'POST /api/session': signIn,
  'DELETE /api/session': ({ session }) => {
    session.isOpen = false;
    return json(null, 204);
  }
};

const SIGNED_IN: Readonly<Record<string, AnswerCall>> = {
  'GET /api/session': (asked) => json(sessionOf(asked)),
  'POST /api/devices': requestDevice,
  'POST /api/devices/report': () => json(null, 204),
  'POST /api/blocks': answerClaim,
  'GET /api/policy': () => json(DEFAULT_POLICY),
  'GET /api/people': ({ office: { person }, now }) =>
    json([{ ...person, suspended: false, reset: false, lastSeen: now, secondFactors: 0, sessions: 1 }]),
  'GET /api/invitations': EMPTY,
  'GET /api/sessions': EMPTY,
  'GET /api/devices': EMPTY,
  'GET /api/audit': EMPTY
};

export function answerApi(asked: OfficeAsked): Response | Promise<Response> {
  const { request, session } = asked;
  const call = `${request.method} ${request.url.pathname}`;
  const open = PUBLIC[call];
  if (open) return open(asked);
  if (!session.isOpen) return refusal(401, 'session.none');
  return SIGNED_IN[call]?.(asked) ?? refusal(403, 'rehearsal.notPractised');
}

function signIn(asked: OfficeAsked): Response {
  const { office, session, request } = asked;
  const { person, password } = isPlainObject(request.body) ? request.body : {};
  if (person !== office.person.id || password !== office.password) return refusal(401, 'session.refused');
  session.isOpen = true;
  return json(sessionOf(asked), 201);
}

function sessionOf({ office, keys, now }: OfficeAsked): object {
  const databases = { country: databaseOf(office), reference: 'reference' };
  const roots = [keys.root.publicKey];
  return { person: office.person, databases, roots, handovers: [], time: now, demonstration: PRACTICE };
}

/** Certified immediately: an exercise does not wait for its secretariat. */
async function requestDevice({ office, request, own, reference, keys, now }: OfficeAsked): Promise<Response> {
  const { key, device } = isPlainObject(request.body) ? request.body : {};
  if (!isPublicKey(key) || typeof device !== 'string') return refusal(400, 'request.body.malformed');
  const { id: person, name, function: office_, role, authority } = office.person;
  const named = { key, device, person, name, function: office_, role, authority };
  const asked = deviceRequestOf({ ...named, requestedAt: now });
  await own.put({ ...asked });
  await reference.write([toStored(await keys.certify(asked, now))]);
  return json({ keyId: asked.keyId }, 202);
}

async function answerClaim({ office, request, own, door, now }: OfficeAsked): Promise<Response> {
  const { kind, year, device } = isPlainObject(request.body) ? request.body : {};
  if (!isAuthorizationKind(kind) || typeof year !== 'number' || !isKeyId(device))
    return refusal(400, 'request.body.malformed');
  const claimed = await claimBlock({ kind, year, device }, { office, own, door, now });
  return claimed.ok ? json(claimed.value, 201) : refusal(409, claimed.problems[0]?.code ?? 'block.none');
}

interface DatabaseAsked {
  readonly database: PracticeDatabase;
  readonly person: Person;
  readonly path: string;
  readonly request: PracticeRequest;
  readonly signal: AbortSignal;
  readonly now: Instant;
  readonly push: ((documents: readonly unknown[]) => Promise<Pushed>) | null;
}

const LARGEST_PAGE = 5000;

export async function answerDatabase(asked: DatabaseAsked): Promise<Response> {
  const { database, person, now } = asked;
  const headers = { 'i2es-epoch': database.epoch, 'i2es-time': now, 'i2es-role': person.role };
  const answer = await read(asked);
  if (answer instanceof Response) return answer;
  return json(answer, asked.request.method === 'PUT' || asked.path === '_bulk_docs' ? 201 : 200, headers);
}

async function read(asked: DatabaseAsked): Promise<object> {
  const { database, path, request } = asked;
  const { method, body } = request;
  const fields = isPlainObject(body) ? body : {};
  switch (`${method} ${path.split('/')[0] ?? ''}`) {
    case 'GET ':
      return database.info();
    case 'GET _changes':
      return readChanges(asked);
    case 'POST _revs_diff':
      return database.revsDiff(fields as Record<string, string[]>);
    case 'POST _bulk_get':
      return database.bulkGet((fields['docs'] ?? []) as { id: string; rev?: string }[]);
    case 'POST _all_docs':
      return database.rowsOf((fields['keys'] ?? []) as string[]);
    case 'POST _bulk_docs':
      return push(asked, fields['docs']);
    case 'GET _local':
      return (await database.read(path)) ?? refusal(404, 'request.notFound');
    case 'PUT _local':
      return { ok: true, id: path, rev: await database.put({ ...fields, _id: path }) };
    default:
      return refusal(404, 'request.notFound');
  }
}

/** A long poll that finds nothing waits for the next change, until the request is aborted. */
async function readChanges({ database, request, signal }: DatabaseAsked): Promise<object> {
  const { searchParams } = request.url;
  const limit = Number(searchParams.get('limit') ?? LARGEST_PAGE);
  const style = searchParams.get('style') === 'all_docs' ? 'all_docs' : 'main_only';
  const asked = { since: Number(searchParams.get('since') ?? 0), limit, style } as const;
  for (;;) {
    const change = database.nextChange(signal);
    const page = await database.changes(asked);
    if (page.results.length > 0 || searchParams.get('feed') !== 'longpoll' || signal.aborted) return page;
    await change;
  }
}

async function push({ push: admit }: DatabaseAsked, docs: unknown): Promise<object> {
  if (admit === null) return refusal(404, 'request.notFound');
  if (!Array.isArray(docs) || docs.length > DOOR_LIMITS.revisionsPerDocument)
    return refusal(400, 'request.body.malformed');
  return (await admit(docs)).refused;
}
