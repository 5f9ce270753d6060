/**
 * Reservations: a device claims a part of its country's balance while online, so that two officers without a connection
 * cannot authorize the same quantity twice. As with number blocks, the id is the claim: the next step of that balance.
 *
 * A device uses its reservation for every import authorization that it signs, in full and for ever: not what others
 * cancel, endorse or let expire, so that neither its clock nor late documents change what it can still issue. What is
 * released returns to the country's balance, which only a server with all documents divides again.
 */
import type { ActOf } from '../act/body.ts';
import { parseNumber } from '../act/number.ts';
import type { ActId, KeyId } from '../ids.ts';
import { microgramsOf, microgramsToText } from '../quantity.ts';
import { parseReservation, reservationId, type Reservation, type Step } from './balance-documents.ts';
import { askedFor } from './claims.ts';
import type { BalanceOf } from './ledger.ts';

type Shelf = Pick<BalanceOf, 'substance' | 'year'>;

/** Documents of one device, which no server gets: what it uses no more, from before the server hears of that. */
export const LEAVING_PREFIX = 'kept:reservation:';

export interface Leaving extends Shelf {
  readonly nth: number;
  readonly quantity: number;
}

/** Null if this device's own document is damaged: its part then stays reserved. */
export function readLeaving(document: object): Leaving | null {
  const { substance, year, nth, quantity } = document as Partial<Leaving>;
  const isRead = typeof substance === 'string' && [year, nth, quantity].every(Number.isSafeInteger);
  return isRead ? (document as Leaving) : null;
}

export function isSameReservation(a: Reservation, b: Reservation): boolean {
  return a._id === b._id && a.device === b.device && a.grant === b.grant && a.claimedAt === b.claimedAt;
}

/** Reservations of one country, and what each device has used of them. */
export class ReservationBook {
  readonly #under: ReservationBook | null;
  readonly #byShelf = new Map<string, Map<number, Reservation>>();
  readonly #noted = new Set<ActId>();
  readonly #used = new Map<string, Map<KeyId, number>>();
  readonly #leaving = new Map<string, Leaving & { readonly device: KeyId }>();

  constructor(under: ReservationBook | null = null) {
    this.#under = under;
  }

  fork(): ReservationBook {
    return new ReservationBook(this);
  }

  take(document: object): void {
    const parsed = parseReservation(document);
    if (!parsed.ok) return;
    const name = nameOf(parsed.value);
    const steps = this.#byShelf.get(name) ?? new Map<number, Reservation>();
    this.#byShelf.set(name, steps.set(parsed.value.step, parsed.value));
  }

  drop(id: string): void {
    const [, substance = '', year = '', step = ''] = id.split(':');
    this.#byShelf.get(nameOf({ substance, year: Number(year) }))?.delete(Number(step));
  }

  /** An own import authorization. One that goes beyond the balance, or is for re-export, uses no reservation. */
  note({ _id, body, signature }: ActOf<'import-authorization'>): void {
    if (this.#isNoted(_id)) return;
    this.#noted.add(_id);
    const parsed = parseNumber(body.number);
    if (!parsed.ok || body.exceeding !== undefined || body.purpose === 're-export') return;
    for (const { substance, quantity } of askedFor(body.lines)) {
      const name = nameOf({ substance, year: parsed.value.year });
      const devices = this.#used.get(name) ?? new Map<KeyId, number>();
      this.#used.set(name, devices.set(signature.key, (devices.get(signature.key) ?? 0) + quantity));
    }
  }

  #isNoted(id: ActId): boolean {
    return this.#noted.has(id) || (this.#under !== null && this.#under.#isNoted(id));
  }

  #usedBy(device: KeyId, shelf: Shelf): number {
    const below = this.#under === null ? 0 : this.#under.#usedBy(device, shelf);
    const devices = this.#used.get(nameOf(shelf));
    return below + ((devices && devices.get(device)) ?? 0);
  }

  of(shelf: Shelf): readonly Reservation[] {
    const own = Array.from(this.#byShelf.get(nameOf(shelf))?.values() ?? []);
    return this.#under ? this.#under.of(shelf).concat(own) : own;
  }

  /** What a device can still issue within its reservations. */
  unused(device: KeyId, shelf: Shelf): number {
    let left = 0;
    let returned = 0;
    for (const { device: key, grant, returns } of this.of(shelf)) {
      if (key !== device) continue;
      left += microgramsOf(grant) - (returns ? microgramsOf(returns.quantity) : 0);
      if (returns) returned++;
    }
    const leaving = this.#leaving.get(nameOf(shelf));
    if (leaving?.device === device && leaving.nth > returned) left -= leaving.quantity;
    return Math.max(0, left - this.#usedBy(device, shelf));
  }

  returnsBy(device: KeyId, shelf: Shelf): number {
    return this.of(shelf).filter((one) => one.device === device && one.returns).length;
  }

  /** This device has decided to give this back, and uses it no more, although no server has heard of that yet. */
  leave(device: KeyId, leaving: Leaving): void {
    this.#leaving.set(nameOf(leaving), { ...leaving, device });
  }

  /** What other devices hold. A revoked key signs nothing more: the door refuses what it first sees afterwards. */
  heldByOthers(device: KeyId | null, shelf: Shelf, isRevoked: (key: KeyId) => boolean): number {
    const devices = new Set(this.of(shelf).map((one) => one.device));
    let held = 0;
    for (const one of devices) if (one !== device && !isRevoked(one)) held += this.unused(one, shelf);
    return held;
  }

  nextStep(shelf: Shelf): number {
    return this.of(shelf).reduce((most, { step }) => Math.max(most, step), 0) + 1;
  }
}

function nameOf({ substance, year }: Shelf): string {
  return `${substance} ${year}`;
}

export interface Grant extends Shelf {
  /** Not taken, and not reserved by any device. */
  readonly free: number;
  readonly own: number;
  readonly others: number;
  /** Certified devices that can issue. */
  readonly devices: number;
  /** What the officer needs now, or 0. */
  readonly wanted: number;
}

/** Smaller steps are not worth a document. */
const SMALLEST_SHARE = 50;

/** A device keeps up to so many shares: what others issue makes every share smaller. */
const SHARES_KEPT = 2;

/** A single device reserves everything. Several share one half in equal parts: the other half is free for any of them. */
function shareOf({ free, own, others, devices }: Grant): number {
  return devices <= 1 ? free + own : Math.floor((free + own + others) / (2 * devices));
}

/** What an officer needs now is granted if it is free. */
export function grantFor(asked: Grant): number {
  const { free, own, wanted } = asked;
  const part = shareOf(asked);
  const share = part - own;
  const isWorth = share * SMALLEST_SHARE >= part && share > 0;
  return Math.max(0, Math.min(free, Math.max(isWorth ? share : 0, wanted - own)));
}

/** What the device gives back, so that a device that joins the office gets a share. */
export function surplusOf(asked: Grant): number {
  const part = shareOf(asked);
  return asked.wanted === 0 && asked.own > SHARES_KEPT * part ? asked.own - part : 0;
}

export function toReservation(
  step: Step,
  claim: Pick<Reservation, 'device' | 'office' | 'claimedAt' | 'claimedBy'>,
  {
    grant = 0,
    before,
    returns
  }: { readonly grant?: number; readonly before: number; readonly returns?: Reservation['returns'] }
): Reservation {
  const amounts = { grant: microgramsToText(grant), before: microgramsToText(before) };
  return {
    _id: reservationId(step),
    schema: 1,
    ...step,
    ...claim,
    ...amounts,
    ...(returns ? { returns } : {})
  };
}
