/** Verification of forms: the public lists for everyone, and documents of partners that an officer brings. */
import { LIST_CACHE_SECONDS } from '#couch/public-lists/list-answers.ts';
import { refusal } from '../bounds/refusal.ts';
import { isCountry } from '#lib/domain/country.ts';
import { anybody, signedIn, type Call, type Route, type SessionCall } from '../calls/call.ts';
import { fieldsOf, queryOf, valueOf } from '../calls/value-of.ts';
import { BYTES } from './file-routes.ts';

export const VERIFY_ROUTES: readonly Route[] = [
  anybody('GET /api/verify/lists', 'listsPerAddress', tellLists, BYTES),
  signedIn('POST /api/carried', takeCarried, { right: 'issue', body: 'bulkBytes' })
];

async function tellLists({ desk, request, reply }: Call): Promise<Buffer | undefined> {
  const { since = '0' } = queryOf(request, 'since');
  if (typeof since !== 'string' || !/^\d{1,12}$/.test(since))
    throw refusal(400, 'request.query.unknown', 'since');
  const answer = await desk.lists.tell(Number(since));
  if (answer === null) throw refusal(404, 'list.none');
  reply.header('cache-control', `public, max-age=${LIST_CACHE_SECONDS}`);
  if (answer.length > 0) return answer;
  reply.code(204);
  return undefined;
}

/** It arrives on the devices like any other. The same act again gets the same answer. */
async function takeCarried({ desk, request, lookAgain }: SessionCall): Promise<object> {
  const { act } = fieldsOf(request, 'act');
  const { authority } = (await lookAgain()).person;
  if (!isCountry(authority)) throw refusal(403, 'request.role.refused');
  return { state: valueOf(await desk.takeCarried(authority, act)) };
}
