/**
 * States, signed, that a database holds an act altered or no more: to its issuer and its addressees, in all
 * of their databases, once for each finding. What was stated before is read from the receipts themselves,
 * in a database that the one who is to be told of cannot reach.
 */
import { Mutex } from '#couch/gateway/mutex.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { Act, ReceiptBody } from '#lib/domain/act/body.ts';
import { databaseToAuthority } from '#lib/domain/exchange/authority.ts';
import { authorityToDatabase, type DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import type { ActId, AuthorityCode } from '#lib/domain/ids.ts';
import type { ExchangeTools } from './courier.ts';
import { findFaults, type Fault, type FaultStage } from './find-fault.ts';
import { CopySearch } from './genuine-copies.ts';
import { listTold } from './genuine-receipts.ts';
import { withFirstRevision } from './receipt.ts';
import type { StoredAct } from './sort-acts.ts';

/** Acts that one receipt tells of, and authorities that it goes to (domain: at most 1,000 and 20). */
const MOST_ACTS = 200;
const MOST_ADDRESSEES = 20;
const MOST_REMEMBERED = 100_000;
/** Batches that wait to be stated; the patrol finds what falls out again. */
const MOST_LATER = 1000;

type FindingTools = Pick<ExchangeTools, 'targets' | 'keyring' | 'copies' | 'key' | 'log' | 'now'>;

type Changes = readonly { readonly id: string; readonly document: object | null }[];

interface Group {
  readonly database: DatabaseName;
  readonly stage: FaultStage;
  /** The countries that the acts are of, each once. */
  readonly audience: readonly AuthorityCode[];
  readonly of: readonly ActId[];
}

export class Findings {
  readonly #tools: FindingTools;
  readonly #search: CopySearch;
  readonly #mutex = new Mutex();
  /** Stated, or known not to be of anybody's concern. */
  readonly #settled = new Set<string>();
  readonly #later: { readonly database: DatabaseName; readonly faults: readonly Fault[] }[] = [];
  #count = 0;

  constructor(tools: FindingTools) {
    this.#tools = tools;
    this.#search = new CopySearch(tools);
  }

  /** Findings stated since the start. */
  get count(): number {
    return this.#count;
  }

  /** Looks at what a database's feed brings. Whoever does not answer for it holds up no feed: it is tried again. */
  look(database: DatabaseName, changes: Changes): Promise<void> {
    return this.take(database, findFaults(changes));
  }

  /** What could not be stated yet. */
  async retry(): Promise<void> {
    for (const { database, faults } of this.#later.splice(0)) await this.take(database, faults);
  }

  /** What is found; where somebody does not answer, it is stated later. */
  async take(database: DatabaseName, faults: readonly Fault[]): Promise<void> {
    try {
      await this.state(database, faults);
    } catch (error) {
      this.#tools.log.warn({ database, reason: String(error) }, 'What was found cannot be stated yet.');
      if (this.#later.length < MOST_LATER) this.#later.push({ database, faults });
    }
  }

  /** One after the other: what the feed and the patrol find in the same moment is stated once. */
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
    for (const group of groupFaults(database, fresh, found)) await this.#stateGroup(group);
  }

  /** Planted under the id of an act that nobody has stated, or of no country's concern. */
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
    for (let at = 0; at < left.length; at += MOST_ACTS)
      await this.#stateTo({ ...group, of: left.slice(at, at + MOST_ACTS) });
    this.#settle(of.map((id) => keyOf(database, stage, id)));
  }

  async #stateTo(group: Group): Promise<void> {
    const { database, stage, audience, of } = group;
    for (let at = 0; at < audience.length; at += MOST_ADDRESSEES) {
      const to = audience.slice(at, at + MOST_ADDRESSEES);
      const receipt = withFirstRevision(await this.#sign({ ...group, audience: to }));
      await Promise.all(to.map((one) => this.#write(one, receipt)));
    }
    this.#tools.log.warn({ database, code: `act.${stage}`, of }, 'A database does not hold what was stated.');
  }

  #sign({ database, stage, audience, of }: Group): Promise<Act<ReceiptBody>> {
    const { key, by } = this.#tools.key;
    const where = databaseToAuthority(database) ?? 'INCB';
    this.#count++;
    const seq = Object.fromEntries(['EXCHANGE', ...audience].map((one) => [one, this.#count]));
    const head = { schema: 1, kind: 'receipt', issuer: 'EXCHANGE', to: audience, seq } as const;
    return signBody({ ...head, at: this.#tools.now(), by, stage, of, where }, key);
  }

  async #write(to: AuthorityCode, receipt: StoredAct): Promise<void> {
    const outcome = await this.#tools.copies.write(authorityToDatabase(to) as DatabaseName, [receipt]);
    if (outcome !== 'unreached' && outcome.size === 0) return;
    this.#tools.log.warn({ authority: to, id: receipt._id }, 'A finding could not be told.');
  }

  /** Not by the word of the database in question, unless nobody else was ever told. */
  async #statedBefore(group: Group): Promise<ReadonlySet<ActId>> {
    const names = group.audience.map((one) => authorityToDatabase(one) as DatabaseName);
    const witnesses = names.filter((name) => name !== group.database);
    const witness = [...witnesses, ...names]
      .map((name) => this.#tools.targets.open(name))
      .find((one) => one !== null);
    if (!witness) return new Set();
    return listTold(witness, group.of, this.#tools.keyring, (body) => tellsOf(body, group));
  }

  #settle(keys: readonly string[]): void {
    if (this.#settled.size > MOST_REMEMBERED) this.#settled.clear();
    for (const key of keys) this.#settled.add(key);
  }
}

function keyOf(database: DatabaseName, stage: FaultStage, id: ActId): string {
  return `${database} ${stage} ${id}`;
}

function tellsOf(body: ReceiptBody, { database, stage }: Group): boolean {
  return body.stage === stage && body.where === databaseToAuthority(database);
}

/** Of one stage and one audience each. */
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

/** The countries among issuer and addressees, each once; none for an act that is not known. */
function audienceOf(act: Act | undefined): readonly AuthorityCode[] {
  if (act === undefined) return [];
  const named = [act.body.issuer, ...act.body.to].filter((one) => one.length === 2) as AuthorityCode[];
  return [...new Set(named)].sort();
}
