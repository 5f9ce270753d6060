/** PouchDB's replication requests to one database (`/db/:name`), answered like the gateway. */
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { DOOR_LIMITS } from '#lib/domain/door/room.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { Person } from '#lib/store/api.ts';
import type { PracticeDatabase } from './practice-database.ts';
import { json, refusal, type PracticeRequest } from './practice-line.ts';
import type { Pushed } from './practice-door.ts';

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
