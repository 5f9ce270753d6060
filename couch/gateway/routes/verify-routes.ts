/** Verification of forms: the public lists and single forms for everyone, and documents of partners that an officer brings. */
import { checkWords } from '#lib/domain/print-code/print-code.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { parseNumber } from '#lib/domain/act/number.ts';
import { authorityToDatabase, type DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import { openNamed } from '#couch/database/named-database.ts';
import { readDocument } from '#couch/engine/engine.ts';
import { LIST_CACHE_SECONDS } from '#couch/public-lists/list-answers.ts';
import { refusal } from '../bounds/refusal.ts';
import { isCountry } from '#lib/domain/country.ts';
import { ownDatabase, reference } from '../calls/access.ts';
import {
  anybody,
  signedIn,
  type Call,
  type Route,
  type SessionCall,
  type TakeCarried
} from '../calls/call.ts';
import { fieldsOf, queryOf, valueOf } from '../calls/value-of.ts';
import { BYTES } from './file-routes.ts';

export const VERIFY_ROUTES: readonly Route[] = [
  anybody('GET /api/verify/lists', 'listsPerAddress', tellLists, BYTES),
  anybody('POST /api/verify/form', 'formsPerAddress', findForm),
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

/**
 * The signed document of a number, for a person who knows its twelve check digits: both are on the paper only. One
 * guess in a million million is right.
 */
async function findForm({ desk, request }: Call): Promise<object> {
  const { number, digits } = fieldsOf(request, 'number', 'digits');
  if (typeof number !== 'string' || typeof digits !== 'string')
    throw refusal(400, 'request.body.malformed', 'number');
  const { country } = valueOf(parseNumber(number));
  const home = await openNamed(desk.engine, authorityToDatabase(country) as DatabaseName);
  const id = home && (await desk.numbers.known(home, country)).holders.get(number.trim().toUpperCase());
  const isKnown = home && id && checkWords({ _id: id }) === digits;
  const held = isKnown ? await readDocument<Act>(home.database, id) : null;
  return { act: held && { _id: held._id, body: held.body, signature: held.signature } };
}

/** It arrives on the devices like any other. The same act again gets the same answer. */
async function takeCarried(call: SessionCall): Promise<object> {
  return { state: valueOf(await carry(call)) };
}

/** Also for a country’s own server. Two acts for one country are judged one after the other. */
export async function carry(call: SessionCall): ReturnType<TakeCarried> {
  const { desk, request, lookAgain } = call;
  const { act } = fieldsOf(request, 'act');
  const { authority } = (await lookAgain()).person;
  if (!isCountry(authority)) throw refusal(403, 'request.role.refused');
  const [addressee, known] = [await ownDatabase(call), await reference(call)];
  return desk.pushes.inTurn(`carried ${authority}`, () =>
    desk.takeCarried(authority, act, async (one) => {
      const home = await openNamed(desk.engine, authorityToDatabase(one.body.issuer) ?? '');
      return desk.pushes.pushCarried(one, { home, addressee, reference: known });
    })
  );
}
