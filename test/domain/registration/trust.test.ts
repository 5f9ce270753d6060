import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  CertificateBody,
  KeyRole,
  MessageBody,
  PublicKey,
  Signature,
  WithdrawalBody
} from '#lib/domain/act/body.ts';
import { actId } from '#lib/domain/act/content-id.ts';
import { bytesToBase64url } from '#lib/domain/bytes.ts';
import type { AuthorityCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { MAX_CHAIN } from '#lib/domain/registration/certify.ts';
import { keyIdOf } from '#lib/domain/registration/key-id.ts';
import type { CertificateAct } from '#lib/domain/registration/judge-signer.ts';
import { decideTrust, type Seen, type Trust, type WithdrawalAct } from '#lib/domain/registration/trust.ts';

/** Key 0 is the root, key 6 the Board's desk; the signatures count as verified, so their value does not matter here. */
const KEYS: readonly PublicKey[] = Array.from({ length: 7 }, (_, n) => ({
  kty: 'EC',
  crv: 'P-256',
  x: bytesToBase64url(new Uint8Array(32).fill(n)),
  y: bytesToBase64url(new Uint8Array(32))
}));
const IDS: readonly KeyId[] = KEYS.map(keyIdOf);
const ROOT = IDS[0] as KeyId;

const instantOf = (day: number): Instant =>
  `2026-06-${String(day).padStart(2, '0')}T00:00:00.000Z` as Instant;
const authorityOf = (key: number): AuthorityCode =>
  (key === 0 || key === 6 ? 'INCB' : key % 2 ? 'AU' : 'CH') as AuthorityCode;

function signed<B extends CertificateBody | WithdrawalBody | MessageBody>(body: B, by: number) {
  const signature: Signature = { alg: 'ES256', key: IDS[by] as KeyId, value: 'A'.repeat(86) };
  return { _id: actId(body, signature), body, signature };
}

function head<K extends string>(kind: K, by: number, day: number) {
  const person = `person-${by}`;
  const signatory = { person, name: person, function: '' };
  return {
    schema: 1,
    kind,
    issuer: authorityOf(by),
    to: ['*'],
    seq: {},
    at: instantOf(day),
    by: signatory
  } as const;
}

function aCertificate(
  by: number,
  of: number,
  role: KeyRole,
  day: number,
  from = 1,
  until = 29
): CertificateAct {
  const holder = { authority: authorityOf(of), person: `person-${of}`, name: 'x', role, device: 'x' };
  const [validFrom, validUntil] = [instantOf(from), instantOf(until)];
  const key = KEYS[of] as PublicKey;
  return signed(
    { ...head('certificate', by, day), key, keyId: keyIdOf(key), holder, validFrom, validUntil },
    by
  );
}

function aWithdrawal(by: number, of: number, from: number, day: number): WithdrawalAct {
  const keyId = IDS[of] as KeyId;
  return signed({ ...head('withdrawal', by, day), keyId, withdrawnFrom: instantOf(from), reason: 'x' }, by);
}

/** What every key could state on every day. */
function verdictsOf(trust: Trust): string[] {
  return IDS.flatMap((id, key) =>
    [2, 8, 14, 20, 26].map((day) => {
      const body = { ...head('message', key, day), to: [], text: 'x' } as unknown as MessageBody;
      return `${key} on ${day}: ${trust.judge(body, id).verdict}`;
    })
  );
}

const aKey = fc.integer({ min: 0, max: 6 });
const aDay = fc.integer({ min: 1, max: 28 });
/** A key of the Board's desk, two countries' first administrators, and whatever else anybody may have signed. */
const FIRST = [6, 1, 2].map((key) => ({ act: aCertificate(0, key, 'administrator', 1) }));
const certificates = fc
  .array(
    fc
      .tuple(aKey, aKey, fc.constantFrom<KeyRole>('administrator', 'administrator', 'officer', 'root'), aDay)
      .map(([by, of, role, day]) => ({ act: aCertificate(by, of, role, day) }) as Seen<CertificateAct>),
    { minLength: 8, maxLength: 24 }
  )
  .map((others): Seen<CertificateAct>[] => [...FIRST, ...others]);
const withdrawals = fc.array(
  fc
    .tuple(aKey, aKey, aDay, aDay)
    .map(([by, of, from, day]) => ({ act: aWithdrawal(by, of, from, day) }) as Seen<WithdrawalAct>),
  { maxLength: 5 }
);

const shuffled = <T>(items: readonly T[], seed: number): T[] =>
  items
    .map((item, n) => [item, Math.sin(seed * 997 + n * 31)] as const)
    .sort((a, b) => a[1] - b[1])
    .map(([item]) => item);

describe('trust', () => {
  it('is the same whatever the order of the acts', () => {
    fc.assert(
      fc.property(certificates, withdrawals, fc.integer({ min: 1, max: 1e6 }), (certs, ends, seed) => {
        const one = decideTrust([ROOT], certs, ends);
        const other = decideTrust([ROOT], shuffled(certs, seed), shuffled(ends, seed));
        expect(verdictsOf(other)).toEqual(verdictsOf(one));
      }),
      { numRuns: 300 }
    );
  });

  it('always leads by administrators of one authority, then by the Board’s desk, to the root', () => {
    const reached = { country: 0, throughDesk: 0 };
    fc.assert(
      fc.property(certificates, withdrawals, (certs, ends) => {
        const trust = decideTrust([ROOT], certs, ends);
        for (const { chain, certificate } of IDS.flatMap((id) => trust.standingsOf(id))) {
          if (certificate === null) continue;
          expect(chain.length).toBeLessThan(MAX_CHAIN);
          expect(chain[chain.length - 1]?.signature.key).toBe(ROOT);
          expect(chain.slice(1).every((act) => act.body.holder.role === 'administrator')).toBe(true);
          const authorities = chain.map((act) => act.body.holder.authority);
          const desk = authorities.indexOf('INCB');
          const ofOne = desk < 0 ? authorities : authorities.slice(0, desk);
          expect(new Set(ofOne).size).toBeLessThanOrEqual(1);
          expect(authorities.slice(ofOne.length).every((one) => one === 'INCB')).toBe(true);
          if (ofOne.length > 0) reached[desk < 0 ? 'country' : 'throughDesk']++;
        }
      }),
      { numRuns: 300 }
    );
    expect(reached.country).toBeGreaterThan(300);
    expect(reached.throughDesk).toBeGreaterThan(100);
  });

  it('is never given by a withdrawal: with one more, no key may state more than before', () => {
    fc.assert(
      fc.property(certificates, aKey, aDay, (certs, of, from) => {
        const before = verdictsOf(decideTrust([ROOT], certs, []));
        const after = verdictsOf(decideTrust([ROOT], certs, [{ act: aWithdrawal(0, of, from, from) }]));
        after.forEach((line, n) => {
          if (line.endsWith('good')) expect(before[n]).toBe(line);
        });
      }),
      { numRuns: 200 }
    );
  });

  it('reaches a key by its shortest chain, so that a long one does not cut it off', () => {
    const certs = [
      aCertificate(0, 1, 'administrator', 1),
      aCertificate(1, 3, 'administrator', 2),
      aCertificate(3, 5, 'administrator', 3),
      aCertificate(1, 5, 'administrator', 4)
    ];
    const trust = decideTrust(
      [ROOT],
      certs.map((act) => ({ act })),
      []
    );
    const lengths = trust.standingsOf(IDS[5] as KeyId).map((standing) => standing.chain.length);
    expect(lengths).toEqual([2, 3]);
  });

  // Stated on day 20. The administrator 1 certified the officer 3; what each states on a day is judged.
  it.each([
    { by: 1, of: 3, from: 20, trade: 20, trust: null, row: 'its authority, at its own date' },
    { by: 1, of: 3, from: 24, trade: 24, trust: null, row: 'its authority, from later on' },
    { by: 1, of: 3, from: 5, trade: 20, trust: null, row: 'its authority, from earlier on' },
    { by: 5, of: 1, from: 5, trade: 20, trust: 20, row: 'its authority, an administrator, from earlier on' },
    { by: 6, of: 1, from: 20, trade: 20, trust: 20, row: 'the Board, at its own date' },
    { by: 6, of: 1, from: 24, trade: 24, trust: 24, row: 'the Board, from later on' },
    { by: 6, of: 1, from: 5, trade: 20, trust: 5, row: 'the Board, from earlier on' },
    { by: 0, of: 6, from: 5, trade: null, trust: 5, row: 'the root, a desk of the Board, from earlier on' }
  ])('ends by a withdrawal of $row', ({ by, of, from, trade, trust: ofTrust }) => {
    const certs = [
      ...FIRST,
      { act: aCertificate(1, 3, 'officer', 2) },
      { act: aCertificate(1, 5, 'administrator', 2) }
    ];
    const trust = decideTrust([ROOT], certs, [{ act: aWithdrawal(by, of, from, 20) }]);
    const message = (day: number): MessageBody =>
      ({ ...head('message', of, day), to: [], text: 'x' }) as never;
    const certificate = (day: number): CertificateBody => aCertificate(of, 4, 'officer', day).body;
    for (let day = 2; day <= 28; day++) {
      const told = trust.judge(message(day), IDS[of] as KeyId).verdict;
      if (trade !== null) expect(`${day} ${told}`).toBe(`${day} ${day < trade ? 'good' : 'withdrawn'}`);
      const body = {
        ...certificate(day),
        holder: { ...certificate(day).holder, authority: authorityOf(of) }
      };
      const certified = trust.judge(
        { ...body, holder: { ...body.holder, role: 'administrator' } },
        IDS[of] as KeyId
      );
      if (ofTrust !== null)
        expect(`${day} ${certified.verdict}`).toBe(`${day} ${day < ofTrust ? 'good' : 'withdrawn'}`);
    }
  });

  it('a root is no matter of certificates: none names it, none withdraws it', () => {
    const certs = [aCertificate(0, 1, 'administrator', 1), aCertificate(1, 0, 'administrator', 2)];
    const ends = [aWithdrawal(1, 0, 1, 3), aWithdrawal(0, 0, 1, 3)];
    const trust = decideTrust(
      [ROOT],
      certs.map((act) => ({ act })),
      ends.map((act) => ({ act }))
    );
    expect(trust.standingsOf(ROOT).map((standing) => standing.certificate)).toEqual([null]);
    expect(trust.judge(aCertificate(0, 3, 'administrator', 9).body, ROOT).verdict).toBe('good');
  });
});
