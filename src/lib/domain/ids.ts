/**
 * The names by which everything is found. An act's id carries its date, its issuer, its kind and the
 * hash of its content: neighbours in time are neighbours on disk, and nothing confidential is in it.
 */
import type { Brand } from './brand.ts';

/** ISO 3166-1 alpha-2, of `country.ts`. */
export type CountryCode = Brand<string, 'CountryCode'>;
/** A country's authority, the Board, or the exchange (which only states deliveries). */
export type AuthorityCode = CountryCode | 'INCB' | 'EXCHANGE';
/** `act:<yyyymmdd of body.at>:<ISSUER>:<kind>:<base64url SHA-256>` */
export type ActId = Brand<string, 'ActId'>;
/** `draft:<uuid>` */
export type DraftId = Brand<string, 'DraftId'>;
/** `session:<uuid>`: a webinar or regional session. */
export type SessionId = Brand<string, 'SessionId'>;
/** `lesson:<uuid>`: a lesson that a trainer wrote. */
export type OwnLessonId = Brand<string, 'OwnLessonId'>;
/** RFC 7638 thumbprint of a public key, base64url SHA-256 (43 characters). */
export type KeyId = Brand<string, 'KeyId'>;
/** See `matching/dossier-key.ts`. */
export type DossierKey = Brand<string, 'DossierKey'>;
/** `YYYY-MM-DD`, see `calendar-date.ts`. */
export type CalendarDate = Brand<string, 'CalendarDate'>;
/** `YYYY-MM-DDThh:mm:ss.sssZ`, UTC. */
export type Instant = Brand<string, 'Instant'>;
/** Canonical decimal text of a non-negative integer: micrograms. See `quantity.ts`. */
export type MicrogramsText = Brand<string, 'MicrogramsText'>;
/** Canonical non-negative decimal text without exponent, e.g. `0.7520`. */
export type DecimalText = Brand<string, 'DecimalText'>;
/** Slug of the INN, see `substance.ts`. */
export type SubstanceKey = Brand<string, 'SubstanceKey'>;
/** Slug of a salt, stoichiometry and hydrate of one substance; `base` is the anhydrous base itself. */
export type FormKey = Brand<string, 'FormKey'>;
