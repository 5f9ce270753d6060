/**
 * Webhooks of a country's own system (Standard Webhooks 1.0.0): a signed message with the ids of documents that came to
 * the country's database. Each webhook has its own checkpoint, so a slow receiver delays no other. A message can come
 * twice, then with the same `webhook-id`.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { Agent } from 'node:https';
import { Records, type AccountDocument } from '#couch/accounts/stored-document.ts';
import { errorToText } from '#couch/base/error-text.ts';
import { parsePublicUrl, postPublic, publicAgent } from '#couch/base/public-post.ts';
import { Seal } from '#couch/base/seal.ts';
import { Mutex, pauseFor } from '#couch/base/turns.ts';
import type { Engine } from '#couch/engine/engine.ts';
import { isSequence, knownSequence, listTexts, LocalRecord } from '#couch/exchange/checkpoint.ts';
import { Feed, openSource, type Sequence } from '#couch/exchange/feed.ts';
import type { Standings } from '#couch/registration/standings.ts';
import {
  MAX_WEBHOOKS,
  SECRET_OVERLAP_HOURS,
  WEBHOOK_FAILURES,
  type WebhookFailure,
  type WebhookView
} from '#lib/domain/api/webhook.ts';
import { authorityToDatabase, type DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';

interface WebhooksOptions {
  readonly engine: Engine;
  /** The installation's. */
  readonly secret: string;
  readonly clock: () => number;
  readonly warn: (about: string, error: unknown) => void;
  readonly standings: Standings;
  readonly national: CountryCode | null;
  /** The process that follows the country's database sends. */
  readonly follows?: ((country: CountryCode) => boolean) | undefined;
  readonly agent?: Agent | undefined;
  /** Milliseconds to the next try; the last one is repeated. */
  readonly delaysMs?: readonly number[] | undefined;
}

type Held = AccountDocument<'webhook'>;

interface Pending {
  readonly id: string;
  readonly acts: readonly string[];
  readonly until: Sequence;
}

interface Failure {
  readonly reason: WebhookFailure;
  readonly status: number;
}

/** `_local/webhook:<id>` in the country's database: a restored one has none, and then all its documents are told again. */
interface Progress {
  readonly seq: Sequence;
  readonly pending: Pending | null;
  readonly sentAt: number | null;
  readonly failed: (Failure & { readonly count: number; readonly at: number }) | null;
}

const NO_PROGRESS: Progress = { seq: 0, pending: null, sentAt: null, failed: null };
const PORTS = ['', '8443'];
const LOOK_EVERY_MS = 15_000;
const MINUTE = 60_000;
const DELAYS_MS = [5_000, MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE, 300 * MINUTE, 600 * MINUTE];
const SECRET_BYTES = 32;

