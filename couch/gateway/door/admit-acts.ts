/** Signatures are verified with keys from earlier certificates. */
import type { SlicedTask } from '#couch/base/sliced-task.ts';
import type { PublicRegister } from '#couch/database/public-register.ts';
import type { KeyRegister, KnownNumbers, NamedDatabase, NumberRegister } from '#couch/database/registers.ts';
import { countsWrites, readDocument, type Database } from '#couch/engine/engine.ts';
import {
  verifyParsedActs,
  type Keyring,
  type SignatureChecks,
  type Verification
} from '#lib/crypto/verify.ts';
import { preparerOf } from '#lib/crypto/preparer.ts';
import { isAuthorization, type Act, type AuthorizationAct, type DossierAct } from '#lib/domain/act/body.ts';
import type { Invented } from '#lib/domain/act/practice.ts';
import { ACT_KINDS, isAnswerKind, isKeyKind, kindNamed, type ActKind } from '#lib/domain/act/kinds.ts';
import { parseNumber } from '#lib/domain/act/number.ts';
import { parseCarriedContent } from '#lib/domain/act/parse-act.ts';
import { blockId, usualRangeOf } from '#lib/domain/authorization/block.ts';
import { APPROVERS_SETTING_ID, readApprovers, type TwoPeople } from '#lib/domain/authorization/two-people.ts';
import { Admission, type Held } from '#lib/domain/door/admission.ts';
import { BlockShelf } from '#lib/domain/door/blocks.ts';
import { inCausalOrder } from '#lib/domain/dossier/causal-order.ts';
import { isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import type { ActId, AuthorityCode, Instant } from '#lib/domain/ids.ts';
import { readInvitations, type Invitation } from '#lib/domain/reply-file/invitation.ts';
import { invitationIdsOf } from '#lib/domain/reply-file/judge-reply.ts';
import { isTrialAct, TRIAL_KINDS, trialOf, type TrialAct } from '#lib/domain/partners/trial.ts';
import type { Problem } from '#lib/domain/result.ts';
import type { BalanceRegister } from './balance-register.ts';
import type { CompanyRegister } from './company-register.ts';
import type { Shelf } from './held-acts.ts';
import { DossierReader } from './read-dossiers.ts';

interface Admitting {
  readonly keys: KeyRegister;
  readonly numbers: NumberRegister;
  readonly published: PublicRegister;
  readonly balances: BalanceRegister;
  /** Null: not pushed by the issuer's own people to the server that they use, so its register might be older than theirs. */
  readonly companies: CompanyRegister | null;
  readonly shelf: Shelf | null;
  readonly target: NamedDatabase;
  readonly reference: NamedDatabase;
  readonly now: Instant;
  readonly checks: SignatureChecks;
  readonly demonstration: Invented;
  readonly work: SlicedTask;
  /** What the addressee holds of the issuer’s acts and the dossier. */
  readonly brought?: Brought | undefined;
  refuse(act: Act, problems: readonly Problem[]): void;
}

export interface Brought {
  readonly holders: KnownNumbers['holders'];
  readonly dossier: readonly DossierAct[];
}

/** All are of one issuer and valid for `parseCarriedAct`. */
export async function admitActs(pushed: readonly Act[], admission: Admitting): Promise<Act[]> {
  if (pushed.length === 0) return [];
  const acts = inCausalOrder(pushed);
  const { now, checks, work, refuse } = admission;
  const keyring = await readKeys(acts, admission);
  const [held, firstVerified] = await Promise.all([
    lookUp(acts, admission, keyring),
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
    // For the rest of this batch only, since it might not be written.
    if (isKeyAct(act)) await keyring.addAct(act, now);
  }
  return accepted;
}

const NO_NUMBERS: KnownNumbers = {
  holders: new Map(),
  drafts: new Map(),
  papersOf: () => [],
  blocks: new BlockShelf()
};

async function readKeys(acts: readonly Act[], admission: Admitting): Promise<Keyring> {
  const { keys, target, reference } = admission;
  const stored = await keys.keyring([reference, target]);
  return acts.some(isKeyAct) ? stored.fork() : stored;
}

async function lookUp(acts: readonly Act[], admission: Admitting, keyring: Keyring): Promise<Held> {
  const { numbers, balances, target, reference, shelf, now, demonstration } = admission;
  const dossiers = new DossierReader(target.database, shelf);
  const trials = new TrialReader(target.database, shelf);
  const authorizations = acts.filter(isAuthorization);
  const issuer = authorizations[0]?.body.issuer;
  const confirmations = acts.flatMap(({ body }) => (body.kind === 'list-confirmation' ? body.lists : []));
  const named = authorizations.flatMap(({ body }) => body.practices ?? []).concat(confirmations);
  const publishes = acts.some(({ body }) => kindNamed(body.kind)?.group === 'notice');
  const [known, published, answered, invitations, balance, companies] = await Promise.all([
    issuer === undefined ? NO_NUMBERS : numbers.known(target, issuer),
    issuer === undefined && !publishes && confirmations.length === 0
      ? []
      : admission.published.known(reference, target, { named, publishes }),
    readAnswered(acts, target.database, shelf),
    readInvitationsOf(acts, target.database),
    balances.known(authorizations, { target, reference, shelf, now, work: admission.work }, keyring.trust),
    issuer === undefined ? null : (admission.companies?.known(target) ?? null),
    dossiers.read(acts.filter(isDossierAct)),
    trials.read(acts.filter(isTrialAct))
  ]);
  const { brought } = admission;
  for (const act of brought?.dossier ?? []) dossiers.add(act);
  const holders = { get: (number: string) => known.holders.get(number) ?? brought?.holders.get(number) };
  const { blocks } = known;
  const twoPeople = await readTwoPeople(authorizations, keyring, target.database);
  await readNewBlocks(authorizations, blocks, target);
  return {
    now,
    demonstration,
    holders,
    blocks,
    dossiers,
    twoPeople,
    trials,
    published,
    answered,
    invitations,
    balance,
    companies
  };
}

/** What its addressee holds of an act’s issuer and dossiers. */
export async function readBrought(
  act: Act,
  { numbers, target, shelf }: Pick<Admitting, 'numbers' | 'target' | 'shelf'>
): Promise<Brought> {
  const dossiers = new DossierReader(target.database, shelf);
  if (isDossierAct(act)) await dossiers.read([act]);
  const { holders } = isAuthorization(act) ? await numbers.known(target, act.body.issuer) : NO_NUMBERS;
  return { holders, dossier: isDossierAct(act) ? dossiers.of(act) : [] };
}

async function readTwoPeople(
  authorizations: readonly AuthorizationAct[],
  keyring: Keyring,
  database: Database
): Promise<NonNullable<Held['twoPeople']>> {
  const prepared = authorizations.filter(({ body }) => body.prepared !== undefined);
  const approvers =
    prepared.length > 0 ? readApprovers(await readDocument(database, APPROVERS_SETTING_ID)) : [];
  const people = new Map<Act, TwoPeople>();
  for (const act of prepared) {
    const { kind, draft = '' } = act.body;
    const preparer = await preparerOf(act.body, act.body.prepared, { kind, draft }, keyring);
    people.set(act, { approvers, preparer: preparer?.person ?? null });
  }
  return (act) => people.get(act);
}

const ANSWER_KINDS = ACT_KINDS.filter(isAnswerKind);

async function readAnswered(
  acts: readonly Act[],
  database: Database,
  shelf: Shelf | null
): Promise<readonly ActId[]> {
  const first = acts.find(({ body }) => isAnswerKind(body.kind));
  if (first === undefined) return [];
  return shelf ? [...shelf.answerIds()] : idsByView(database, first.body.issuer, ANSWER_KINDS);
}

/** The country's own database needs no other filter. */
async function idsByView(
  database: Database,
  issuer: AuthorityCode,
  kinds: readonly ActKind[]
): Promise<ActId[]> {
  const keys = kinds.map((kind) => [issuer, kind]);
  const { rows } = await database.query('partners/by-count', { keys, reduce: false });
  return rows.map(({ id }) => id as ActId);
}

async function readInvitationsOf(acts: readonly Act[], database: Database): Promise<readonly Invitation[]> {
  const keys = acts.flatMap(invitationIdsOf);
  if (keys.length === 0) return [];
  const { rows } = await database.allDocs({ keys, include_docs: true });
  const documents = rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc as { _id: string }] : []));
  return readInvitations(documents);
}

