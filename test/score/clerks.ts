/**
 * How people write and miswrite numbers, dates and names: what a clerk with a form, a poor copy and a keyboard does.
 * Written from what is known of offices, without a look at what the matcher compares.
 */
import type { Chance } from './random.ts';

/** Numbers as six offices might give them; `serial` is never used twice by one office in a year. */
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
const NOISE: readonly Change[] = [
  (text) => text.toLowerCase(),
  (text) => text.replace(/[-/ ]/g, ' '),
  (text) => text.replace(/[-/ ]/g, '/'),
  (text) => text.replace(/[-/ ]/g, '.'),
  (text) => text.replace(/[-/ ]/g, ' - '),
  (text) => ` ${text} `,
  (text) => `No. ${text}`,
  (text) => `Nr ${text}`,
  (text) => `N° ${text}`,
  (text) => `#${text}`,
  (text) => text.replace(/(^|[-/ ])0+(?=[1-9])/g, '$1'),
  (text) => text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
  (text) => text.replace(/0/g, 'O'),
  (text) => text.replace(/1/, 'I'),
  (text) => text.replace(/1/, 'l'),
  (text) => text.replace(/-/g, '\u2013'),
  (text) => text.replace(/-/g, '\u2011')
];

export function writeNoisily(number: string, chance: Chance): string {
  for (let tries = 0; tries < 20; tries++) {
    const written = chance.of(NOISE)(number, chance);
    if (written !== number) return written.slice(0, 60);
  }
  return number.toLowerCase();
}

function changeDigit(text: string, chance: Chance, make: (digit: string) => string, which = /[0-9]/): string {
  const places = [...text].flatMap((sign, at) => (which.test(sign) ? [at] : []));
  const at = chance.of(places);
  return text.slice(0, at) + make(text[at] as string) + text.slice(at + 1);
}

/** A zero more or less in front is another dress, not another number. */
const TELLING = /[1-9]/;

const MISTAKES: Readonly<Record<string, Change>> = {
  'another digit': (text, chance) =>
    changeDigit(text, chance, (digit) => String((Number(digit) + chance.between(1, 9)) % 10)),
  'a digit left out': (text, chance) => changeDigit(text, chance, () => '', TELLING),
  'a digit typed twice': (text, chance) => changeDigit(text, chance, (digit) => digit + digit, TELLING),
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
  'run together': (text) => text.replace(/[-/ ]/g, '') + (/[-/ ]/.test(text) ? '' : '0'),
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
