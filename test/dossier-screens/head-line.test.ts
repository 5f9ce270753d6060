/** Whoever opens a dossier reads at its head between whom it is, from where to where, and what is traded. */
import { expect, test } from 'vitest';
import { headLine } from '#lib/dossier/act-words.ts';
import { aLine, anExportAuthorization, anImportAuthorization, AU, CH } from '../samples/acts.ts';

const plain = (text: string): string => text.replace(/[\u2066-\u2069]/g, '').replace(/\u00a0/g, ' ');
const ia = anImportAuthorization();

test('both companies with their towns and countries, from the exporting to the importing one, and the goods', () => {
  const said = plain(headLine(ia, CH));
  expect(said).toMatch(
    /^Export: Alpenpharma AG, 4051 Basel, Switzerland → Southern Cross Hospital Supplies Pty Ltd, Sydney NSW 2000, Australia · /
  );
  for (const { designation } of ia.body.lines) expect(said).toContain(designation);
  expect(plain(headLine(anExportAuthorization(ia), CH))).toBe(said);
});

test('an address that ends with its country, or stands on one line, is read for its town', () => {
  const of = (address: string): string =>
    plain(headLine(anImportAuthorization({ over: { exporter: { name: 'A', address } } }), CH));
  expect(of('Rheinweg 4\n4051 Basel\nSWITZERLAND')).toContain('A, 4051 Basel, Switzerland →');
  expect(of('Rheinweg 4, 4051 Basel')).toContain('A, 4051 Basel, Switzerland →');
  expect(of('x'.repeat(61))).toContain('Export: A, Switzerland →');
});

test('of many goods it names two, and says how many more there are', () => {
  const lines = [1, 2, 3, 4].map((no) => ({ ...aLine(), no }));
  const said = plain(headLine(anImportAuthorization({ over: { lines } }), CH));
  expect(said).toContain('and 2 more');
});

test('the importing authority reads Import, as in its list, and the exporting authority reads Export', () => {
  for (const act of [ia, anExportAuthorization(ia)]) {
    expect(plain(headLine(act, AU))).toMatch(/^Import: Alpenpharma AG.* → Southern Cross/);
    expect(plain(headLine(act, CH))).toMatch(/^Export: Alpenpharma AG.* → Southern Cross/);
  }
});
