import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import {
  parseEmail,
  MAX_REQUEST_LENGTHS,
  parseReason,
  parseRegistrationRequest,
  parseSuccessor,
  type RegistrationRequest
} from '#lib/domain/registration/request.ts';
import { parseNotice } from '#lib/domain/registration/notice.ts';
import {
  isUnfinished,
  judgeDecision,
  marksOf,
  parseRegistration,
  PROVISION_STEPS,
  registrationNumber,
  type Registration
} from '#lib/domain/registration/registration.ts';
import {
  changeStanding,
  parseStanding,
  standingProblem,
  type Standing,
  type StandingChange,
  type StandingState
} from '#lib/domain/registration/standing.ts';
import { unwrap, type Result } from '#lib/domain/result.ts';

const AT = '2026-11-24T09:00:00.000Z' as Instant;
const DZ = 'DZ' as CountryCode;

function aRequest(over: object = {}): Record<string, unknown> {
  return {
    country: 'DZ',
    authority: 'Direction de la pharmacie',
    name: 'Amina Example',
    function: 'Head of the competent national authority',
    email: 'amina.example@authority.example',
    address: '1 Example Street\nAlgiers',
    language: 'fr',
    ...over
  };
}

function aRegistration(over: Partial<Registration> = {}): Registration {
  const request = aRequest() as unknown as RegistrationRequest;
  const head = {
    _id: 'registration:DZ:1',
    schema: 1,
    status: 'asked',
    askedAt: AT,
    marks: [],
    steps: []
  } as const;
  return { ...request, ...head, ...over };
}

function aStanding(over: Partial<Standing> = {}): Standing {
  const head = { _id: 'standing:DZ', schema: 1, country: DZ, state: 'registered' } as const;
  return {
    ...head,
    registeredAt: AT,
    since: AT,
    by: 'incb.secretary',
    registration: 'registration:DZ:1',
    ...over
  };
}

function problemsOf(result: Result<unknown>): string[] {
  return result.ok ? [] : result.problems.map(({ code, path }) => `${path ?? ''} ${code}`);
}

describe('asking for a country’s account', () => {
  test('a request with every word in its place is taken as it was written', () => {
    expect(unwrap(parseRegistrationRequest(aRequest()))).toEqual(aRequest());
  });

  test.each<[string, object, string]>([
    ['a country that is none', { country: 'XX' }, 'country country.unknown'],
    ['a country in small letters', { country: 'dz' }, 'country country.unknown'],
    ['INCB for a country', { country: 'INCB' }, 'country country.unknown'],
    ['no name', { name: '' }, 'name act.text.missing'],
    ['no name at all', { name: undefined }, 'name act.text.missing'],
    ['a number for a name', { name: 7 }, 'name act.value.notText'],
    ['a name of two lines', { name: 'A\nB' }, 'name act.text.control'],
    ['a direction-changing character', { authority: 'Autorité\u202E' }, 'authority act.text.invisible'],
    ['an invisible blank', { function: 'He\u200Bad' }, 'function act.text.invisible'],
    ['half a character', { address: 'A\uD800' }, 'address act.text.surrogate'],
    ['a control', { address: 'A\u0000' }, 'address act.text.control'],
    ['an endless address', { address: 'x'.repeat(501) }, 'address act.text.tooLong'],
    ['no e-mail', { email: '' }, 'email registration.email.missing'],
    ['an e-mail without a place', { email: 'amina@' }, 'email registration.email.malformed'],
    ['a language nobody writes here', { language: 'de' }, 'language registration.language.unknown'],
    ['a field that nobody reads', { role: 'incb' }, 'role act.key.unknown']
  ])('%s is refused, and only that is told', (_, over, problem) => {
    expect(problemsOf(parseRegistrationRequest(aRequest(over)))).toEqual([problem]);
  });

  test('all that is wrong is told at once', () => {
    const wrong = parseRegistrationRequest({ country: 'XX', email: 'x' });
    expect(problemsOf(wrong)).toHaveLength(7);
  });

  test('whatever is sent, the answer is a request or a list of problems', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const parsed = parseRegistrationRequest(value);
        expect(parsed.ok).toBe(false);
      })
    );
  });

  test('an e-mail address is one address in one reading', () => {
    for (const good of ['a@b.org', 'first.last+tag@sub.ministry.gov.dz', "o'brien@x-y.example"])
      expect(problemsOf(parseEmail(good))).toEqual([]);
    for (const bad of [
      'a@b',
      '@b.org',
      '.a@b.org',
      'a.@b.org',
      'a..b@b.org',
      'a b@c.org',
      'a@b.org, c@d.org',
      'a@-b.org',
      'a@b-.org',
      'a@[10.0.0.1]',
      '"a"@b.org',
      'a@b.org\n',
      'а@b.org',
      `${'a'.repeat(65)}@b.org`,
      `a@${'b.'.repeat(130)}org`,
      `a@${'b'.repeat(64)}.org`
    ])
      expect(problemsOf(parseEmail(bad)), bad).toEqual(['email registration.email.malformed']);
  });

  test('a reason is words, and not without end', () => {
    expect(unwrap(parseReason('By note verbale\nof 3 November'))).toContain('note verbale');
    expect(problemsOf(parseReason(undefined))).toEqual(['reason act.text.missing']);
    expect(problemsOf(parseReason('x'.repeat(MAX_REQUEST_LENGTHS.reason + 1), 'word'))).toEqual([
      'word act.text.tooLong'
    ]);
    expect(problemsOf(parseSuccessor({ name: 'A', function: 'B', email: 'a@b.org' }))).toEqual([
      'reason act.text.missing'
    ]);
  });
});

