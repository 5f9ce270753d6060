/**
 * From blocks the server reserved while online, so that issuing works offline (invariant 7). A number once used, even
 * in a refused act, is used.
 */
import { addDays } from '#lib/domain/calendar-date.ts';
import {
  FreeNumbers,
  isRenewalDue,
  nextNumber,
  parseBlock,
  type Block
} from '#lib/domain/authorization/block.ts';
import { AUTHORIZATION_KINDS, type AuthorizationKind } from '#lib/domain/act/number.ts';
import type { CalendarDate, CountryCode, KeyId } from '#lib/domain/ids.ts';
import type { Result } from '#lib/domain/result.ts';
import type { Records } from '../index/records.ts';
import type { ServerApi } from '../server/server-api.ts';

/** On 1 January the device might be offline. */
const DAYS_BEFORE_NEW_YEAR = 20;

export class Numbers {
  readonly #country: CountryCode;
  readonly #records: Records;
  readonly #api: ServerApi;
  #claiming: Promise<void> | null = null;
  #isReserving = false;
  readonly #usedNumbers = new Set<string>();
  /** Documents that have been looked through. */
  #read = 0;
  /** Screens ask with each change, so that only numbers used since are looked at. */
  readonly #free = new Map<string, FreeNumbers>();
  #blocksKept = 0;

  changed: () => void = () => undefined;

  constructor(options: { country: CountryCode; records: Records; api: ServerApi }) {
    this.#country = options.country;
    this.#records = options.records;
    this.#api = options.api;
  }

  next(kind: AuthorizationKind, issuedOn: CalendarDate, device: KeyId): Result<string> {
    return nextNumber(this.#blocks(), this.#used(), this.#query(kind, yearOf(issuedOn), device));
  }

  left(kind: AuthorizationKind, today: CalendarDate, device: KeyId): number {
    return this.#leftIn(kind, yearOf(today), device);
  }

  #leftIn(kind: AuthorizationKind, year: number, device: KeyId): number {
    const used = this.#used();
    const { size } = this.#records.shelf.blocks;
    if (this.#blocksKept !== size) this.#free.clear();
    this.#blocksKept = size;
    const asked = `${kind} ${year} ${device}`;
    const held = this.#free.get(asked);
    if (held) return held.count;
    const free = new FreeNumbers(this.#blocks(), this.#query(kind, year, device));
    for (const number of used) free.use(number);
    this.#free.set(asked, free);
    return free.count;
  }

  get isReserving(): boolean {
    return this.#isReserving;
  }

  replenish(today: CalendarDate, device: KeyId): Promise<void> {
    this.#claiming ??= this.#claimAll(today, device).finally(() => (this.#claiming = null));
    return this.#claiming;
  }

  async #claimAll(today: CalendarDate, device: KeyId): Promise<void> {
    try {
      await this.#claimDue(today, device);
    } finally {
      const wasReserving = this.#isReserving;
      this.#isReserving = false;
      if (wasReserving) this.changed();
    }
  }

  async #claimDue(today: CalendarDate, device: KeyId): Promise<void> {
    for (const year of yearsAhead(today)) {
      for (const kind of AUTHORIZATION_KINDS) {
        if (isRenewalDue(this.#leftIn(kind, year, device)) && !(await this.#claim(kind, year, device)))
          return;
      }
    }
  }

  /** Usable immediately, before replication brings it. */
  async #claim(kind: AuthorizationKind, year: number, device: KeyId): Promise<boolean> {
    this.#isReserving = true;
    const claimed = await this.#api.claimBlock(kind, year, device);
    const block = claimed.ok ? parseBlock(claimed.value) : claimed;
    if (!block.ok) return false;
    await this.#records.takeBlock(block.value);
    return true;
  }

  #blocks(): readonly Block[] {
    return [...this.#records.shelf.blocks.values()];
  }

  #used(): ReadonlySet<string> {
    const { carried, acts } = this.#records.shelf;
    for (; this.#read < carried.length; this.#read++) {
      const body = acts.get(carried[this.#read]!._id)?.body;
      if (body?.issuer !== this.#country || !('number' in body)) continue;
      this.#usedNumbers.add(body.number);
      this.#free.forEach((free) => free.use(body.number));
    }
    return this.#usedNumbers;
  }

  #query(kind: AuthorizationKind, year: number, device: KeyId) {
    return { country: this.#country, kind, year, device };
  }
}

export function yearsAhead(today: CalendarDate): readonly number[] {
  return [...new Set([yearOf(today), yearOf(addDays(today, DAYS_BEFORE_NEW_YEAR))])];
}

function yearOf(date: CalendarDate): number {
  return Number(date.slice(0, 4));
}
