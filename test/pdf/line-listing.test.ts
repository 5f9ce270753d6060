import { describe, expect, it } from 'vitest';
import type { Line } from '#lib/domain/act/body.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import { substanceTexts } from '#lib/pdf/goods-tables.ts';
import { aFullImport } from './forms.ts';

function listing(substance: string): readonly string[] {
  const line = { ...aFullImport().body.lines[0], substance } as Line;
  return substanceTexts(line, CURRENT_EDITION, 'en').slice(1);
}

describe('a line of the form says of its substance', () => {
  it('that its name is an INN only where a source calls it one', () => {
    expect(listing('diazepam')).toEqual(['INN: diazepam; 1971 Convention, Schedule IV']);
    expect(listing('fentanyl')).toEqual(['INN: fentanyl; 1961 Convention, Schedule I']);
    expect(listing('morphine')).toEqual(['Designation: morphine; 1961 Convention, Schedule I']);
    expect(listing('mdma')).toEqual(['Designation: MDMA; 1971 Convention, Schedule I']);
  });

  it('with a mark and its legend, that no list at hand names its Schedule', () => {
    expect(listing('midazolam')).toEqual([
      'INN: midazolam; 1971 Convention, Schedule IV*',
      '* Schedule not confirmed: the substance is not in this edition of the list. Check INCB’s list.'
    ]);
  });
});
