/**
 * INCB's database as its observers receive it. Senders of requests give their details for INCB's decision, and
 * administrators agree to be contacted by the secretariat (public page "Privacy"): neither is for observers.
 */
import { isPlainObject } from '../shape/shape.ts';
import { isRegistrationId } from './registration.ts';

/** The part of a database that a reader receives. */
export interface Reading {
  readonly hides: (id: string) => boolean;
  readonly shows: (document: unknown) => unknown;
}

/** Notes on contacts with their details, and administrators who agreed to be contacted. */
const WITHHELD = ['contact:', 'reach:'];

export function isWithheld(id: string): boolean {
  return WITHHELD.some((prefix) => id.slice(0, prefix.length) === prefix);
}

/** The job title, authority, state and dates of a request stay; all else is returned as it is. */
export function withoutPerson(document: unknown): unknown {
  if (!isPlainObject(document) || !isRegistrationId(document['_id']) || document['_deleted'] === true)
    return document;
  const { sender: _sender, ...rest } = document;
  return { ...rest, name: '', email: '' };
}
