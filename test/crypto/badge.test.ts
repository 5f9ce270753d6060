/** A certificate, verified by code that shares nothing with what issued it: Node's own crypto and the text of RFC 7515. */
import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { declareBadge, signBadge, verifyBadge } from '#lib/crypto/badge.ts';
import { generatePrivateJwk, importSigningKey } from '#lib/crypto/key.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { parseBadgeName } from '#lib/domain/training/badge.ts';

const finishedOn = '2026-11-27' as CalendarDate;
const facts = { path: 'customs', name: 'Amélie Ωmega 李', finishedOn } as const;

interface Credential {
  readonly '@context': readonly string[];
  readonly type: readonly string[];
  readonly issuer: { readonly id: string; readonly name: string };
  readonly validFrom: string;
  readonly credentialSubject: {
    readonly identifier: readonly { readonly identityHash: string }[];
    readonly achievement: { readonly id: string; readonly criteria: { readonly narrative: string } };
  };
}

function partOf(jws: string, index: number): unknown {
  return JSON.parse(Buffer.from(jws.split('.')[index] ?? '', 'base64url').toString('utf8'));
}

/** As RFC 7515 §5.2 and did:jwk say it. */
function verifyElsewhere(jws: string): Credential | null {
  const [head, body, signature] = jws.split('.');
  if ((partOf(jws, 0) as { alg: string }).alg !== 'ES256') return null;
  const credential = partOf(jws, 1) as Credential;
  const jwk = JSON.parse(
    Buffer.from(credential.issuer.id.replace('did:jwk:', ''), 'base64url').toString('utf8')
  ) as JsonWebKey;
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const isGood = verify(
    'sha256',
    new TextEncoder().encode(`${head}.${body}`),
    { key, dsaEncoding: 'ieee-p1363' },
    new Uint8Array(Buffer.from(signature ?? '', 'base64url'))
  );
  return isGood ? credential : null;
}

test('a declared certificate is an Open Badge 3.0 that anybody’s code verifies', async () => {
  const credential = verifyElsewhere(await declareBadge(facts));
  expect(credential?.type).toEqual(['VerifiableCredential', 'OpenBadgeCredential']);
  expect(credential?.['@context']).toContain('https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json');
  expect(credential?.validFrom).toBe('2026-11-27T00:00:00Z');
  expect(credential?.credentialSubject.identifier.map(({ identityHash }) => identityHash)).toEqual([
    facts.name
  ]);
  expect(credential?.credentialSubject.achievement.id).toBe('urn:i2es:training:customs');
  expect(credential?.credentialSubject.achievement.criteria.narrative).toMatch(
    /^Self-declared:.*Nobody examined/
  );
});

test('the server’s states what an account told it, and says that nobody examined the learner', async () => {
  const key = await importSigningKey(await generatePrivateJwk());
  const jws = await signBadge({ ...facts, authority: 'CH', word: 'account' }, key);
  expect(verifyElsewhere(jws)?.credentialSubject.achievement.criteria.narrative).toMatch(
    /what the holder’s account told it.*nobody examined/
  );
  expect(await verifyBadge(jws)).toMatchObject({
    facts: { ...facts, authority: 'CH', word: 'account' },
    key: key.publicKey
  });
});

test('one altered letter, another signature, and a claim that no screen shows are refused', async () => {
  const jws = await declareBadge(facts);
  const [head = '', body = '', signature = ''] = jws.split('.');
  const repack = (text: string): string => Buffer.from(text).toString('base64url');
  const text = Buffer.from(body, 'base64url').toString('utf8');
  const other = (await declareBadge(facts)).split('.')[2] ?? '';
  for (const wrong of [
    `${head}.${repack(text.replace('customs', 'officer'))}.${signature}`,
    `${head}.${repack(text.replace('Amélie', 'Another'))}.${signature}`,
    `${head}.${body}.${other}`,
    `${head}.${repack(text.replace('{', '{"evidence":"x",'))}.${signature}`,
    `${repack('{"alg":"none"}')}.${body}.`,
    `${head}.${body}`,
    '',
    'a.b.c',
    `${jws}.x`
  ])
    expect(await verifyBadge(wrong), wrong.slice(0, 40)).toBeNull();
  expect(await verifyBadge(jws)).not.toBeNull();
});

test('a name is one line that says something and hides nothing', () => {
  expect(parseBadgeName('  Ana \n  María ')).toBe('Ana María');
  for (const wrong of ['', '   ', 'x'.repeat(121), 'a\u202eb', 7, null])
    expect(parseBadgeName(wrong)).toBeNull();
});
