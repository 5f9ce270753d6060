import { describe, expect, it } from 'vitest';
import type { Body, CertificateBody } from '#lib/domain/act/body.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { differenceOf, judgeNaming, signatoryOf } from '#lib/domain/registration/judge-naming.ts';

const moment = (day: string): Instant => `${day}T08:00:00.000Z` as Instant;

function aCertificate(name: string, office?: string, from = '2026-01-01', role = 'officer'): CertificateBody {
  const named = { name, ...(office === undefined ? {} : { function: office }) };
  const holder = { authority: 'AU', person: 'au.officer', ...named, role, device: 'Desk 1' };
  const times = { at: moment(from), validFrom: moment(from), validUntil: moment('2027-12-31') };
  return { kind: 'certificate', holder, ...times } as unknown as CertificateBody;
}

function anAct(name: string, office: string, day = '2026-06-01'): Body {
  return { at: moment(day), by: { person: 'au.officer', name, function: office } } as Body;
}

const WHOLE = aCertificate('R. Sharma', 'Delegate');
const BEFORE = aCertificate('R. Sharma');

/** The table of `judgeNaming`: certificate, name, function, arriving now, what stands against it. */
const TABLE: readonly (readonly [CertificateBody, string, string, boolean, string | null])[] = [
  [WHOLE, 'R. Sharma', 'Delegate', true, null],
  [WHOLE, 'R. Sharma', 'Delegate', false, null],
  [WHOLE, 'The Secretary', 'Delegate', true, 'signature.name.wrong'],
  [WHOLE, 'The Secretary', 'Delegate', false, 'signature.name.wrong'],
  [WHOLE, 'R. Sharma', 'Head', true, 'signature.function.wrong'],
  [WHOLE, 'R. Sharma', 'Head', false, 'signature.function.wrong'],
  [WHOLE, 'R. Sharma', '', true, 'signature.function.wrong'],
  [BEFORE, 'R. Sharma', 'Head', true, null],
  [BEFORE, 'The Secretary', 'Head', true, 'signature.name.wrong'],
  [BEFORE, 'The Secretary', 'Head', false, null]
];

describe('in whose name an act is signed', () => {
  it.each(TABLE.map((row, index) => [index + 1, ...row] as const))(
    'row %i of the table',
    (_row, certificate, name, office, isArriving, code) => {
      const wrong = judgeNaming(anAct(name, office), certificate, [certificate], isArriving);
      expect(wrong?.code ?? null).toBe(code);
    }
  );

  it('a device that was away may sign as before for thirty days, and no longer', () => {
    const [old, next] = [WHOLE, aCertificate('R. Sharma', 'Head', '2026-06-01')];
    const judged = (day: string) =>
      judgeNaming(anAct('R. Sharma', 'Delegate', day), old, [old, next], true)?.code ?? null;
    expect(judged('2026-06-30')).toBeNull();
    expect(judged('2026-07-01')).toBe('signature.name.former');
    expect(judgeNaming(anAct('R. Sharma', 'Head', '2026-07-01'), next, [old, next], true)).toBeNull();
  });

  it('a certificate of before is replaced by one that states the office', () => {
    const next = aCertificate('R. Sharma', 'Delegate', '2026-06-01');
    const late = anAct('R. Sharma', 'Head', '2026-08-01');
    expect(judgeNaming(late, BEFORE, [BEFORE, next], false)?.code).toBe('signature.name.former');
  });

  it('a renewal in the same name replaces nothing, and nor does another person’s certificate', () => {
    const renewed = aCertificate('R. Sharma', 'Delegate', '2026-02-01');
    const other = aCertificate('X', 'Y', '2026-02-01');
    const foreign = { ...other, holder: { ...other.holder, person: 'au.other' } };
    const act = anAct('R. Sharma', 'Delegate');
    expect(judgeNaming(act, WHOLE, [WHOLE, renewed, foreign], true)).toBeNull();
  });

  it('the exchange is no person: its receipts are held to its account alone', () => {
    const exchange = aCertificate('Exchange', undefined, '2026-01-01', 'exchange');
    expect(judgeNaming(anAct('I2ES exchange', 'Server'), exchange, [exchange], true)).toBeNull();
  });

  it('a device signs as the certificate that began last has it, whatever the account is called', () => {
    const account = { person: 'au.officer', name: 'R. Sharma-Lee', function: 'Head' };
    const next = aCertificate('R. Sharma-Lee', 'Delegate', '2026-06-01');
    expect(signatoryOf([next, WHOLE], account, moment('2026-05-31'))).toMatchObject({ name: 'R. Sharma' });
    expect(signatoryOf([next, WHOLE], account, moment('2026-06-02'))).toEqual({
      person: 'au.officer',
      name: 'R. Sharma-Lee',
      function: 'Delegate'
    });
    expect(signatoryOf([BEFORE], account, moment('2026-06-02'))).toMatchObject({
      name: 'R. Sharma',
      function: 'Head'
    });
    expect(signatoryOf([], account, moment('2026-06-02'))).toBe(account);
  });

  it('what differs is told with both names', () => {
    const wrong = differenceOf({ person: 'au.officer', name: 'The Secretary', function: 'x' }, WHOLE.holder);
    expect(wrong?.values).toEqual({ stated: 'The Secretary', certified: 'R. Sharma' });
  });
});
