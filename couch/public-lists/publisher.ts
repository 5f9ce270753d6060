/**
 * Records cancellations and suspensions as the exchange reads them in their issuers’ databases, and publishes all of an
 * hour together, so that the times of the lists say nothing of a trade. The integrity scan repeats every record, so
 * nothing that a stop loses stays lost.
 */
import { errorToText } from '#couch/base/error-text.ts';
import { pauseFor } from '#couch/base/turns.ts';
import type { Engine } from '#couch/engine/engine.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import { verifyActs, type Keyring } from '#lib/crypto/verify.ts';
import { signText } from '#lib/crypto/sign.ts';
import type { Act, PublicKey } from '#lib/domain/act/body.ts';
import { isPractice } from '#lib/domain/act/practice.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import { addTo } from '#lib/domain/groups.ts';
import type { ActId, AuthorityCode, CalendarDate, Instant } from '#lib/domain/ids.ts';
import { hiddenIdText, packList, packSet } from '#lib/domain/public-list/hidden-ids.ts';
import { packKeys } from '#lib/domain/public-list/key-records.ts';
import {
  listText,
  type ListBytes,
  type ListHead,
  type SignedHead
} from '#lib/domain/public-list/public-list.ts';
import { leavesOn, listedKeys, nextHead, stopOf, type Stop } from '#lib/domain/public-list/publish.ts';
import type { CertificateAct } from '#lib/domain/registration/judge-signer.ts';
import type { RootHandover } from '#lib/domain/registration/handover.ts';
import {
  cancelledId,
  hiddenOf,
  isSuspension,
  ListBook,
  LISTS_DATABASE,
  suspendedId,
  type StopEntry
} from './list-book.ts';

interface PublisherOptions {
  readonly engine: Engine;
  readonly keyring: Keyring;
  readonly key: SigningKey;
  readonly roots: readonly PublicKey[];
  readonly handovers: readonly RootHandover[];
  readonly demonstration: boolean;
  /** One of several gateways publishes. */
  readonly isHolder: () => boolean;
  readonly log: { warn(fields: object, message: string): void };
  readonly now?: () => Instant;
  readonly everyMs?: number;
}

type Read = Readonly<Record<'authority' | 'document', unknown>> & { readonly authority: AuthorityCode };
type Found = { readonly act: Act; readonly stop: Stop };

const AN_HOUR_MS = 3_600_000;
const MAX_WAITING = 500;
/** More make the set again, which every device then loads. */
const MAX_RECENT = 500;
const SET_AGE_MS = 7 * 24 * AN_HOUR_MS;
const NO_CERTIFICATE =
  'No root has certified the exchange’s key: the public lists are not published. See “Keys” in couch/provision/keys/README.md.';

