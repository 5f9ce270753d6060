/**
 * Post office boxes and banks as consignees: 1961 art. 31(8) and 1971 art. 12(3)(b) prohibit exports to a
 * post office box, and to a bank for the account of somebody else than the person named.
 */
import { foldText } from './typed-text.ts';

/** Words are folded before (`foldText`), so accents and capitals are already gone. */
const POST_BOXES: readonly RegExp[] = [
  /\bg?\.?\s?p\.?\s?o\.?\s*box\b/,
  /\bpost(?:al|\s?office)?[\s-]*box\b/,
  /\b(?:private|locked|mail)(?:\s+mail)?\s?bag\b/,
  /\bp\.?m\.?b\.?\s*\d/,
  /\bboite\s+postale\b|\bcase\s+postale\b|\bb\.?\s?p\.?\s*(?:n[o°º]?\.?\s*)?\d/,
  /\b(?:casilla|apartado|apdo\.?)\s*(?:postal|aereo|de\s+correos?|n\S{0,3}\s*\d|\d)/,
  /\bcaixa\s+postal\b|\bcasella\s+postale\b/,
  /\bpostfach\b|\bpostbus\b|\bpostboks\b|\bpostilokero\b/,
  /(?:^|[\s,.;])(?:а|п)\s?\/\s?я(?=[\s\d,.;№]|$)|абонентск\S+\s+ящик/,
  /صندوق\s*(?:ال)?بريد|(?:^|[\s,،.;])ص\s?[.\s]\s?ب(?=[\s\d.:،,]|$)/,
  /(?:^|[^子])信箱/
];

const BANK = /\b(?:bank|banque|banco|banca|banka|bankasi|bancorp)\b|банк|بنك|مصرف|[银銀]行/;
const NO_BANK =
  /\b(?:blood|tissue|eye|bone|milk|food|west|east|north|south|left|right)\s+bank\b|\bban(?:que|co|ca)\s+d[ei]\s+(?:sang|tejidos|tissus)\w*|банк\s+крови|بنك\s+الدم/;

export function isPostBox(address: string): boolean {
  const folded = foldText(address.replace(/\n/g, ', '));
  return POST_BOXES.some((pattern) => pattern.test(folded));
}

export function isBankName(name: string): boolean {
  const folded = foldText(name);
  return BANK.test(folded) && !NO_BANK.test(folded);
}
