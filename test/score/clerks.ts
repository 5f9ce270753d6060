/**
 * How people write and miswrite numbers, dates and names: what a clerk with a form, a poor copy and a keyboard does.
 * Written from what is known of offices, without a look at what the matcher compares.
 */
import type { Chance } from './random.ts';

/** Numbers as six offices might give them; `serial` counts what one office has issued in a year. */
export const NUMBER_STYLES: readonly ((serial: number, year: number, country: string) => string)[] = [
  (serial, year, country) =>
    `${country}-I-${year}-${String(serial).padStart(6, '0')}-${String((serial * 37) % 97).padStart(2, '0')}`,
  (serial, year) => `${year}/INC/${String(serial).padStart(4, '0')}`,
  (serial, year) => `${String(serial * 3 + 11).padStart(5, '0')}-${year}`,
  (serial, year) => `IMP ${String(serial).padStart(5, '0')}/${year}`,
  (serial) => `P${String(serial * 7 + 100003)}`,
  (serial, year, country) => `${country}/NCB/${year % 100}/${String(serial).padStart(5, '0')}`
];

type Change = (text: string, chance: Chance) => string;

/** The same number in another dress: a person who reads both would say that they are one. */
const DRESSES: Readonly<Record<string, Change>> = {
  'small letters': (text) => text.toLowerCase(),
  'blanks between the groups': (text) => text.replace(/[-/ ]/g, ' '),
  'strokes between the groups': (text) => text.replace(/[-/ ]/g, '/'),
  'points between the groups': (text) => text.replace(/[-/ ]/g, '.'),
  'hyphens with blanks around them': (text) => text.replace(/[-/ ]/g, ' - '),
  'low lines between the groups': (text) => text.replace(/[-/ ]/g, '_'),
  'a blank before and after': (text) => ` ${text} `,
  'run together': (text) => text.replace(/[-/ ]/g, ''),
  'two blanks for one': (text) => text.replace(/[-/ ]/g, '  '),
  'a full stop after it': (text) => `${text}.`,
  'in brackets': (text) => `(${text})`,
  'No.': (text) => `No. ${text}`,
  Nr: (text) => `Nr ${text}`,
  'Nr.': (text) => `Nr. ${text}`,
  'N°': (text) => `N° ${text}`,
  Nº: (text) => `Nº ${text}`,
  '№': (text) => `№ ${text}`,
  '#': (text) => `#${text}`,
  'no zeros in front': (text) => text.replace(/(^|[-/ ])0+(?=[1-9])/g, '$1'),
  'a zero more in front': (text) => text.replace(/(^|[-/ ])(?=[0-9]+$)/, '$10'),
  'wide figures of an East Asian keyboard': (text) => inFiguresFrom(text, 0xff10),
  'Arabic figures': (text) => inFiguresFrom(text, 0x0660),
  'Persian figures': (text) => inFiguresFrom(text, 0x06f0),
  'the letter O for zero': (text) => text.replace(/0/g, 'O'),
  'I for one': (text) => text.replace(/1/, 'I'),
  'l for one': (text) => text.replace(/1/, 'l'),
  'a long hyphen': (text) => text.replace(/-/g, '\u2013'),
  'a hyphen that is not broken': (text) => text.replace(/-/g, '\u2011'),
  'a minus': (text) => text.replace(/-/g, '\u2212')
};
const DRESS_NAMES = Object.keys(DRESSES);

function inFiguresFrom(text: string, zero: number): string {
  return text.replace(/[0-9]/g, (digit) => String.fromCharCode(zero + Number(digit)));
}

/** The dress that was chosen, and the number in it: another one where it would not show on this number. */
export function writeNoisily(
  number: string,
  chance: Chance
): { readonly dress: string; readonly number: string } {
  for (let tries = 0; tries < 20; tries++) {
    const dress = chance.of(DRESS_NAMES);
    const written = DRESSES[dress]!(number, chance);
    if (written !== number) return { dress, number: written.slice(0, 60) };
  }
  return { dress: 'in brackets', number: `(${number})` };
}

function changeDigit(
  text: string,
  chance: Chance,
  make: (digit: string) => string,
  places = digitPlaces(text)
): string {
  const at = chance.of(places);
  return text.slice(0, at) + make(text[at] as string) + text.slice(at + 1);
}

function digitPlaces(text: string): readonly number[] {
  return [...text].flatMap((sign, at) => (/[0-9]/.test(sign) ? [at] : []));
}

