/**
 * Acts that an addressee brings, by a scan of the printed form or by courier, before their issuer’s device was online.
 * The exchange verifies and writes them as if it had read them in the issuer’s database. Until they are there, their
 * absence is not a loss.
 */
import { checkStoredAct } from '#lib/domain/exchange/document-structure.ts';
import { actRevision } from '#lib/domain/act/act-id.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { isCountry } from '#lib/domain/country.ts';
import { DOOR_LIMITS } from '#lib/domain/door/room.ts';
import { authorityToDatabase, type DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import { sortActs, type StoredAct } from '#lib/domain/exchange/sort-acts.ts';
import type { ActId, CountryCode } from '#lib/domain/ids.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { verifyActs } from '#lib/crypto/verify.ts';
import type { Database } from '#couch/engine/engine.ts';
import { listTexts, LocalRecord } from './checkpoint.ts';
import type { ExchangeTools } from './delivery.ts';
import { readFates } from './find-fault.ts';

/** `held`: it was there before. */
export type CarriedAs = 'stored' | 'held';

const UNREACHED: Problem = { code: 'request.engine.failed' };
/** Older ones have reached their issuer’s database, or never will. */
const MAX_NOTED = 5000;

type Tools = Pick<ExchangeTools, 'keyring' | 'targets' | 'copies' | 'now'>;

/** As the issuer's own door: nothing is brought that the network would have refused. */
export type JudgeAsIssuers = (act: Act) => Promise<readonly Problem[]>;

export async function takeCarried(
  { keyring, targets, copies, now }: Tools,
  country: CountryCode,
  document: unknown,
  judgeAsIssuers: JudgeAsIssuers
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
  const problems = await judgeAsIssuers(judged.value);
  if (problems.length > 0) return refuse(...problems);
  await noteCarried(database, act._id);
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

interface Noted {
  readonly acts: readonly ActId[];
}

const parseNoted = (value: unknown): Noted => ({
  acts: listTexts(isPlainObject(value) ? value['acts'] : null) as ActId[]
});

async function noteCarried(database: Database, id: ActId): Promise<void> {
  const record = new LocalRecord(database, 'exchange-carried', parseNoted);
  await record.change(({ acts }) => (acts.includes(id) ? null : { acts: [...acts, id].slice(-MAX_NOTED) }));
}

/** Acts of another issuer that nobody carried here: their absence there is a loss. Those that arrived are forgotten. */
export async function withoutCarried(
  database: Database,
  acts: readonly StoredAct[],
  absent: readonly StoredAct[]
): Promise<readonly StoredAct[]> {
  const record = new LocalRecord(database, 'exchange-carried', parseNoted);
  const noted = new Set((await record.read()).acts);
  if (noted.size === 0) return absent;
  const waiting = absent.filter(({ _id }) => noted.has(_id));
  const arrived = new Set(
    acts.filter((act) => noted.has(act._id) && !absent.includes(act)).map(({ _id }) => _id)
  );
  if (arrived.size > 0) await record.change((held) => ({ acts: held.acts.filter((id) => !arrived.has(id)) }));
  return absent.filter((act) => !waiting.includes(act));
}
