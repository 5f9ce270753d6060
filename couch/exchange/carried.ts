/**
 * Acts that an addressee brings, by a scan of the printed form or by courier, before their issuer’s device was online.
 * The issuer’s database stores them first, judged as by its own door: what it refuses is nowhere.
 */
import { checkStoredAct } from '#lib/domain/exchange/document-structure.ts';
import { actRevision } from '#lib/domain/act/act-id.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { isCountry } from '#lib/domain/country.ts';
import { DOOR_LIMITS } from '#lib/domain/door/room.ts';
import { authorityToDatabase, type DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import { sortActs } from '#lib/domain/exchange/sort-acts.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { verifyActs } from '#lib/crypto/verify.ts';
import type { ExchangeTools } from './delivery.ts';
import { readFates } from './find-fault.ts';

/** `held`: it was there before. */
export type CarriedAs = 'stored' | 'held';

const UNREACHED: Problem = { code: 'request.engine.failed' };

type Tools = Pick<ExchangeTools, 'keyring' | 'targets' | 'copies' | 'now'>;

/** A document of replication, judged and stored as if its issuer had pushed it. */
export type PushAtIssuers = (act: Act) => Promise<readonly Problem[]>;

export async function takeCarried(
  { keyring, targets, copies, now }: Tools,
  country: CountryCode,
  document: unknown,
  pushAtIssuers: PushAtIssuers
): Promise<Result<CarriedAs>> {
  const target = authorityToDatabase(country) as DatabaseName;
  const judged = judgeForm(document, country);
  if (!judged.ok) return judged;
  // The device's own revision: the issuer's copy comes later, and must be the same document.
  const _rev = actRevision(judged.value._id);
  const act = Object.assign({ ...judged.value, _rev }, { _revisions: { start: 1, ids: [_rev.slice(2)] } });
  const verdicts = await verifyActs([judged.value], keyring, now);
  const sorted = sortActs([act], verdicts, act.body.issuer);
  const problem =
    sorted.skipped[0]?.problem ?? (verdicts[0]?.verdict === 'good' ? null : verdicts[0]?.problem);
  if (problem) return refuse(problem);
  if (!sorted.byTarget.has(target)) return refuse({ code: 'carried.addressee', path: 'body.to' });
  const database = targets.open(target);
  if (database === null) return refuse(UNREACHED);
  const fate = (await readFates(database, [act._id])).get(act._id);
  if (fate === 'held') return accept('held');
  if (fate !== 'absent') return refuse({ code: 'carried.damaged' });
  const problems = await pushAtIssuers(act);
  if (problems.length > 0) return refuse(...problems);
  // Now, not when the exchange comes to it: the next one that is brought can refer to it.
  const refused = await copies.write(target, [act]);
  if (refused === 'unreached') return refuse(UNREACHED);
  const code = refused.get(act._id);
  return code === undefined ? accept('stored') : refuse({ code });
}

function judgeForm(document: unknown, country: CountryCode): Result<Act> {
  if (!isPlainObject(document)) return refuse({ code: 'document.malformed' });
  if (Buffer.byteLength(JSON.stringify(document)) > DOOR_LIMITS.documentBytes)
    return refuse({ code: 'document.tooLarge', values: { most: DOOR_LIMITS.documentBytes } });
  const { _id, body, signature, ...others } = document;
  if (Object.keys(others).length > 0) return refuse({ code: 'document.key.unknown' });
  const checked = checkStoredAct({ _id, body, signature }, null);
  if (!checked.ok) return checked;
  const act = { _id, body, signature } as Act;
  return isCountry(act.body.issuer) && act.body.issuer !== country
    ? accept(act)
    : refuse({ code: 'carried.issuer', path: 'body.issuer' });
}
