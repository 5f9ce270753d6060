import { describe, expect, it } from 'vitest';
import type { Content } from '#lib/domain/act/body.ts';
import { isolate } from '#lib/i18n/format.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { shortActId } from '#lib/i18n/box-texts.ts';
import { contentTexts, massText, momentText } from '#lib/pdf/figures.ts';
import { plainSpaces } from '#lib/pdf/paper.ts';

describe('a quantity on paper', () => {
  it.each<[string, Locale, string]>([
    ['11500000000', 'en', '11.5 kg'],
    ['11500000000', 'fr', '11,5 kg'],
    ['20000000', 'en', '20 g'],
    ['1', 'en', '0.001 mg'],
    ['999999999999999', 'en', '999,999.999999999 kg'],
    ['1000000000000001', 'fr', '1 000 000,000000001 kg']
  ])('of %s micrograms reads in %s: %s', (micrograms, locale, expected) => {
    expect(plainSpaces(massText(micrograms as never, locale))).toBe(expected);
  });

  it('carries no invisible mark', () => {
    expect(massText('11500000000' as never, 'en')).not.toMatch(/[\u2066-\u2069]/);
  });
});

function textsOf(content: object, locale: Locale): string[] {
  return contentTexts(content as Content, locale).map(plainSpaces);
}

describe('the content of a preparation', () => {
  it('gives strength, size of the ampoule and the number of all ampoules', () => {
    const ampoules = {
      strength: '50000',
      per: '1',
      unit: 'ml',
      unitSize: '2',
      unitsPerPack: 10,
      packs: 23000
    };
    expect(textsOf(ampoules, 'en')).toEqual([
      'Strength: 50 mg in 1 ml',
      'Size of unit: 2 ml',
      '23,000 pack(s) of 10 unit(s) = 230,000 unit(s)'
    ]);
  });

  it('says "per unit" of tablets, where one unit is one tablet', () => {
    const tablets = { strength: '5000', per: '1.0', unit: 'unit', unitSize: '1', unitsPerPack: 30, packs: 2 };
    expect(textsOf(tablets, 'fr')).toEqual([
      'Dosage : 5 mg par unité',
      '2 boîte(s) de 30 unité(s) = 60 unité(s)'
    ]);
  });

  it('counts units exactly beyond the range of exact floating numbers', () => {
    const many = {
      strength: '1',
      per: '1',
      unit: 'unit',
      unitSize: '1',
      unitsPerPack: 94906267,
      packs: 94906269
    };
    expect(textsOf(many, 'en')[1]?.replace(/,/g, '')).toContain(`= ${94906267n * 94906269n} `);
  });
});

describe('the electronic document', () => {
  it('is dated in UTC, whatever the zone of the printer', () => {
    expect(momentText('2026-10-01T08:00:00.000Z' as never)).toBe('2026-10-01 08:00:00');
  });

  it('is named by date, issuer, kind and the beginning of its hash', () => {
    expect(shortActId(`act:20261001:AU:shipment:${'a'.repeat(43)}`)).toBe(
      isolate(`20261001 AU shipment ${'a'.repeat(16)}…`)
    );
  });
});
