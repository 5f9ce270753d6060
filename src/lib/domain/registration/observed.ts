/**
 * Databases as readers outside of the secretariat receive them. Senders of requests give their details for INCB's decision, and
 * administrators agree to be contacted by the secretariat (public page "Privacy"): neither is for observers.
 */
import { parseActId } from '../act/act-id.ts';
import { isPlainObject } from '../shape/shape.ts';
import { isRegistrationId } from './registration.ts';

/** The part of a database that a reader receives. */
export interface Reading {
  /** Of these ids, those that the reader is not told. */
  readonly hidden: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly shows: (document: unknown) => unknown;
}

/** Requests, statuses and figures of countries, and settings. */
const OBSERVED = ['registration:', 'standing:', 'usage:', 'setting:'];

/** Everything else: contacts, drafts, device requests, and the suggestions and survey answers that countries send to INCB. */
export function isWithheld(id: string): boolean {
  return !OBSERVED.some((prefix) => id.slice(0, prefix.length) === prefix) && !isFromBoard(id);
}

/**
 * A regional body reads INCB's own documents in `reference`. Certificates and public documents of countries would tell
 * it about a country that did not consent.
 */
export function isFromBoard(id: string): boolean {
  return parseActId(id)?.issuer === 'INCB';
}

/** The job title, authority, state and dates of a request stay; all else is returned as it is. */
export function withoutPerson(document: unknown): unknown {
  if (!isPlainObject(document) || !isRegistrationId(document['_id']) || document['_deleted'] === true)
    return document;
  const { sender: _sender, ...rest } = document;
  return { ...rest, name: '', email: '' };
}
