/** All that one database knows of its country's balances and of its partners': the same on a device and at the door. */
import type { Act, ActOf } from '../act/body.ts';
import { countedSubstance } from '../goods/counted-base.ts';
import type { CalendarDate, CountryCode, DossierKey, KeyId, MicrogramsText } from '../ids.ts';
import { microgramsOf } from '../quantity.ts';
import type { Problem } from '../result.ts';
import { parseOpening, type Reservation } from './balance-documents.ts';
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
  /** Micrograms by the id of the setting, for this country. */
  readonly #openings: Map<string, BalanceOf & { readonly quantity: number }>;

  constructor(own: CountryCode, under: Balance | null = null) {
    this.own = own;
    this.ledger = under ? under.ledger.fork() : new BalanceLedger(own);
    this.reservations = under ? under.reservations.fork() : new ReservationBook();
    this.#openings = new Map(under ? under.#openings : []);
  }

  fork(): Balance {
    return new Balance(this.own, this);
  }

  takeOpening(document: object): void {
    const parsed = parseOpening(document);
    if (!parsed.ok) return;
    const { _id, substance, year, quantity } = parsed.value;
    const of = { country: this.own, substance: countedSubstance(substance), year };
    this.#openings.set(_id, { ...of, quantity: microgramsOf(quantity) });
  }

  dropOpening(id: string): void {
    this.#openings.delete(id);
  }

  /** Countries' substances and years with a figure of the time before I2ES. */
  openings(): Iterable<BalanceOf & { readonly quantity: number }> {
    return this.#openings.values();
  }

  noteAct(act: Act): void {
    if (act.body.kind === 'import-authorization' && act.body.issuer === this.own)
      this.reservations.note(act as ActOf<'import-authorization'>);
  }

  openingOf(of: BalanceOf): number {
    let sum = 0;
    this.#openings.forEach(({ country, substance, year, quantity }) => {
      if (country === of.country && substance === of.substance && year === of.year) sum += quantity;
    });
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

  /** `upon`: the dossier of the import authorization that an export is for. */
  roomOf(of: BalanceOf, { today, device, figures, isRevoked }: Asking, upon?: DossierKey): Room {
    const figure = figures(of.country, of.substance, of.year);
    const isOwn = of.country === this.own;
    return {
      ...of,
      total: figure && microgramsOf(figure.total),
      opening: this.openingOf(of),
      taken: this.ledger.sums(of, today).counted - (upon ? this.ledger.notBefore(upon, of, today) : 0),
      own: isOwn && device ? this.reservations.unused(device, of) : 0,
      others: isOwn ? this.reservations.heldByOthers(device, of, isRevoked) : 0
    };
  }
}
