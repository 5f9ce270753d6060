/**
 * A reply that an authority outside I2ES wrote with a file that it was given, as evidence in the record of it. The
 * file's one-time key proves only that the writer had the file: an officer compares the reply and signs the record.
 */
import {
  calendarDate,
  instant,
  integer,
  oneOf,
  pattern,
  shaped,
  text,
  type Checked
} from '../../shape/shape.ts';
import { publicKey } from './keys.ts';

/** The way in which the file reached the partner. */
export const DELIVERIES = ['e-mail', 'post', 'courier', 'by-hand'] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** Members of a reply besides the paper that it states. */
export const written = {
  key: publicKey,
  /** The writer's count of replies with this file. */
  number: integer(1, 999),
  /** By the clock of the writer's computer. */
  at: instant,
  by: text(1, 120),
  signature: pattern(/^[A-Za-z0-9_-]{86}$/, 'act.signature.malformed')
} as const;

export const evidence = shaped({ required: { ...written, given: oneOf(DELIVERIES), givenOn: calendarDate } });
export type Evidence = Checked<typeof evidence>;
