import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesToConfirmationCode, confirmationCodeText } from '#lib/domain/registration/confirmation-code.ts';
import { caretAfter, codeSigns, groupSigns, judgeTyped, readToken } from '#lib/registration/typed-code.ts';

const code = bytesToConfirmationCode(new Uint8Array([1, 2, 3, 40, 50, 60, 70, 80, 90, 100, 110, 120]));
const printed = confirmationCodeText(code);

describe('the code of the letter, as it is typed', () => {
  it.each([
    ['as printed', printed],
    ['in small letters', printed.toLowerCase()],
    ['without dashes', code],
    ['with blanks', printed.replaceAll('-', ' ')],
    ['pasted with what stands around it', `  ${printed}\n`],
    ['with O for 0 and I or L for 1', printed.replace('0', 'O').replace('1', 'l').replace('1', 'I')]
  ])('is the same %s', (_how, typed) => {
    expect(judgeTyped(typed)).toEqual({ state: 'good', code });
  });

  it('says how many signs are to come, and never calls a short one wrong', () => {
    expect(judgeTyped('')).toEqual({ state: 'short', left: 20 });
    expect(judgeTyped(printed.slice(0, 8))).toEqual({ state: 'short', left: 13 });
  });

  it('tells a slip of the pen at once', () => {
    const slip = (code.startsWith('7') ? '8' : '7') + code.slice(1);
    expect(judgeTyped(slip)).toEqual({ state: 'mistyped' });
    expect(judgeTyped(code.slice(1, 2) + code.slice(0, 1) + code.slice(2))).toEqual({ state: 'mistyped' });
  });

  it('stands in groups of five, and the caret behind the sign that was typed', () => {
    expect(groupSigns(codeSigns('abcde'))).toBe('ABCDE');
    expect(groupSigns(codeSigns('abcdef'))).toBe('ABCDE-F');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), (count) => {
        const grouped = groupSigns(code.slice(0, count));
        expect(caretAfter(count)).toBe(grouped.length);
      })
    );
  });
});

describe('the secret of a one-time link', () => {
  it('is read from the fragment', () => {
    expect(readToken(`#${'aB3_-'.repeat(8)}xyz`)).toBe(`${'aB3_-'.repeat(8)}xyz`);
  });

  it.each(['', '#', '#top', '#<script>alert(1)</script>aaaaaaaaaaaaaaaa', `#${'a'.repeat(500)}`])(
    'is not %s',
    (hash) => {
      expect(readToken(hash)).toBe(null);
    }
  );
});
