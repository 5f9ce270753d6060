/** Documents of a balance, apart from what computes it: a design function bundles what it imports, with all data. */
import { refuse, type Result } from '../result.ts';
import { keyReference, slug } from '../shape/references.ts';
import {
  anyText,
  instant,
  integer,
  micrograms,
  oneOf,
  readStored,
  shaped,
  stored,
  type Checked
} from '../shape/shape.ts';

export const OPENING_PREFIX = 'setting:opening-';

/**
 * Authorized for import in a year before the country used I2ES, in micrograms of base. One document for each substance
 * and year, so that two administrators offline do not replace each other's figures.
 */
const opening = stored({
  required: {
    _id: anyText,
    schema: oneOf([1]),
    substance: slug<string>(),
    year: integer(2000, 2199),
    quantity: micrograms
  }
});
type Opening = Checked<typeof opening>;

/** The name of the setting, without its prefix. */
export function openingName({ substance, year }: Pick<Opening, 'substance' | 'year'>): string {
  return `${OPENING_PREFIX.slice('setting:'.length)}${year}-${substance}`;
}

export function parseOpening(document: unknown): Result<Opening> {
  const read = readStored(opening, document);
  return read.ok && read.value._id === `setting:${openingName(read.value)}`
    ? read
    : refuse({ code: 'document.malformed', path: '_id' });
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
  },
  optional: {
    /** The device gives this back, for the `nth` time; such a step grants nothing. */
    returns: shaped({ required: { nth: integer(1, MAX_STEPS), quantity: micrograms } })
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
  const isWhole = read.ok && read.value._id === reservationId(read.value);
  return isWhole && (!read.value.returns || read.value.grant === '0')
    ? read
    : refuse({ code: 'reservation.malformed', path: '' });
}
