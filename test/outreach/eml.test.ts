/** A letter saved for one's own mail program is read there as it was written, and can say nothing to a mail server. */
import { describe, expect, test } from 'vitest';
import { letterToEml } from '#lib/outreach/eml.ts';

const AT = new Date('2026-11-27T10:00:00Z');

interface Message {
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

/** As a mail program reads it: headers unfolded, encoded words and the body decoded (RFC 5322, 2045, 2047). */
function readMessage(eml: string): Message {
  const at = eml.indexOf('\r\n\r\n');
  const lines = eml
    .slice(0, at)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = new Map(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim()
    ])
  );
  expect(headers.get('content-transfer-encoding')).toBe('base64');
  return { headers, text: Buffer.from(eml.slice(at + 4), 'base64').toString('utf8') };
}

function decodeWords(header: string): string {
  return header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_whole, word: string) =>
      Buffer.from(word, 'base64').toString('utf8')
    );
}

function aLetter(title: string, text: string) {
  return { language: 'en' as const, title, text };
}

describe('a letter as a message', () => {
  test('is read as it was written, in every script', () => {
    for (const [title, text] of [
      ['Quarterly letter', 'Dear colleagues,\nthe year closes.'],
      ['Письмо №4: отчётность за квартал и новые сроки представления', 'Уважаемые коллеги'],
      ['رسالة ربع سنوية إلى السلطات الوطنية المختصة', 'الزملاء الأعزاء'],
      ['致各国主管当局的季度信函，关于进出口许可证的网上交换', '各位同事'],
      ['🙂'.repeat(40), '🙂']
    ] as const) {
      const { headers, text: read } = readMessage(letterToEml([aLetter(title, text)], AT));
      expect(decodeWords(headers.get('subject') ?? '')).toBe(title);
      expect(read).toBe(`${title}\r\n\r\n${text.replace(/\n/g, '\r\n')}`);
    }
  });

  test('has no line longer than mail allows, and only the headers of a draft, whatever the letter says', () => {
    const evil = 'Subject\r\nBcc: everybody@example.org\r\n\r\n.\r\nQUIT';
    const eml = letterToEml([aLetter(evil, `${evil}\n`.repeat(200))], AT);
    expect(Math.max(...eml.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78);
    expect([...readMessage(eml).headers.keys()]).toEqual([
      'mime-version',
      'date',
      'subject',
      'x-unsent',
      'content-type',
      'content-transfer-encoding'
    ]);
    expect(/^[\r\n -~]*$/.test(eml)).toBe(true);
  });

  test('in several languages holds all of them one after another', () => {
    const { text } = readMessage(letterToEml([aLetter('One', 'first'), aLetter('Deux', 'second')], AT));
    expect(text).toBe('One\r\n\r\nfirst\r\n\r\n* * *\r\n\r\nDeux\r\n\r\nsecond');
  });
});
