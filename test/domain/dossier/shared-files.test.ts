import { describe, expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { sharedFiles } from '#lib/domain/dossier/shared-files.ts';
import { MAX_SHARED_FILES } from '#lib/domain/own-choices.ts';
import { A_SCAN, anExportAuthorization, anImportAuthorization, aSharedFile } from '../../samples/acts.ts';

const ia = anImportAuthorization();
const ea = anExportAuthorization(ia);
const shared = aSharedFile(ia);
const later = '2026-11-24T10:00:00.000Z';
const end = aSharedFile(ia, { at: later, over: { withdraws: shared._id } });
const codes = (acts: readonly DossierAct[], act: DossierAct): string[] =>
  admitAct(acts, act).map(({ code }) => code);
const aFile = (seed: string) => ({
  kind: 'licence',
  name: '',
  content: { ...A_SCAN, sha256: seed.padEnd(43, 'x') }
});

describe('a file that an authority shares with its partner', () => {
  test('joins the dossier and changes no quantity and no status', () => {
    const { timeline, ...rest } = foldDossier(ia.body.dossier, [ia, ea, shared]);
    const { timeline: before, ...same } = foldDossier(ia.body.dossier, [ia, ea]);
    expect(rest).toEqual(same);
    expect(timeline).toEqual([...before, shared._id]);
  });

  test('is shared until the same authority withdraws it', () => {
    expect(sharedFiles([ia, shared])).toMatchObject([{ act: shared._id, withdrawn: null }]);
    expect(sharedFiles([ia, end, shared])).toMatchObject([{ act: shared._id, withdrawn: { at: later } }]);
    const foreign = { ...end, body: { ...end.body, issuer: 'CH' } } as unknown as DossierAct;
    expect(sharedFiles([ia, shared, foreign])).toMatchObject([{ withdrawn: null }]);
  });

  test('is withdrawn by nobody else, not twice, and not before it is there', () => {
    expect(codes([ia, shared], end)).toEqual([]);
    const again = aSharedFile(ia, {
      at: '2026-11-24T11:00:00.000Z',
      over: { withdraws: shared._id }
    });
    expect(codes([ia, shared, end], again)).toEqual(['sharedFile.notShared']);
    expect(codes([ia], end)).toEqual(['dossier.reference.missing']);
    const [issuer, to] = ['CH', ['AU']];
    const foreign = aSharedFile(ia, { at: later, over: { issuer, to, withdraws: shared._id } });
    expect(codes([ia, shared], foreign)).toEqual(['sharedFile.notOwn']);
    const other = aSharedFile(ia, { at: later, over: { withdraws: ia._id } });
    expect(codes([ia, shared], other)).toEqual(['sharedFile.notOwn']);
  });

  test('is shared once at a time, and only so many are', () => {
    const again = aSharedFile(ia, { at: '2026-11-24T11:00:00.000Z' });
    expect(codes([ia, shared], again)).toEqual(['sharedFile.twice']);
    expect(codes([ia, shared, end], again)).toEqual([]);
    const many = Array.from({ length: MAX_SHARED_FILES }, (_, index) =>
      aSharedFile(ia, { over: { file: aFile(`n${index}`) } })
    );
    expect(codes([ia, ...many], again)).toEqual(['sharedFile.tooMany']);
    expect(codes([ia, ...many.slice(1)], again)).toEqual([]);
  });
});
