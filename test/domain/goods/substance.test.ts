import { describe, expect, test } from 'vitest';
import { parseDecimal } from '#lib/domain/quantity.ts';
import { BUNDLED_EDITION, isFactor } from '#lib/domain/goods/substance-edition.ts';
import sources from '#lib/domain/goods/substance-sources.json' with { type: 'json' };
import { parseSubstanceEdition } from './parse-edition.ts';
import { goodsNames, searchSubstances } from '#lib/domain/goods/substance-search.ts';
import {
  casOf,
  CURRENT_EDITION,
  designationOf,
  editionToIndex,
  factorOf,
  findForm,
  findSubstance,
  formsOf,
  isScheduleAssumed,
  regimeOf,
  type Substance,
  type SubstanceForm
} from '#lib/domain/goods/substance.ts';

const substance = (key: string): Substance => findSubstance(key)!;
const form = (key: string, formKey: string): SubstanceForm => findForm(substance(key), formKey)!;

describe('the edition', () => {
  test('parses, and lists 90 substances of which 31 are narcotic drugs', () => {
    expect(parseSubstanceEdition(BUNDLED_EDITION).ok).toBe(true);
    expect(BUNDLED_EDITION.rows).toHaveLength(90);
    expect(BUNDLED_EDITION.rows.filter((row) => row.convention === 1961)).toHaveLength(31);
  });

  test('holds no number but the year of the convention: decimals are texts', () => {
    const numbers: unknown[] = [];
    JSON.stringify(BUNDLED_EDITION, (key: string, value: unknown) => {
      if (typeof value === 'number' && key !== 'convention') numbers.push(value);
      return value;
    });
    expect(numbers).toEqual([]);
  });

  test('explains every source code that it uses', () => {
    const legend: Readonly<Record<string, Readonly<Record<string, string>>>> = sources;
    for (const row of BUNDLED_EDITION.rows) {
      expect(legend.schedule?.[row.scheduleSource], row.name).toBeTruthy();
      if (row.cas !== null) expect(legend.cas?.[row.casSource!], row.name).toBeTruthy();
      if (row.innSource != null) expect(legend.inn?.[row.innSource], row.name).toBeTruthy();
      for (const { cas, casSource, name } of row.forms)
        if (cas !== undefined) expect(legend.cas?.[casSource!], name).toBeTruthy();
      if (row.formula !== null) expect(legend.formula?.[row.formulaSource!], row.name).toBeTruthy();
    }
  });

  test('every CAS number has its check digit', () => {
    const all = BUNDLED_EDITION.rows.flatMap((row) => [row, ...row.forms]);
    for (const { cas, name } of all) {
      if (cas == null) continue;
      const digits = cas.replace(/-/g, '');
      const body = [...digits.slice(0, -1)].reverse();
      const sum = body.reduce((total, digit, at) => total + Number(digit) * (at + 1), 0);
      expect(sum % 10, name).toBe(Number(digits.slice(-1)));
    }
  });

  test('calls no name an INN that the Convention’s list gives as another name, or that is none', () => {
    const others = BUNDLED_EDITION.rows.filter((row) => row.innSource == null).map(({ key }) => key);
    expect(others).toEqual(
      expect.arrayContaining(['cannabis', 'cocaine', 'codeine', 'heroin', 'mdma', 'morphine', 'opium'])
    );
    expect(substance('diazepam').innSource).toBe('T3');
    expect(substance('fentanyl').innSource).toBe('N');
  });

  test('knows which Schedules no list at hand names', () => {
    const assumed = BUNDLED_EDITION.rows.filter(isScheduleAssumed).map(({ key }) => key as string);
    expect(assumed.sort()).toEqual([
      'brotizolam',
      'buprenorphine',
      'dronabinol',
      'flunitrazepam',
      'midazolam',
      'pemoline',
      'remifentanil',
      'zolpidem'
    ]);
  });

  test('carries only the code of the Board that could be sourced', () => {
    const coded = BUNDLED_EDITION.rows.filter((row) => row.incbIdsCode !== null);
    expect(coded.map((row) => [row.key, row.incbIdsCode])).toEqual([['fenetylline', 'PF 005']]);
  });

  test('every factor is above 0 and at most 1, and the hydrate holds less base than the anhydrous salt', () => {
    for (const row of BUNDLED_EDITION.rows) {
      for (const { factor } of row.forms) if (factor !== null) expect(isFactor(factor), row.name).toBe(true);
    }
    const anhydrous = Number(form('morphine', 'sulfate-2-1-anhydrous').factor);
    expect(Number(form('morphine', 'sulfate-2-1-pentahydrate').factor)).toBeLessThan(anhydrous);
  });

  const row = BUNDLED_EDITION.rows[0];
  test.each([
    ['nothing', null],
    ['a float where a decimal text belongs', { ...BUNDLED_EDITION, rows: [{ ...row, mw: 416.5 }] }],
    [
      'a factor above 1',
      { ...BUNDLED_EDITION, rows: [{ ...row, forms: [{ ...row?.forms[0], factor: '1.2' }] }] }
    ],
    ['the same substance twice', { ...BUNDLED_EDITION, rows: [row, row] }],
    ['a convention that is none', { ...BUNDLED_EDITION, rows: [{ ...row, convention: 1988 }] }],
    ['a date that is none', { ...BUNDLED_EDITION, date: '2026-02-30' }]
  ])('an edition with %s is refused', (_, edition) => {
    expect(parseSubstanceEdition(edition)).toMatchObject({
      ok: false,
      problems: [{ code: 'edition.malformed' }]
    });
  });
});

