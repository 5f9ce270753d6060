import { expect, test } from 'vitest';
import { holdersByCountry } from '#lib/contacts/read-contacts.ts';
import { AUTOMATIC_CERTIFIER } from '#lib/domain/registration/certify.ts';
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import type { Instant } from '#lib/domain/ids.ts';

const NOW = '2026-11-27T09:00:00.000Z' as Instant;

function aCertificate(keyId: string, name: string, role = 'administrator', validUntil = '2028-01-01'): Act {
  const holder = { authority: 'KE', person: name.toLowerCase(), name, function: 'Head', role };
  const dates = { validFrom: '2025-01-10T08:00:00.000Z', validUntil: `${validUntil}T08:00:00.000Z` };
  const body = { kind: 'certificate', issuer: 'INCB', keyId, holder, ...dates, by: { name: 'INCB' } };
  return { _id: `c ${keyId} ${name}`, body } as unknown as Act;
}

function aWithdrawal(keyId: string, issuer = 'KE'): Act {
  const at = '2026-05-01T08:00:00.000Z';
  const body = {
    kind: 'withdrawal',
    issuer,
    at,
    keyId,
    withdrawnFrom: at,
    reason: 'Left',
    by: { name: 'x' }
  };
  return { _id: `w ${keyId} ${issuer}`, body } as unknown as Act;
}

function namesOf(certificates: readonly Act[], withdrawals: readonly Act[], bad: readonly string[] = []) {
  const source = {
    actsOf: (kind: 'certificate' | 'withdrawal') => (kind === 'certificate' ? certificates : withdrawals),
    verdictOf: (id: string) => (bad.includes(id) ? 'bad' : 'good')
  };
  return (holdersByCountry(source, NOW).get('KE') ?? []).map(({ name }) => name);
}

test('administrators are those whose certificates are good; officers are none', () => {
  const certificates = [aCertificate('k1', 'Joyce'), aCertificate('k2', 'Peter', 'officer')];
  expect(namesOf(certificates, [])).toEqual(['Joyce']);
  expect(namesOf(certificates, [], ['c k1 Joyce'])).toEqual([]);
});

test('who left is not in the directory: the last of their devices was withdrawn, by their authority or by INCB', () => {
  const certificates = [aCertificate('k1', 'Joyce'), aCertificate('k2', 'Peter')];
  expect(namesOf(certificates, [aWithdrawal('k1')])).toEqual(['Peter']);
  expect(namesOf(certificates, [aWithdrawal('k1', 'INCB')])).toEqual(['Peter']);
  expect(namesOf([...certificates, aCertificate('k3', 'Joyce')], [aWithdrawal('k1')])).toEqual([
    'Peter',
    'Joyce'
  ]);
});

test('neither another country’s word nor a withdrawal that is not good takes anybody out', () => {
  const certificates = [aCertificate('k1', 'Joyce')];
  expect(namesOf(certificates, [aWithdrawal('k1', 'CH')])).toEqual(['Joyce']);
  expect(namesOf(certificates, [aWithdrawal('k1')], ['w k1 KE'])).toEqual(['Joyce']);
});

test('whose certificate only ran out is to be reached all the same', () => {
  expect(namesOf([aCertificate('k1', 'Joyce', 'administrator', '2026-02-01')], [])).toEqual(['Joyce']);
});

test('a demonstration’s automatic certifier is not an administrator to write to', () => {
  const clerk = aCertificate('k1', 'Automatic certification');
  Object.assign((clerk.body as ActOf<'certificate'>['body']).holder, { person: AUTOMATIC_CERTIFIER });
  expect(namesOf([clerk, aCertificate('k2', 'Joyce')], [])).toEqual(['Joyce']);
});
