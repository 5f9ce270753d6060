/**
 * Looks up what the door judges acts by, verifies their signatures, each under the keys that certificates before it have
 * made known, and asks the domain about one after the other.
 */
import {
  verifyParsedActs,
  type Keyring,
  type SignatureChecks,
  type Verification
} from '#lib/crypto/verify.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { isKeyKind } from '#lib/domain/act/kinds.ts';
import { inCausalOrder } from '#lib/domain/dossier/causal-order.ts';
import { isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { isTrialAct } from '#lib/domain/partners/trial.ts';
import type { Problem } from '#lib/domain/result.ts';
import { BlockShelf } from '#lib/domain/door/block-shelf.ts';
import type { LongWork } from '#couch/base/long-work.ts';
import { Admission, type Held } from '#lib/domain/door/admission.ts';
import { isAuthorization, type AuthorizationAct } from '#lib/domain/door/door.ts';
import { blockId, usualRangeOf } from '#lib/domain/authorization/block.ts';
import { parseNumber } from '#lib/domain/act/number.ts';
import { countsWrites, readDocument } from '#couch/engine/engine.ts';
import { DossierReader } from './dossier-reader.ts';
import type { Shelf } from './held-acts.ts';
import { TrialReader } from './trial-reader.ts';
import type { KeyRegister, KnownNumbers, NamedDatabase, NumberRegister } from '#couch/database/registers.ts';

export interface Admitting {
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
  /** That of the whole push. */
  readonly work: LongWork;
  refuse(act: Act, problems: readonly Problem[]): void;
}

/**
 * Those that pass; all are of one issuer and as `parseAct` has accepted them. The order in which they were
 * pushed does not matter.
 */
export async function admitActs(pushed: readonly Act[], admission: Admitting): Promise<Act[]> {
  if (pushed.length === 0) return [];
  const acts = inCausalOrder(pushed);
  const { now, checks, work, refuse } = admission;
  const keyring = await readKeys(acts, admission);
  // Beside the looking up: on other cores, or while the database is waited for.
  const [held, firstVerified] = await Promise.all([
    lookUp(acts, admission),
    verifyUpToKeyAct(acts, keyring, now, checks)
  ]);
  const admitted = new Admission(held);
  const accepted: Act[] = [];
  let verified = firstVerified;
  for (const [index, act] of acts.entries()) {
    await work.yieldWhenDue();
    if (!verified.has(act)) verified = await verifyUpToKeyAct(acts.slice(index), keyring, now, checks);
    const problems = admitted.admit(act, verified.get(act) ?? NOT_VERIFIED);
    if (problems.length > 0) {
      refuse(act, problems);
      continue;
    }
    accepted.push(act);
    // For the rest of this batch only: whether it is written is not known yet.
    if (isKeyAct(act)) await keyring.addAct(act, now);
  }
  return accepted;
}

/** What is known of numbers where a batch bears none. */
const NO_NUMBERS: KnownNumbers = { holders: new Map(), blocks: new BlockShelf() };

async function readKeys(acts: readonly Act[], admission: Admitting): Promise<Keyring> {
  const { keys, target, reference } = admission;
  const stored = await keys.keyring([reference, target]);
  return acts.some(isKeyAct) ? stored.fork() : stored;
}

async function lookUp(acts: readonly Act[], admission: Admitting): Promise<Held> {
  const { numbers, target, shelf, now, demonstration } = admission;
  const dossiers = new DossierReader(target.database, shelf);
  const trials = new TrialReader(target.database, shelf);
  const issuer = acts.find(isAuthorization)?.body.issuer;
  const [known] = await Promise.all([
    issuer === undefined ? NO_NUMBERS : numbers.known(target, issuer),
    dossiers.read(acts.filter(isDossierAct)),
    trials.read(acts.filter(isTrialAct))
  ]);
  const { holders, blocks } = known;
  await readNewBlocks(acts.filter(isAuthorization), blocks, target);
  return { now, demonstration, holders, blocks, dossiers, trials };
}

/**
 * A cluster lists what is new by one copy, which might not have a block yet that a majority has confirmed a moment ago. By
 * its name the block is read from several copies, so that no number is refused that the device was given.
 */
async function readNewBlocks(
  acts: readonly AuthorizationAct[],
  blocks: BlockShelf,
  { database }: NamedDatabase
): Promise<void> {
  if (countsWrites(database)) return;
  const unknown = new Set<string>();
  for (const { body } of acts) {
    const parsed = parseNumber(body.number);
    if (parsed.ok && blocks.find(parsed.value) === null) unknown.add(blockId(usualRangeOf(parsed.value)));
  }
  for (const id of unknown) {
    const block = await readDocument(database, id);
    if (block !== null) blocks.take(block);
  }
}

const NOT_VERIFIED: Verification = { verdict: 'bad', problem: { code: 'signature.malformed' } };

function isKeyAct({ body }: Act): boolean {
  return isKeyKind(body.kind);
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
