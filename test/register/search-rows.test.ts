import { describe, expect, test } from 'vitest';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { editionOn } from '#lib/domain/lists/edition.ts';
import { showEdition } from '#lib/lists/edition-shown.svelte.ts';
import { countriesCalled, loadCountryWords, NO_COUNTRY_WORDS, searchRows } from '#lib/register/found-rows.ts';
import { aConfirmation, aList } from '../samples/lists.ts';
import { aRow } from './sample-rows.ts';

const countries = await loadCountryWords();
const swiss = aRow({
  number: 'AU-1',
  partner: 'CH' as CountryCode,
  totals: [{ substance: 'morphine', base: 1 }],
  haystack: 'au-1\nch\nharbour pharma\nmorphine'
});
const ivorian = aRow({
  number: 'AU-2',
  partner: 'CI' as CountryCode,
  totals: [{ substance: 'fentanyl', base: 1 }],
  haystack: 'au-2\nci\nharbour pharma\nfentanyl'
});
const found = (text: string): string[] =>
  searchRows([swiss, ivorian], text, countries).map(({ number }) => number);

describe('the search of the register', () => {
  test.each(['suisse', 'Suisse', 'Швейцария', '瑞士', 'سويسرا', 'suiza', 'Switz', 'CHE'])(
    'finds what is exchanged with Switzerland by %s',
    (text) => expect(found(text)).toEqual(['AU-1'])
  );

  test.each(['cote d’ivoire', 'Côte', 'Ivory Coast'])('finds Côte d’Ivoire by %s', (text) =>
    expect(found(text)).toEqual(['AU-2'])
  );

  test('asks that every word is there, in the record or in a name of its partner', () => {
    expect(found('suisse morphine')).toEqual(['AU-1']);
    expect(found('suisse fentanyl')).toEqual([]);
    expect(found('harbour')).toEqual(['AU-1', 'AU-2']);
    expect(found('')).toEqual(['AU-1', 'AU-2']);
  });

  test('takes a letter or two for a code, not for the beginning of thirty names', () => {
    expect(countriesCalled('ch', countries)).toEqual(['CH']);
    expect(countriesCalled('s', countries)).toEqual([]);
  });

  test('finds by the trade name and the name in another language that an edition of INCB gives a substance', () => {
    const row = { substance: 'fentanyl', name: 'fentanyl', state: 'confirmed', source: 'INCB' };
    const list = aList('substance-edition', {
      entries: [{ ...row, ids: 'NF 001', zh: '芬太尼', tradeNames: ['Examplanyl', 'Exa Forte'] }]
    });
    showEdition(editionOn('2026-12-05' as CalendarDate, [list, aConfirmation([list])]));
    for (const typed of ['examplanyl', 'exa for', '芬太', 'NF 001'])
      expect(searchRows([swiss, ivorian], typed, NO_COUNTRY_WORDS).map(({ number }) => number)).toEqual([
        'AU-2'
      ]);
    showEdition(CURRENT_EDITION);
    expect(searchRows([swiss, ivorian], 'examplanyl', NO_COUNTRY_WORDS)).toEqual([]);
  });

  test('finds by the words of the record while the names are on their way', () => {
    const numbers = searchRows([swiss, ivorian], 'morphine', NO_COUNTRY_WORDS).map(({ number }) => number);
    expect(numbers).toEqual(['AU-1']);
    expect(searchRows([swiss, ivorian], 'suisse', NO_COUNTRY_WORDS)).toEqual([]);
  });
});
