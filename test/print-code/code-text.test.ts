/** The text of printed codes: what goes in comes out, and whatever else is read gives a problem and nothing more. */
import { deflateSync } from 'fflate';
import fc from 'fast-check';
import jsQR from 'jsqr';
import { expect, test } from 'vitest';
import { declareBadge } from '#lib/crypto/badge.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { extractsOf } from '#lib/domain/print-code/extract.ts';
import {
  base43ToBytes,
  bytesToBase43,
  codeText,
  MAX_CODE_LENGTH,
  readCode,
  type CodeContent
} from '#lib/print-code/code-text.ts';
import { DICTIONARY } from '#lib/print-code/dictionary.ts';
import { fitsOneCode, MAX_VERSION, squareOf } from '#lib/print-code/square.ts';
import { aLine, anExportAuthorization, anImportAuthorization } from '../samples/acts.ts';
import { ONE_OF_EACH_KIND } from '../samples/one-of-each-kind.ts';
import { squarePixels } from './square-pixels.ts';

const ORIGIN = 'https://i2es.example.org';
const act = anExportAuthorization();

function pack(text: string): string {
  const dictionary = new TextEncoder().encode(DICTIONARY);
  return `I2ES1:${bytesToBase43(deflateSync(new TextEncoder().encode(text), { dictionary }))}`;
}

function problemIn(text: string): string | undefined {
  const read = readCode(text);
  return read.ok ? undefined : read.problems[0]?.code;
}

test('an act of every kind, whole, comes out of its code as it went in', () => {
  for (const one of ONE_OF_EACH_KIND)
    expect(readCode(codeText({ as: 'act', act: one }, ORIGIN))).toEqual({
      ok: true,
      value: { as: 'act', act: one }
    });
});

test('an extract comes out of its code as it went in', () => {
  for (const extract of extractsOf(act, [1, 1])) {
    const content: CodeContent = { as: 'extract', extract: { extract, signature: act.signature } };
    expect(readCode(codeText(content, ORIGIN))).toEqual({ ok: true, value: content });
  }
});

test('a certificate of training is read as such, with or without its address', async () => {
  const finishedOn = '2026-11-27' as CalendarDate;
  const text = await declareBadge({ path: 'customs', name: 'Amélie', finishedOn });
  for (const one of [text, `${ORIGIN}/training/certificate#${text}`])
    expect(readCode(one)).toEqual({ ok: true, value: { as: 'badge', text } });
});

test('a code is read without its address, and with the spaces and lines that copying adds', () => {
  const text = codeText({ as: 'act', act }, ORIGIN);
  const bare = text.slice(text.indexOf('#') + 1);
  const broken = (text.match(/.{1,60}/g) ?? []).join('\r\n  ');
  for (const one of [bare, broken, ` ${text}\n`])
    expect(readCode(one)).toEqual({ ok: true, value: { as: 'act', act } });
});

test('an ordinary camera app opens the address: it has no character that an address forbids', () => {
  const text = codeText({ as: 'act', act }, ORIGIN);
  expect(new URL(text).href).toBe(text);
  expect(new URL(text).pathname).toBe('/verify');
});

test('a form with eight lines fits one square code, and a camera reads it', () => {
  const lines = Array.from({ length: 8 }, (_, index) =>
    aLine({ no: index + 1, stated: `${index + 1}000000` })
  );
  const long = anExportAuthorization(anImportAuthorization({ over: { lines } }));
  const text = codeText({ as: 'act', act: long }, ORIGIN);
  const { data, width } = squarePixels(text);
  expect(jsQR(data, width, width)?.data).toBe(text);
});

test('a text fits one code exactly if its square has at most the largest version', () => {
  for (const length of [1, 1069, 1070, 1071, 1072, 1073, 1074, 1075, 1076, 1077, 1078, 1079, 1080, 1081]) {
    const text = `${ORIGIN}/verify#${'A'.repeat(length)}`;
    expect([length, fitsOneCode(text)]).toEqual([length, (squareOf(text).size - 17) / 4 <= MAX_VERSION]);
  }
});

test('foreign, later, damaged and overlong codes are refused, each with its own problem', () => {
  expect(problemIn('')).toBe('printCode.foreign');
  expect(problemIn('HC1:NCFOXN')).toBe('printCode.foreign');
  expect(problemIn(`${ORIGIN}/verify#I2ES2:ABC`)).toBe('printCode.version');
  expect(problemIn('I2ES1:')).toBe('printCode.damaged');
  expect(problemIn('I2ES1:ABCD')).toBe('printCode.damaged');
  expect(problemIn('I2ES1:::::::')).toBe('printCode.damaged');
  expect(problemIn(`${ORIGIN}/verify#${'A'.repeat(MAX_CODE_LENGTH)}`)).toBe('printCode.tooLong');
  expect(problemIn(pack('0'.repeat(MAX_CODE_LENGTH + 1)))).toBe('printCode.tooLong');
});

test('one content has one text: another order of members, a repeated member or a space is refused', () => {
  const { body, signature } = act;
  expect(problemIn(pack(JSON.stringify({ signature, body })))).toBe('printCode.damaged');
  expect(problemIn(pack(`{"body":1,"body":2,"signature":3}`))).toBe('printCode.damaged');
  expect(problemIn(pack(` ${JSON.stringify({ body, signature })}`))).toBe('printCode.damaged');
});

test('content that is not an act, an extract or a chain is refused', () => {
  const { body, signature } = act;
  const [extract] = extractsOf(act, [2]);
  for (const one of [
    {},
    [],
    null,
    7,
    { body, signature: null },
    { body: {}, signature },
    { extract: { ...extract, more: 1 }, signature },
    { extract: { ...extract, part: 3 }, signature },
    { extract: { ...extract, body: {} }, signature },
    { certificates: [], root: 'K'.repeat(43) },
    { certificates: [1], root: 'K'.repeat(43) },
    { certificates: Array(9).fill({}), root: '' },
    { anything: 'else' }
  ])
    expect([one, problemIn(pack(canonicalJson(one)))]).toEqual([one, 'printCode.content']);
});

test('an act of a later version of I2ES is not called damaged', () => {
  const { body, signature } = act;
  for (const later of [
    { ...body, kind: 'unknown-kind' },
    { ...body, batches: ['A1'] }
  ])
    expect(problemIn(pack(canonicalJson({ body: later, signature })))).toBe('printCode.version');
  const damaged = { ...body, batches: ['A1'], validFrom: 'soon' };
  expect(problemIn(pack(canonicalJson({ body: damaged, signature })))).toBe('printCode.content');
});

test('reading never throws, whatever a camera sees', () => {
  fc.assert(
    fc.property(fc.string(), fc.uint8Array({ maxLength: 400 }), (text, bytes) => {
      readCode(text);
      readCode(pack(text));
      readCode(`I2ES1:${bytesToBase43(bytes)}`);
    })
  );
  readCode(pack('['.repeat(60_000)));
});

test('bytes have one spelling as characters, and come back as they were', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      expect(base43ToBytes(bytesToBase43(bytes))).toEqual(new Uint8Array(bytes));
    })
  );
  for (const one of ['0', '::', ':::', 'a00', ' 00']) expect(base43ToBytes(one)).toBeNull();
});