describe('substance and form', () => {
  test('the designation is the INN with salt and hydrate, and says base where it is the base', () => {
    expect(designationOf(substance('morphine'), form('morphine', 'sulfate-2-1-pentahydrate'))).toBe(
      'morphine sulfate (2:1) pentahydrate'
    );
    expect(designationOf(substance('morphine'), form('morphine', 'base'))).toBe('morphine (anhydrous base)');
    expect(designationOf(substance('opium'), form('opium', 'as-is'))).toBe('opium');
  });

  test('a factor says its source, edition and date', () => {
    expect(factorOf(form('morphine', 'sulfate-2-1-pentahydrate'))).toEqual({
      value: '0.7520',
      source: 'computed',
      edition: '2026-1',
      date: '2026-11-24'
    });
    expect(factorOf(form('diazepam', 'base'))).toMatchObject({ value: '1', source: 'identity' });
  });

  test('plant material has no base form and no factor', () => {
    for (const key of ['opium', 'cannabis', 'concentrate-of-poppy-straw']) {
      expect(findForm(substance(key), 'base')).toBeNull();
      expect(factorOf(form(key, 'as-is'))).toBeNull();
    }
    expect(factorOf(form('clorazepate', 'dipotassium'))).toBeNull();
  });

  test('every form has a decimal factor or none at all', () => {
    for (const row of BUNDLED_EDITION.rows) {
      expect(formsOf(row).length, row.name).toBeGreaterThan(0);
      for (const { factor } of formsOf(row)) expect(factor === null || parseDecimal(factor).ok).toBe(true);
    }
  });

  test('a later edition is asked by handing it over', () => {
    const later = editionToIndex({ ...BUNDLED_EDITION, edition: '2027-1', rows: [] });
    expect(findSubstance('morphine', later)).toBeNull();
    expect(factorOf(form('morphine', 'base'), later)?.edition).toBe('2027-1');
  });
});

describe('the instrument that the treaty asks', () => {
  test.each([
    ['morphine', 'authorization', '1961:31.4'],
    ['codeine', 'authorization', '1961:31.4'],
    ['heroin', 'authorization', '1961:31.4'],
    ['mdma', 'authorization', '1971:12.1'],
    ['methylphenidate', 'authorization', '1971:12.1'],
    ['buprenorphine', 'declaration', '1971:12.2'],
    ['diazepam', 'records', '1971:11.5']
  ])('for %s is %s under %s', (key, instrument, article) => {
    expect(regimeOf(substance(key))).toEqual({ instrument, article });
  });
});