/** A zero more or less in front of a group is another dress, not another number; every other figure tells. */
function tellingPlaces(text: string): readonly number[] {
  const inFront = new Set(
    [...text.matchAll(/(?<![0-9])0+/g)].flatMap(({ index, 0: zeros }) =>
      Array.from(zeros, (_zero, nth) => index + nth)
    )
  );
  return digitPlaces(text).filter((at) => !inFront.has(at));
}

const MISTAKES: Readonly<Record<string, Change>> = {
  'another digit': (text, chance) =>
    changeDigit(text, chance, (digit) => String((Number(digit) + chance.between(1, 9)) % 10)),
  'a digit left out': (text, chance) => changeDigit(text, chance, () => '', tellingPlaces(text)),
  'a digit typed twice': (text, chance) =>
    changeDigit(text, chance, (digit) => digit + digit, tellingPlaces(text)),
  'two neighbours exchanged': (text, chance) => {
    const places = [...text].flatMap((sign, at) =>
      /[0-9]/.test(sign) && /[0-9]/.test(text[at + 1] ?? '') && text[at + 1] !== sign ? [at] : []
    );
    if (places.length === 0) return changeDigit(text, chance, (digit) => String((Number(digit) + 1) % 10));
    const at = chance.of(places);
    return text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2);
  },
  'two digits wrong': (text, chance) =>
    MISTAKES['another digit']!(MISTAKES['another digit']!(text, chance), chance),
  'misread from a poor copy': (text, chance) => {
    const read: Readonly<Record<string, string>> = { '8': 'B', '5': 'S', '2': 'Z', '6': 'G', '7': 'T' };
    return text.replace(/[85267]/, (digit) => read[digit] ?? digit) === text
      ? changeDigit(text, chance, () => '?')
      : text.replace(/[85267]/, (digit) => read[digit] ?? digit);
  },
  'its last part left out': (text, chance) => {
    const at = Math.max(text.lastIndexOf('-'), text.lastIndexOf('/'));
    return at > 0 ? text.slice(0, at) : changeDigit(text, chance, () => '');
  }
};
export const MISTAKE_NAMES = Object.keys(MISTAKES);

export function mistype(number: string, name: string, chance: Chance): string {
  for (let tries = 0; tries < 50; tries++) {
    const written = MISTAKES[name]!(number, chance);
    if (written !== number && written.trim() !== '') return written;
  }
  return `${number}9`;
}

export function shiftDate(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Another day, the day before or after, day and month exchanged, last year's. */
export function misdate(date: string, chance: Chance): string {
  const [year = '', month = '', day = ''] = date.split('-');
  const exchanged = Number(day) <= 12 && day !== month ? `${year}-${day}-${month}` : shiftDate(date, 1);
  const lastYear = `${Number(year) - 1}-${month}-${day === '29' && month === '02' ? '28' : day}`;
  return chance.of([shiftDate(date, 1), shiftDate(date, -1), shiftDate(date, 10), exchanged, lastYear]);
}

const FORMS = ['Ltd', 'GmbH', 'S.A.', 'Pty Ltd', 'AG', 'Inc.'] as const;
const STEMS = [
  'Alpenpharma',
  'Southern Cross Hospital Supplies',
  'Laboratoires Médicis',
  'Nordkap Medicin',
  'Farmacia Andina',
  'Savanna Health',
  'Pacific Remedies',
  'Danube Chemie',
  'Lotus Pharmaceuticals',
  'Sahel Médicaments',
  'Atlas Care',
  'Baltic Drug Trading',
  'Cono Sur Salud',
  'Gulf Medical Stores',
  'Highland Analgesics',
  'Jade River Pharma',
  'Kestrel Anaesthetics',
  'Meridian Wholesale',
  'Orchid Hospital Group',
  'Zephyr Life Science'
] as const;

export function aCompany(chance: Chance): { readonly name: string; readonly address: string } {
  const [stem, form] = [chance.of(STEMS), chance.of(FORMS)];
  return {
    name: `${stem} ${form}`,
    address: `${chance.between(1, 99)} Market Street\nPort ${stem.slice(0, 4)}`
  };
}

/** As another clerk writes the same company. */
export function respell(name: string, chance: Chance): string {
  return chance.of([
    name.toUpperCase(),
    name.normalize('NFD').replace(/\p{M}/gu, ''),
    name.replace(/ (?:Ltd|GmbH|S\.A\.|Pty Ltd|AG|Inc\.)$/, ''),
    name.replace('S.A.', 'SA').replace('Inc.', 'Inc')
  ]);
}
