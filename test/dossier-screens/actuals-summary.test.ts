import { describe, expect, test } from 'vitest';
import type { ActualLine } from '#lib/domain/act/body.ts';
import type { MicrogramsText } from '#lib/domain/ids.ts';
import { emptyFigure, typedFigure } from '#lib/domain/authorization/typed-quantity.ts';
import { summarizeActual } from '#lib/dossier/actual-words.ts';

const actual = (stated: number): ActualLine => ({
  no: 1,
  stated: String(stated) as MicrogramsText,
  base: String(stated) as MicrogramsText
});
const plain = (text: string): string => text.replace(/[\u2066-\u2069]/g, '').replaceAll('\u00a0', ' ');

describe('a figure that cannot be taken back', () => {
  test('stands in no box before a person has put it there', () => {
    expect(emptyFigure(10_200_000)).toEqual({ quantity: '', unit: typedFigure(10_200_000).unit });
  });

  test('is summed up in words against what was authorized', () => {
    expect(plain(summarizeActual(actual(10_200_000), 10_200_000, 'authorized'))).toBe(
      '10.2 g: the same as authorized'
    );
    expect(plain(summarizeActual(actual(9_800_000), 10_200_000, 'authorized'))).toBe(
      '9.8 g: 400 mg less than authorized'
    );
  });

  test('is summed up against what was shipped, more as well as less, however little it is', () => {
    expect(plain(summarizeActual(actual(10_200_001), 10_200_000, 'shipped'))).toMatch(/more than shipped$/);
    expect(plain(summarizeActual(actual(0), 10_200_000, 'shipped'))).toMatch(/10\.2 g less than shipped$/);
  });

  test('is not called stated while nothing is understood', () => {
    expect(summarizeActual(null, 10_200_000, 'shipped')).toBe('not entered yet');
  });
});
