/** Who vouches for a signature, from the signer up to the Board. */
import { expect, test } from 'vitest';
import { signatureChain } from '#lib/dossier/signature-chain.ts';
import type { ActOf } from '#lib/domain/act/body.ts';
import { anImportAuthorization } from '../samples/acts.ts';

const [OFFICER, ADMINISTRATOR, ROOT] = ['K'.repeat(43), 'A'.repeat(43), 'R'.repeat(43)] as [
  string,
  string,
  string
];

function aCertificate(
  keyId: string,
  signedBy: string,
  issuer: string,
  role: string,
  at = '2026-01-01'
): ActOf<'certificate'> {
  const holder = { authority: 'AU', person: `au.${role}`, name: `The ${role}`, role, device: 'Desk' };
  return {
    _id: `act:${keyId}:${at}`,
    body: { kind: 'certificate', issuer, keyId, holder, at, validUntil: '2028-01-01T00:00:00.000Z' },
    signature: { alg: 'ES256', key: signedBy, value: '' }
  } as never;
}

const officer = aCertificate(OFFICER, ADMINISTRATOR, 'AU', 'officer');
const administrator = aCertificate(ADMINISTRATOR, ROOT, 'INCB', 'administrator');

test('the officer’s key is certified by the administrator’s, and that by the Board’s root', () => {
  const chain = signatureChain(anImportAuthorization(), [administrator, officer]);
  expect(chain.links.map((link) => link.role)).toEqual(['officer', 'administrator']);
  expect(chain.reachesRoot).toBe(true);
});

test('a chain whose upper end has not arrived does not reach the Board', () => {
  expect(signatureChain(anImportAuthorization(), [officer])).toMatchObject({ reachesRoot: false });
  expect(signatureChain(anImportAuthorization(), [])).toEqual({ links: [], reachesRoot: false });
});

test('two keys that certify each other end, and reach nobody', () => {
  const ring = aCertificate(ADMINISTRATOR, OFFICER, 'AU', 'administrator');
  expect(signatureChain(anImportAuthorization(), [officer, ring]).reachesRoot).toBe(false);
});

test('the latest certificate of a key is the one that is shown', () => {
  const renewed = aCertificate(OFFICER, ADMINISTRATOR, 'AU', 'administrator', '2026-06-01');
  const [first] = signatureChain(anImportAuthorization(), [officer, renewed, administrator]).links;
  expect(first?.role).toBe('administrator');
});
