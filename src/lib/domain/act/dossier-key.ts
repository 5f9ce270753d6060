/**
 * The hard matching key: importing country, exporting country, date and number, as 1961 art. 31(4)(c) and 1971 art.
 * 12(1)(b) put them on every export authorization.
 */
import type { CalendarDate, CountryCode, DossierKey } from '../ids.ts';
import { canNormalize } from '../bytes.ts';

const PREFIX = /^(?:NUMBER|NUMERO|NR|NO|N°|№|#)(?=[^A-Z])/;
const CANONICAL = /^[A-Z0-9]+$/;
/** Most numbers need only look-alikes and leading zeros folded. */
const PLAIN = /^[A-Z0-9]+(?:-[A-Z0-9]+)*$/;
const ASCII = /^[ -~]*$/;
/** Zeros of office scripts: Arabic, Persian, Indian, Thai, Lao, Burmese, Khmer. */
const ZEROS = '٠۰०০੦૦୦௦౦೦൦๐໐၀០';

/**
 * Folds a typed number for comparison: case, width, digit script, separators, a prefix such as "No.", leading zeros of
 * groups, look-alikes O/0 and I/1/L.
 */
export function normalizeNumber(number: string): string {
  if (PLAIN.test(number)) return foldAlike(number.replace(PREFIX, '').replace(/^-/, ''));
  const upper = (ASCII.test(number) ? number : toLatinFigures(number.normalize('NFKC'))).toUpperCase().trim();
  const groups = upper.replace(PREFIX, '').split(/[^\p{L}\p{N}]+/u);
  return groups
    .filter((group) => group !== '')
    .map(normalizeGroup)
    .join('-');
}

function toLatinFigures(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (sign) => {
    const code = sign.charCodeAt(0);
    for (let at = 0; at < ZEROS.length; at++) {
      const figure = code - ZEROS.charCodeAt(at);
      if (figure >= 0 && figure <= 9) return String(figure);
    }
    return sign;
  });
}

/** False only if the engine lacks `normalize` and this number needs it. */
export function canNormalizeNumber(number: string): boolean {
  return canNormalize || ASCII.test(number);
}

function normalizeGroup(group: string): string {
  const bare = foldAlike(group);
  return CANONICAL.test(bare) ? bare : bare.replace(/[^\p{L}\p{N}]/gu, '');
}

function foldAlike(groups: string): string {
  const alike = groups.replace(/O/g, '0').replace(/[IL]/g, '1');
  return alike.replace(/(^|-)0+(?=[0-9]+(?:-|$))/g, '$1');
}

/** `<importing>.<exporting>.<yyyymmdd>.<normalized number>` */
export function dossierKey(
  importing: CountryCode,
  exporting: CountryCode,
  issuedOn: CalendarDate,
  number: string
): DossierKey {
  return `${importing}.${exporting}.${issuedOn.replace(/-/g, '')}.${normalizeNumber(number)}` as DossierKey;
}

export function parseDossierKey(
  key: string
): { importing: CountryCode; exporting: CountryCode; issuedOn: CalendarDate; number: string } | null {
  const match = /^([A-Z]{2})\.([A-Z]{2})\.(\d{4})(\d{2})(\d{2})\.(.+)$/.exec(key);
  if (!match) return null;
  return {
    importing: match[1] as CountryCode,
    exporting: match[2] as CountryCode,
    issuedOn: `${match[3]}-${match[4]}-${match[5]}` as CalendarDate,
    number: match[6] ?? ''
  };
}

/** Reads by position; expects a key from `dossierKey` or a parsed body. */
export function importingCountryOf(key: DossierKey): CountryCode {
  return key.slice(0, 2) as CountryCode;
}

export function exportingCountryOf(key: DossierKey): CountryCode {
  return key.slice(3, 5) as CountryCode;
}

export function issuedOnOf(key: DossierKey): CalendarDate {
  return `${key.slice(6, 10)}-${key.slice(10, 12)}-${key.slice(12, 14)}` as CalendarDate;
}

export function numberInKey(key: DossierKey): string {
  return key.slice(15);
}
