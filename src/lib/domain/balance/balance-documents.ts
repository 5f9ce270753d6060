/** Documents of a balance, apart from what computes it: a design function bundles what it imports, with all data. */
import { refuse, type Result } from '../result.ts';
import { country, keyReference, slug } from '../shape/references.ts';
import {
  anyText,
  instant,
  integer,
  listOf,
  micrograms,
  oneOf,
  readStored,
  shaped,
  stored,
  type Checked
} from '../shape/shape.ts';

export const BALANCE_SETTING_ID = 'setting:balance';

const MAX_OPENINGS = 2000;

/** Quantities authorized for import before the country used I2ES: in micrograms of base, by substance and year. */
const setting = stored({
  required: {
    _id: oneOf([BALANCE_SETTING_ID]),
    schema: oneOf([1]),
    openings: listOf(
      shaped({
        required: { substance: slug<string>(), year: integer(2000, 2199), quantity: micrograms },
        optional: { country }
      }),
      0,
      MAX_OPENINGS
    )
  }
});
export type BalanceSetting = Checked<typeof setting>;

export function parseBalanceSetting(document: unknown): Result<BalanceSetting> {
  return readStored(setting, document);
}

export const RESERVATION_PREFIX = 'reservation:';

const MAX_STEPS = 99_999;

const reservation = stored({
  required: {
    _id: anyText,
    schema: oneOf([1]),
    substance: slug<string>(),
    year: integer(2000, 2199),
    /** Step of this balance, from 1. */
    step: integer(1, MAX_STEPS),
    device: keyReference,
    office: anyText,
    grant: micrograms,
    /** What all devices had reserved and not used before this step. */
    before: micrograms,
    claimedAt: instant,
    claimedBy: anyText
  }
});
export type Reservation = Checked<typeof reservation>;

export type Step = Pick<Reservation, 'substance' | 'year' | 'step'>;

export function reservationId({ substance, year, step }: Step): string {
  return `${RESERVATION_PREFIX}${substance}:${year}:${String(step).padStart(5, '0')}`;
}

export function isReservationId(id: string): boolean {
  return id.startsWith(RESERVATION_PREFIX);
}

/** Keys that CouchDB adds pass. */
export function parseReservation(value: unknown): Result<Reservation> {
  const read = readStored(reservation, value);
  return read.ok && read.value._id === reservationId(read.value)
    ? read
    : refuse({ code: 'reservation.malformed', path: '' });
}
