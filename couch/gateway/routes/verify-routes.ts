/** Verification of forms: the public lists. */
import { LIST_CACHE_SECONDS } from '#couch/public-lists/list-answers.ts';
import { refusal } from '../bounds/refusal.ts';
import { anybody, type Call, type Route } from '../calls/call.ts';
import { BYTES } from './file-routes.ts';

export const VERIFY_ROUTES: readonly Route[] = [
  anybody('GET /api/verify/lists', 'listsPerAddress', tellLists, BYTES)
];

async function tellLists({ desk, request, reply }: Call): Promise<Buffer | undefined> {
  const { since = '0', ...others } = request.query as Readonly<Record<string, unknown>>;
  if (typeof since !== 'string' || !/^\d{1,12}$/.test(since) || Object.keys(others).length > 0)
    throw refusal(400, 'request.query.unknown');
  const answer = await desk.lists.tell(Number(since));
  if (answer === null) throw refusal(404, 'list.none');
  reply.header('cache-control', `public, max-age=${LIST_CACHE_SECONDS}`);
  if (answer.length > 0) return answer;
  reply.code(204);
  return undefined;
}