describe('what INCB is told of a request', () => {
  test.each<[string, Registration['status'][], Partial<Standing> | null, string[]]>([
    ['the first of its country', [], null, []],
    ['after one that was refused', ['refused'], null, []],
    ['beside one that is open', ['asked'], null, ['second']],
    ['beside one whose letter is out', ['letter'], null, ['second']],
    ['for a country that is registered', ['confirmed'], {}, ['second']],
    ['for a country from before requests', [], {}, ['second']],
    ['for a country that issues', [], { activeSince: AT }, ['second', 'active']],
    [
      'for a country that was closed',
      ['confirmed'],
      { state: 'closed', activeSince: AT },
      ['second', 'active']
    ]
  ])('%s', (_, earlier, standing, marks) => {
    const held = standing === null ? null : aStanding(standing);
    expect(
      marksOf(
        earlier.map((status) => ({ status })),
        held
      )
    ).toEqual(marks);
  });
});

describe('what INCB may decide', () => {
  const taken = { registration: 'registration:DZ:2' };
  test.each<[Registration['status'], Partial<Standing> | null, string | null]>([
    ['asked', null, null],
    ['letter', null, null],
    ['asked', { ...taken, state: 'closed' }, null],
    ['asked', {}, null],
    ['asked', taken, 'registration.country.registered'],
    ['letter', { ...taken, state: 'suspended' }, 'registration.country.registered'],
    ['confirmed', null, 'registration.decided'],
    ['refused', null, 'registration.decided']
  ])('%s, country %o: %s', (status, standing, code) => {
    const problems = judgeDecision(aRegistration({ status }), standing && aStanding(standing));
    expect(problems.map((one) => one.code)).toEqual(code === null ? [] : [code]);
  });

  test('a confirmed request is finished with its last step', () => {
    const steps = PROVISION_STEPS.map((step) => ({ step, at: AT }));
    expect(isUnfinished(aRegistration({ status: 'confirmed', steps: steps.slice(0, -1) }))).toBe(true);
    expect(isUnfinished(aRegistration({ status: 'confirmed', steps }))).toBe(false);
    expect(isUnfinished(aRegistration({ status: 'letter' }))).toBe(false);
  });
});

describe('how a country stands', () => {
  test.each<[StandingState, StandingChange, StandingState | null]>([
    ['registered', 'suspend', 'suspended'],
    ['registered', 'resume', null],
    ['registered', 'close', 'closed'],
    ['suspended', 'suspend', null],
    ['suspended', 'resume', 'registered'],
    ['suspended', 'close', 'closed'],
    ['closed', 'suspend', null],
    ['closed', 'resume', null],
    ['closed', 'close', null]
  ])('%s, %s: %s', (state, change, next) => {
    const changed = changeStanding(state, change);
    expect(changed.ok ? changed.value : null).toBe(next);
    if (!changed.ok) expect(changed.problems[0]?.code).toBe('country.change.refused');
  });

  test('only a country that is registered, or from before registration, works', () => {
    const codes = (['registered', 'suspended', 'closed'] as const).map(
      (state) => standingProblem({ state })?.code ?? null
    );
    expect(codes).toEqual([null, 'country.suspended', 'country.closed']);
    expect(standingProblem(null)).toBeNull();
  });
});

describe('what is stored is read again, or set aside', () => {
  test('a request, a standing and a notice with more keys than today’s', () => {
    expect(unwrap(parseRegistration({ ...aRegistration(), later: 1 })).status).toBe('asked');
    expect(unwrap(parseStanding({ ...aStanding(), later: 1 })).state).toBe('registered');
    const notice = {
      _id: 'registration-notice:2',
      schema: 1,
      kind: 'second-request',
      about: 'registration:DZ:2'
    };
    const told = { ...notice, at: AT, name: 'A', function: 'B', email: 'a@b.org' };
    expect(unwrap(parseNotice(told)).about).toBe('registration:DZ:2');
    expect(registrationNumber(told.about)).toBe(2);
  });

  test('anything else is malformed', () => {
    for (const parse of [parseRegistration, parseStanding, parseNotice]) {
      fc.assert(fc.property(fc.anything(), (value) => void expect(parse(value).ok).toBe(false)));
    }
    expect(parseRegistration({ ...aRegistration(), steps: [null] }).ok).toBe(false);
    expect(parseRegistration({ ...aRegistration(), _id: 'registration:DZ:0' }).ok).toBe(false);
    expect(parseStanding({ ...aStanding(), _id: 'standing:AU' }).ok).toBe(false);
    expect(parseStanding({ ...aStanding(), state: 'gone' }).ok).toBe(false);
  });
});
