/** `registration-notice:<n>` in the country's database. */
import {
  anyText,
  instant,
  oneOf,
  parseShape,
  pattern,
  readStored,
  shaped,
  stored,
  text,
  type Checked
} from '../shape/shape.ts';
import { isDossierKind } from '../act/kind-groups.ts';
import { sideOf } from '../act/kinds.ts';
import { isCountry } from '../country.ts';
import type { AuthorityCode, CountryCode, Instant } from '../ids.ts';
import { actReference, country } from '../shape/references.ts';
import type { Result } from '../result.ts';

/**
 * `second-request`: asked for a registered country · `successor`: INCB invited an administrator · `form-report`: somebody
 * of the country doubts a form, or of the country in `authority`, which saw it on the way here.
 */
const NOTICE_KINDS = ['second-request', 'successor', 'form-report'] as const;

const notice = stored({
  required: {
    _id: pattern(/^registration-notice:[1-9]\d{0,8}$/, 'document.malformed'),
    schema: oneOf([1]),
    kind: oneOf(NOTICE_KINDS),
    about: anyText,
    at: instant,
    name: anyText,
    function: anyText,
    email: anyText
  },
  optional: {
    authority: anyText,
    reason: anyText
  }
});
export type RegistrationNotice = Checked<typeof notice>;

export const NOTICE_PREFIX = 'registration-notice:';

export function parseNotice(value: unknown): Result<RegistrationNotice> {
  return readStored(notice, value);
}

const reported = { act: actReference, form: text(1, 200), text: text(1, 2000, true) };

/** `destination`: the importing country that the form names. A forged form names any. */
const formReport = shaped({ required: reported, optional: { destination: country } });
export type FormReport = Checked<typeof formReport>;

export function parseFormReport(value: unknown): Result<FormReport> {
  return parseShape(formReport, value);
}

/** A country’s own server passes it on, with the person who is signed in there. */
const passedOn = shaped({
  required: {
    ...reported,
    destination: country,
    id: text(1, 200),
    name: text(1, 200),
    function: text(1, 200)
  }
});
export type PassedOnReport = Checked<typeof passedOn>;

export function parsePassedOn(value: unknown): Result<PassedOnReport> {
  return parseShape(passedOn, value);
}

/** The importing country of a form: it signs its own documents and is named in the exporter’s authorizations. */
export function destinationOf(body: {
  readonly kind: string;
  readonly issuer: AuthorityCode;
  readonly importingCountry?: CountryCode;
}): CountryCode | null {
  const { kind, issuer, importingCountry } = body;
  if (importingCountry !== undefined) return importingCountry;
  return isDossierKind(kind) && sideOf(kind) === 'importing' && isCountry(issuer) ? issuer : null;
}

/** The destination, if the reporter’s own authority is not its authority: goods in transit. */
export function abroadOf({ destination }: FormReport, own: CountryCode): CountryCode | null {
  return destination === undefined || destination === own ? null : destination;
}

export type NewNotice = Omit<RegistrationNotice, '_id' | 'schema'>;

/** `none`: the country has no database at the central server. */
export type Told = 'told' | 'none' | 'tooMany';

export function reportToNotice(
  { act, form, text: seen }: FormReport,
  by: Pick<PassedOnReport, 'id' | 'name' | 'function'>,
  at: Instant
): NewNotice {
  const { id, name, function: office } = by;
  return {
    kind: 'form-report',
    about: `${act} ${id}`,
    at,
    name,
    function: office,
    email: id,
    reason: `${form}: ${seen}`
  };
}
