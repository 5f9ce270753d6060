import { describe, expect, it } from 'vitest';
import type { Body } from '#lib/domain/act/body.ts';
import type { AuthorityCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { judgeUnder, type CertificateAct, type Standing } from '#lib/domain/registration/judge-signer.ts';

const KEY = 'k'.repeat(43) as KeyId;
const AU = 'AU' as AuthorityCode;
const moment = (text: string): Instant => `${text}T00:00:00.000Z` as Instant;

const holder = { authority: AU, person: 'au.officer', name: 'A. Person', role: 'officer', device: 'Desk 1' };
const certificate = {
  body: { kind: 'certificate', holder, validFrom: moment('2026-03-01'), validUntil: moment('2026-09-01') }
} as unknown as CertificateAct;
const STANDING: Standing = { key: KEY, root: KEY, certificate, chain: [certificate] };
const WITHDRAWN = moment('2026-06-10');

function verdictOf(at: Instant, seen: Instant | undefined, withdrawn: Instant | null): string {
  const body = {
    kind: 'message',
    issuer: AU,
    at,
    by: { person: 'au.officer', name: 'A. Person', function: '' }
  } as unknown as Body;
  return judgeUnder(body, STANDING, () => withdrawn, seen).verdict;
}

/** The table of `judgeUnder` for a key that is not withdrawn: stated, first held by a server, verdict. */
const LASTING: readonly (readonly [string, string | null, string])[] = [
  ['2026-02-28', null, 'expired'],
  ['2026-02-28', '2026-03-02', 'expired'],
  ['2026-03-01', null, 'good'],
  ['2026-03-01', '2026-03-01', 'good'],
  ['2026-08-31', '2026-08-31', 'good'],
  ['2026-08-31', '2026-09-01', 'doubtful'],
  ['2026-03-02', '2027-01-01', 'doubtful'],
  ['2026-09-01', null, 'expired'],
  ['2026-09-01', '2026-08-31', 'expired']
];

/** The same for a key withdrawn from 10 June on. */
const ENDED: readonly (readonly [string, string | null, string])[] = [
  ['2026-02-28', null, 'expired'],
  ['2026-06-09', null, 'good'],
  ['2026-06-09', '2026-06-09', 'good'],
  ['2026-06-09', '2026-06-10', 'doubtful'],
  ['2026-03-02', '2026-07-01', 'doubtful'],
  ['2026-06-10', null, 'withdrawn'],
  ['2026-06-10', '2026-06-09', 'withdrawn'],
  ['2026-06-11', '2026-06-12', 'withdrawn'],
  ['2027-01-01', null, 'withdrawn']
];

describe('what was signed while a key lasted', () => {
  it.each(LASTING)('stated %s, first held %s: %s', (at, seen, verdict) => {
    expect(verdictOf(moment(at), seen === null ? undefined : moment(seen), null)).toBe(verdict);
  });

  it.each(ENDED)('stated %s, first held %s, withdrawn from 10 June: %s', (at, seen, verdict) => {
    expect(verdictOf(moment(at), seen === null ? undefined : moment(seen), WITHDRAWN)).toBe(verdict);
  });
});

describe('a clock that is wrong', () => {
  it('two years ahead or back in 1970 dates an act outside of every certificate', () => {
    for (const at of ['2028-06-01', '1970-01-01'])
      expect(verdictOf(moment(at), moment('2026-06-01'), null)).toBe('expired');
  });

  it('moved back before the withdrawal makes no stolen device’s act good where a server saw it after', () => {
    for (const at of ['2026-03-01', '2026-05-01', '2026-06-09'])
      expect(verdictOf(moment(at), moment('2026-06-11'), WITHDRAWN)).toBe('doubtful');
  });

  it('a day ahead at the time of a withdrawal is decided against the act, though it was signed before', () => {
    expect(verdictOf(moment('2026-06-10'), moment('2026-06-09'), WITHDRAWN)).toBe('withdrawn');
  });
});
