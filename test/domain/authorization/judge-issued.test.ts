import { describe, expect, test } from 'vitest';
import { judgeIssued } from '#lib/domain/authorization/judge-issued.ts';
import { formatNumber } from '#lib/domain/act/number.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import { aLine, anExportAuthorization, anImportAuthorization } from '../../samples/acts.ts';

function codesOf(over: Record<string, unknown>): string[] {
  return judgeIssued(anImportAuthorization({ over }).body, CURRENT_EDITION).map((one) => one.code);
}

/** As some input methods write it. */
const wide = (text: string): string =>
  text.replace(/[A-Z0-9-]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));

const CONTENT = {
  strength: '10000',
  per: '1',
  unit: 'ml',
  unitSize: '1',
  unitsPerPack: 10,
  packs: 5000
};

describe('an issued authorization at the server’s door', () => {
  test('that keeps the rules is accepted, whichever side issued it', () => {
    expect(codesOf({})).toEqual([]);
    expect(judgeIssued(anExportAuthorization().body, CURRENT_EDITION)).toEqual([]);
  });

  test.each(['P.O. Box 12, Sydney', 'GPO Box 9848', 'Postfach 88, Bern', 'ص.ب 123', '邮政信箱 5'])(
    'is refused with a post office box as the importer’s address: %s (1961 art. 31(8))',
    (address) => expect(codesOf({ importer: { name: 'X', address } })).toEqual(['importer.postBox'])
  );

  test('is refused where it begins or ends later than any country allows', () => {
    expect(codesOf({ validFrom: '2099-01-01', validUntil: '2099-03-01' })).toEqual(['validity.tooFarAhead']);
    expect(codesOf({ validUntil: '2028-10-01' })).toEqual([]);
    expect(codesOf({ validUntil: '2028-10-02' })).toEqual(['validity.tooLong']);
    // Of an office where the next day had begun already.
    expect(codesOf({ validFrom: '2027-10-02', validUntil: '2027-10-03' })).toEqual([]);
    expect(codesOf({ validFrom: '2027-10-03', validUntil: '2027-10-03' })).toEqual(['validity.tooFarAhead']);
  });

  test.each(['-', '.', ' ', '—\n—'])('is refused with %j for a name or an address', (nothing) => {
    const nobody = { name: nothing, address: nothing };
    const missing = (role: string): string[] => [`${role}.name.missing`, `${role}.address.missing`];
    expect(codesOf({ importer: nobody })).toEqual(missing('importer'));
    expect(codesOf({ exporter: nobody })).toEqual(missing('exporter'));
    expect(codesOf({ bondedWarehouse: nobody })).toEqual(missing('bonded'));
    expect(codesOf({ authority: nobody })).toEqual(['authority.missing']);
    const cited = anExportAuthorization();
    const importAuthorization = { ...cited.body.importAuthorization!, authority: nothing };
    const body = { ...cited.body, importAuthorization };
    expect(judgeIssued(body, CURRENT_EDITION)).toMatchObject([
      { code: 'importReference.authority.missing', weight: 'refused' }
    ]);
  });

  const codesCiting = (number: string): string[] => {
    const { body } = anExportAuthorization();
    const importAuthorization = { ...body.importAuthorization!, number };
    return judgeIssued({ ...body, importAuthorization }, CURRENT_EDITION).map(({ code }) => code);
  };
  const CITED = formatNumber({
    country: 'AU' as CountryCode,
    kind: 'import-authorization',
    year: 2026,
    serial: 123
  });

  test('is refused where it cites a number of this system whose check digits do not hold, however spelt', () => {
    const misread = CITED.replace('000123', '000132');
    for (const number of [misread, misread.toLowerCase(), misread.replace(/-/g, '\u2011'), wide(misread)])
      expect(codesCiting(number)).toEqual(['authorization.number.checkDigits']);
    expect(codesCiting(CITED)).toEqual([]);
    expect(codesCiting(CITED.toLowerCase())).toEqual([]);
  });

  test.each(['MA-2026/77', 'AU-I-2026-123', 'AUI2026000132', '№ 15/26', '2026-000132-99', '进准字 26-081'])(
    'takes a number that is a paper’s own: %s',
    (number) => expect(codesCiting(number)).toEqual([])
  );

  test.each(['Ярославль', 'سيدني', '悉尼', 'Ω', '7'])('takes a name of any script: %s', (name) => {
    expect(codesOf({ importer: { name, address: name }, exporter: { name, address: name } })).toEqual([]);
  });

  test('is refused where strength, size and packs do not make the quantity', () => {
    expect(codesOf({ lines: [aLine({ content: CONTENT })] })).toEqual([]);
    expect(codesOf({ lines: [aLine({ content: { ...CONTENT, packs: 5001 } })] })).toEqual([
      'line.content.differs'
    ]);
  });

  test('is refused with a factor that the edition it names does not give', () => {
    const factor = { ...aLine().factor, value: '0.9' };
    expect(codesOf({ lines: [aLine({ factor })] })).toEqual(['line.factor.malformed']);
    const later = { ...factor, edition: '2031-1' };
    expect(codesOf({ lines: [aLine({ factor: later })] })).toEqual([]);
  });

  test('is refused where the printed name is not that of the substance', () => {
    expect(codesOf({ lines: [aLine({ designation: 'paracetamol' })] })).toEqual(['line.form.unknown']);
    expect(codesOf({ lines: [aLine({ substance: 'paracetamol' })] })).toEqual(['line.substance.unknown']);
  });

  test('is refused where a 1971 Schedule I substance goes to a bonded warehouse (art. 12(3)(c))', () => {
    const factor = { value: '1', source: 'identity', edition: '2026-1', date: '2026-11-24' };
    const mdma = aLine({ substance: 'mdma', form: 'base', designation: 'MDMA (anhydrous base)', factor });
    const bondedWarehouse = { name: 'Store', address: 'Dock 1' };
    const specialPerson = { name: 'Institute', decision: '7/2026' };
    expect(codesOf({ lines: [mdma], bondedWarehouse, specialPerson })).toEqual(['bonded.scheduleOne']);
  });
});
