/**
 * Names that suggest a bank as consignee: 1961 art. 31(8) and 1971 art. 12(3)(b) prohibit one for the account of another person. The
 * officer answers a question, because a bank can also be a surname, a street or a blood bank. Words and names are I2ES's own choice:
 * neither the Conventions nor INCB publish a list.
 */
import { foldText } from '../act/typed-text.ts';

/** The word for bank in the six languages of the United Nations, and in German, Italian, Portuguese and Turkish. */
const BANK_WORDS =
  /\b(?:[a-z]*bank|bankhaus|bankverein|banque|banco|banca|banka|bankasi|bancorp)\b|банк|بنك|مصرف|[银銀]行/;
/** Banks without accounts (blood, eyes), places and river sides, streets. */
const NO_BANK = new RegExp(
  [
    '\\b(?:blood|tissue|eye|bone|milk|food|seed|gene|data|west|east|north|south|left|right|river)[\\s-]?bank\\b',
    '\\b(?:blut|gewebe|augen|knochen|milch|samen|gen|daten|bio|bloed|burn?|clyde|mill|fair|eu|sand|em)bank\\b',
    '\\bbank\\s+(?:street|road|lane)\\b',
    '\\bban(?:que|co|ca)\\s+d[ei]\\s+(?:sang|tejidos|tissus)\\w*|банк\\s+крови|بنك\\s+الدم'
  ].join('|'),
  'g'
);

/** Large banks whose names have no word for bank. */
const BANK_NAMES = new RegExp(
  `(?:^|[^\\p{L}])(?:${[
    'hsbc',
    'ubs',
    'barclays',
    'bnp paribas',
    'societe generale',
    'credit (?:agricole|suisse|mutuel|lyonnais)',
    'citigroup',
    'citicorp',
    'jp ?morgan(?: chase)?',
    'wells fargo',
    'goldman sachs',
    'morgan stanley',
    'santander',
    'bbva',
    'caixabank',
    'la caixa',
    'itau(?: unibanco)?',
    'bradesco',
    'unicredit',
    'intesa sanpaolo',
    'ing groep',
    'abn amro',
    'nordea',
    'standard chartered',
    'lloyds tsb',
    'natwest',
    'sberbank',
    'сбер',
    'втб',
    'vtb',
    'icbc',
    'crédit agricole',
    'mufg',
    'mizuho',
    'dbs',
    'qnb',
    'nbe',
    'western union',
    'kfw',
    'raiffeisen(?:kasse|verband)',
    'sparkasse',
    'volksbank',
    'caisse d.epargne',
    'caja de ahorros'
  ].join('|')})(?![\\p{L}])`,
  'u'
);

export function isBankName(name: string): boolean {
  const folded = foldText(name).replace(NO_BANK, ' ');
  return BANK_WORDS.test(folded) || BANK_NAMES.test(folded);
}
