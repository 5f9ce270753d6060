import { describe, expect, it } from 'vitest';
import type { Line } from '#lib/domain/act/body.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { editionOn } from '#lib/domain/lists/edition.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { substanceTexts } from '#lib/pdf/goods-tables.ts';
import { aConfirmation, aList } from '../samples/lists.ts';
import { aFullImport } from './forms.ts';

function listing(substance: string, edition = CURRENT_EDITION, locale: Locale = 'en'): readonly string[] {
  const line = { ...aFullImport().body.lines[0], substance } as Line;
  return substanceTexts(line, edition, locale).slice(1);
}

describe('a line of the form says of its substance', () => {
  it('that its name is an INN only where a source calls it one', () => {
    expect(listing('diazepam')).toEqual(['INN: diazepam; 1971 Convention, Schedule IV']);
    expect(listing('fentanyl')).toEqual(['INN: fentanyl; 1961 Convention, Schedule I']);
    expect(listing('morphine')).toEqual(['Designation: morphine; 1961 Convention, Schedule I']);
    expect(listing('mdma')).toEqual(['Designation: MDMA; 1971 Convention, Schedule I']);
  });

  it('its name in the language of the form where INCB’s edition gives it, and else that it is in English', () => {
    const row = {
      substance: 'fentanyl',
      name: 'fentanyl',
      ru: 'фентанил',
      state: 'confirmed',
      source: 'INCB'
    };
    const list = aList('substance-edition', { entries: [row] });
    const edition = editionOn('2026-12-05' as CalendarDate, [list, aConfirmation([list])]);
    expect(listing('fentanyl', edition, 'ru').join()).toContain('fentanyl (фентанил)');
    expect(listing('morphine', edition, 'ru').join()).toContain('morphine (название на английском языке)');
  });

  it('with a mark and its legend, that no list at hand names its Schedule', () => {
    expect(listing('midazolam')).toEqual([
      'INN: midazolam; 1971 Convention, Schedule IV*',
      '* Schedule not confirmed: the substance is not in this edition of the list. Check INCB’s list.'
    ]);
  });
});
