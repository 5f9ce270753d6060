/**
 * Signs findings for issuer and addressees, once each. Earlier findings are read from the receipts in a database that
 * the accused cannot reach. A reappeared act withdraws its finding.
 */
import { errorToText } from '#couch/base/error-text.ts';
import { Mutex } from '#couch/base/turns.ts';
import type { Database } from '#couch/engine/engine.ts';
import { verifyActs } from '#lib/crypto/verify.ts';
import type { Act, ReceiptBody } from '#lib/domain/act/body.ts';
import { databaseToAuthority } from '#lib/domain/exchange/authority.ts';
import { toldOf, type StatedFinding } from '#lib/domain/exchange/receipts.ts';
import {
  authorityToDatabase,
  REFERENCE_DATABASE,
  shareScope,
  type DatabaseName
} from '#lib/domain/exchange/share-scope.ts';
import type { ActId, AuthorityCode, CountryCode } from '#lib/domain/ids.ts';
import { findFaults, listStillAmiss, type Fault, type FaultStage } from './find-fault.ts';
import { FindingLog, foldStanding, inPortions, MAX_ACTS, MAX_ADDRESSEES } from './finding-log.ts';
import { listGenuine, listTelling, listDelivered, type Receipt } from './receipts.ts';
import type { StatingTools } from './tools.ts';
import { FindingWithdrawal } from './withdraw-findings.ts';

const MAX_REMEMBERED = 100_000;
/** Batches that wait; the integrity scan finds dropped ones again. */
const MAX_LATER = 1000;

type Changes = readonly { readonly id: string; readonly document: object | null }[];

interface Group {
  readonly database: DatabaseName;
  readonly stage: FaultStage;
  readonly audience: readonly AuthorityCode[];
  readonly of: readonly ActId[];
}

export class Findings {
  readonly #tools: StatingTools;
  readonly #search: CopySearch;
  readonly #mutex = new Mutex();
  readonly #log: FindingLog;
  readonly #withdrawal: FindingWithdrawal;
  readonly #settled = new Set<string>();
  readonly #later: { readonly database: DatabaseName; readonly faults: readonly Fault[] }[] = [];

  constructor(tools: StatingTools) {
    this.#tools = tools;
    this.#search = new CopySearch(tools);
    this.#log = new FindingLog(tools);
    const { targets, log } = tools;
    this.#withdrawal = new FindingWithdrawal({ targets, log, findings: this.#log, mutex: this.#mutex });
  }

  standing(names: readonly DatabaseName[]): readonly StatedFinding[] {
    return this.#log.standing(names);
  }

  recall(name: DatabaseName): Promise<void> {
    return this.#log.open(name);
  }

