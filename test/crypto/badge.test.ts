/** A certificate, verified by code that shares nothing with what issued it: Node's own crypto and the text of RFC 7515. */
import { createHash, createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import jsQR from 'jsqr';
import { expect, test } from 'vitest';
import { declareBadge, signBadge, verifyBadge } from '#lib/crypto/badge.ts';
import { generatePrivateJwk, importSigningKey } from '#lib/crypto/key.ts';
import type { CalendarDate, Instant, SessionId } from '#lib/domain/ids.ts';
import type { AttendanceFacts } from '#lib/domain/training/attendance-badge.ts';
import { shortenBadge, parseBadgeName } from '#lib/domain/training/badge.ts';
import { squarePixels } from '../print-code/square-pixels.ts';

const finishedOn = '2026-11-27' as CalendarDate;
const facts = { path: 'customs', name: 'Amélie Ωmega 李', finishedOn } as const;

interface Credential {
  readonly id: string;
  readonly iss: string;
  readonly jti: string;
  readonly nbf: number;
  readonly sub: string;
  readonly '@context': readonly string[];
  readonly type: readonly string[];
  readonly issuer: { readonly id: string; readonly name: string };
  readonly validFrom: string;
  readonly credentialSubject: {
    readonly id: string;
    readonly identifier: readonly { readonly identityHash: string }[];
    readonly achievement: { readonly id: string; readonly criteria: { readonly narrative: string } };
  };
}

function partOf(jws: string, index: number): unknown {
  return JSON.parse(Buffer.from(jws.split('.')[index] ?? '', 'base64url').toString('utf8'));
}

/** As RFC 7515 §5.2 and the JWT proof of Open Badges 3.0 say it: the key of the header, then the claims. */
function verifyElsewhere(jws: string): Credential | null {
  const [head, body, signature] = jws.split('.');
  const { alg, typ, jwk, ...others } = partOf(jws, 0) as { alg: string; typ: string; jwk: JsonWebKey };
  if (alg !== 'ES256' || typ !== 'JWT' || Object.keys(others).length > 0 || 'd' in jwk) return null;
  const credential = partOf(jws, 1) as Credential;
  const { id, iss, jti, nbf, sub, issuer, credentialSubject, validFrom } = credential;
  const areSame = iss === issuer.id && jti === id && sub === credentialSubject.id;
  if (!areSame || !URL.canParse(id) || nbf * 1000 !== Date.parse(validFrom)) return null;
  // RFC 7638: the issuer is named by this key and no other.
  const { crv, kty, x, y } = jwk;
  const thumbprint = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  if (issuer.id !== `urn:ietf:params:oauth:jwk-thumbprint:sha-256:${thumbprint}`) return null;
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

const attended: AttendanceFacts = {
  ...{ word: 'attendance', title: 'Séminaire régional « endosser »', trainer: 'Wanjiru Kamau' },
  session: 'session:5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69' as SessionId,
  startsAt: '2026-12-10T07:30:00.000Z' as Instant,
  endsAt: '2026-12-10T14:00:00.500Z' as Instant,
  ...{ name: facts.name, authority: 'KE' }
};

/** Whether a camera reads it from a square code that is 74 mm wide on paper. */
function isScanned(text: string): boolean {
  const { data, width, side } = squarePixels(text);
  return 74 / side >= 0.4 && jsQR(data, width, width)?.data === text;
}

test('a certificate of attendance is an Open Badge 3.0 too, which says by whose list it speaks', async () => {
  const key = await importSigningKey(await generatePrivateJwk());
  const jws = await signBadge(attended, key);
  const credential = verifyElsewhere(jws);
  expect(credential?.credentialSubject.achievement).toMatchObject({
    ...{ id: `urn:i2es:${attended.session}`, name: attended.title, creator: { name: attended.trainer } },
    criteria: { narrative: expect.stringMatching(/attendance list.*Nobody examined/) as string }
  });
  expect((await verifyBadge(jws))?.facts).toEqual(attended);
});

test('a square code holds a certificate of attendance with the longest title and name, and one letter more is refused', async () => {
  const key = await importSigningKey(await generatePrivateJwk());
  const longest = { ...attended, title: '李'.repeat(160), trainer: 'ق'.repeat(120), name: '李'.repeat(120) };
  const days = { attended: 12, of: 14 };
  for (const one of [attended, longest, { ...attended, authority: null }, { ...longest, days }]) {
    const short = shortenBadge(await signBadge(one, key)) ?? '';
    expect(isScanned(`https://i2es.example.org/training/certificate#${short}`)).toBe(true);
    expect((await verifyBadge(short))?.facts).toEqual(one);
  }
  const [kind = '', packed = '', signature = ''] = (shortenBadge(await signBadge(attended, key)) ?? '').split(
    '.'
  );
  const repack = (from: string, to: string): string =>
    Buffer.from(Buffer.from(packed, 'base64url').toString().replace(from, to)).toString('base64url');
  for (const wrong of [
    [kind, repack('Wanjiru', 'Another'), signature],
    [kind, repack('Amélie', 'Another'), signature],
    [kind, repack('2026-12-10', 'tomorrow'), signature],
    [kind, repack('[', '{'), signature],
    [kind, repack('Wanjiru', '\\ud800'), signature],
    [kind, packed, 'AAAA'],
    [kind, packed],
    ['learning', packed, signature]
  ])
    expect(await verifyBadge(wrong.join('.'))).toBeNull();
  expect(shortenBadge(await declareBadge(facts))).toBeNull();
});

test('the longest name still makes a square code that a telephone reads from paper', async () => {
  const jws = await declareBadge({ ...facts, path: 'administrator', name: '李'.repeat(120) });
  expect(isScanned(`https://i2es.example.org/training/certificate#${jws}`)).toBe(true);
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
    `${(await declareBadge(facts)).split('.')[0] ?? ''}.${body}.${signature}`,
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
