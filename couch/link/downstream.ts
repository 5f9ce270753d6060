/**
 * Replicates one central database, page by page and then live. Every document is judged before it is stored. The
 * position moves after a page is safe.
 */
import { RowWriter } from '#couch/exchange/write-rows.ts';
import { verifyActs, type Keyring } from '#lib/crypto/verify.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { isKeyKind } from '#lib/domain/act/kinds.ts';
import {
  databaseToAuthority,
  isBlockTakenAway,
  mayWriteHere,
  type Writer
} from '#lib/domain/exchange/authority.ts';
import { REFUSAL_PREFIX } from '#lib/domain/exchange/central-refusal.ts';
import { checkCountryDocument, checkReferenceDocument } from '#lib/domain/exchange/document-structure.ts';
import {
  REFERENCE_DATABASE,
  authorityToDatabase,
  type DatabaseName
} from '#lib/domain/exchange/share-scope.ts';
import { checkSystemDocument } from '#lib/domain/exchange/system-structure.ts';
import type { Instant, CountryCode } from '#lib/domain/ids.ts';
import type { Result } from '#lib/domain/result.ts';
import { LinkError, type Answer } from './central-client.ts';
import type { LinkTools } from './link-state.ts';

interface DownstreamTools extends LinkTools {
  readonly keyring: () => Promise<Keyring>;
  readonly arrived: (database: DatabaseName, ids: readonly string[]) => void;
}

interface Row {
  readonly id: string;
  readonly deleted?: boolean;
  readonly changes: readonly { readonly rev: string }[];
}

interface Page {
  readonly results: readonly Row[];
  readonly last_seq: string | number;
  readonly at: Instant | null;
}

interface ActIdPage {
  readonly ids: readonly string[];
  readonly to: string | number;
}

const PAGE = 200;
const MAX_LEAVES = 1000;
const BODIES_AT_ONCE = 100;
const IDS_AT_ONCE = 1000;
const HEARTBEAT_MS = 20_000;
const MAX_WAITING = 10_000;

export class Downstream {
  readonly name: DatabaseName;
  readonly #tools: DownstreamTools;
  readonly #writer = new RowWriter();

  constructor(name: DatabaseName, tools: DownstreamTools) {
    this.name = name;
    this.#tools = tools;
  }

