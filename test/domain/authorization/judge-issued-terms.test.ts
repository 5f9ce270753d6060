/** What the door refuses in a new authorization besides its names, dates and factors. */
import { describe, expect, test } from 'vitest';
import { judgeIssued } from '#lib/domain/authorization/judge-issued.ts';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { formatNumber, type AuthorizationKind } from '#lib/domain/act/number.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { readAuthorization } from '#lib/domain/act/stand-in.ts';
import { mayBecomeAcceptable } from '#lib/domain/exchange/central-refusal.ts';
import { judgeAct, type ActContext } from '#lib/domain/door/door.ts';
import { TERMS_ALWAYS_SINCE, TERMS_SINCE } from '#lib/domain/own-choices.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import { PROHIBITIONS } from '#lib/domain/goods/prohibitions.ts';
import {
  AU,
  CH,
  aLine,
  anEmergencyExport,
  anExportAuthorization,
  anImportAuthorization
} from '../../samples/acts.ts';
import { aPaperImport } from '../../samples/papers.ts';

function codesOf(over: Record<string, unknown>): string[] {
  return judgeIssued(anImportAuthorization({ over }).body, CURRENT_EDITION).map(({ code }) => code);
}

const IDENTITY = { value: '1', source: 'identity', edition: '2026-1', date: '2026-11-24' };
const ofSubstance = (substance: string, over: Record<string, unknown> = {}): unknown =>
  aLine({ substance, form: 'base', designation: `${substance} (anhydrous base)`, factor: IDENTITY, ...over });

function exportOf(to: string, lines: readonly unknown[], over: Record<string, unknown> = {}): string[] {
  const ia = anImportAuthorization({ over: { issuer: to } });
  const { body } = anExportAuthorization(ia, { over: { lines, ...over } });
  return judgeIssued(body, CURRENT_EDITION).map(({ code }) => code);
}

