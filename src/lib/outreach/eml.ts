/**
 * RFC 5322, MIME: text only, UTF-8 in base64, so no line can become a header or break on the way. `X-Unsent` makes it a
 * draft without addressees.
 */
import type { LetterText } from '#lib/domain/outreach/letters.ts';

const LINE = 76;

export function letterToEml(letters: readonly LetterText[], at: Date): string {
  const [first] = letters;
  const subject = letters.length === 1 ? (first?.title ?? '') : letters.map(({ title }) => title).join(' / ');
  const head = [
    'MIME-Version: 1.0',
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
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

/** RFC 2047: words of at most 75 characters, none ending inside a character. */
function encodeWords(text: string): string {
  if (/^[ -~]{1,60}$/.test(text) && !text.includes('=?')) return text;
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
