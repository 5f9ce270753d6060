/**
 * Traces of requests of national systems: answers kept for their `Idempotency-Key`, and the log of writes and
 * refused requests, which an administrator reads. Both are bounded for each client, and have no trade content but the
 * answers themselves.
 */
import { randomBytes } from 'node:crypto';
import { nativeSha256 } from '#couch/base/native-crypto.ts';
import { tombstoneOf } from '#couch/database/documents.ts';
import { idsFrom, type Database, type Engine } from '#couch/engine/engine.ts';
import { IDEMPOTENCY_HOURS } from '#lib/domain/api/client.ts';
import { addTo } from '#lib/domain/groups.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { toInstant } from './invitation.ts';
import { parseStored, Records, type AccountDocument } from './stored-document.ts';

const KEPT_MS = IDEMPOTENCY_HOURS * 3_600_000;
/** A request without an answer for so long was cut off with its server. */
const IN_WORK_MS = 120_000;
const RECOUNT_MS = 600_000;
const MAX_KEYS = 5_000;
const MAX_ANSWER_BYTES = 256 * 1024;
/** Entries of the log for each client, and as many that changed nothing; older ones are deleted hourly. */
const MAX_CALLS = 2_000;
/** In the id of an entry that changed nothing: a flood of them must not push out what a thief wrote. */
const IDLE = 'r';
const IDLE_ID = new RegExp(`\\d{6}${IDLE}[0-9a-f]{5}$`);
const MAX_REFUSED_A_MINUTE = 60;
const MAX_CODES = 10;

interface KeptAnswer {
  readonly status: number;
  readonly body: string;
}

type Begun = { readonly kept: KeptAnswer } | { readonly kept: null; readonly name: string };

export interface CallNote {
  readonly operation: string;
  readonly status: number;
  readonly codes: readonly string[];
  readonly accepted?: number;
  readonly refused?: number;
}

export interface CallEntry extends CallNote {
  readonly id: string;
  readonly at: Instant;
  /** Refused requests of the minute before that are not listed. */
  readonly more?: number;
}

interface Minute {
  readonly of: number;
  noted: number;
  left: number;
}

export class ClientTraces {
  readonly #engine: Pick<Engine, 'claim'>;
  readonly #database: Database;
  readonly #answers: Records<'answer'>;
  readonly #calls: Records<'call'>;
  readonly #clock: () => number;
  readonly #counts = new Map<string, { count: number; readonly at: number }>();
  readonly #minutes = new Map<string, Minute>();

  constructor({ engine, clock }: { readonly engine: Engine; readonly clock: () => number }) {
    this.#engine = engine;
    this.#database = engine.open('accounts');
    this.#answers = new Records(this.#database, 'answer');
    this.#calls = new Records(this.#database, 'call');
    this.#clock = clock;
  }

