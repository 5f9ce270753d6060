import { COUNTRY_CODES, isAuthority, isCountry } from '../country.ts';
import type { ActId, AuthorityCode, CountryCode, DossierKey, DraftId, KeyId, SessionId } from '../ids.ts';
import { noteShape, pattern, type Check } from './shape.ts';

const HASH = /^[A-Za-z0-9_-]{43}$/;
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export const country: Check<CountryCode> = (value, out) => {
  if (!isCountry(value)) out.push({ code: 'country.unknown' });
};
NOTE: noteShape(country, { is: 'oneOf', values: COUNTRY_CODES });

export const authorityCode: Check<AuthorityCode> = (value, out) => {
  if (!isAuthority(value)) out.push({ code: 'authority.unknown' });
};
NOTE: noteShape(authorityCode, { is: 'oneOf', values: COUNTRY_CODES, also: ['INCB', 'EXCHANGE'] });

export const actReference = pattern<ActId>(
  /^act:\d{8}:[A-Z]{2,8}:[a-z-]{4,24}:[A-Za-z0-9_-]{43}$/,
  'act.reference.malformed'
);
/** A trial's id is the id of its proposal. */
export const trialReference = pattern<ActId>(
  /^act:\d{8}:[A-Z]{2}:trial-proposal:[A-Za-z0-9_-]{43}$/,
  'trial.reference.malformed'
);
export const dossierReference = pattern<DossierKey>(
  /^[A-Z]{2}\.[A-Z]{2}\.\d{8}\..{1,80}$/,
  'act.dossier.malformed'
);
export const draftReference = pattern<DraftId>(/^draft:[0-9a-f-]{36}$/, 'act.draft.malformed');
export const sessionReference = pattern<SessionId>(
  /^session:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'act.session.malformed'
);
export const keyReference = pattern<KeyId>(HASH, 'act.keyId.malformed');
/** Account id, e.g. `au.officer`. */
export const personReference = pattern(/^[a-z0-9][a-z0-9._-]{1,63}$/, 'act.person.malformed');
/** SHA-256, base64url. */
export const hash = pattern(HASH, 'act.hash.malformed');

export function slug<T extends string>(): Check<T> {
  return pattern<T>(SLUG, 'act.slug.malformed');
}
