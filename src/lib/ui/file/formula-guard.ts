/**
 * An apostrophe makes the rest plain text in every spreadsheet program. A program with another list separator begins a new
 * cell in the middle of a text: a formula can also follow a separator or control character. Blanks, invisible characters
 * and quotation marks in between do not count, and some programs read full-width signs as plain ones. Apostrophes do not
 * count either, so that each text can be read back.
 */
const SIGN = /[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]/u;
const SKIPPED = /['\s\p{Cf}\p{Cc}"]/u;
const SEPARATOR = /[,;|\p{Cc}\p{Zl}\p{Zp}]/u;
const CONTROL_AT_START = /^'*\p{Cc}/u;
/** Other texts, which are most, have no place for an apostrophe. */
const MAY_HAVE = new RegExp(`^${SKIPPED.source}*${SIGN.source}|${SEPARATOR.source}`, 'u');

export function withoutFormulas(text: string): string {
  return MAY_HAVE.test(text) ? changed(text, (sign) => `'${sign}`) : text;
}

/** The text from which `withoutFormulas` made this one. */
export function withoutGuards(text: string): string {
  return text.includes("'") ? changed(text, (sign) => (sign === "'" ? '' : sign)) : text;
}

/** From the end, because a search forward from each separator takes seconds for 30,000 of them. */
function changed(text: string, change: (sign: string) => string): string {
  const signs = Array.from(text);
  let isBeforeSign = false;
  for (let at = signs.length - 1; at >= 0; at--) {
    const sign = signs[at] ?? '';
    isBeforeSign = SIGN.test(sign) || (isBeforeSign && SKIPPED.test(sign));
    const isPlace = isBeforeSign && (at === 0 || SEPARATOR.test(signs[at - 1] ?? ''));
    if (isPlace || (at === 0 && CONTROL_AT_START.test(text))) signs[at] = change(sign);
  }
  return signs.join('');
}