  async review(name: DatabaseName, receipts: readonly Receipt[]): Promise<void> {
    const genuine = await listGenuine(receipts, this.#tools.keyring);
    await this.#log.addAll(name, genuine);
    for (const { body } of genuine)
      if (body.stage === 'retracted') this.#unsettle(body.of.map((id) => ({ id, where: body.where })));
    this.#unsettle(await this.#withdrawal.look(name));
  }

  async takeBack(country: CountryCode, ids: readonly ActId[]): Promise<void> {
    this.#unsettle(await this.#withdrawal.take(country, ids));
  }

  /** Checks a feed's changes. A silent database delays no feed, since the check is repeated. */
  look(database: DatabaseName, changes: Changes): Promise<void> {
    return this.take(database, findFaults(changes));
  }

  async retry(): Promise<void> {
    for (const { database, faults } of this.#later.splice(0)) await this.take(database, faults);
  }

  async take(database: DatabaseName, faults: readonly Fault[]): Promise<void> {
    try {
      await this.state(database, faults);
    } catch (error) {
      this.#tools.log.warn({ database, reason: errorToText(error) }, 'What was found cannot be stated yet.');
      if (this.#later.length < MAX_LATER) this.#later.push({ database, faults });
    }
  }

  /** One after the other: a fault found by feed and integrity scan together is signed once. */
  state(database: DatabaseName, faults: readonly Fault[]): Promise<void> {
    return this.#mutex.run(database, () => this.#stateFresh(database, faults));
  }

  async #stateFresh(database: DatabaseName, faults: readonly Fault[]): Promise<void> {
    const fresh = faults.filter((fault) => !this.#settled.has(keyOf(database, fault.stage, fault.id)));
    if (fresh.length === 0) return;
    const ids = fresh.map(({ id }) => id);
    const { found, isIncomplete } = await this.#search.find(ids, database);
    const strange = fresh.filter(({ id }) => audienceOf(found.get(id)).length === 0);
    if (!isIncomplete) this.#passOver(database, strange);
    const held = this.#tools.targets.open(database);
    const amiss = held === null ? [] : await listStillAmiss(held, fresh);
    for (const group of groupFaults(database, amiss, found)) await this.#stateGroup(group);
  }

  /** Planted under the id of an act that no one issued, or that concerns no country. */
  #passOver(database: DatabaseName, faults: readonly Fault[]): void {
    for (const { id, stage } of faults) {
      this.#settle([keyOf(database, stage, id)]);
      this.#tools.log.warn(
        { database, id, code: `act.${stage}` },
        'Known by no country as an act of its own.'
      );
    }
  }

  async #stateGroup(group: Group): Promise<void> {
    const { database, stage, of } = group;
    const stated = await this.#statedBefore(group);
    const left = of.filter((id) => !stated.has(id));
    for (const portion of inPortions(left, MAX_ACTS)) await this.#stateTo({ ...group, of: portion });
    this.#settle(of.map((id) => keyOf(database, stage, id)));
  }

  async #stateTo({ database, stage, audience, of }: Group): Promise<void> {
    const where = databaseToAuthority(database) ?? 'INCB';
    for (const to of inPortions(audience, MAX_ADDRESSEES)) await this.#log.state({ stage, where, of, to });
    this.#tools.log.warn({ database, code: `act.${stage}`, of }, 'A database does not hold what was stated.');
  }

  /** Not from the accused database, unless no other received a finding. */
  async #statedBefore(group: Group): Promise<ReadonlySet<ActId>> {
    const names = group.audience.map((one) => authorityToDatabase(one) as DatabaseName);
    const witnesses = names.filter((name) => name !== group.database);
    const witness = [...witnesses, ...names]
      .map((name) => this.#tools.targets.open(name))
      .find((one) => one !== null);
    if (!witness) return new Set();
    const telling = await listTelling(witness, group.of, this.#tools.keyring, (body) => tellsOf(body, group));
    return new Set(foldStanding(telling).map(({ id }) => id));
  }

  #unsettle(taken: readonly Pick<StatedFinding, 'id' | 'where'>[]): void {
    for (const { id, where } of taken)
      for (const name of where === 'INCB' ? ['incb', REFERENCE_DATABASE] : [authorityToDatabase(where) ?? ''])
        for (const stage of ['altered', 'missing'] as const) this.#settled.delete(keyOf(name, stage, id));
  }

  #settle(keys: readonly string[]): void {
    if (this.#settled.size > MAX_REMEMBERED) this.#settled.clear();
    for (const key of keys) this.#settled.add(key);
  }
}

function keyOf(database: DatabaseName, stage: FaultStage, id: ActId): string {
  return `${database} ${stage} ${id}`;
}

function tellsOf(body: ReceiptBody, { database, stage }: Group): boolean {
  const isMeant = body.stage === stage || body.stage === 'retracted';
  return isMeant && body.where === (databaseToAuthority(database) ?? 'INCB');
}

function groupFaults(
  database: DatabaseName,
  faults: readonly Fault[],
  found: ReadonlyMap<ActId, Act>
): readonly Group[] {
  const groups = new Map<string, Group & { of: ActId[] }>();
  for (const { id, stage } of faults) {
    const audience = audienceOf(found.get(id));
    if (audience.length === 0) continue;
    const name = `${stage} ${audience.join()}`;
    const group = groups.get(name) ?? { database, stage, audience, of: [] };
    group.of.push(id);
    groups.set(name, group);
  }
  return [...groups.values()];
}