export class Webhooks {
  readonly #options: WebhooksOptions;
  readonly #held: Records<'webhook'>;
  readonly #seal: Seal;
  readonly #agent: Agent;
  readonly #closing = new AbortController();
  readonly #turns = new Mutex();
  readonly #followers = new Map<string, WebhookFollower>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(options: WebhooksOptions) {
    this.#options = options;
    this.#held = new Records(options.engine.open('accounts'), 'webhook');
    this.#seal = new Seal(options.secret, 'i2es webhooks');
    this.#agent = options.agent ?? publicAgent();
  }

  async list(country: CountryCode): Promise<readonly WebhookView[]> {
    const held = await this.#held.list(`${country}:`);
    return Promise.all(held.map((one) => this.#view(one)));
  }

  /** One after the other: each counts those before it. */
  add(
    country: CountryCode,
    given: { readonly url: unknown; readonly by: string },
    note: (about: string) => Promise<void>
  ): ReturnType<Webhooks['renewSecret']> {
    return this.#turns.run(country, () => this.#add(country, given, note));
  }

  async #add(
    country: CountryCode,
    { url: asked, by }: { readonly url: unknown; readonly by: string },
    note: (about: string) => Promise<void>
  ): ReturnType<Webhooks['renewSecret']> {
    const url = parsePublicUrl(asked, PORTS);
    if (!url) return refuse({ code: 'webhook.url.refused', path: 'url' });
    const held = await this.#held.list(`${country}:`);
    if (held.length >= MAX_WEBHOOKS)
      return refuse({ code: 'webhook.tooMany', values: { most: MAX_WEBHOOKS } });
    if (held.some((one) => one.url === url.href))
      return refuse({ code: 'webhook.url.repeated', path: 'url' });
    const id = randomBytes(9).toString('base64url');
    const secret = newSecret();
    await note(id);
    const name = `${country}:${id}`;
    const seq = (await this.#database(country).info()).update_seq;
    await this.#progressOf(name).write({ ...NO_PROGRESS, seq });
    const made = { url: url.href, secret: this.#seal.seal(name, secret), by };
    await this.#held.insert(name, { ...made, madeAt: this.#options.clock() });
    await this.look();
    return accept({ id, secret });
  }

  async renewSecret(
    country: CountryCode,
    id: string,
    note: () => Promise<void>
  ): Promise<Result<{ readonly id: string; readonly secret: string }>> {
    const name = `${country}:${id}`;
    if (!(await this.#held.read(name))) return refuse({ code: 'webhook.unknown' });
    await note();
    const secret = newSecret();
    const until = this.#options.clock() + SECRET_OVERLAP_HOURS * 60 * MINUTE;
    const changed = await this.#held.change(
      name,
      (held) =>
        held && { ...held, earlier: { secret: held.secret, until }, secret: this.#seal.seal(name, secret) }
    );
    return changed ? accept({ id, secret }) : refuse({ code: 'webhook.unknown' });
  }

  async remove(country: CountryCode, id: string, note: () => Promise<void>): Promise<Result<true>> {
    const name = `${country}:${id}`;
    if (!(await this.#held.read(name))) return refuse({ code: 'webhook.unknown' });
    await note();
    await this.#held.remove(name);
    await this.look();
    return accept(true);
  }

  /** One message without documents, now. If it is taken, those that wait follow at once. */
  async test(
    country: CountryCode,
    id: string
  ): Promise<Result<{ readonly taken: boolean; readonly failed: WebhookView['failed'] }>> {
    const held = await this.#held.read(`${country}:${id}`);
    if (!held) return refuse({ code: 'webhook.unknown' });
    const at = this.#options.clock();
    const failed = await this.#post(held, newMessageId(), { type: 'test', at, data: {} });
    if (failed === null) this.#followers.get(`${country}:${id}`)?.goOn();
    return accept({ taken: failed === null, failed: failed && { ...failed, count: 1, at: toInstant(at) } });
  }

  begin(): void {
    void this.look();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#timer);
    await this.#looking;
    await Promise.all([...this.#followers.values()].map((one) => one.stop()));
  }

  /** Starts and stops followers as webhooks and the process's countries are now. */
  look(): Promise<void> {
    clearTimeout(this.#timer);
    this.#looking = this.#looking
      .then(() => this.#compare())
      .catch((error: unknown) => this.#options.warn('webhooks', error))
      .finally(() => {
        if (!this.#closing.signal.aborted)
          this.#timer = setTimeout(() => void this.look(), LOOK_EVERY_MS).unref();
      });
    return this.#looking;
  }

  async #compare(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    const meant = new Set<string>();
    for (const held of await this.#held.list()) {
      const name = this.#held.nameOf(held);
      if (await this.#sendsFor(countryOf(name))) meant.add(name);
    }
    for (const [name, follower] of this.#followers) {
      if (meant.has(name)) continue;
      this.#followers.delete(name);
      await follower.stop();
    }
    for (const name of meant) if (!this.#followers.has(name)) this.#followers.set(name, this.#follow(name));
  }

  #follow(name: string): WebhookFollower {
    const { engine, clock, warn, delaysMs = DELAYS_MS } = this.#options;
    return new WebhookFollower({
      source: openSource(engine, authorityToDatabase(countryOf(name)) as DatabaseName),
      progress: this.#progressOf(name),
      delaysMs,
      clock,
      warn: (error) => warn('a webhook', error),
      read: () => this.#held.read(name),
      post: (held, pending) => {
        const content = { type: 'new-acts', at: clock(), data: { acts: pending.acts } };
        return this.#post(held, pending.id, content);
      }
    });
  }

  async #sendsFor(country: CountryCode): Promise<boolean> {
    const { national, standings, follows } = this.#options;
    if (national !== null) return national === country;
    if (follows && !follows(country)) return false;
    if ((await standings.read(country))?.ownServer === true) return false;
    return (await standings.problemOf(country)) === null;
  }

  async #post(
    held: Held,
    id: string,
    { type, at, data }: { readonly type: string; readonly at: number; readonly data: object }
  ): Promise<Failure | null> {
    const url = parsePublicUrl(held.url, PORTS);
    if (!url) return { reason: 'notPublic', status: 0 };
    const body = JSON.stringify({ type, timestamp: toInstant(at), data });
    const seconds = Math.floor(this.#options.clock() / 1000);
    const signature = this.#sign(held, [id, seconds, body].join('.'));
    if (signature === null) return { reason: 'secret', status: 0 };
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'I2ES',
      'webhook-id': id,
      'webhook-timestamp': seconds,
      'webhook-signature': signature
    };
    try {
      const ends = this.#closing.signal;
      return failureOf(await postPublic(url, { agent: this.#agent, headers, body, ends }));
    } catch (error) {
      return { reason: reasonOf(error), status: 0 };
    }
  }

  #sign(held: Held, text: string): string | null {
    const name = this.#held.nameOf(held);
    const { earlier } = held;
    const counts = earlier && this.#options.clock() < earlier.until;
    const signWith = (sealed: string): string => {
      const key = Buffer.from(this.#seal.open(name, sealed).slice(PREFIX.length), 'base64');
      return `v1,${createHmac('sha256', new Uint8Array(key)).update(text).digest('base64')}`;
    };
    try {
      return [held.secret, ...(counts ? [earlier.secret] : [])].map(signWith).join(' ');
    } catch {
      return null;
    }
  }

  async #view(held: Held): Promise<WebhookView> {
    const name = this.#held.nameOf(held);
    const { sentAt, failed } = await this.#progressOf(name).read();
    const { earlier } = held;
    return {
      id: name.slice(name.indexOf(':') + 1),
      url: held.url,
      madeAt: toInstant(held.madeAt),
      by: held.by,
      sentAt: sentAt === null ? null : toInstant(sentAt),
      failed: failed && { ...failed, at: toInstant(failed.at) },
      earlierUntil: earlier && this.#options.clock() < earlier.until ? toInstant(earlier.until) : null
    };
  }

  #progressOf(name: string): LocalRecord<Progress> {
    const id = name.slice(name.indexOf(':') + 1);
    return new LocalRecord(this.#database(countryOf(name)), `webhook:${id}`, parseProgress);
  }

  #database(country: CountryCode): ReturnType<Engine['openAsExchange']> {
    return this.#options.engine.openAsExchange(authorityToDatabase(country) as DatabaseName);
  }
}

interface FollowerOptions {
  readonly source: ReturnType<typeof openSource>;
  readonly progress: LocalRecord<Progress>;
  readonly delaysMs: readonly number[];
  readonly clock: () => number;
  readonly warn: (error: unknown) => void;
  /** The webhook as it is now; null if it is removed. */
  readonly read: () => Promise<Held | null>;
  readonly post: (held: Held, pending: Pending) => Promise<Failure | null>;
}

class WebhookFollower {
  readonly #options: FollowerOptions;
  readonly #stop = new AbortController();
  #feed: Feed | null = null;
  #pause = new AbortController();
  readonly #running: Promise<void>;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#feed?.stop();
    await this.#running;
  }

  goOn(): void {
    this.#pause.abort();
  }

  async #run(): Promise<void> {
    let told = '';
    for (let nth = 0; !this.#isStopped; nth++) {
      try {
        await this.#follow(() => (nth = 0));
      } catch (error) {
        if (this.#isStopped) return;
        if (told !== errorToText(error)) this.#options.warn(error);
        told = errorToText(error);
        await this.#wait(nth);
      }
    }
  }

  async #follow(goesWell: () => void): Promise<void> {
    const { source, progress, read } = this.#options;
    const held = await read();
    if (!held) return this.#stop.abort();
    const { seq, pending } = await progress.read();
    if (pending) await this.#send(pending);
    const since = await knownSequence(source.database, pending?.until ?? seq);
    if (this.#isStopped) return;
    const feed = (this.#feed = new Feed(source, since));
    try {
      for (let batch = await feed.next(); batch && !this.#isStopped; batch = await feed.next()) {
        const acts = batch.changes.flatMap(({ id, document }) =>
          document && id.startsWith('act:') ? [id] : []
        );
        if (acts.length > 0) await this.#send({ id: newMessageId(), acts, until: batch.until });
        goesWell();
      }
    } finally {
      feed.stop();
    }
  }

  /** Written before it is sent, so that after a restart the same message has the same id. */
  async #send(pending: Pending): Promise<void> {
    const { progress, post, read, clock } = this.#options;
    await progress.change((held) => (held.pending?.id === pending.id ? null : { ...held, pending }));
    while (!this.#isStopped) {
      const held = await read();
      if (!held) return this.#stop.abort();
      const failed = await post(held, pending);
      if (this.#isStopped) return;
      if (failed === null) {
        return progress.change(() => ({ seq: pending.until, pending: null, sentAt: clock(), failed: null }));
      }
      let count = 1;
      await progress.change((before) => {
        count = (before.failed?.count ?? 0) + 1;
        return { ...before, failed: { ...failed, count, at: clock() } };
      });
      await this.#wait(failed.reason === 'gone' ? Infinity : count - 1);
    }
  }

  /** Ends early if a test succeeds, or at the stop. */
  async #wait(nth: number): Promise<void> {
    const { delaysMs } = this.#options;
    const delay = nth === Infinity ? MAX_TIMER_MS : (delaysMs[nth] ?? delaysMs.at(-1) ?? 0);
    this.#pause = new AbortController();
    await pauseFor(delay, AbortSignal.any([this.#pause.signal, this.#stop.signal]));
  }

  get #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }
}

const MAX_TIMER_MS = 2 ** 31 - 1;
const PREFIX = 'whsec_';

function newSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}

function newMessageId(): string {
  return `msg_${randomBytes(15).toString('base64url')}`;
}

function countryOf(name: string): CountryCode {
  return name.slice(0, 2) as CountryCode;
}

function failureOf(status: number): Failure | null {
  if (status >= 200 && status <= 299) return null;
  if (status === 410) return { reason: 'gone', status };
  return { reason: status >= 300 && status <= 399 ? 'redirected' : 'status', status };
}

function reasonOf(error: unknown): WebhookFailure {
  if (error instanceof Error && error.name === 'TimeoutError') return 'late';
  return errorToText(error).includes('not public') ? 'notPublic' : 'unreachable';
}

/** An invalid part counts as missing: a message repeated does no harm. */
function parseProgress(value: unknown): Progress {
  const { seq, pending, sentAt, failed } = isPlainObject(value) ? value : NO_PROGRESS;
  return {
    seq: isSequence(seq) ? seq : NO_PROGRESS.seq,
    pending: parsePending(pending),
    sentAt: typeof sentAt === 'number' ? sentAt : null,
    failed: parseFailure(failed)
  };
}

function parsePending(value: unknown): Pending | null {
  if (!isPlainObject(value)) return null;
  const { id, acts, until } = value;
  return typeof id === 'string' && isSequence(until) ? { id, acts: listTexts(acts), until } : null;
}

function parseFailure(value: unknown): Progress['failed'] {
  if (!isPlainObject(value)) return null;
  const { status, count, at } = value;
  const reason = WEBHOOK_FAILURES.find((one) => one === value['reason']);
  const areNumbers = [status, count, at].every((one) => typeof one === 'number');
  return reason && areNumbers ? ({ reason, status, count, at } as NonNullable<Progress['failed']>) : null;
}

function toInstant(at: number): Instant {
  return new Date(at).toISOString() as Instant;
}
