import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bytesToConfirmationCode,
  CODE_BYTES,
  confirmationCodeText,
  parseConfirmationCode
} from '#lib/domain/registration/confirmation-code.ts';
import { unwrap, type Result } from '#lib/domain/result.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const aCode = fc
  .uint8Array({ minLength: CODE_BYTES, maxLength: CODE_BYTES })
  .map((bytes) => bytesToConfirmationCode(bytes));

function codeOf(result: Result<unknown>): string {
  return result.ok ? 'accepted' : (result.problems[0]?.code ?? '');
}

test('a code is printed in four groups of five and read back as it was', () => {
  fc.assert(
    fc.property(aCode, (code) => {
      const printed = confirmationCodeText(code);
      expect(printed).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
      expect(unwrap(parseConfirmationCode(printed))).toBe(code);
    })
  );
});

test('all 95 bits are in the code: every bit changes it, the last of 96 does not', () => {
  const zero = new Uint8Array(CODE_BYTES);
  const codes = Array.from({ length: 96 }, (_, bit) => {
    const bytes = zero.slice();
    bytes[bit >> 3] = 128 >> (bit & 7);
    return bytesToConfirmationCode(bytes);
  });
  expect(new Set(codes.slice(0, 95)).size).toBe(95);
  expect(codes).not.toContain(undefined);
  expect(codes.slice(0, 95)).not.toContain(bytesToConfirmationCode(zero));
  expect(codes[95]).toBe(bytesToConfirmationCode(zero));
});

test('what is written by hand is read: small letters, blanks, O and I for 0 and 1', () => {
  const code = bytesToConfirmationCode(Uint8Array.of(0, 0, 0x44, 0x21, 7, 200, 31, 9, 77, 1, 2, 3));
  const byHand = confirmationCodeText(code).toLowerCase().replace(/0/g, 'o').replace(/1/g, 'l');
  expect(unwrap(parseConfirmationCode(` ${byHand.replace(/-/g, ' – ')} `))).toBe(code);
});

test('one wrong character is a slip and never another code', () => {
  fc.assert(
    fc.property(aCode, fc.nat(19), fc.integer({ min: 1, max: 31 }), (code, at, shift) => {
      const other = ALPHABET.charAt((ALPHABET.indexOf(code.charAt(at)) + shift) % 32);
      const wrong = code.slice(0, at) + other + code.slice(at + 1);
      expect(codeOf(parseConfirmationCode(wrong))).toBe('registration.code.mistyped');
    })
  );
});

test('two characters that changed places are a slip', () => {
  fc.assert(
    fc.property(aCode, fc.nat(19), fc.nat(19), (code, a, b) => {
      fc.pre(code.charAt(a) !== code.charAt(b));
      const wrong = code.split('');
      [wrong[a], wrong[b]] = [code.charAt(b), code.charAt(a)];
      expect(codeOf(parseConfirmationCode(wrong.join('')))).toBe('registration.code.mistyped');
    })
  );
});

test('what is no code at all is told apart from a slip', () => {
  for (const value of [null, 7, '', 'ABC', 'U'.repeat(20), '0'.repeat(21), '0'.repeat(5000), ['0']])
    expect(codeOf(parseConfirmationCode(value))).toBe('registration.code.malformed');
});
