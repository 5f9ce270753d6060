/** All that one database knows of its country's balances and of its partners': the same on a device and at the door. */
import type { Act, ActOf } from '../act/body.ts';
import { countedSubstance } from '../goods/counted-base.ts';
import type { CalendarDate, CountryCode, KeyId, MicrogramsText } from '../ids.ts';
import { microgramsOf } from '../quantity.ts';
import type { Problem } from '../result.ts';
import { parseBalanceSetting, type BalanceSetting, type Reservation } from './balance-documents.ts';
import { remainingIn, type Room } from './judge-balance.ts';
import { BalanceLedger, type BalanceOf } from './ledger.ts';
import { isSameReservation, ReservationBook } from './reservation.ts';

/** Estimates (1961) and assessments (1971) with supplements; null where INCB has published none. */
export type PublishedFigures = (
  country: string,
  substance: string,
  year: number
) => { readonly total: MicrogramsText } | null;

export interface Asking {
  readonly today: CalendarDate;
  /** The device that issues. */
  readonly device: KeyId | null;
  readonly figures: PublishedFigures;
  readonly isRevoked: (key: KeyId) => boolean;
}

export class Balance {
  readonly own: CountryCode;
  readonly ledger: BalanceLedger;
  readonly reservations: ReservationBook;
  #openings: BalanceSetting['openings'];

  constructor(own: CountryCode, under: Balance | null = null) {
    this.own = own;
    this.ledger = under ? under.ledger.fork() : new BalanceLedger(own);
    this.reservations = under ? under.reservations.fork() : new ReservationBook();
    this.#openings = under ? under.#openings : [];
  }

  fork(): Balance {
    return new Balance(this.own, this);
  }

  /** Null: the setting was deleted. */
  takeSetting(document: object | null): void {
    const parsed = parseBalanceSetting(document);
    this.#openings = parsed.ok ? parsed.value.openings : [];
  }

  noteAct(act: Act): void {
    if (act.body.kind === 'import-authorization' && act.body.issuer === this.own)
      this.reservations.note(act as ActOf<'import-authorization'>);
  }

  openingOf(of: BalanceOf): number {
    let sum = 0;
    for (const { country: one = this.own, substance, year, quantity } of this.#openings)
      if (one === of.country && countedSubstance(substance) === of.substance && year === of.year)
        sum += microgramsOf(quantity);
    return sum;
  }

  /** Neither taken nor reserved by any device. */
  freeOf(of: BalanceOf, asking: Asking): number {
    const room = this.roomOf(of, asking);
    return Math.max(0, remainingIn(room) - room.own - room.others);
  }

  /** One that a device brings back to a restored database, or a national server claimed: never more than is free. */
  judgeReservation(one: Reservation, asking: Omit<Asking, 'device'>): readonly Problem[] {
    const { substance, year, step } = one;
    const held = this.reservations.of(one).find((other) => other.step === step);
    if (held) return isSameReservation(held, one) ? [] : [{ code: 'reservation.taken', path: '_id' }];
    const free = this.freeOf({ country: this.own, substance, year }, { ...asking, device: null });
    if (microgramsOf(one.grant) <= free) return [];
    return [{ code: 'reservation.notFree', path: 'grant', values: { substance, year, remaining: free } }];
  }

  roomOf(of: BalanceOf, { today, device, figures, isRevoked }: Asking): Room {
    const figure = figures(of.country, of.substance, of.year);
    const isOwn = of.country === this.own;
    return {
      ...of,
      total: figure && microgramsOf(figure.total),
      opening: this.openingOf(of),
      taken: this.ledger.taken(of, today),
      own: isOwn && device ? this.reservations.unused(device, of) : 0,
      others: isOwn ? this.reservations.heldByOthers(device, of, isRevoked) : 0
    };
  }
}
