/** The states of an authorization as they are told apart: by word, by shape and by colour. */
import { describe, expect, test } from 'vitest';
import { legendOfStates, rowWords, statusWords } from '#lib/register/row-words.ts';
import type { RegisterRow } from '#lib/store/api.ts';
import { isInTab } from '#lib/store/index/query-register.ts';
import { aRow } from './sample-rows.ts';

describe('the states of an authorization', () => {
  test('have a word each', () => {
    const words = legendOfStates().map(({ word }) => word);
    expect(new Set(words).size).toBe(words.length);
  });

  test('of a trade that runs its course have a colour and a shape each', () => {
    const course = [
      'issued',
      'objected',
      'exporting',
      'shipped',
      'partly-used',
      'endorsed',
      'closed'
    ] as const;
    const tones = course.map((status) => statusWords(status).tone);
    expect(new Set(tones).size).toBe(course.length);
  });

  test('of what cannot leave because of a suspension is “suspended”, and goods that left keep theirs', () => {
    const wordOf = (status: RegisterRow['status']) => rowWords(aRow({ status, isSuspended: true })).word;
    expect(wordOf('exporting')).toBe(statusWords('suspended').word);
    expect(wordOf('shipped')).toBe(statusWords('shipped').word);
  });

  test('objected is open: something is still to be done', () => {
    expect(isInTab(aRow({ status: 'objected' }), 'open')).toBe(true);
    expect(isInTab(aRow({ status: 'objected' }), 'closed')).toBe(false);
  });
});
