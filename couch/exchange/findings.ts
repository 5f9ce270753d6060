/**
 * Signs findings for issuer and addressees, once each. Earlier findings are read from the receipts in a database that
 * the accused cannot reach. A reappeared act withdraws its finding.
 */
import { errorToText } from '#couch/base/error-text.ts';
import { Mutex } from '#couch/base/turns.ts';
import type { Act, ReceiptBody } from '#lib/domain/act/body.ts';
import { databaseToAuthority } from '#lib/domain/exchange/authority.ts';
import { toldOf, type StatedFinding } from '#lib/domain/exchange/receipts.ts';
import {
  authorityToDatabase,
  REFERENCE_DATABASE,
  type DatabaseName
} from '#lib/domain/exchange/share-scope.ts';
import type { ActId, AuthorityCode, CountryCode } from '#lib/domain/ids.ts';
import { findFaults, listStillAmiss, type Fault, type FaultStage } from './find-fault.ts';
import { FindingLog, foldStanding, inPortions, MAX_ACTS, MAX_ADDRESSEES } from './finding-log.ts';
import { CopySearch } from './genuine-copies.ts';
import { listGenuine, listTelling, type Receipt } from './receipts.ts';
import type { StatingTools } from './tools.ts';
import { FindingWithdrawal } from './withdraw-findings.ts';

const MAX_REMEMBERED = 100_000;
/** Batches that wait; the integrity scan finds dropped ones again. */
const MAX_LATER = 1000;

type Changes = readonly { readonly id: string; readonly document: object | null }[];

interface Group {
  readonly database: DatabaseName;
  readonly stage: FaultStage;
  /** Countries of the acts, each once. */
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

  /** Withdraws a finding if its act is genuine again. */
  async review(name: DatabaseName, receipts: readonly Receipt[]): Promise<void> {
    const genuine = await listGenuine(receipts, this.#tools.keyring);
    await this.#log.addAll(name, genuine);
    for (const { body } of genuine)
      if (body.stage === 'retracted') this.#unsettle(body.of.map((id) => ({ id, where: body.where })));
    this.#unsettle(await this.#withdrawal.look(name));
  }

  /** Report of a country's own server on acts that it holds again. */
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

  /** A finding that a silent database delays is signed later. */
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