export class ListPublisher {
  readonly #options: PublisherOptions;
  readonly #book: ListBook;
  readonly #stop = new AbortController();
  readonly #now: () => Instant;
  #waiting: Read[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #running: Promise<void> = Promise.resolve();
  #isWarned = false;

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#book = new ListBook(options.engine.open(LISTS_DATABASE));
    this.#now = options.now ?? ((): Instant => new Date().toISOString() as Instant);
  }

  /** `documents`: from the database of this authority, unverified. */
  record(authority: AuthorityCode, documents: readonly unknown[]): void {
    const stops = documents.filter(isStop).map((document) => ({ authority, document }));
    if (stops.length === 0) return;
    this.#waiting.push(...stops);
    if (this.#waiting.length > MAX_WAITING) void this.#inTurn(() => this.#recordWaiting());
  }

  /** `ready`: the acts that were there at the start are read. */
  begin(ready: Promise<void>): void {
    this.#running = ready.then(() => this.#publishHourly());
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#turn;
  }

  publishNow(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#recordWaiting();
      if (this.#options.isHolder()) await this.#publish();
    });
  }

  async #publishHourly(): Promise<void> {
    const { signal } = this.#stop;
    const { everyMs = AN_HOUR_MS } = this.#options;
    while (!signal.aborted) {
      await this.publishNow();
      await pauseFor(everyMs - (Date.now() % everyMs), signal);
    }
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work).catch((error: unknown) => {
      if (!this.#stop.signal.aborted)
        this.#options.log.warn({ reason: errorToText(error) }, 'The public lists are not written yet.');
    });
    this.#turn = turn;
    return turn;
  }

  /** Acts of an unknown key, and all after a failure, wait for the next turn. */
  async #recordWaiting(): Promise<void> {
    const read = this.#waiting;
    this.#waiting = [];
    try {
      const verdicts = await verifyActs(
        read.map(({ document }) => document),
        this.#options.keyring
      );
      const found = new Map<AuthorityCode, Found[]>();
      read.forEach(({ authority, document }, index) => {
        const act = document as Act;
        const stop =
          verdicts[index]?.verdict === 'good' && act.body.issuer === authority ? stopOf(act) : null;
        if (stop && !isPractice(act.body)) addTo(found, authority, { act, stop });
      });
      for (const [authority, stops] of found) await this.#write(authority, stops);
      const unknown = read.filter((_one, index) => verdicts[index]?.verdict === 'unknown-key');
      this.#waiting.push(...unknown.slice(-MAX_WAITING));
    } catch (error) {
      this.#waiting.push(...read);
      throw error;
    }
  }

  async #write(authority: AuthorityCode, found: readonly Found[]): Promise<void> {
    const now = this.#now();
    const endings = await this.#readEndings(authority, found);
    const entries = new Map<string, StopEntry>();
    for (const one of found) {
      const until = endings.get(one.stop.of);
      if (until === undefined || until < instantToDate(now)) continue;
      const entry = entryOf(one, until, now);
      if (isNewer(entry, entries.get(entry._id))) entries.set(entry._id, entry);
    }
    const held = await this.#book.readEntries([...entries.keys()]);
    const fresh = [...entries.values()].filter((entry) => isNewer(entry, held.get(entry._id)));
    await this.#book.writeEntries(fresh.map((entry) => ({ ...held.get(entry._id), ...entry })));
  }

  /** An authorization that this database does not hold is not of this authority’s trade. */
  async #readEndings(
    authority: AuthorityCode,
    found: readonly Found[]
  ): Promise<ReadonlyMap<ActId, CalendarDate>> {
    const home = this.#options.engine.openAsExchange(authorityToDatabase(authority) ?? '');
    const keys = found.map(({ stop }) => stop.of);
    const { rows } = await home.allDocs<Act>({ keys, include_docs: true });
    return new Map(
      rows.flatMap((row) => {
        const until = 'doc' in row && row.doc ? leavesOn(row.doc) : null;
        return until === null || !('id' in row) ? [] : [[row.id as ActId, until] as const];
      })
    );
  }

  async #publish(): Promise<void> {
    const now = this.#now();
    const certificate = this.#certificate(now);
    if (certificate === null) return this.#warnOnce();
    const held = await this.#book.readPublished();
    const { bytes, setMadeAt } = await this.#makeParts(held, now);
    const { key, roots, handovers, demonstration } = this.#options;
    const previous = held?.signed.head ?? null;
    const head: ListHead = nextHead({ previous, bytes, at: now, demonstration, roots, handovers });
    const signature = { key: key.keyId, value: await signText(listText(head), key) };
    const signed: SignedHead = { head, signature, certificate };
    await this.#book.publish({ signed, setMadeAt }, bytes);
  }

  async #makeParts(
    held: Awaited<ReturnType<ListBook['readPublished']>>,
    now: Instant
  ): Promise<{ readonly bytes: ListBytes; readonly setMadeAt: Instant }> {
    const today = instantToDate(now);
    const [cancelled, suspended] = [await this.#book.cancelled(today), await this.#book.suspended(today)];
    const before = held && (await this.#book.readParts(held));
    const recent = held
      ? cancelled.filter(({ recordedAt }) => recordedAt > overlapBefore(held.setMadeAt))
      : [];
    const age = held ? Date.parse(now) - Date.parse(held.setMadeAt) : Infinity;
    const isKept = before !== null && recent.length <= MAX_RECENT && age < SET_AGE_MS;
    const keys = packKeys(listedKeys(this.#options.keyring, now));
    const list = { keys, suspended: packList(suspended.map(hiddenOf)) };
    return isKept && held
      ? {
          bytes: { ...list, cancelled: before.cancelled, recent: packList(recent.map(hiddenOf)) },
          setMadeAt: held.setMadeAt
        }
      : {
          bytes: { ...list, cancelled: packSet(cancelled.map(hiddenOf)), recent: packList([]) },
          setMadeAt: now
        };
  }

  /** By a root, so that the list needs no certificate of a person of INCB. */
  #certificate(now: Instant): CertificateAct | null {
    const { keyring, key } = this.#options;
    const certificates = keyring.trust
      .standingsOf(key.keyId)
      .flatMap(({ certificate, chain }) => (certificate && chain.length === 1 ? [certificate] : []));
    return certificates.find(({ body }) => body.validFrom <= now && now < body.validUntil) ?? null;
  }

  #warnOnce(): void {
    if (!this.#isWarned) this.#options.log.warn({}, NO_CERTIFICATE);
    this.#isWarned = true;
  }
}

function isStop(document: unknown): boolean {
  const kind = (document as { body?: { kind?: unknown } | null } | null)?.body?.kind;
  return kind === 'cancellation' || kind === 'suspension';
}

/** Gateways write at the same time and by different clocks: an entry in both parts does no harm. */
function overlapBefore(madeAt: Instant): Instant {
  return new Date(Date.parse(madeAt) - AN_HOUR_MS).toISOString() as Instant;
}

function entryOf({ act, stop }: Found, until: CalendarDate, recordedAt: Instant): StopEntry {
  const hidden = hiddenIdText(stop.of);
  if (stop.kind === 'cancelled') return { _id: cancelledId(hidden), schema: 1, until, recordedAt };
  const _id = suspendedId(hidden, act.body.issuer);
  const { at } = act.body;
  return { _id, schema: 1, until, recordedAt, at, act: act._id, isReleased: stop.isReleased };
}

/** A cancellation is written once; of suspensions and releases the later counts. */
function isNewer(entry: StopEntry, held: StopEntry | undefined): boolean {
  if (held === undefined) return true;
  if (!isSuspension(entry) || !isSuspension(held)) return false;
  return entry.at + entry.act > held.at + held.act;
}