describe('at the door an authorization', () => {
  test('of a version without these boxes is accepted during a time of change, and not for ever', () => {
    const importer = { name: 'First National Bank', address: '1 Street' };
    const judged = (at: string, now: string): string[] => {
      const act = anImportAuthorization({ over: { importer, at } });
      const blocks = { find: () => ({ first: 1, last: 9_999_999, device: act.signature.key }) };
      const seen = { now, demonstration: false, blocks, numberHolder: null, dossier: [], trial: [] };
      const context = { ...seen, verification: { verdict: 'good' } } as unknown as ActContext;
      return judgeAct(act, context).map(({ code }) => code);
    };
    const before = '2026-11-24T08:00:00.000Z';
    expect(judged(before, '2026-12-20T08:00:00.000Z')).toEqual([]);
    expect(judged(before, TERMS_ALWAYS_SINCE)).toEqual(['importer.bank']);
    expect(judged(TERMS_SINCE, '2026-12-20T08:00:00.000Z')).toEqual(['importer.bank']);
  });

  test('for an export names an import authorization that is here, on paper or not (1961 art. 31(5))', () => {
    const numbered = (kind: AuthorizationKind, country: CountryCode, serial = 101) => ({
      over: { number: formatNumber({ country, kind, year: 2026, serial }) }
    });
    const judged = (ea: DossierAct, dossier: readonly DossierAct[], now = TERMS_ALWAYS_SINCE): string[] => {
      const blocks = { find: () => ({ first: 1, last: 9_999_999, device: ea.signature.key }) };
      const seen = { now, demonstration: false, blocks, numberHolder: null, dossier, trial: [] };
      const context = { ...seen, verification: { verdict: 'good' } } as unknown as ActContext;
      return judgeAct(ea, context).map(({ code }) => code);
    };
    const own = numbered('export-authorization', CH);
    const ia = anImportAuthorization(numbered('import-authorization', AU));
    const record = aPaperImport();
    const upon = anExportAuthorization(ia, own);
    const uponPaper = anExportAuthorization(readAuthorization(record) as typeof ia, own);
    const mistyped = anImportAuthorization(numbered('import-authorization', AU, 110));
    expect([judged(upon, [ia]), judged(uponPaper, [record]), judged(anEmergencyExport(own), [])]).toEqual(
      Array(3).fill([])
    );
    for (const codes of [
      judged(upon, []),
      judged(uponPaper, []),
      judged(anExportAuthorization(mistyped, own), [ia])
    ])
      expect(codes).toEqual(['importReference.unknown']);
    // The partner's document can be on its way; a device that was offline began before this rule.
    expect(mayBecomeAcceptable([{ code: 'importReference.unknown' }])).toBe(true);
    expect(judged(upon, [], '2026-12-20T08:00:00.000Z')).toEqual([]);
  });

  test('for a bank is refused without an officer’s signed reason (1961 art. 31(8))', () => {
    const importer = { name: 'First National Bank', address: '1 Street' };
    expect(codesOf({ importer })).toEqual(['importer.bank']);
    expect(codesOf({ importer, confirmed: [{ question: 'bank' }] })).toEqual(['importer.bank']);
    expect(codesOf({ importer, confirmed: [{ question: 'bank', reason: 'Its own clinic' }] })).toEqual([]);
  });

  test('for 500 tonnes of morphine is refused without a signed reason', () => {
    const lines = [aLine({ stated: '500000000000000' })];
    expect(codesOf({ lines })).toEqual(['line.quantity.large']);
    const reason = 'Stock for several years';
    expect(codesOf({ lines, confirmed: [{ line: 1, question: 'quantity', reason }] })).toEqual([]);
    expect(codesOf({ lines, confirmed: [{ line: 1, question: 'dose', reason }] })).toEqual([
      'line.quantity.large'
    ]);
  });

  test('for a 1971 preparation names it (art. 12(1)(b)); for a 1961 one it need not', () => {
    const { preparation: _nameless, ...tablets } = ofSubstance('methylphenidate') as { preparation?: string };
    expect(codesOf({ lines: [tablets] })).toEqual(['line.preparation.missing']);
    expect(codesOf({ lines: [{ ...tablets, pharmaceuticalForm: 'powder' }] })).toEqual([]);
    const { preparation: _none, ...morphine } = aLine();
    expect(codesOf({ lines: [morphine] })).toEqual([]);
  });

  test('for 1971 Schedule I names the specially authorized person and the decision (art. 7(f))', () => {
    const lines = [ofSubstance('mdma', { designation: 'MDMA (anhydrous base)' })];
    expect(codesOf({ lines })).toEqual(['specialPerson.name.missing', 'specialPerson.decision.missing']);
    expect(codesOf({ lines, specialPerson: { name: 'Institute', decision: '-' } })).toEqual([
      'specialPerson.decision.missing'
    ]);
    expect(codesOf({ lines, specialPerson: { name: 'Institute', decision: '7 of 3 May 2026' } })).toEqual([]);
  });

  test('as a preparation of Schedule III keeps its limits (1961 art. 31(16))', () => {
    const content = { strength: '3000', per: '1', unit: 'ml', unitSize: '1', unitsPerPack: 1, packs: 1 };
    const line = aLine({ stated: '3000', content, scheduleThree: {} });
    expect(codesOf({ lines: [line] })).toEqual(['line.scheduleThree.exceeds']);
    const weak = aLine({ stated: '2000', content: { ...content, strength: '2000' }, scheduleThree: {} });
    expect(codesOf({ lines: [weak] })).toEqual([]);
  });
});

describe('at the door an export', () => {
  test('of what the importing country prohibited is refused without a special import licence (1971 art. 13)', () => {
    const triazolam = [ofSubstance('triazolam')];
    expect(exportOf('AU', triazolam)).toEqual([]);
    expect(exportOf('LB', triazolam)).toEqual(['line.prohibited']);
    const specialLicences = [{ line: 1, number: 'SIL 4', issuedOn: '2026-10-01' }];
    expect(exportOf('LB', triazolam, { specialLicences })).toEqual([]);
  });

  test('in an emergency needs a reason, and no import authorization', () => {
    const codes = (reason: string): string[] =>
      judgeIssued(anEmergencyExport({ over: { emergency: { reason } } }).body, CURRENT_EDITION).map(
        ({ code }) => code
      );
    expect(codes('Earthquake')).toEqual([]);
    expect(codes('-')).toEqual(['export.emergency.reason.missing']);
  });
});

test('the prohibitions are the 213 of the Green List that both of its tables name', () => {
  expect(PROHIBITIONS).toHaveLength(213);
  expect(new Set(PROHIBITIONS.map(({ country }) => country)).size).toBe(27);
});
