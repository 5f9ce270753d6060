import { expect, test } from 'vitest';
import type { CountryCode } from '#lib/domain/ids.ts';
import { abroadOf, destinationOf, parseFormReport } from '#lib/domain/registration/notice.ts';
import {
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment
} from '../../samples/acts.ts';
import { unwrap } from '#lib/domain/result.ts';

const AU = 'AU' as CountryCode;
const SG = 'SG' as CountryCode;

test('the destination of a form is its importing country, which the exporter names and the importer is', () => {
  const exporting = anExportAuthorization();
  expect(destinationOf(exporting.body)).toBe(exporting.body.importingCountry);
  for (const { body } of [anImportAuthorization(), anEndorsement(exporting)])
    expect(destinationOf(body)).toBe(body.issuer);
  expect(destinationOf(aShipment(exporting).body)).toBeNull();
  expect(destinationOf({ kind: 'announcement', issuer: 'INCB' })).toBeNull();
});

test('a report goes abroad only if the form is for another country than the reporter’s', () => {
  const report = { act: anImportAuthorization()._id, form: 'A form', text: 'Altered' };
  expect(abroadOf({ ...report, destination: AU }, SG)).toBe('AU');
  expect(abroadOf({ ...report, destination: AU }, AU)).toBeNull();
  expect(abroadOf(report, SG)).toBeNull();
  expect(unwrap(parseFormReport({ ...report, destination: 'AU' })).destination).toBe('AU');
  for (const destination of ['INCB', 'XX', 'au', 7, null])
    expect(parseFormReport({ ...report, destination }).ok).toBe(false);
});
