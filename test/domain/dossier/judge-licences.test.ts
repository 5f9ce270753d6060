/** Special import licences, 1971 art. 13(3), in the dossier of the import authorization of their goods. */
import { describe, expect, test } from 'vitest';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { anExportAuthorization, anImportAuthorization, aSpecialLicence } from '../../samples/acts.ts';

const ia = anImportAuthorization({ over: { consignments: 3 } });
const codes = (...of: Parameters<typeof admitAct>): string[] => admitAct(...of).map(({ code }) => code);

function exportUpon(licence: { readonly _id: string }, stated: string, number: string) {
  const [line] = ia.body.lines;
  const lines = [{ ...line!, stated, base: String(Math.round(Number(stated) * 0.752)), importLine: 1 }];
  const specialLicences = [{ line: 1, number: 'SIL 4/2026', issuedOn: '2026-10-02', act: licence._id }];
  return anExportAuthorization(ia, { over: { number, lines, specialLicences } });
}

describe('a special import licence', () => {
  const licence = aSpecialLicence(ia, { over: { limit: '75200000' } });

  test('is admitted by its import authorization, for one of its substances', () => {
    expect(codes([ia], licence)).toEqual([]);
    expect(foldDossier(ia.body.dossier, [ia, licence]).timeline).toContain(licence._id);
    expect(codes([ia], aSpecialLicence(ia, { over: { substance: 'fentanyl' } }))).toEqual([
      'licence.substance.absent'
    ]);
    expect(codes([], licence)).toContain('dossier.reference.missing');
  });

  test('covers exports up to its limit together, and no more', () => {
    const first = exportUpon(licence, '60000000', 'CH-E-2026-000077-13');
    const second = exportUpon(licence, '50000000', 'CH-E-2026-000078-10');
    expect(codes([ia, licence], first)).toEqual([]);
    expect(codes([ia, licence, first], second)).toContain('line.licence.limit');
    expect(codes([ia, licence, first], exportUpon(licence, '40000000', 'CH-E-2026-000078-10'))).toEqual([]);
  });

  test('that is not here, has ended, or names another substance covers nothing', () => {
    const upon = (other: typeof licence): string[] =>
      codes([ia, other], exportUpon(other, '1000000', 'CH-E-2026-000077-13'));
    expect(codes([ia], exportUpon(licence, '1000000', 'CH-E-2026-000077-13'))).toContain('licence.unknown');
    expect(upon(aSpecialLicence(ia, { over: { validUntil: '2026-10-04' } }))).toContain(
      'line.licence.expired'
    );
    expect(upon(aSpecialLicence(ia, { over: { substance: 'codeine' } }))).toContain('licence.unknown');
  });

  test('stops no act that is here already: the fold counts an export whatever licence it cites', () => {
    const over = exportUpon(licence, '500000000', 'CH-E-2026-000077-13');
    expect(foldDossier(ia.body.dossier, [ia, licence, over]).setAside).toEqual([]);
  });
});
