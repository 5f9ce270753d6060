/** A finding in words: one sentence for both countries, with the figures in it. */
import { expect, test } from 'vitest';
import { FINDING_CLASSES } from '#lib/domain/matching/finding.ts';
import { classWord, classWords, findingStepWord, findingText } from '#lib/matching/finding-words.ts';
import { lackingActs } from '#lib/matching/matching-rows.ts';
import { m } from '#lib/i18n/messages.ts';
import { aLine, anImportAuthorization, aReply, AU, CH } from '../samples/acts.ts';
import { deskOf } from './desk-of.ts';
import { aLoss, aMistyped, anExport, anImport, anOverdue } from './trades.ts';

const { meant, stray } = aMistyped();
const asked = anImport(6);
const acts = [
  ...[meant, stray, ...aLoss(), ...anOverdue()],
  ...[asked, aReply(asked, { over: { answer: 'query', text: 'Is it yours?' } })]
];
const [australian, swiss] = [deskOf(AU, acts).rows, deskOf(CH, acts).rows];

function sentenceOf(what: string): string {
  const row = australian.find(({ finding }) => finding.class === what);
  return row ? findingText(row.finding).replace(/[\u2066-\u2069]/g, '') : '';
}

test('both countries read the same sentence', () => {
  expect(swiss.map(({ finding }) => findingText(finding))).toEqual(
    australian.map(({ finding }) => findingText(finding))
  );
});

test('the sentence names the authorization and what was cited, lost or asked', () => {
  expect(sentenceOf('number-unknown')).toContain('CH-E-1');
  expect(sentenceOf('number-unknown')).toContain('AU-I-2026-000110-98');
  expect(sentenceOf('arrived-less')).toMatch(/5\sg/);
  expect(sentenceOf('endorsement-overdue')).toContain('CH-E-3');
  expect(sentenceOf('answer-outstanding')).toContain('Switzerland');
});

test('an authorization that the rule names itself is named once', () => {
  const ia = anImport(7);
  const other = { name: 'Quokka Imports Pty Ltd', address: '1 Other Street' };
  const [row] = deskOf(AU, [ia, aReply(ia), anExport(ia, 7, { importer: other })]).rows;
  expect(row?.finding.class).toBe('particulars-differ');
  expect(findingText(row!.finding).split('CH-E-7')).toHaveLength(2);
});

test('where goods and parties alone speak for another one, the sentence says so, and it can be linked', () => {
  const paper = { number: 'P 4711', issuedOn: '2026-09-12' };
  const cites = { importAuthorization: { ...paper, authority: 'Office' } };
  const export_ = anExport(anImportAuthorization({ over: paper }), 1, { ...cites, lines: [aLine()] });
  const [row] = deskOf(AU, [anImport(101), export_]).rows;
  expect(row?.finding.class).toBe('export-without-import');
  expect(findingText(row!.finding)).toContain('has the same goods and parties');
  expect(row?.step?.kind).toBe('link');
  expect(findingText(deskOf(AU, [export_]).rows[0]!.finding)).toContain(
    'neither that authorization nor a possible match'
  );
});

test('no two classes are called the same, and the serious ones stand in red', () => {
  expect(new Set(FINDING_CLASSES.map(classWord)).size).toBe(FINDING_CLASSES.length);
  expect(classWords('export-without-import').tone).toBe('bad');
  expect(classWords('arrived-less').tone).toBe('warn');
  expect(classWords('answer-outstanding').tone).toBe('info');
});

test('where nothing is to be done here, the row says that it is the partner’s turn', () => {
  expect(findingStepWord({ step: null, isOff: false })).toBe(m.matching_step_wait());
  expect(findingStepWord({ step: null, isOff: true })).toBe(m.matching_step_write());
  const step = { kind: 'endorse', on: stray._id } as never;
  expect(findingStepWord({ step, isOff: false })).toBe(m.today_step_endorse());
});

test('what a device lacks is counted by country, and of the chosen partner and of oneself where one is chosen', () => {
  const gap = (issuer: string, missing: number) => ({ issuer, missing }) as never;
  const gaps = [gap('CH', 2), gap('CH', 1), gap('DE', 4), gap('INCB', 9)];
  expect(lackingActs(gaps, null, AU)).toEqual([
    { country: 'CH', count: 3 },
    { country: 'DE', count: 4 }
  ]);
  expect(lackingActs(gaps, CH, AU)).toEqual([{ country: 'CH', count: 3 }]);
  const ownToo = [...gaps, gap('AU', 4)];
  expect(lackingActs(ownToo, CH, AU)).toEqual([
    { country: 'CH', count: 3 },
    { country: 'AU', count: 4 }
  ]);
});
