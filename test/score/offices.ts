/** What makes one trade like another: numbers that follow each other day by day, and orders that come again. */
import type { Line } from '#lib/domain/act/body.ts';
import type { aCompany } from './clerks.ts';
import type { Chance } from './random.ts';

/** What is ordered, by whom, of whom. */
export interface Order {
  readonly line: Line;
  readonly importer: ReturnType<typeof aCompany>;
  readonly exporter: ReturnType<typeof aCompany>;
}

/** A hospital orders what it ordered last month: the same goods and amount, of the same house. */
const STANDING = 0.4;

export class Offices {
  readonly #issued = new Map<string, number>();
  readonly #orders = new Map<string, Order[]>();

  /** One office's next number of one kind. */
  next(office: string): number {
    const serial = (this.#issued.get(office) ?? 0) + 1;
    this.#issued.set(office, serial);
    return serial;
  }

  order(between: string, make: () => Order, chance: Chance): Order {
    const known = this.#orders.get(between) ?? [];
    this.#orders.set(between, known);
    if (known.length > 0 && chance.is(STANDING)) return chance.of(known);
    const order = make();
    known.push(order);
    return order;
  }
}
