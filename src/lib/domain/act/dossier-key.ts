/**
 * The hard matching key: importing country, exporting country, date and number of the import
 * authorization, exactly what 1961 art. 31(4)(c) and 1971 art. 12(1)(b) put on every export
 * authorization. Both sides compute it from their own document, so a join is a look-up.
 */
import type { CalendarDate, CountryCode, DossierKey } from '../ids.ts';
import { canNormalize } from '../normal-form.ts';

const PREFIX = /^(?:NUMBER|NUMERO|NR|NO|N°|№|#)(?=[^A-Z])/;
const CANONICAL = /^[A-Z0-9]+$/;
/** Most numbers: nothing in them is written in two ways but look-alikes and leading zeros. */
const PLAIN = /^[A-Z0-9]+(?:-[A-Z0-9]+)*$/;
const ASCII = /^[ -~]*$/;
/** Zeros of the scripts in which offices write figures: Arabic, Persian, those of India, Thai, Lao, Burmese, Khmer. */
const ZEROS = '٠۰०০੦૦୦௦౦೦൦๐໐၀០';

/**
 * A number as typed to a number as compared: case, width, the script of its figures, separators, a prefix such as
 * "No.", leading zeros of each group and the look-alikes O/0 and I/1/L do not distinguish two references.
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

/** False only where the engine lacks what `normalizeNumber` needs for this number. */
export function canNormalizeNumber(number: string): boolean {
  return canNormalize || ASCII.test(number);
}

function normalizeGroup(group: string): string {
  const bare = foldAlike(group);
  return CANONICAL.test(bare) ? bare : bare.replace(/[^\p{L}\p{N}]/gu, '');
}

/** Takes the groups between hyphens; one that is a figure loses its leading zeros. */
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

/** The four parts of a key, or null where it is not one. */
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

/** The parts of a key that was made by `dossierKey` or parsed in a body, by position. */
export function importingCountryOf(key: DossierKey): CountryCode {
  return key.slice(0, 2) as CountryCode;
}

export function exportingCountryOf(key: DossierKey): CountryCode {
  return key.slice(3, 5) as CountryCode;
}

export function issuedOnOf(key: DossierKey): CalendarDate {
  return `${key.slice(6, 10)}-${key.slice(10, 12)}-${key.slice(12, 14)}` as CalendarDate;
}

/** The number as it is compared; it stands after the countries and the date. */
export function numberInKey(key: DossierKey): string {
  return key.slice(15);
}