/** One copy of a cluster lists new documents and can lack a just confirmed block. Reading by id asks several copies. */
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

/** Up to the first that changes trusted keys, which the later ones depend on. */
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

/**
 * Acts of a country's trials, from memory or the view `partners/by-count`. They are few, so all are read to judge one.
 */
class TrialReader {
  readonly #database: Database;
  readonly #shelf: Shelf | null;
  readonly #byTrial = new Map<ActId, Map<ActId, TrialAct>>();

  constructor(database: Database, shelf: Shelf | null) {
    this.#database = database;
    this.#shelf = shelf;
  }

  async read(acts: readonly TrialAct[]): Promise<void> {
    const [first] = acts;
    if (first === undefined) return;
    const ids = this.#shelf
      ? [...this.#shelf.trialIds()]
      : await idsByView(this.#database, first.body.issuer, TRIAL_KINDS);
    if (ids.length === 0) return;
    const { rows } = await this.#database.allDocs({ keys: ids, include_docs: true });
    for (const row of rows) {
      const parsed = 'doc' in row && row.doc ? parseCarriedContent(row.doc) : null;
      if (parsed?.ok && isTrialAct(parsed.value)) this.add(parsed.value);
    }
  }

  add(act: TrialAct): void {
    const trial = trialOf(act);
    const known = this.#byTrial.get(trial) ?? new Map<ActId, TrialAct>();
    this.#byTrial.set(trial, known.set(act._id, act));
  }

  of(act: TrialAct): readonly TrialAct[] {
    return [...(this.#byTrial.get(trialOf(act))?.values() ?? [])];
  }
}