describe('search', () => {
  const names = (text: string): string[] => searchSubstances(text).map((hit) => hit.substance.name);

  test('the name itself comes before names that begin so', () => {
    expect(names('codeine')[0]).toBe('codeine');
    expect(names('phen')[0]).toBe('phencyclidine');
  });

  test('accents, capitals and the old spelling do not matter', () => {
    expect(names('MORPHINÉ')[0]).toBe('morphine');
    expect(names('amphetamine')[0]).toBe('amfetamine');
    expect(names('dexamphet')).toEqual(['dexamfetamine']);
  });

  test('a synonym and a CAS number find the substance', () => {
    expect(names('diamorphine')).toEqual(['heroin']);
    expect(names('LSD')).toEqual(['(+)-lysergide']);
    expect(names('57-27-2')).toEqual(['morphine']);
    expect(names('57 27 2')).toEqual(['morphine']);
    expect(names('57272')).toEqual(['morphine']);
    expect(names('64313')).toEqual(['morphine']);
    expect(names('57\u201327\u20132')).toEqual(['morphine']);
  });

  test.each([
    ['морфин', 'morphine'],
    ['Фентанил', 'fentanyl'],
    ['гидроморфон', 'hydromorphone'],
    ['оксикодон', 'oxycodone'],
    ['диазепам', 'diazepam'],
    ['morfina', 'morphine'],
    ['fentanilo', 'fentanyl'],
    ['phénobarbital', 'phenobarbital'],
    ['مورفين', 'morphine'],
    ['فنتانيل', 'fentanyl'],
    ['كوديين', 'codeine']
  ])('an INN as it is written or heard in other languages finds the substance: %s', (typed, name) => {
    expect(names(typed)[0]).toBe(name);
  });

  test('a name that stands for several forms names none of them, and one that stands for one form names it', () => {
    const named = (text: string): string[] =>
      CURRENT_EDITION.edition.rows.flatMap((row) =>
        formsOf(row)
          .filter((one) => goodsNames(row, one).includes(text))
          .map((one) => `${row.key}|${one.key}`)
      );
    expect(named('morphine')).toEqual([]);
    expect(named('morphine sulfate')).toEqual([]);
    expect(named('morphine sulfate (2:1) pentahydrate')).toEqual(['morphine|sulfate-2-1-pentahydrate']);
    expect(named('57-27-2')).toEqual(['morphine|base']);
    expect(named('6055-06-7')).toEqual(['morphine|hydrochloride-trihydrate']);
    expect(named('990-73-8')).toEqual(['fentanyl|citrate-1-1']);
    expect(named('diazepam')).toEqual(['diazepam|base']);
    expect(named('opium')).toEqual(['opium|as-is']);
  });

  test('the CAS number of a salt finds that salt alone, where a source has it, also while it is typed', () => {
    const forms = (text: string): string[] =>
      searchSubstances(text).map(({ substance: { key }, form: one }) => `${key}|${one?.key}`);
    expect(forms('990-73-8')).toEqual(['fentanyl|citrate-1-1']);
    expect(forms('1095–90')).toEqual(['methadone|hydrochloride']);
    expect(forms('76-99-3')).toEqual(['methadone|base']);
    expect(forms('8008-60-4')).toEqual(['opium|as-is']);
  });

  test.each([
    ['64-31-3', 'morphine|sulfate-2-1-anhydrous'],
    ['52-26-6', 'morphine|hydrochloride-anhydrous'],
    ['53-21-4', 'cocaine|hydrochloride'],
    ['57-30-7', 'phenobarbital|sodium'],
    ['51-63-8', 'dexamfetamine|sulfate-2-1']
  ])('the CAS number %s of a salt finds %s with that form chosen', (typed, goods) => {
    expect(searchSubstances(typed).map(({ substance: { key }, form: one }) => `${key}|${one?.key}`)).toEqual([
      goods
    ]);
  });

  test('each CAS number of the edition finds its own form and no other', () => {
    for (const row of CURRENT_EDITION.edition.rows) {
      for (const one of formsOf(row)) {
        const cas = casOf(row, one);
        if (cas === null) continue;
        const found = searchSubstances(cas).map(({ substance: { key }, form: hit }) => `${key}|${hit?.key}`);
        expect(found, cas).toEqual([`${row.key}|${one.key}`]);
      }
    }
  });

  test('a salt without a number of its own is given none, and never that of the base', () => {
    expect(casOf(substance('oxycodone'), form('oxycodone', 'hydrochloride-anhydrous'))).toBeNull();
    expect(casOf(substance('oxycodone'), form('oxycodone', 'base'))).toBe('76-42-6');
    for (const row of CURRENT_EDITION.edition.rows)
      for (const salt of row.forms) if (salt.key !== 'as-is') expect(salt.cas).not.toBe(row.cas);
  });

  test('name and salt find the form', () => {
    expect(searchSubstances('morphine sulph penta').map((hit) => hit.form?.key)).toEqual([
      'sulfate-2-1-pentahydrate'
    ]);
    expect(searchSubstances('base')).toEqual([]);
  });

  test('nothing typed lists all, nonsense lists none', () => {
    expect(searchSubstances('  ')).toHaveLength(90);
    expect(searchSubstances('xyzzy')).toEqual([]);
  });

  test.each(['تفاحة', '吗啡', 'яблоко', '-', '+', 'яблоко sulfate', 'morphine 硫酸'])(
    'a word that no name has lists none, and never all: %s',
    (typed) => {
      expect(searchSubstances(typed)).toEqual([]);
    }
  );
});
