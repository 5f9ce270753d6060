import { describe, expect, test } from 'vitest';
import type { CountryCode } from '#lib/domain/ids.ts';
import { countriesCalled, loadCountryWords, NO_COUNTRY_WORDS, searchRows } from '#lib/register/found-rows.ts';
import { aRow } from './sample-rows.ts';

const countries = await loadCountryWords();
const swiss = aRow({
  number: 'AU-1',
  partner: 'CH' as CountryCode,
  haystack: 'au-1\nch\nharbour pharma\nmorphine'
});
const ivorian = aRow({
  number: 'AU-2',
  partner: 'CI' as CountryCode,
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

  test('finds by the words of the record while the names are on their way', () => {
    const numbers = searchRows([swiss, ivorian], 'morphine', NO_COUNTRY_WORDS).map(({ number }) => number);
    expect(numbers).toEqual(['AU-1']);
    expect(searchRows([swiss, ivorian], 'suisse', NO_COUNTRY_WORDS)).toEqual([]);
  });
});
