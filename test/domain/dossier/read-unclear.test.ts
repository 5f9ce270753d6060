/** Whatever is to be cleared up has a next step that the rules take, and an end. */
import { describe, expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import { readUse } from '#lib/domain/dossier/status-on.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { openQuestion } from '#lib/domain/dossier/open-question.ts';
import { readUnclear } from '#lib/domain/dossier/read-unclear.ts';
import {
  aCancellation,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  AU,
  CH
} from '../../samples/acts.ts';

const ia = anImportAuthorization();
const ea = anExportAuthorization(ia);
const fold = (acts: readonly DossierAct[]): Dossier => foldDossier(ia.body.dossier, acts);

describe('an export authorization without its import authorization', () => {
  const query = aReply(ea, { at: '2026-10-06T10:00:00.000Z', over: { answer: 'query', text: 'Which?' } });

  test('is unclear to the importing authority, not to its issuer, who has seen the paper', () => {
    expect(readUnclear(fold([ea]), AU, ea._id)).toBe('ask');
    expect(readUnclear(fold([ea]), CH, ea._id)).toBeNull();
    expect(readUnclear(fold([ia, ea]), AU, ea._id)).toBeNull();
  });

  test('waits for the partner once it was asked about, and for this authority once they have answered', () => {
    expect(readUnclear(fold([ea, query]), AU, ea._id)).toBeNull();
    const answer = aReply(query, { at: '2026-10-07T10:00:00.000Z' });
    expect(readUnclear(fold([ea, query, answer]), AU, ea._id)).toBe('ask');
    const checked = aReply(answer, { at: '2026-10-08T10:00:00.000Z' });
    expect(readUnclear(fold([ea, query, answer, checked]), AU, ea._id)).toBeNull();
  });

  test('is not cleared up by a receipt or an endorsement, and is by its cancellation', () => {
    expect(readUnclear(fold([ea, aReply(ea, { over: { answer: 'received' } })]), AU, ea._id)).toBe('ask');
    expect(readUnclear(fold([ea, aCancellation(ea)]), AU, ea._id)).toBeNull();
    expect(readUnclear(fold([ea, anEndorsement(ea)]), AU, ea._id)).toBe('ask');
  });
});

describe('a second import authorization under one number', () => {
  const second = anImportAuthorization({ at: '2026-10-01T09:00:00.000Z', over: { remarks: 'another' } });
  const both = [ia, second];
  const objection = aReply(second, { over: { answer: 'objection', text: 'This number is taken.' } });

  test('is objected to by the partner, which its issuer hears', () => {
    expect(readUnclear(fold(both), CH, second._id)).toBe('ask');
    expect(admitAct(both, objection)).toEqual([]);
    const told = fold([...both, objection]);
    expect(readUnclear(told, CH, second._id)).toBeNull();
    expect(openQuestion(told, AU, second._id)?.act).toBe(objection._id);
  });

  test('is cancelled by its issuer alone, once, and replaced under another number', () => {
    expect(readUnclear(fold(both), AU, second._id)).toBe('cancel');
    const cancellation = aCancellation(second);
    expect(admitAct(both, cancellation)).toEqual([]);
    const after = fold([...both, cancellation]);
    expect(after).toMatchObject({ status: 'issued', match: 'none', importAuthorization: ia._id });
    expect(fold(both).match).toBe('duplicate-number');
    for (const side of [AU, CH]) expect(readUnclear(after, side, second._id)).toBeNull();
    expect(readUse(after, second._id).isCancelled).toBe(true);
    const fresh = anImportAuthorization({
      at: '2026-10-08T09:00:00.000Z',
      over: { number: 'AU-I-2026-000102-28', replaces: second._id }
    });
    expect(admitAct([...both, cancellation], fresh)).toEqual([]);
    expect(admitAct(both, fresh).map(({ code }) => code)).toEqual(['replacement.notCancelled']);
    const twice = aCancellation(second, { at: '2026-10-09T10:00:00.000Z' });
    expect(admitAct([...both, cancellation], twice).map(({ code }) => code)).toEqual([
      'cancellation.twice',
      'dossier.act.rival'
    ]);
    const foreign = aCancellation(second, { over: { issuer: CH, to: [AU] } });
    expect(admitAct(both, foreign).map(({ code }) => code)).toEqual(['cancellation.notIssuer']);
  });

  test('leaves the first one as it was', () => {
    for (const side of [AU, CH]) expect(readUnclear(fold(both), side, ia._id)).toBeNull();
  });
});