function audienceOf(act: Act | undefined): readonly AuthorityCode[] {
  return act === undefined ? [] : toldOf(act.body);
}

interface GenuineCopies {
  readonly found: ReadonlyMap<ActId, Act>;
  readonly isIncomplete: boolean;
}

type SearchTools = Pick<StatingTools, 'targets' | 'keyring' | 'now'>;

class CopySearch {
  readonly #tools: SearchTools;

  constructor(tools: SearchTools) {
    this.#tools = tools;
  }

  async find(ids: readonly ActId[], where: DatabaseName): Promise<GenuineCopies> {
    const found = new Map<ActId, Act>();
    let isIncomplete = false;
    for (const name of this.#placesFor(ids, where)) {
      const left = ids.filter((id) => !found.has(id));
      const database = left.length === 0 ? null : this.#tools.targets.open(name);
      if (database === null) continue;
      const read = name === where ? readEarlier(database, left) : readHeld(database, left);
      const documents = await read.catch(() => ((isIncomplete = true), []));
      const genuine = await this.#genuine(documents, where);
      const believed = await this.#withoutDoubted(genuine, name).catch(() => ((isIncomplete = true), []));
      for (const act of believed) found.set(act._id, act);
    }
    return { found, isIncomplete };
  }

  #placesFor(ids: readonly ActId[], where: DatabaseName): DatabaseName[] {
    const issuers = ids.map((id) => authorityToDatabase(id.split(':')[2] as AuthorityCode) ?? where);
    const all = this.#tools.targets.countries.map((country) => authorityToDatabase(country) ?? where);
    return [...new Set([where, ...issuers, ...all, 'incb', 'reference'])];
  }

  async #genuine(documents: readonly object[], where: DatabaseName): Promise<Act[]> {
    const verifications = await verifyActs(documents, this.#tools.keyring);
    return (documents as readonly Act[]).filter(
      (act, index) => verifications[index]?.verdict === 'good' && shareScope(act.body).includes(where)
    );
  }

  /**
   * Administrators of the issuer's database can add backdated acts. Under a key that has ended, an act of only that
   * database counts if the exchange has a receipt of it.
   */
  async #withoutDoubted(acts: readonly Act[], name: DatabaseName): Promise<readonly Act[]> {
    const { keyring, targets, now } = this.#tools;
    const isDoubted = ({ body, signature }: Act): boolean =>
      authorityToDatabase(body.issuer) === name &&
      keyring.trust.judge(body, signature.key, now()).verdict !== 'good';
    const doubted = new Set(acts.filter(isDoubted).map(({ _id }) => _id));
    const issuers = doubted.size === 0 ? null : targets.open(name);
    if (issuers === null) return acts;
    const delivered = await listDelivered(issuers, [...doubted], keyring);
    return acts.filter(({ _id }) => !doubted.has(_id) || delivered.has(_id));
  }
}

async function readHeld(database: Database, ids: readonly ActId[]): Promise<object[]> {
  const { rows } = await database.allDocs({ keys: [...ids], include_docs: true });
  return rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc] : []));
}

/** First revisions, available until the database is compacted. */
async function readEarlier(database: Database, ids: readonly ActId[]): Promise<object[]> {
  const documents: object[] = [];
  for (const id of ids) {
    const leaves = await database.get(id, { open_revs: 'all', revs: true }).catch(() => []);
    for (const rev of new Set(leaves.flatMap(firstRevisionOf))) {
      const document = await database.get(id, { rev }).catch(() => null);
      if (document) documents.push(document);
    }
  }
  return documents;
}

function firstRevisionOf({ ok }: { readonly ok?: object }): string[] {
  const { _revisions } = (ok ?? {}) as { readonly _revisions?: { start: number; ids: readonly string[] } };
  const { start = 0, ids = [] } = _revisions ?? {};
  return ids.length === start && start > 0 ? [`1-${ids[start - 1] ?? ''}`] : [];
}
