/** All that one database knows of its country's balances and of its partners': the same on a device and at the door. */
import type { Act, ActOf } from '../act/body.ts';
import { exportingCountryOf } from '../act/dossier-key.ts';
import { countedSubstance } from '../goods/counted-base.ts';
import { cellsOf, isHistoricId, parseHistoric, type HistoricCell } from '../historic/historic.ts';
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
  /** Entered figures in micrograms, for this country, by the id of the setting. */
  readonly #openings: Map<string, BalanceOf & { readonly quantity: number }>;
  /** By the id of the setting; an entered figure replaces them. */
  readonly #historic: Map<string, readonly HistoricCell[]>;

  constructor(own: CountryCode, under: Balance | null = null) {
    this.own = own;
    this.ledger = under ? under.ledger.fork() : new BalanceLedger(own);
    this.reservations = under ? under.reservations.fork() : new ReservationBook();
    this.#openings = new Map(under ? under.#openings : []);
    this.#historic = new Map(under ? under.#historic : []);
  }

  fork(): Balance {
    return new Balance(this.own, this);
  }

  takeOpening(document: { readonly _id: string }): void {
    if (isHistoricId(document._id)) return this.#takeHistoric(document);
    const parsed = parseOpening(document);
    if (!parsed.ok) return;
    const { _id, substance, year, quantity } = parsed.value;
    const of = { country: this.own, substance: countedSubstance(substance), year };
    this.#openings.set(_id, { ...of, quantity: microgramsOf(quantity) });
  }

  #takeHistoric(document: { readonly _id: string }): void {
    const parsed = parseHistoric(document);
    if (!parsed.ok) return;
    const imported = cellsOf(parsed.value).filter(({ column }) => column === 'import');
    this.#historic.set(document._id, imported);
  }

  dropOpening(id: string): void {
    this.#openings.delete(id);
    this.#historic.delete(id);
  }

  noteAct(act: Act): void {
    if (act.body.kind === 'import-authorization' && act.body.issuer === this.own)
      this.reservations.note(act as ActOf<'import-authorization'>);
  }

  openingOf(of: BalanceOf): number {
    const entered: number[] = [];
    this.#openings.forEach(({ country, substance, year, quantity }) => {
      if (country === of.country && substance === of.substance && year === of.year) entered.push(quantity);
    });
    if (entered.length > 0) return entered.reduce((sum, one) => sum + one);
    return of.country === this.own ? this.#historicOf(of) : 0;
  }

  #historicOf(of: BalanceOf): number {
    if (this.#historic.size === 0) return 0;
    const documented = new Set<string>();
    // Goods of an authorization can arrive in the next year.
    for (const year of [of.year - 1, of.year])
      for (const { dossier, months } of this.ledger.drawn({ ...of, year }))
        for (const month of months) documented.add(`${month} ${exportingCountryOf(dossier)}`);
    let sum = 0;
    this.#historic.forEach((cells) => {
      for (const { month, partner, substance, micrograms } of cells)
        if (
          substance === of.substance &&
          Number(month.slice(0, 4)) === of.year &&
          !documented.has(`${month} ${partner}`)
        )
          sum += micrograms;
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
