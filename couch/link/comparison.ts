/**
 * Compares databases here with the central ones, since no other process does. The central server signs faults of the
 * country's database (threats P3). Faults of `reference`, by which keys are judged, are reported only here.
 */
import { pauseFor } from '#couch/base/turns.ts';
import type { Database } from '#couch/engine/engine.ts';
import { findFaults, type FaultStage } from '#couch/exchange/find-fault.ts';
import { foldStanding, receiptsOfFindings } from '#couch/exchange/finding-log.ts';
import type { Receipt } from '#couch/exchange/receipts.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import { databaseToAuthority } from '#lib/domain/exchange/authority.ts';
import { REFUSAL_PREFIX } from '#lib/domain/exchange/central-refusal.ts';
import { REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { isPublicKey, keyIdOf } from '#lib/domain/registration/key-id.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { LinkError } from './central-client.ts';
import type { Downstream } from './downstream.ts';
import type { LinkTools } from './link-state.ts';

interface Progress {
  readonly altered: ActId[];
  readonly receipts: Receipt[];
  startkey: string | null;
  readonly absent: string[];
  since: string | number;
}

type Found = Readonly<Record<FaultStage, readonly string[]>>;
type Told = Readonly<Partial<Record<FaultStage | 'held', readonly string[]>>>;

const PAGE = 200;
/** The central server's limit (`gateway/routes/link-routes.ts`). */
const MAX_SHOWN = 200;
/** A tenth of one core's time at most. */
const REST_FACTOR = 9;

export class CopyComparison {
  readonly #tools: LinkTools;
  readonly #stream: Downstream;
  readonly #kept: 'compared' | 'comparedReference';
  #progress = newProgress();

  constructor(stream: Downstream, tools: LinkTools) {
    this.#stream = stream;
    this.#tools = tools;
    this.#kept = stream.name === REFERENCE_DATABASE ? 'comparedReference' : 'compared';
  }

  async compareNow(signal: AbortSignal): Promise<void> {
    await this.#compare(newProgress(), signal, () => Promise.resolve());
  }

  /**
   * Call when all is read. Throws if the connection breaks and continues there next time: on a bad connection it would
   * otherwise never finish.
   */
  async compare(signal: AbortSignal): Promise<void> {
    await this.#compare(this.#progress, signal, restAfter);
    if (!signal.aborted) this.#progress = newProgress();
  }

  async #compare(progress: Progress, signal: AbortSignal, rest: Rest): Promise<void> {
    await this.#readAltered(progress, signal, rest);
    const lost = await this.#listLost(progress, signal, rest);
    if (signal.aborted) return;
    const found = { altered: progress.altered, missing: lost };
    this.#log(found);
    const held = listHeldAgain(this.#stream.name, progress.receipts, found);
    if (this.#kept === 'compared') await this.#tell({ ...found, held }, signal);
    const { state, now } = this.#tools;
    const [altered, missing] = [found.altered.length, found.missing.length];
    await state.update(() => ({ [this.#kept]: { at: now(), altered, missing } }));
  }

  async #readAltered(progress: Progress, signal: AbortSignal, rest: Rest): Promise<void> {
    const home = this.#tools.engine.open(this.#stream.name);
    while (progress.startkey !== null && !signal.aborted) {
      const began = performance.now();
      const options = { startkey: progress.startkey, endkey: 'act:\uffff', limit: PAGE, include_docs: true };
      const { rows } = await home.allDocs<object>(options);
      const held = rows.flatMap(({ id, doc }) => (doc ? [{ id, document: doc }] : []));
      progress.receipts.push(...receiptsOfFindings(held.map(({ document }) => document)));
      progress.altered.push(...findFaults(held).map(({ id }) => id));
      progress.startkey = rows.length === PAGE ? `${rows[rows.length - 1]?.id ?? ''}\u0000` : null;
      await rest(performance.now() - began, signal);
    }
  }

  /** Checks every id, since a purge leaves no trace in any feed. */
  async #listLost(progress: Progress, signal: AbortSignal, rest: Rest): Promise<readonly string[]> {
    const { absent } = progress;
    let began = performance.now();
    for await (const { ids, to } of this.#stream.readActIds(progress.since, signal)) {
      absent.push(...(await this.#listAbsent(ids)));
      progress.since = to;
      await rest(performance.now() - began, signal);
      began = performance.now();
    }
    if (absent.length === 0 || signal.aborted) return [];
    // Later arrivals are not lost, nor are acts that would not be accepted.
    await this.#stream.catchUp(signal);
    return this.#stream.listTakable(await this.#listAbsent(absent), signal);
  }

  /** Missing, or a tombstone in place of an act. */
  async #listAbsent(ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const { rows } = await this.#tools.engine.open(this.#stream.name).allDocs({ keys: [...ids] });
    return ids.filter((_id, index) => {
      const row = rows[index];
      return !row || !('value' in row) || row.value.deleted === true;
    });
  }

  #log(found: Found): void {
    const database = this.#stream.name;
    for (const [stage, of] of inPortions(found))
      this.#tools.log.warn({ database, code: `act.${stage}`, of }, 'Not here as it was stated.');
  }

  async #tell(found: Told, signal: AbortSignal): Promise<void> {
    for (const [stage, of] of inPortions(found))
      await this.#tools.client.ask({
        method: 'POST',
        path: '/api/link/findings',
        body: { stage, of },
        signal
      });
  }
}

function listHeldAgain(
  name: string,
  receipts: readonly Receipt[],
  { altered, missing }: Found
): readonly string[] {
  const amiss = new Set([...altered, ...missing]);
  const here = foldStanding(receipts).filter(({ where }) => where === databaseToAuthority(name));
  return [...new Set(here.map(({ id }) => id))].filter((id) => !amiss.has(id));
}

function* inPortions(told: Told): Generator<readonly [FaultStage | 'held', readonly string[]]> {
  for (const stage of ['altered', 'missing', 'held'] as const) {
    const ids = told[stage] ?? [];
    for (let at = 0; at < ids.length; at += MAX_SHOWN) yield [stage, ids.slice(at, at + MAX_SHOWN)];
  }
}

function newProgress(): Progress {
  return { altered: [], receipts: [], startkey: 'act:', absent: [], since: 0 };
}

type Rest = (took: number, signal: AbortSignal) => Promise<void>;

function restAfter(took: number, signal: AbortSignal): Promise<void> {
  return pauseFor(took * REST_FACTOR, signal);
}

interface HandshakeTools extends Pick<LinkTools, 'client' | 'state' | 'country'> {
  readonly home: Database;
  readonly homeName: string;
  readonly names: readonly string[];
  readonly roots: readonly PublicKey[];
  readonly demonstration: boolean;
}

/** Latest acts to ask for: an older copy of the central files lacks them. */
const MAX_ASKED = 50;
const MAX_LOOKED_THROUGH = 200;

export async function shakeHands(tools: HandshakeTools, signal: AbortSignal): Promise<void> {
  await checkInstallation(tools, signal);
  const { state, names, homeName } = tools;
  for (const name of names) await checkEpoch(name, tools, signal);
  const missing = await listMissing(tools, signal);
  if (state.now.accepted) return state.update(() => ({ accepted: false, lacking: missing }));
  if (missing.length > 0)
    throw new LinkError('replaced', `The central database ${homeName} lacks what it had: an older copy.`);
}

async function checkInstallation(tools: HandshakeTools, signal: AbortSignal): Promise<void> {
  const { client, country, roots, demonstration } = tools;
  const { status, body } = await client.ask({ path: '/api/link', signal });
  const told = isPlainObject(body) ? body : {};
  if (status === 404) throw new LinkError('other-installation', 'That server is no central one.');
  if (told['country'] !== country)
    throw new LinkError('refused', `The account is of ${String(told['country'])}, not of ${country}.`);
  const known = new Set(roots.map(keyIdOf));
  const theirs = Array.isArray(told['roots']) ? told['roots'].filter(isPublicKey) : [];
  if (!theirs.some((root) => known.has(keyIdOf(root))))
    throw new LinkError('other-installation', 'The central server names no root key that this one has.');
  if (told['demonstration'] !== demonstration)
    throw new LinkError('other-installation', 'One of the two servers holds invented data, the other real.');
  if (told['ownServer'] !== true)
    throw new LinkError('not-noted', `INCB has not noted yet that ${country} has its own server.`);
}

async function checkEpoch(
  name: string,
  { client, state }: HandshakeTools,
  signal: AbortSignal
): Promise<void> {
  const { status, body, epoch } = await client.ask({ path: `/db/${name}`, signal });
  if (status === 404 || !isPlainObject(body))
    throw new LinkError('offline', `The central server has no database ${name} for this country.`);
  const known = state.now.epochs[name];
  if (epoch === null) throw new LinkError('offline', `The central database ${name} names no epoch.`);
  if (known === undefined) await state.update(({ epochs }) => ({ epochs: { ...epochs, [name]: epoch } }));
  else if (known !== epoch)
    throw new LinkError('replaced', `The central database ${name} is another one than before.`);
}

async function listMissing(tools: HandshakeTools, signal: AbortSignal): Promise<readonly string[]> {
  const keys = await listSent(tools);
  if (keys.length === 0) return [];
  const path = `/db/${tools.homeName}/_all_docs`;
  const { body } = await tools.client.ask({ method: 'POST', path, body: { keys }, signal });
  const rows = isPlainObject(body) && Array.isArray(body['rows']) ? (body['rows'] as unknown[]) : [];
  return keys.filter((_key, index) => (rows[index] as { error?: string } | undefined)?.error === 'not_found');
}

async function listSent({ home, state, country }: HandshakeTools): Promise<string[]> {
  const ahead = await home.changes({ since: state.now.up, limit: MAX_LOOKED_THROUGH });
  if (ahead.results.length === MAX_LOOKED_THROUGH) return [];
  const unsent = new Set(ahead.results.map(({ id }) => id));
  const { results } = await home.changes({ descending: true, limit: MAX_LOOKED_THROUGH });
  const refused = new Set(
    results.filter(({ id, deleted }) => id.startsWith(REFUSAL_PREFIX) && !deleted).map(({ id }) => id)
  );
  const isSent = (id: string): boolean => {
    const issuer = parseActId(id)?.issuer;
    if (issuer === undefined || state.now.lacking.includes(id)) return false;
    return issuer !== country || (!unsent.has(id) && !refused.has(REFUSAL_PREFIX + id));
  };
  return results
    .map(({ id }) => id)
    .filter(isSent)
    .slice(0, MAX_ASKED);
}
