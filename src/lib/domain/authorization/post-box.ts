/**
 * Post office boxes and banks as consignees, which 1961 art. 31(8) and 1971 art. 12(3)(b) prohibit (banks for another
 * person's account). Found only by words; the officer must recognize HSBC.
 */
import { foldText } from '../act/typed-text.ts';

/** Text is folded first (`foldText`): no accents or capitals, and `№` is `no`. */
const POST_BOXES: readonly RegExp[] = [
  /\bg?[\s./-]{0,2}p[\s./-]{0,2}o[\s./,-]{0,3}box(?![a-z])/,
  /\bbox[\s.:]*(?:no?[\s.:]*)?\d+[\s,]+(?:g\.?p\.?o|p\.o)\b/,
  // Needs separators between letters (else see POB): Pob. is población, a quarter of a town.
  /\bp\s?[./]\s?o\s?[./]\s?b[\s.:-]*(?:no?[\s.:]*)?\d/,
  /\bpost(?:al|\s?office)?[\s-]*(?:box|bag)(?![a-z])/,
  /\b(?:private|locked|mail)(?:\s+mail)?[\s-]?bag(?![a-z])|\bp[./]\s?bag\s*\d/,
  /\bp\.?m\.?b[\s.:-]*\d/,
  /\b(?:boite|case)\s+postale(?![a-z])|\bb(?:\.\s?)?p[\s.:-]*(?:n[o°]?[\s.:]*)?\d|\bb\sp[\s.:]*(?:n[o°]?[\s.:]*)?\d/,
  // Case or casella postale, at the end of its part; otherwise, or with four or more digits, a código postal.
  /\bc\.\s?p[\s.:-]*(?:n[o°]?[\s.:]*)?\d{1,3}(?=\s*(?:[,;]|$))/,
  /\b(?:casilla|apartado|apt?do)[\s.:]*(?:postal|aereo|de\s+correos?|n\S{0,3}\s*\d|\d)/,
  /\b(?:caixa\s+postal|casella\s+postale)(?![a-z])/,
  /\b(?:postfach|postbus|postboks|postilokero)(?![a-z])/,
  // Dotted letters can be initials in a street name, so they count only before a number.
  /(?:^|[\s,.;])(?:а|п)\s?\/\s?я(?=[\s\d,.;:n]|$)|(?:^|[\s,.;])а\.\s?я[\s.:]*(?:no?[\s.:]*)?\d/,
  /абонентск\S+\s+ящик/,
  /صندوق\s*(?:ال)?بريد|(?:^|[\s,،.;])ص\s?[.\s]\s?ب(?=[\s\d.:،,]|$)/,
  /(?:^|[^子])信箱/
];

/** Tested before folding: capitals distinguish it from a quarter of a town, and POB. 2 in all capitals has a point. */
const POB = /(?:^|[^\p{L}])P\s?O\s?B[\s:-]*(?:N[oO]?[\s.:]*|№\s*)?\d/u;

const BANK =
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

export function isPostBox(address: string): boolean {
  const folded = foldText(address.replace(/\n/g, ', '));
  return POB.test(address) || POST_BOXES.some((pattern) => pattern.test(folded));
}

export function isBankName(name: string): boolean {
  return BANK.test(foldText(name).replace(NO_BANK, ' '));
}