  /** `request`: a hash of operation and body. The claim holds between gateways too. */
  async begin(client: string, key: string, request: string): Promise<Result<Begun>> {
    const name = `${client}:${nativeSha256(key)}`;
    const now = this.#clock();
    const held = await this.#answers.read(name);
    if (held && now - held.at < KEPT_MS) return this.#again(name, held, request);
    // Expired, and not tidied yet.
    if (held) await this.#answers.remove(name);
    if ((await this.#countOf(client)) >= MAX_KEYS)
      return refuse({ code: 'idempotency.tooMany', values: { most: MAX_KEYS } });
    const claim = { _id: `answer:${name}`, schema: 1, request, at: now };
    const claimed = await this.#engine.claim('accounts', claim);
    if (claimed === 'unconfirmed') return refuse({ code: 'request.engine.failed' });
    if (claimed === 'taken') return refuse({ code: 'idempotency.running' });
    const counted = this.#counts.get(client);
    if (counted) counted.count++;
    return accept({ kept: null, name });
  }

  async #again(name: string, held: AccountDocument<'answer'>, request: string): Promise<Result<Begun>> {
    if (held.request !== request) return refuse({ code: 'idempotency.otherRequest' });
    const { status, body } = held;
    if (status !== undefined && body !== undefined) return accept({ kept: { status, body } });
    const now = this.#clock();
    if (now - held.at < IN_WORK_MS) return refuse({ code: 'idempotency.running' });
    let isMine = false;
    await this.#answers.change(name, (one) => {
      isMine = one?.at === held.at && one.status === undefined;
      return isMine ? { request, at: now } : null;
    });
    return isMine ? accept({ kept: null, name }) : refuse({ code: 'idempotency.running' });
  }

  async keep(name: string, { status, body }: KeptAnswer): Promise<void> {
    // Without it, the request is done again: documents that are stored already are accepted.
    if (Buffer.byteLength(body) > MAX_ANSWER_BYTES) return this.forget(name);
    await this.#answers.change(name, (held) => held && { ...held, status, body });
  }

  /** The request changed nothing: the same key can be used again. */
  async forget(name: string): Promise<void> {
    await this.#answers.remove(name, ({ status }) => status === undefined);
  }

  async #countOf(client: string): Promise<number> {
    const known = this.#counts.get(client);
    const now = this.#clock();
    if (known && now - known.at < RECOUNT_MS) return known.count;
    const { rows } = await this.#database.allDocs({ ...idsFrom(`answer:${client}:`), limit: MAX_KEYS });
    this.#counts.set(client, { count: rows.length, at: now });
    return rows.length;
  }

  /** Refused requests are listed up to a number a minute, with the number of the others. */
  async note(client: string, call: CallNote): Promise<void> {
    const now = this.#clock();
    const before = this.#minutes.get(client);
    const of = Math.floor(now / 60_000);
    const minute = before?.of === of ? before : { of, noted: 0, left: 0 };
    this.#minutes.set(client, minute);
    if (call.status >= 400 && ++minute.noted > MAX_REFUSED_A_MINUTE) return void minute.left++;
    const more = before && before !== minute && before.left > 0 ? { more: before.left } : {};
    const at = toInstant(now);
    const codes = [...new Set(call.codes)].slice(0, MAX_CODES);
    const isIdle = call.status >= 400 || call.operation === 'token' || call.accepted === 0;
    const order = String(this.#order++ % 1e6).padStart(6, '0');
    const name = `${client}:${at}:${order}${isIdle ? IDLE : '0'}${randomBytes(3).toString('hex').slice(1)}`;
    await this.#calls.insert(name, { ...call, codes, at, ...more });
  }

  #order = 0;

  /** Newest first, strictly before the entry. */
  async list(client: string, before: string | undefined, limit: number): Promise<readonly CallEntry[]> {
    const prefix = `call:${client}:`;
    const startkey = prefix + (before ?? '\ufff0');
    const range = { startkey, endkey: prefix, descending: true, include_docs: true, limit: limit + 1 };
    const { rows } = await this.#database.allDocs(range);
    return rows
      .flatMap(({ doc }) => parseStored('call', doc) ?? [])
      .filter(({ _id }) => _id !== startkey)
      .slice(0, limit)
      .map(({ _id, _rev: _revision, schema: _schema, ...entry }) => ({
        ...entry,
        id: _id.slice(prefix.length)
      }));
  }
}

/** Hourly: used assertions, old answers, and the oldest entries of a long log. */
export async function purgeTraces(database: Database, now: number): Promise<void> {
  const assertions = await new Records(database, 'assertion').list();
  const answers = await new Records(database, 'answer').list();
  const due = [
    ...assertions.filter(({ until }) => until < now),
    ...answers.filter(({ at }) => now - at >= KEPT_MS),
    ...(await oldCalls(database))
  ];
  if (due.length > 0) await database.bulkDocs(due.map(tombstoneOf));
}

async function oldCalls(database: Database): Promise<readonly { _id: string; _rev: string }[]> {
  const { rows } = await database.allDocs(idsFrom('call:'));
  const byClient = new Map<string, { _id: string; _rev: string }[]>();
  for (const { id, value } of rows) {
    const [, client = ''] = id.split(':');
    addTo(byClient, `${client} ${IDLE_ID.test(id)}`, { _id: id, _rev: value.rev });
  }
  return [...byClient.values()].flatMap((calls) => calls.slice(0, Math.max(0, calls.length - MAX_CALLS)));
}
