import { describe, expect, it } from 'vitest';
import { printableCopy } from '#lib/pdf/printable.ts';

const isLatin = (code: number): boolean => code >= 0x20 && code < 0x250;

describe('characters that the font lacks', () => {
  it('stand as a sign each and are counted, with the words around them kept', () => {
    const { copy, missing } = printableCopy({ name: 'شركة (United)' }, isLatin);
    expect(copy).toEqual({ name: '���� (United)' });
    expect(missing).toBe(4);
  });

  it('count as one character even beyond the basic plane', () => {
    expect(printableCopy('𠮷x', isLatin)).toEqual({ copy: '�x', missing: 1 });
  });

  it('are found in every text of an act, however deep', () => {
    expect(printableCopy([{ lines: [{ no: 1, name: '中' }] }], isLatin)).toEqual({
      copy: [{ lines: [{ no: 1, name: '�' }] }],
      missing: 1
    });
  });

  it('do not include invisible marks of direction, which are shown and not dropped', () => {
    expect(printableCopy('a\u202eb', isLatin)).toEqual({ copy: 'a�b', missing: 1 });
  });
});

describe('characters that the font has', () => {
  it('are left as they are, line by line', () => {
    expect(printableCopy('12 Harbour Street\r\nŁódź\tx', isLatin)).toEqual({
      copy: '12 Harbour Street\nŁódź x',
      missing: 0
    });
  });

  it('are found under their composed form', () => {
    expect(printableCopy('e\u0301', isLatin)).toEqual({ copy: 'é', missing: 0 });
  });
});
