import { describe, expect, test } from 'vitest';
import type { Act, CertificateBody } from '#lib/domain/act/body.ts';
import type { AuthorityCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { isInCareOf, listKeys } from '#lib/sign-in/key-list.ts';

const AU = 'AU' as AuthorityCode;
const NOW = '2026-11-24T12:00:00.000Z' as Instant;

function aCertificate(key: string, name: string, validUntil: string, authority = 'AU', by = 'Hale'): Act {
  const holder = { authority, person: 'au.x', name, function: 'Clerk', role: 'officer', device: 'Laptop' };
  const body = { kind: 'certificate', issuer: 'AU', keyId: key, holder, validUntil, by: { name: by } };
  return { body } as unknown as Act;
}

function aWithdrawal(key: string, withdrawnFrom: string, issuer = 'AU', at = withdrawnFrom): Act {
  return {
    body: {
      kind: 'withdrawal',
      issuer,
      at,
      keyId: key,
      withdrawnFrom,
      reason: 'Laptop stolen',
      by: { name: 'Cowan' }
    }
  } as unknown as Act;
}

const statesOf = (certificates: Act[], withdrawals: Act[] = []): [string, string][] =>
  listKeys({ certificates, withdrawals }, isInCareOf({ authority: AU }), NOW).map(({ keyId, state }) => [
    keyId,
    state
  ]);

describe('the keys of an authority', () => {
  test('keys that may sign come first, then the expired, then the withdrawn', () => {
    const certificates = [
      aCertificate('k-withdrawn', 'Ann', '2028-01-01T00:00:00.000Z'),
      aCertificate('k-expired', 'Ben', '2026-01-01T00:00:00.000Z'),
      aCertificate('k-good', 'Cid', '2028-01-01T00:00:00.000Z')
    ];
    expect(statesOf(certificates, [aWithdrawal('k-withdrawn', '2026-05-01T00:00:00.000Z')])).toEqual([
      ['k-good', 'certified'],
      ['k-expired', 'expired'],
      ['k-withdrawn', 'withdrawn']
    ]);
  });

  test('a renewed key stands once, by its last certificate', () => {
    const early = aCertificate('k', 'Ann', '2026-01-01T00:00:00.000Z');
    const renewed = aCertificate('k', 'Ann', '2028-01-01T00:00:00.000Z');
    expect(statesOf([early, renewed])).toEqual([['k', 'certified']]);
    expect(statesOf([renewed, early])).toEqual([['k', 'certified']]);
  });

  test('another country’s keys are not shown, and another country ends none of ours', () => {
    const ours = aCertificate('k', 'Ann', '2028-01-01T00:00:00.000Z');
    const theirs = aCertificate('t', 'Luc', '2028-01-01T00:00:00.000Z', 'CH');
    expect(statesOf([ours, theirs], [aWithdrawal('k', '2026-05-01T00:00:00.000Z', 'CH')])).toEqual([
      ['k', 'certified']
    ]);
    expect(statesOf([ours], [aWithdrawal('k', '2026-05-01T00:00:00.000Z', 'INCB')])).toEqual([
      ['k', 'withdrawn']
    ]);
  });

  test('of two withdrawals the earlier counts and its reason is told', () => {
    const withdrawals = [
      aWithdrawal('k', '2026-06-01T00:00:00.000Z'),
      aWithdrawal('k', '2026-05-01T00:00:00.000Z')
    ];
    const certificates = [aCertificate('k', 'Ann', NOW)];
    const [row] = listKeys({ certificates, withdrawals }, isInCareOf({ authority: AU }), NOW);
    expect([row?.withdrawnFrom, row?.reason]).toEqual(['2026-05-01T00:00:00.000Z', 'Laptop stolen']);
    expect(row?.keyId).toBe('k' as KeyId);
  });

  test('a withdrawal that names an earlier date than its own is shown from when it was stated', () => {
    const [from, at] = ['2026-05-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z'];
    const certificates = [aCertificate('k', 'Ann', NOW)];
    const withdrawals = [aWithdrawal('k', from, 'AU', at)];
    const [row] = listKeys({ certificates, withdrawals }, isInCareOf({ authority: AU }), NOW);
    expect(row?.withdrawnFrom).toBe(at);
  });

  test('the Board has administrators of every country in its care, its own people and the exchange, no officer', () => {
    const until = '2028-01-01T00:00:00.000Z';
    const held = (key: string, authority: string, role: string): Act => {
      const { body } = aCertificate(key, key, until, authority) as { body: { holder: object } };
      return { body: { ...body, holder: { ...body.holder, role } } } as unknown as Act;
    };
    const certificates = [
      held('au-administrator', 'AU', 'administrator'),
      held('ch-administrator', 'CH', 'administrator'),
      held('exchange', 'EXCHANGE', 'exchange'),
      held('incb', 'INCB', 'administrator'),
      held('officer', 'AU', 'officer')
    ];
    const withdrawals = [aWithdrawal('ch-administrator', '2026-05-01T00:00:00.000Z', 'AU')];
    const rows = listKeys({ certificates, withdrawals }, isInCareOf({ authority: 'INCB' }), NOW);
    expect(rows.map(({ keyId, state }) => [keyId, state])).toEqual([
      ['au-administrator', 'certified'],
      ['ch-administrator', 'certified'],
      ['exchange', 'certified'],
      ['incb', 'certified']
    ]);
  });

  test('a key may be renewed from sixty days before its end, after it too, but not once withdrawn', () => {
    const rows = listKeys(
      {
        certificates: [
          aCertificate('far', 'Ann', '2027-01-24T00:00:00.000Z'),
          aCertificate('near', 'Ben', '2027-01-22T00:00:00.000Z'),
          aCertificate('over', 'Cid', '2026-11-01T00:00:00.000Z'),
          aCertificate('withdrawn', 'Dea', '2026-12-01T00:00:00.000Z')
        ],
        withdrawals: [aWithdrawal('withdrawn', '2026-05-01T00:00:00.000Z')]
      },
      isInCareOf({ authority: AU }),
      NOW
    );
    expect(rows.filter(({ renewable }) => renewable).map(({ keyId }) => keyId)).toEqual(['near', 'over']);
  });

  test('a key whose certificate states no office may be renewed at any time', () => {
    const { body } = aCertificate('before', 'Ann', '2028-01-01T00:00:00.000Z') as Act<CertificateBody>;
    const { function: _office, ...holder } = body.holder;
    const certificates = [{ body: { ...body, holder } } as unknown as Act];
    const rows = listKeys({ certificates, withdrawals: [] }, isInCareOf({ authority: AU }), NOW);
    expect(rows).toMatchObject([{ state: 'certified', isEnding: false, renewable: true }]);
  });

  test('who certified a key last is told, and who withdrew it', () => {
    const certificates = [
      aCertificate('k', 'Ann', '2026-12-01T00:00:00.000Z'),
      aCertificate('k', 'Ann', '2028-01-01T00:00:00.000Z', 'AU', 'Brennan'),
      aCertificate('out', 'Ben', '2028-01-01T00:00:00.000Z')
    ];
    const withdrawals = [aWithdrawal('out', '2026-06-01T00:00:00.000Z')];
    const rows = listKeys({ certificates, withdrawals }, isInCareOf({ authority: AU }), NOW);
    expect(rows.map(({ certifiedBy, withdrawnBy }) => [certifiedBy, withdrawnBy])).toEqual([
      ['Brennan', null],
      ['Hale', 'Cowan']
    ]);
  });
});