  async catchUp(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const page = await this.#readPage('normal', signal);
      await this.#takePage(page, signal);
      if (isLast(page)) return;
    }
  }

  async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) await this.#takePage(await this.#readPage('longpoll', signal), signal);
  }

  async takeWaiting(signal: AbortSignal): Promise<void> {
    const waiting = this.#tools.state.now.waiting[this.name] ?? [];
    if (waiting.length === 0) return;
    const documents: Arrival[] = [];
    for await (const some of this.#readInPortions(
      waiting.map((id) => ({ id })),
      signal
    ))
      documents.push(...some);
    const left = new Set(await this.#take(documents));
    await this.#tools.state.update((record) => {
      const held = record.waiting[this.name] ?? [];
      const still = held.filter((id) => !waiting.includes(id) || left.has(id));
      return { waiting: { ...record.waiting, [this.name]: still } };
    });
  }

  async *readActIds(from: string | number, signal: AbortSignal): AsyncGenerator<ActIdPage, void> {
    for (let [since, isMore] = [from, true]; isMore && !signal.aborted;) {
      const path = `_changes?since=${encodeURIComponent(String(since))}&limit=${IDS_AT_ONCE}`;
      const { results, last_seq } = (await this.#ask(path, undefined, signal)).body as Page;
      const acts = results.filter(({ id, deleted }) => id.startsWith('act:') && deleted !== true);
      yield { ids: acts.map(({ id }) => id), to: last_seq };
      [since, isMore] = [last_seq, results.length === IDS_AT_ONCE];
    }
  }

  async listTakable(ids: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
    const { country, keyring } = this.#tools;
    const takable: string[] = [];
    for await (const documents of this.#readInPortions(
      ids.map((id) => ({ id })),
      signal
    )) {
      const { own, foreign } = await sortArrivals(documents, this.name, country, await keyring());
      takable.push(...[...own, ...foreign].map(({ _id }) => _id));
    }
    return takable;
  }

  async #readPage(feed: 'normal' | 'longpoll', signal: AbortSignal): Promise<Page> {
    const since = encodeURIComponent(String(this.#tools.state.now.down[this.name] ?? 0));
    const wait = feed === 'longpoll' ? `&feed=longpoll&heartbeat=${HEARTBEAT_MS}` : '';
    const path = `_changes?since=${since}&limit=${PAGE}&style=all_docs${wait}`;
    const { body, time } = await this.#ask(path, undefined, signal);
    return { ...(body as Omit<Page, 'at'>), at: time };
  }

  async #takePage({ results, last_seq, at }: Page, signal: AbortSignal): Promise<void> {
    const missing = await this.#listMissing(results);
    const waiting: string[] = [];
    for await (const documents of this.#readInPortions(missing, signal))
      waiting.push(...(await this.#take(documents)));
    const isKnown = this.name === REFERENCE_DATABASE && isLast({ results }) && at !== null;
    await this.#tools.state.update((record) => {
      const all = [...new Set([...(record.waiting[this.name] ?? []), ...waiting])];
      return {
        down: { ...record.down, [this.name]: last_seq },
        ...(isKnown ? { knownAt: at } : {}),
        waiting: { ...record.waiting, [this.name]: all.slice(-MAX_WAITING) }
      };
    });
  }

  /** Equal ids are equal acts, whatever their revision. */
  async #listMissing(results: Page['results']): Promise<{ id: string; rev: string }[]> {
    const rows = results.filter(({ id }) => !id.startsWith('_'));
    if (rows.length === 0) return [];
    const database = this.#tools.engine.open(this.name);
    const revs = Object.fromEntries(rows.map(({ id, changes }) => [id, changes.map(({ rev }) => rev)]));
    const diff = await database.revsDiff(revs);
    const acts = Object.keys(diff).filter((id) => id.startsWith('act:'));
    const held = acts.length === 0 ? { rows: [] } : await database.allDocs({ keys: acts });
    const here = new Set(held.rows.flatMap((row) => ('value' in row && !row.value.deleted ? [row.key] : [])));
    return Object.entries(diff).flatMap(([id, { missing = [] }]) =>
      here.has(id) ? [] : missing.map((rev) => ({ id, rev }))
    );
  }

  /** A document written again in between has no longer this revision and comes later. */
  async *#readInPortions(
    asked: readonly { readonly id: string; readonly rev?: string }[],
    signal: AbortSignal
  ): AsyncGenerator<Arrival[]> {
    for (let at = 0; at < asked.length; at += BODIES_AT_ONCE) {
      const { body } = await this.#ask('_bulk_get', { docs: asked.slice(at, at + BODIES_AT_ONCE) }, signal);
      const { results } = body as {
        readonly results: readonly { readonly docs: readonly { readonly ok?: Arrival }[] }[];
      };
      yield results.flatMap((row) => row.docs.flatMap(({ ok }) => (ok ? [ok] : [])));
    }
  }

  async #take(documents: readonly Arrival[]): Promise<readonly string[]> {
    const { engine, country, keyring, arrived } = this.#tools;
    if (documents.length === 0) return [];
    const sorted = await sortArrivals(documents, this.name, country, await keyring());
    const refused = [
      ...(await this.#writer.write(this.name, engine.openAsExchange(this.name), sorted.foreign)),
      ...(await this.#writer.write(this.name, engine.open(this.name), sorted.own))
    ];
    await this.#setAside([...sorted.setAside, ...refused]);
    arrived(
      this.name,
      [...sorted.own, ...sorted.foreign].map(({ _id }) => _id)
    );
    return sorted.waiting;
  }

  async #setAside(those: readonly { readonly id: string; readonly code: string }[]): Promise<void> {
    const { log, state } = this.#tools;
    if (those.length === 0) return;
    for (const { id, code } of those)
      log.warn({ id, code, database: this.name }, 'Not taken from the central server.');
    await state.update(({ setAside }) => ({ setAside: setAside + those.length }));
  }

  async #ask(path: string, body: object | undefined, signal: AbortSignal): Promise<Answer> {
    const question = { path: `/db/${this.name}/${path}`, signal };
    const answer = await this.#tools.client.ask(body ? { ...question, method: 'POST', body } : question);
    if (answer.epoch !== this.#tools.state.now.epochs[this.name])
      throw new LinkError('replaced', `The central database ${this.name} is another one than before.`);
    return answer;
  }
}

