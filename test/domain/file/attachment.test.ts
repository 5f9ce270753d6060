import { describe, expect, test } from 'vitest';
import {
  attachmentWithdrawalId,
  judgeAttachmentDocument,
  readAttachments
} from '#lib/domain/file/attachment.ts';
import type { DossierKey } from '#lib/domain/ids.ts';
import { A_SCAN } from '../../samples/acts.ts';

const DOSSIER = 'AU.CH.20261101.IP 1' as DossierKey;
const ID = 'attachment:5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69';
const written = { schema: 1, at: '2026-11-24T09:00:00.000Z', by: 'A. Person', person: 'au.officer' };
const attachment = {
  _id: ID,
  ...written,
  dossier: DOSSIER,
  kind: 'licence',
  name: 'L 4711',
  content: A_SCAN
};
const withdrawal = { ...written, _id: attachmentWithdrawalId(ID), at: '2026-11-25T09:00:00.000Z' };
const codesOf = (document: object, writer = { id: 'au.officer' }): string[] => {
  const judged = judgeAttachmentDocument(document, writer);
  return judged.ok ? [] : judged.problems.map(({ code }) => code);
};

describe('an attachment of a dossier', () => {
  test('names its file, and the person of the device who attached or withdrew it', () => {
    expect([codesOf(attachment), codesOf(withdrawal)]).toEqual([[], []]);
    for (const one of [attachment, withdrawal])
      expect(codesOf(one, { id: 'au.other' })).toEqual(['attachment.person']);
  });

  test('of another kind says what it is', () => {
    for (const name of ['', '  '])
      expect(codesOf({ ...attachment, kind: 'other', name })).toContain(
        name === '' ? 'attachment.name.missing' : 'document.malformed'
      );
    expect(codesOf({ ...attachment, name: '' })).toEqual([]);
  });

  test('never changes and is never deleted', () => {
    expect(codesOf({ ...attachment, _rev: `2-${'a'.repeat(32)}` })).toEqual(['attachment.immutable']);
    expect(codesOf({ _id: ID, _deleted: true })).toEqual(['attachment.immutable']);
  });

  test.each([
    ['a file larger than 5 MB', { content: { ...A_SCAN, bytes: 5_000_001 } }],
    ['a page that a browser runs', { content: { ...A_SCAN, type: 'image/svg+xml' } }],
    ['a hash that is none', { content: { ...A_SCAN, sha256: '../../accounts' } }],
    ['a kind that is not listed', { kind: 'invoice' }],
    ['letters that turn the line around', { name: 'fdp.\u202Egnp' }],
    ['a dossier that is none', { dossier: 'AU' }]
  ])('is refused with %s', (_what, over) => {
    expect(codesOf({ ...attachment, ...over })).toEqual(['document.malformed']);
  });

  test('is read with its withdrawal, in whatever order they come, and a faulty one is skipped', () => {
    const faulty = { ...attachment, _id: `${ID.slice(0, -1)}0`, kind: 'invoice' };
    const other = { ...attachment, _id: `${ID.slice(0, -1)}1`, dossier: 'AU.CH.20261101.IP 2' };
    for (const documents of [
      [withdrawal, faulty, other, attachment],
      [attachment, other, faulty, withdrawal]
    ])
      expect(readAttachments(documents, new Set([DOSSIER]))).toMatchObject([
        { _id: ID, name: 'L 4711', withdrawn: { at: withdrawal.at } }
      ]);
    expect(readAttachments([attachment], new Set([DOSSIER]))).toMatchObject([{ withdrawn: null }]);
  });
});
