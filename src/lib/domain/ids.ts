/**
 * An act's id holds date, issuer, kind and content hash: neighbours in time are neighbours on disk, and nothing is
 * confidential.
 */

export type CountryCode = Brand<string, 'CountryCode'>;
/** A country's authority, the Board, or the exchange (which signs only receipts). */
export type AuthorityCode = CountryCode | 'INCB' | 'EXCHANGE';
/** `act:<yyyymmdd of body.at>:<ISSUER>:<kind>:<base64url SHA-256>` */
export type ActId = Brand<string, 'ActId'>;
export type DraftId = Brand<string, 'DraftId'>;
export type SessionId = Brand<string, 'SessionId'>;
export type OwnLessonId = Brand<string, 'OwnLessonId'>;
/** RFC 7638 thumbprint of a public key, base64url SHA-256 (43 characters). */
export type KeyId = Brand<string, 'KeyId'>;
export type DossierKey = Brand<string, 'DossierKey'>;
export type CalendarDate = Brand<string, 'CalendarDate'>;
/** `YYYY-MM-DDThh:mm:ss.sssZ`, UTC. */
export type Instant = Brand<string, 'Instant'>;
/** Canonical decimal text of a non-negative integer. See `quantity.ts`. */
export type MicrogramsText = Brand<string, 'MicrogramsText'>;
/** Canonical non-negative decimal without exponent, e.g. `0.7520`. */
export type DecimalText = Brand<string, 'DecimalText'>;
export type SubstanceKey = Brand<string, 'SubstanceKey'>;
/** Slug of salt, stoichiometry and hydrate; `base` is the anhydrous base. */
export type FormKey = Brand<string, 'FormKey'>;

/** Only its parser can make the type, so that checked values are not checked again. */
declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
