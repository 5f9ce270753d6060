import { expect, test } from 'vitest';
import type { Person } from '#couch/accounts/accounts.ts';
import { judgeDocument, type Door } from '#lib/domain/door/door.ts';
import { LIMITS } from '#couch/base/limits.ts';
import { nativeSha256 } from '#couch/base/native-crypto.ts';
import { signedPartOf } from '#lib/domain/act/content-id.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import { aKey, signed, withRevision } from './rig.ts';

const OFFICER = { id: 'au.officer', authority: 'AU', role: 'officer' } as Person;
const DOOR: Door = {
  writer: OFFICER,
  database: 'country-au',
  limits: LIMITS,
  hashOf: nativeSha256,
  bytesOf: Buffer.byteLength
};
/** What a hostile hand might put between body and signature, and letters of three bytes each. */
const REMARKS = '悉尼 ","signature":{"alg":"ES256"} \\","signature":';

const anAct = async () =>
  withRevision(await signed(anImportAuthorization({ over: { remarks: REMARKS } }), await aKey()));

test('an act is as large as the bytes of what its id is the hash of, and one byte more is refused', async () => {
  const act = await anAct();
  const { body, signature } = act;
  const size = Buffer.byteLength(canonicalJson({ body, signature }), 'utf8');
  const codesAt = (documentBytes: number): string[] =>
    judgeDocument(act, { ...DOOR, limits: { ...LIMITS, documentBytes } }).map(({ code }) => code);
  expect(codesAt(size)).toEqual([]);
  expect(codesAt(size - 1)).toEqual(['document.tooLarge']);
});

test('what is verified is the body of that very text, whatever its words look like', async () => {
  const act = await anAct();
  let hashed = '';
  const hashOf = (text: string): string => nativeSha256((hashed = text));
  expect(judgeDocument(act, { ...DOOR, hashOf })).toEqual([]);
  expect(signedPartOf(hashed)).toBe(canonicalJson(act.body));
});
