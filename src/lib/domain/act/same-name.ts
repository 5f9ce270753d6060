/** Compares party names without case, accents, punctuation and legal form. */

const LEGAL_FORMS =
  /\b(?:LTD|LIMITED|PTY|PLC|LLC|LLP|INC|CORP|CO|COMPANY|GMBH|AG|KG|SA|SAS|SARL|SPA|SRL|BV|NV|AB|AS|OY|OOO|ZAO|AO)\b/g;

export function sameName(a: string, b: string): boolean {
  return a === b || normalizeName(a) === normalizeName(b);
}

function normalizeName(name: string): string {
  const upper = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/(?<=\p{L})\.(?=\p{L})/gu, '');
  const words = upper.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  const bare = words
    .replace(LEGAL_FORMS, ' ')
    .replace(/有限公司|股份|ООО|ЗАО|АО/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
  return bare === '' ? words : bare;
}
