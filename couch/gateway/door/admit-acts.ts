/**
 * Looks up what the door judges acts by, and judges them in order: each with those accepted before it,
 * each under the keys that certificates before it have made known.
 */
import {
  verifyParsedActs,
  type Keyring,
  type SignatureChecks,
  type Verification
} from '#lib/crypto/verify.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { inCausalOrder } from '#lib/domain/dossier/causal-order.ts';
import { isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import type { ActId, Instant } from '#lib/domain/ids.ts';
import type { Problem } from '#lib/domain/result.ts';
import { BlockShelf } from '#lib/domain/door/block-shelf.ts';
import { LongWork } from '../bounds/long-work.ts';
import { isAuthorization, judgeAct } from '#lib/domain/door/door.ts';
import { DossierReader } from './dossier-reader.ts';
import type { Shelf } from './held-acts.ts';
import type { KeyRegister, KnownNumbers, NamedDatabase, NumberRegister } from '#couch/database/registers.ts';

export interface Admission {
  readonly keys: KeyRegister;
  readonly numbers: NumberRegister;
  /** What is held in memory of the database, if anything. */
  readonly shelf: Shelf | null;
  readonly target: NamedDatabase;
  readonly reference: NamedDatabase;
  readonly now: Instant;
  /** Begun while the documents were judged. */
  readonly checks: SignatureChecks;
  readonly demonstration: boolean;
  refuse(act: Act, problems: readonly Problem[]): void;
}

interface Known {
  readonly keyring: Keyring;
  readonly dossiers: DossierReader;
  readonly numbers: KnownNumbers;
  /** Numbers of this batch: what is not stored yet holds none for others. */
  readonly taken: Map<string, ActId>;
}

/**
 * Those that pass; all are of one issuer and as `parseAct` has accepted them. The order in which they were
 * pushed does not matter.
 */
export async function admitActs(pushed: readonly Act[], admission: Admission): Promise<Act[]> {
  if (pushed.length === 0) return [];
  const acts = inCausalOrder(pushed);
  const { now, checks, demonstration, refuse } = admission;
  const keyring = await readKeys(acts, admission);
  // Beside the looking up: on other cores, or while the database is waited for.
  const [known, firstVerified] = await Promise.all([
    lookUp(acts, admission, keyring),
    verifyUpToKeyAct(acts, keyring, now, checks)
  ]);
  const accepted: Act[] = [];
  let verified = firstVerified;
  const work = new LongWork();
  for (const [index, act] of acts.entries()) {
    await work.yieldWhenDue();
    if (!verified.has(act)) verified = await verifyUpToKeyAct(acts.slice(index), known.keyring, now, checks);
    const problems = judgeAct(act, {
      now,
      demonstration,
      verification: verified.get(act) ?? NOT_VERIFIED,
      blocks: known.numbers.blocks,
      numberHolder: isAuthorization(act) ? holderOf(act.body.number, known) : null,
      dossier: isDossierAct(act) ? known.dossiers.actsFor(act) : []
    });
    if (problems.some((problem) => problem.weight !== 'notice')) {
      refuse(act, problems);
      continue;
    }
    accepted.push(act);
    await remember(act, known, now);
  }
  return accepted;
}

/** Of a batch in which nothing is numbered. */
const NO_NUMBERS: KnownNumbers = { holders: new Map(), blocks: new BlockShelf() };

async function readKeys(acts: readonly Act[], admission: Admission): Promise<Keyring> {
  const { keys, target, reference } = admission;
  const stored = await keys.keyring([reference, target]);
  return acts.some(isKeyAct) ? stored.fork() : stored;
}

async function lookUp(acts: readonly Act[], admission: Admission, keyring: Keyring): Promise<Known> {
  const { numbers, target, shelf } = admission;
  const dossiers = new DossierReader(target.database, shelf);
  const issuer = acts.find(isAuthorization)?.body.issuer;
  const [known] = await Promise.all([
    issuer === undefined ? NO_NUMBERS : numbers.known(target, issuer),
    dossiers.read(acts.filter(isDossierAct))
  ]);
  return { keyring, dossiers, numbers: known, taken: new Map<string, ActId>() };
}

function holderOf(number: string, { numbers, taken }: Known): ActId | null {
  return numbers.holders.get(number) ?? taken.get(number) ?? null;
}

/** For the rest of this batch only: whether it is written is not known yet. */
async function remember(act: Act, { keyring, dossiers, taken }: Known, now: Instant): Promise<void> {
  if (isDossierAct(act)) dossiers.add(act);
  if (isAuthorization(act)) taken.set(act.body.number, act._id);
  if (isKeyAct(act)) await keyring.addAct(act, now);
}

const NOT_VERIFIED: Verification = { verdict: 'bad', problem: { code: 'signature.malformed' } };

export function isKeyAct({ body }: Act): boolean {
  return body.kind === 'certificate' || body.kind === 'withdrawal';
}

/**
 * Verifies acts side by side, up to and with the first that changes what keys are trusted: those after it
 * are to be judged by what it says.
 */
async function verifyUpToKeyAct(
  acts: readonly Act[],
  keyring: Keyring,
  now: Instant,
  checks: SignatureChecks
): Promise<Map<Act, Verification>> {
  const end = acts.findIndex(isKeyAct);
  const run = end < 0 ? acts : acts.slice(0, end + 1);
  const verifications = await verifyParsedActs(run, keyring, now, checks);
  return new Map(run.map((act, index) => [act, verifications[index] ?? NOT_VERIFIED]));
}
