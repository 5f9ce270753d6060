/**
 * RFC 5322, MIME: text only, UTF-8 in base64, so no line can become a header or break on the way. `X-Unsent` makes it a
 * draft in the user's mail program.
 */
import type { LetterText } from '#lib/domain/outreach/letters.ts';

const LINE = 76;

interface Addressee {
  readonly name: string;
  readonly email: string;
}

export function letterToEml(letters: readonly LetterText[], at: Date, to?: Addressee): string {
  const [first] = letters;
  const subject = letters.length === 1 ? (first?.title ?? '') : letters.map(({ title }) => title).join(' / ');
  const head = [
    'MIME-Version: 1.0',
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    ...(to ? [`To: ${encodeWords(to.name, true)} <${to.email}>`] : []),
    `Subject: ${encodeWords(subject)}`,
    'X-Unsent: 1',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64'
  ];
  const body = wrap(toBase64(letters.map(letterToText).join('\r\n\r\n* * *\r\n\r\n')));
  return [...head, '', ...body, ''].join('\r\n');
}

export function letterToText({ title, text }: LetterText): string {
  return `${title}\r\n\r\n${text.replace(/\n/g, '\r\n')}`;
}

/** Readable by any mail program: `name`, `function` and `country` in braces become each person's own. */
export function fillLetter(letter: LetterText, values: Readonly<Record<string, string>>): LetterText {
  const fill = (text: string): string =>
    text.replace(/\{(name|function|country)\}/g, (_all, name: string) => values[name] ?? '');
  return { ...letter, title: fill(letter.title), text: fill(letter.text) };
}

/** RFC 2047: words of at most 75 characters, none ending inside a character. */
function encodeWords(text: string, isName = false): string {
  const plain = isName ? /^[A-Za-z0-9 ]{1,60}$/ : /^[ -~]{1,60}$/;
  if (plain.test(text) && !text.includes('=?')) return text;
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    if (new TextEncoder().encode(word + character).length > 42) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word].map((one) => `=?UTF-8?B?${toBase64(one)}?=`).join('\r\n ');
}

function toBase64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}

function wrap(text: string): string[] {
  return text.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
}
