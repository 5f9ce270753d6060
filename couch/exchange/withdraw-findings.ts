/** Signed withdrawals of findings, after the act reappears or the finding was wrong. */
import { readDocument } from '#couch/engine/engine.ts';
import type { Mutex } from '#couch/base/turns.ts';
import { isCountry } from '#lib/domain/country.ts';
import {
  authorityToDatabase,
  REFERENCE_DATABASE,
  type DatabaseName
} from '#lib/domain/exchange/share-scope.ts';
import type { StatedFinding } from '#lib/domain/exchange/receipts.ts';
import type { ActId, AuthorityCode, CountryCode } from '#lib/domain/ids.ts';
import { standingId } from '#lib/domain/registration/standing.ts';
import { readFates } from './find-fault.ts';
import { foldStanding, inPortions, MAX_ACTS, type FindingLog } from './finding-log.ts';
import type { Receipt } from './receipts.ts';
import type { StatingTools } from './tools.ts';

interface WithdrawalTools extends Pick<StatingTools, 'targets' | 'log'> {
  readonly findings: FindingLog;
  readonly mutex: Mutex;
}

export class FindingWithdrawal {
  readonly #tools: WithdrawalTools;

  constructor(tools: WithdrawalTools) {
    this.#tools = tools;
  }

  async look(name: DatabaseName): Promise<readonly StatedFinding[]> {
    const taken: StatedFinding[] = [];
    for (const [where, findings] of groupBy(this.#standingIn(name), ({ where }) => where))
      if (!(await this.#hasOwnServer(where))) taken.push(...(await this.#takeBack(name, where, findings)));
    return taken;
  }

  /** A country server's own report is enough to withdraw, as it was to find. */
  async take(country: CountryCode, ids: readonly ActId[]): Promise<readonly StatedFinding[]> {
    const name = authorityToDatabase(country) as DatabaseName;
    await this.#tools.findings.open(name);
    const asked = this.#standingIn(name).filter(({ id, where }) => where === country && ids.includes(id));
    return this.#takeBack(name, country, asked);
  }

  #standingIn(name: DatabaseName): readonly StatedFinding[] {
    return foldStanding(this.#tools.findings.receiptsIn(name));
  }

  #takeBack(
    name: DatabaseName,
    where: AuthorityCode,
    findings: readonly StatedFinding[]
  ): Promise<readonly StatedFinding[]> {
    const places = placesOf(where);
    return this.#tools.mutex.run(places[0] as DatabaseName, async () => {
      const held = await this.#listHeld(places, findings);
      const receipts = new Map(this.#tools.findings.receiptsIn(name).map((one) => [one._id, one]));
      // Findings withdrawn during the wait are no longer included.
      const back = foldStanding(receipts.values()).filter((one) => one.where === where && held.has(one.id));
      for (const [, group] of groupBy(back, ({ receipt }) => receipts.get(receipt)?.body.to.join() ?? ''))
        await this.#state(where, group, receipts);
      return back;
    });
  }

  async #state(
    where: AuthorityCode,
    findings: readonly StatedFinding[],
    receipts: ReadonlyMap<ActId, Receipt>
  ): Promise<void> {
    for (const portion of inPortions(findings, MAX_ACTS)) {
      const of = [...new Set(portion.map(({ id }) => id))];
      const takesBack = [...new Set(portion.map(({ receipt }) => receipt))];
      const to = (receipts.get(takesBack[0] as ActId)?.body.to ?? []) as readonly AuthorityCode[];
      await this.#tools.findings.state({ stage: 'retracted', where, of, takesBack, to });
      this.#tools.log.warn({ where, of }, 'A database holds again what was stated.');
    }
  }

  async #listHeld(
    places: readonly DatabaseName[],
    findings: readonly StatedFinding[]
  ): Promise<ReadonlySet<ActId>> {
    const ids = findings.map(({ id }) => id);
    const held = new Set<ActId>();
    const amiss = new Set<ActId>();
    for (const place of places) {
      const database = this.#tools.targets.open(place);
      if (database === null) continue;
      for (const [id, fate] of await readFates(database, ids))
        if (fate === 'held') held.add(id);
        else if (fate !== 'absent') amiss.add(id);
    }
    return new Set([...held].filter((id) => !amiss.has(id)));
  }

  /** Then the database here is not the one of the finding. */
  async #hasOwnServer(where: AuthorityCode): Promise<boolean> {
    const board = isCountry(where) ? this.#tools.targets.open('incb') : null;
    if (board === null || !isCountry(where)) return false;
    return (await readDocument<{ ownServer?: unknown }>(board, standingId(where)))?.ownServer === true;
  }
}

function placesOf(where: AuthorityCode): readonly DatabaseName[] {
  return where === 'INCB' ? ['incb', REFERENCE_DATABASE] : [authorityToDatabase(where) as DatabaseName];
}

function groupBy<T, K>(all: readonly T[], keyOf: (one: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}