/** A page is short at the end, or if many versions fill it. */
function isLast({ results }: Pick<Page, 'results'>): boolean {
  const leaves = results.reduce((sum, { changes }) => sum + changes.length, 0);
  return results.length < PAGE && leaves < MAX_LEAVES;
}

type Arrival = { readonly _id: string; readonly _rev: string };

interface SortedArrivals {
  readonly own: readonly Arrival[];
  readonly foreign: readonly Arrival[];
  readonly waiting: readonly string[];
  readonly setAside: readonly { readonly id: string; readonly code: string }[];
}

async function sortArrivals(
  documents: readonly Arrival[],
  database: DatabaseName,
  country: CountryCode,
  keyring: Keyring
): Promise<SortedArrivals> {
  const sorted = {
    own: [] as Arrival[],
    foreign: [] as Arrival[],
    waiting: [] as string[],
    setAside: [] as { id: string; code: string }[]
  };
  // The country's acts for everyone are in `reference` for any reader.
  const isHome = database === authorityToDatabase(country);
  const setAside = (id: string, code: string): void =>
    void sorted.setAside.push({ id: id.slice(0, 120), code });
  const wellFormed = documents.filter((document) => {
    if (isBlockTakenAway(document)) return false;
    const checked = checkArrival(document, database);
    if (!checked.ok) setAside(document._id, checked.problems[0]?.code ?? 'document.malformed');
    return checked.ok;
  });
  const acts = wellFormed.filter(isAct);
  for (const act of acts) if (isKeyAct(act)) await keyring.addAct(act);
  const verifications = await verifyActs(acts, keyring);
  acts.forEach((act, index) => {
    const verification = verifications[index];
    if (verification?.verdict === 'unknown-key') sorted.waiting.push(act._id);
    else if (verification?.verdict !== 'good')
      setAside(act._id, verification?.problem.code ?? 'signature.malformed');
    else (act.body.issuer === country && isHome ? sorted.own : sorted.foreign).push(act);
  });
  sorted.own.push(...wellFormed.filter((document) => !isAct(document)));
  const ownHand: Writer = { kind: 'service', authority: databaseToAuthority(database) };
  return {
    ...sorted,
    own: sorted.own.filter((document) => mayWrite(ownHand, document)),
    foreign: sorted.foreign.filter((document) => mayWrite({ kind: 'exchange' }, document))
  };

  /** The validator's rule, since the embedded engine has none. */
  function mayWrite(writer: Writer, document: Arrival): boolean {
    const judged = mayWriteHere(writer, document, database);
    if (!judged.ok) setAside(document._id, judged.problems[0]?.code ?? 'document.malformed');
    return judged.ok;
  }
}

function checkArrival(document: Arrival, database: DatabaseName): Result<true> {
  const refused = (code: string): Result<true> => ({ ok: false, problems: [{ code }] });
  if (document._id.startsWith('act:') && !document._rev.startsWith('1-')) return refused('act.immutable');
  if (database === REFERENCE_DATABASE) return checkReferenceDocument(document, null);
  if (!database.startsWith('country-')) return checkSystemDocument(document, null);
  // Only this server's own link writes refusals of the central server.
  if (document._id.startsWith(REFUSAL_PREFIX)) return refused('document.unknown');
  return checkCountryDocument(document, null, database);
}

function isAct(document: Arrival): document is Arrival & Act {
  return document._id.startsWith('act:');
}

function isKeyAct({ body }: Act): boolean {
  return isKeyKind(body.kind);
}
