/** Which import authorizations an export authorization may belong to whose reference leads nowhere. */
import { describe, expect, test } from 'vitest';
import type { ActOf, DossierAct } from '#lib/domain/act/body.ts';
import { judgeMatch } from '#lib/domain/authorization/judge-answers.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { findCandidates, isOneSlip, type Candidate } from '#lib/domain/matching/candidates.ts';
import {
  aCancellation,
  aCodeineLine,
  aLine,
  anExportAuthorization,
  anImportAuthorization
} from '../../samples/acts.ts';

type ImportAct = ActOf<'import-authorization'>;

const ia = anImportAuthorization();
const mistyped = anImportAuthorization({ over: { number: 'AU-I-2026-000110-98' } });
const stray = anExportAuthorization(mistyped);

function find(of: ActOf<'export-authorization'>, imports: readonly ImportAct[], others: DossierAct[] = []) {
  const all = [...imports, ...others];
  const byKey = (key: string): DossierAct[] => all.filter(({ body }) => body.dossier === key);
  return findCandidates(of, imports, {
    dossierOf: (id) => {
      const act = all.find((one) => one._id === id);
      return act ? foldDossier(act.body.dossier, byKey(act.body.dossier)) : null;
    },
    actOf: (id) => all.find((one) => one._id === id) ?? null
  });
}

const idsOf = (candidates: readonly Candidate[]): string[] => candidates.map(({ act }) => act._id);

describe('candidates', () => {
  test('say what speaks for each, the likeliest first', () => {
    const week = anImportAuthorization({
      at: '2026-09-24T08:00:00.000Z',
      over: { number: 'AU-I-2026-000072-11' }
    });
    const found = find(stray, [week, ia]);
    expect(idsOf(found)).toEqual([ia._id, week._id]);
    expect(found[0]?.likeness).toEqual(['slip', 'date', 'quantity', 'importer', 'exporter']);
    expect(found[1]?.likeness).toEqual(['quantity', 'importer', 'exporter']);
  });

  test('are of the same two countries, and the same goods in no greater quantity', () => {
    const elsewhere = anImportAuthorization({ over: { exportingCountry: 'DE' } });
    const codeine = anImportAuthorization({ over: { lines: [aCodeineLine({ no: 1 })] } });
    const little = anImportAuthorization({
      over: { lines: [aLine({ stated: '499999999' }), aCodeineLine()] }
    });
    for (const one of [elsewhere, codeine, little]) expect(find(stray, [one])).toEqual([]);
  });

  test('are such as still allow it: not cancelled, not used up, not expired', () => {
    expect(find(stray, [ia], [aCancellation(ia, { at: '2026-10-02T10:00:00.000Z' })])).toEqual([]);
    const used = anExportAuthorization(ia, { at: '2026-10-04T09:00:00.000Z' });
    expect(find(stray, [ia], [used])).toEqual([]);
    const short = anImportAuthorization({ over: { validUntil: '2026-10-03' } });
    expect(find(stray, [short])).toEqual([]);
  });

  test('need more than the two parties, who trade every week', () => {
    const other = anImportAuthorization({
      at: '2026-09-24T08:00:00.000Z',
      over: { number: 'AU-I-2026-000072-11', lines: [aLine({ stated: '900000000' }), aCodeineLine()] }
    });
    expect(find(stray, [other])).toEqual([]);
  });
});

test('a slip is one character, or two neighbours that changed places', () => {
  for (const [a, b] of [
    ['AU-1-2026-101-42', 'AU-1-2026-110-42'],
    ['AU-1-2026-101-42', 'AU-1-2026-107-42'],
    ['AU-1-2026-101-42', 'AU-1-2026-1011-42'],
    ['AU-1-2026-101-42', 'AU-1-2026-11-42']
  ] as const) {
    expect(isOneSlip(a, b)).toBe(true);
    expect(isOneSlip(b, a)).toBe(true);
  }
  expect(isOneSlip('AU-1-2026-101-42', 'AU-1-2026-110-24')).toBe(false);
  expect(isOneSlip('AU-1-2026-101-42', 'AU-1-2026-279-42')).toBe(false);
});

test('a decision needs an import authorization, and its reason is optional', () => {
  const codes = judgeMatch({ dossier: null, reason: '' }, stray, 'link').problems.map(({ code }) => code);
  expect(codes).toEqual(['match.import.missing']);
  expect(judgeMatch({ dossier: ia.body.dossier, reason: ' ' }, stray, 'unlink').body).toEqual({
    dossier: ia.body.dossier,
    exportAuthorization: stray._id,
    decision: 'unlink'
  });
});
