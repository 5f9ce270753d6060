import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  confirmationCodeText,
  parseConfirmationCode,
  type ConfirmationCode
} from '#lib/domain/registration/confirmation-code.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { isUnfinished, PROVISION_STEPS, type ProvisionStep } from '#lib/domain/registration/registration.ts';
import { accept, unwrap } from '#lib/domain/result.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';
import {
  aConfirmed,
  aLetterFor,
  anAsked,
  aPerson,
  codesOf,
  DZ,
  openOffice,
  PASSWORD,
  readFrom,
  SECRETARY,
  type Office
} from './office.ts';

const DAY = 24 * 3_600_000;
const WORD = { word: 'By note verbale of 3 November.' };

/** A code of the right form that nobody was given. */
function aGuess(n: number): ConfirmationCode {
  const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  for (const check of ALPHABET) {
    const parsed = parseConfirmationCode(`000000000000000000${ALPHABET.charAt(n)}${check}`);
    if (parsed.ok) return parsed.value;
  }
  throw new Error('no check character fits');
}

describeEngines('INCB decides', (open) => {
  let held: TestEngine;
  let office: Office;
  beforeEach(async () => {
    held = await open();
    office = await openOffice(held.engine);
  });
  afterEach(async () => {
    office.close();
    await held.drop();
  });

  test('confirmed on INCB’s word, a country has its database, walls, views, place and one invitation', async () => {
    const { _id } = await anAsked(office);
    const { registration, invitation } = unwrap(await office.decisions.confirm(_id, WORD, SECRETARY));
    expect(registration).toMatchObject({
      status: 'confirmed',
      how: 'word',
      reason: WORD.word,
      decidedBy: SECRETARY,
      decidedAt: '2026-11-24T09:00:00.000Z'
    });
    expect(registration.steps.map(({ step }) => step)).toEqual(PROVISION_STEPS);
    expect(await office.standings.read(DZ)).toMatchObject({ state: 'registered', registration: _id });
    const home = held.engine.open('country-dz');
    expect((await home.query('matching/by-import-reference', { keys: [['x']] })).rows).toEqual([]);
    expect(await readFrom(held.engine, 'country-dz', 'setting:country')).toMatchObject({
      authority: { name: registration.authority, address: registration.address }
    });
    const look = unwrap(await office.invitations.look(invitation?.token));
    expect(look).toMatchObject({ authority: 'DZ', role: 'administrator', name: registration.name });
    for (const authority of ['INCB', DZ] as const) {
      const verbs = (await office.audit.list(authority, { limit: 20 })).map(({ what }) => what);
      expect(verbs).toContain('registration.confirmed');
    }
  });

  test('a letter is sent when a person records it, can be sent again, and opens nothing once it is withdrawn', async () => {
    const { _id } = await anAsked(office);
    const sending = { on: '2026-11-24' as CalendarDate, how: 'diplomatic' } as const;
    const before = await office.decisions.recordSending(_id, sending, SECRETARY);
    expect(before.ok ? null : before.problems[0]?.code).toBe('letter.none');
    const code = await aLetterFor(office, _id);
    expect((await office.requests.read(_id))?.letterEvents).toBeUndefined();
    for (const [on, problem] of [
      ['2026-11-22', 'letter.sent.on.early'],
      ['2026-11-26', 'letter.sent.on.future']
    ] as const) {
      const refused = await office.decisions.recordSending(
        _id,
        { ...sending, on: on as CalendarDate },
        SECRETARY
      );
      expect(refused.ok ? null : refused.problems[0]?.code).toBe(problem);
    }
    unwrap(await office.decisions.recordSending(_id, sending, SECRETARY));
    unwrap(await office.decisions.recordSending(_id, { ...sending, how: 'email' }, SECRETARY));
    unwrap(await office.decisions.withdrawLetter(_id, 'Wrong ministry', SECRETARY));
    expect((await office.decisions.confirmByLetter(DZ, code)).ok).toBe(false);
    const kept = await office.requests.read(_id);
    expect(kept?.letterEvents?.map(({ what, by }) => [what, by])).toEqual([
      ['sent', SECRETARY],
      ['sent', SECRETARY],
      ['withdrawn', SECRETARY]
    ]);
    expect(kept?.status).toBe('letter');
    const again = await office.decisions.recordSending(_id, sending, SECRETARY);
    expect(again.ok ? null : again.problems[0]?.code).toBe('letter.none');
    const verbs = (await office.audit.list('INCB', { limit: 20 })).map(({ what }) => what);
    expect(verbs).toEqual(
      expect.arrayContaining(['registration.letterSent', 'registration.letterWithdrawn'])
    );
  });

  test('INCB records that a letter which was sent was received and opened, on days that can be true', async () => {
    const { _id } = await anAsked(office);
    await aLetterFor(office, _id);
    const record = async (what: 'received' | 'opened', on: string): Promise<string | null> => {
      const made = await office.decisions.recordReceiving(_id, { what, on: on as CalendarDate }, SECRETARY);
      return made.ok ? null : (made.problems[0]?.code ?? '');
    };
    expect(await record('received', '2026-11-24')).toBe('letter.received.notSent');
    const sending = { on: '2026-11-24' as CalendarDate, how: 'post' } as const;
    unwrap(await office.decisions.recordSending(_id, sending, SECRETARY));
    office.clock.now += 2 * 86_400_000;
    expect(await record('received', '2026-11-23')).toBe('letter.received.on.early');
    expect(await record('received', '2026-11-29')).toBe('letter.sent.on.future');
    expect(await record('received', '2026-11-25')).toBeNull();
    expect(await record('opened', '2026-11-24')).toBe('letter.received.on.early');
    expect(await record('opened', '2026-11-25')).toBeNull();
    const held = await office.requests.read(_id);
    expect(held?.receptions?.map(({ what, on, by }) => [what, on, by])).toEqual([
      ['received', '2026-11-25', SECRETARY],
      ['opened', '2026-11-25', SECRETARY]
    ]);
    const verbs = (await office.audit.list('INCB', { limit: 20 })).map(({ what }) => what);
    expect(verbs).toContain('registration.letterReceived');
  });

  test('with the code of the letter the authority itself opens the door, and may ask again until it is in', async () => {
    const { _id } = await anAsked(office);
    const code = await aLetterFor(office, _id);
    expect(await office.requests.read(_id)).toMatchObject({ status: 'letter', letterBy: SECRETARY });
    const first = unwrap(await office.decisions.confirmByLetter(DZ, code));
    expect(await office.requests.read(_id)).toMatchObject({ how: 'code', decidedBy: 'letter' });
    // The answer was lost on its way: the same letter gives another, and the first opens nothing any more.
    office.clock.now += 60_000;
    const second = unwrap(await office.decisions.confirmByLetter(DZ, code));
    expect((await office.invitations.look(first.token)).ok).toBe(false);
    // Each try is written, the right ones too, or guesses side by side would be more than ten.
    expect(await readFrom(held.engine, 'accounts', 'confirmation:DZ')).toMatchObject({ right: 2, wrong: 0 });
    unwrap(await office.invitations.accept(second.token, { person: 'dz.first', password: PASSWORD }));
    expect(await office.accounts.readPerson('dz.first')).toMatchObject({
      role: 'administrator',
      authority: DZ
    });
    expect(codesOf(await office.decisions.confirmByLetter(DZ, code))).toEqual(['registration.code.refused']);
  });

  test('an officer of INCB may type the code that the Government reads to them', async () => {
    const { _id } = await anAsked(office);
    const code = await aLetterFor(office, _id);
    expect(codesOf(await office.decisions.confirm(_id, { code: aGuess(1) }, SECRETARY))).toEqual([
      'registration.code.refused'
    ]);
    const { registration } = unwrap(await office.decisions.confirm(_id, { code }, SECRETARY));
    expect(registration).toMatchObject({ how: 'code', decidedBy: SECRETARY });
    expect(codesOf(await office.decisions.confirmByLetter(DZ, code))).toEqual(['registration.code.refused']);
  });

  test('the code is nowhere in the databases, and INCB’s own holds no part of it', async () => {
    const { _id } = await anAsked(office);
    const code = await aLetterFor(office, _id);
    for (const name of await held.engine.list()) {
      const { rows } = await held.engine.open(name).allDocs({ include_docs: true });
      const text = JSON.stringify(rows.filter(({ id }) => !id.startsWith('_')));
      expect(text).not.toContain(code);
      expect(text).not.toContain(confirmationCodeText(code));
      if (name === 'incb') expect(text).not.toContain('hash');
    }
  });

  test('ten wrong codes void the letter: the right one comes too late, and INCB sees that a new one is due', async () => {
    const { _id } = await anAsked(office);
    const code = await aLetterFor(office, _id);
    for (let n = 1; n <= 10; n++)
      expect((await office.decisions.confirmByLetter(DZ, aGuess(n))).ok).toBe(false);
    expect(codesOf(await office.decisions.confirmByLetter(DZ, code))).toEqual(['registration.code.refused']);
    expect(await office.requests.read(_id)).toMatchObject({
      status: 'letter',
      codeVoidAt: '2026-11-24T09:00:00.000Z'
    });
    const next = await aLetterFor(office, _id);
    expect(await office.requests.read(_id)).not.toHaveProperty('codeVoidAt');
    expect((await office.decisions.confirmByLetter(DZ, code)).ok).toBe(false);
    expect((await office.decisions.confirmByLetter(DZ, next)).ok).toBe(true);
  });

  test('guesses through two gateways at once are ten together, not ten each', async () => {
    const { _id } = await anAsked(office);
    const code = await aLetterFor(office, _id);
    const other = await openOffice(held.engine);
    await Promise.all(
      Array.from({ length: 24 }, (_, n) => (n % 2 ? office : other).decisions.confirmByLetter(DZ, aGuess(n)))
    );
    const letter = await readFrom<{ wrong: number }>(held.engine, 'accounts', 'confirmation:DZ');
    expect(letter?.wrong).toBe(10);
    expect((await office.decisions.confirmByLetter(DZ, code)).ok).toBe(false);
    other.close();
  });

  test('a letter is good for 60 days, a new one voids it, and one of another request too', async () => {
    const first = await anAsked(office);
    const second = await anAsked(office, { name: 'Second Asker' });
    const old = await aLetterFor(office, first._id);
    const newer = await aLetterFor(office, second._id);
    expect((await office.decisions.confirmByLetter(DZ, old)).ok).toBe(false);
    expect(await office.requests.read(first._id)).toHaveProperty('codeVoidAt');
    office.clock.now += 60 * DAY;
    expect((await office.decisions.confirmByLetter(DZ, newer)).ok).toBe(false);
    const newest = await aLetterFor(office, second._id);
    office.clock.now += 60 * DAY - 1;
    expect((await office.decisions.confirmByLetter(DZ, newest)).ok).toBe(true);
    expect(await office.requests.read(first._id)).toMatchObject({ status: 'letter' });
  });

  test('a second letter for a request opens in place of the first, and the record keeps both, with no code', async () => {
    const { _id } = await anAsked(office);
    const old = await aLetterFor(office, _id);
    office.clock.now += DAY;
    const { registration } = unwrap(await office.decisions.sendLetter(_id, 'incb.other'));
    const earlier = { at: '2026-11-24T09:00:00.000Z', by: SECRETARY };
    expect(registration).toMatchObject({ letterBy: 'incb.other', earlierLetters: [earlier] });
    expect(await office.requests.read(_id)).toMatchObject({ earlierLetters: [earlier] });
    expect(codesOf(await office.decisions.confirmByLetter(DZ, old))).toEqual(['registration.code.refused']);
  });

  test('a refused request is confirmed by nobody, its letter opens nothing, and the decision stays', async () => {
    const { _id } = await anAsked(office);
    const code = await aLetterFor(office, _id);
    unwrap(await office.decisions.refuse(_id, 'Not known to the Government.', SECRETARY));
    expect((await office.decisions.confirmByLetter(DZ, code)).ok).toBe(false);
    for (const again of [
      office.decisions.confirm(_id, WORD, SECRETARY),
      office.decisions.refuse(_id, 'Again.', SECRETARY),
      office.decisions.sendLetter(_id, SECRETARY)
    ])
      expect(codesOf(await again)).toEqual(['registration.decided']);
    expect(codesOf(await office.decisions.continue(_id, SECRETARY))).toEqual(['registration.notConfirmed']);
    expect(codesOf(await office.decisions.confirm('registration:DZ:7', WORD, SECRETARY))).toEqual([
      'registration.unknown'
    ]);
    expect(await held.engine.exists('country-dz')).toBe(false);
  });

  test('of two officers who confirm one request at once, through two gateways, one does', async () => {
    const { _id } = await anAsked(office);
    const other = await openOffice(held.engine);
    const answers = await Promise.all(
      [office, other, office, other].map((one) => one.decisions.confirm(_id, WORD, SECRETARY))
    );
    expect(answers.flatMap(codesOf)).toEqual(Array(3).fill('registration.decided'));
    expect(await office.invitations.list(DZ)).toHaveLength(1);
    other.close();
  });

  test('of two requests of one country confirmed at once one takes the place; the other is open again', async () => {
    const [first, second] = [await anAsked(office), await anAsked(office, { name: 'Second Asker' })];
    const other = await openOffice(held.engine);
    const answers = await Promise.all([
      office.decisions.confirm(first._id, WORD, SECRETARY),
      other.decisions.confirm(second._id, WORD, SECRETARY)
    ]);
    const won = answers.findIndex((answer) => answer.ok);
    expect(answers.flatMap(codesOf)).toEqual(['registration.country.registered']);
    const [winner, loser] = won === 0 ? [first, second] : [second, first];
    expect(await office.standings.read(DZ)).toMatchObject({ registration: winner._id });
    const left = await office.requests.read(loser._id);
    expect(left).toMatchObject({ status: 'asked', marks: ['second'], steps: [] });
    expect(left).not.toHaveProperty('decidedBy');
    expect((await office.invitations.list(DZ)).map(({ name }) => name)).toEqual([winner.name]);
    other.close();
  });
});

const COUNTRIES = ['DZ', 'BW', 'CR', 'ID', 'IE', 'GR', 'NA'];

describeEngines('a confirmation that is killed', (open) => {
  let held: TestEngine;
  let office: Office;
  let killAfter: ProvisionStep | null = null;
  beforeAll(async () => {
    held = await open();
    // As a process that dies there: nothing after it is done, nothing before it is undone.
    const kill = (): never => {
      throw new Error('killed');
    };
    office = await openOffice(held.engine, {
      onStep: (_, step) => void (step === killAfter && kill()),
      joinExchange: () => (killAfter === 'exchange' ? kill() : Promise.resolve())
    });
  });
  afterAll(async () => {
    office.close();
    await held.drop();
  });

  test.each(PROVISION_STEPS.map((stop, index) => [stop, COUNTRIES[index] ?? ''] as const))(
    'after the step “%s” is finished by the next start and whoever goes on with it',
    async (stop, country) => {
      killAfter = stop;
      const { _id } = await anAsked(office, { country });
      const killed = office.decisions.confirm(_id, WORD, SECRETARY);
      await expect(killed).rejects.toThrow('killed');
      killAfter = null;
      const next = await openOffice(held.engine);
      await next.registrations.resumeAll();
      expect(next.warnings).toEqual([]);
      const resumed = await next.requests.read(_id);
      const steps = resumed?.steps.map(({ step }) => step);
      const isInvited = stop === 'invitation';
      expect(steps).toEqual(isInvited ? PROVISION_STEPS : PROVISION_STEPS.slice(0, -1));
      // The start has nobody to hand the invitation to; whoever goes on has.
      const finished = unwrap(await next.decisions.continue(_id, SECRETARY));
      expect(isUnfinished(finished.registration)).toBe(false);
      expect(finished.invitation === null).toBe(isInvited);
      const open = await next.invitations.list(finished.registration.country);
      expect(open).toHaveLength(1);
      if (finished.invitation) expect(open[0]?.id).toBe(finished.invitation.id);
      expect(unwrap(await next.decisions.continue(_id, SECRETARY)).invitation).toBeNull();
      const database = held.engine.open(`country-${country.toLowerCase()}`);
      expect((await database.query('usage/by-month', { reduce: false })).rows).toEqual([]);
      next.close();
    }
  );

  test('before its first step, and before it took its place, is finished as well', async () => {
    const { _id, country, askedAt } = await anAsked(office, { country: 'MU' });
    const decided = { status: 'confirmed', decidedBy: SECRETARY, decidedAt: askedAt, how: 'word' } as const;
    await office.requests.change(_id, (request) => ({ ...request, ...decided }));
    await office.registrations.resumeAll();
    expect(await office.standings.read(country)).toMatchObject({ state: 'registered', registration: _id });
    const { invitation } = unwrap(await office.decisions.continue(_id, SECRETARY));
    expect((await office.invitations.look(invitation?.token)).ok).toBe(true);
  });

  test('and confirmed with a code is finished by whoever types the code again', async () => {
    killAfter = 'designs';
    const { _id, country } = await anAsked(office, { country: 'OM' });
    const code = await aLetterFor(office, _id);
    await expect(office.decisions.confirmByLetter(country, code)).rejects.toThrow('killed');
    killAfter = null;
    const { token } = unwrap(await office.decisions.confirmByLetter(country, code));
    expect((await office.invitations.look(token)).ok).toBe(true);
  });

  test('is not taken up twice: two starts and two officers at once leave one invitation', async () => {
    killAfter = 'database';
    const { _id, country } = await anAsked(office, { country: 'PH' });
    await expect(office.decisions.confirm(_id, WORD, SECRETARY)).rejects.toThrow('killed');
    killAfter = null;
    const [one, two] = [await openOffice(held.engine), await openOffice(held.engine)];
    await Promise.all([one.registrations.resumeAll(), two.registrations.resumeAll()]);
    const both = await Promise.all([one, two].map((next) => next.decisions.continue(_id, SECRETARY)));
    const handed = both.flatMap((answer) => unwrap(answer).invitation ?? []);
    expect(handed).toHaveLength(1);
    const open = await one.invitations.list(country);
    expect(open.map(({ id }) => id)).toEqual(handed.map(({ id }) => id));
    expect((await one.requests.read(_id))?.steps.map(({ step }) => step).sort()).toEqual(
      [...PROVISION_STEPS].sort()
    );
    one.close();
    two.close();
  });
});

describeEngines('a country and INCB', (open) => {
  let held: TestEngine;
  let office: Office;
  const why = { by: SECRETARY, reason: 'At the request of the Government.' };
  beforeEach(async () => {
    held = await open();
    office = await openOffice(held.engine);
    await aConfirmed(office);
    await office.accounts.createPerson(aPerson('dz.first', 'administrator', 'DZ'));
  });
  afterEach(async () => {
    office.close();
    await held.drop();
  });

  test('is suspended, resumed and closed, with who, when and why, and every record stays', async () => {
    const home = held.engine.open('country-dz');
    const records = async () => (await home.allDocs({ include_docs: true })).rows;
    const before = await records();
    for (const [change, state] of [
      ['suspend', 'suspended'],
      ['resume', 'registered'],
      ['close', 'closed']
    ] as const) {
      office.clock.now += DAY;
      const standing = unwrap(await office.countries.change(DZ, change, why));
      expect(standing).toMatchObject({ state, ...why, since: new Date(office.clock.now).toISOString() });
      expect(await office.standings.of(DZ)).toEqual(standing);
    }
    expect(await records()).toEqual(before);
    for (const authority of ['INCB', DZ] as const) {
      const verbs = (await office.audit.list(authority, { limit: 3 })).map(({ what }) => what);
      expect(verbs).toContain('country.closed');
    }
    expect(codesOf(await office.countries.change(DZ, 'resume', why))).toEqual(['country.change.refused']);
    const unknown = await office.countries.change('FR' as never, 'suspend', why);
    expect(codesOf(unknown)).toEqual(['country.notRegistered']);
  });

  test('that was closed comes back by asking anew; whoever spoke for it then is shut out until they are let in', async () => {
    const before = await office.standings.read(DZ);
    await office.standings.noteActive(DZ, before?.since ?? ('' as never));
    const closed = unwrap(await office.countries.change(DZ, 'close', why));
    expect(await office.invitations.list(DZ)).toEqual([]);
    const again = await anAsked(office);
    expect(again.marks).toEqual(['second', 'active']);
    const { registration, invitation } = unwrap(await office.decisions.confirm(again._id, WORD, SECRETARY));
    expect(registration.steps).toHaveLength(PROVISION_STEPS.length);
    expect(await office.standings.read(DZ)).toMatchObject({
      state: 'registered',
      registration: again._id,
      activeSince: before?.since,
      // Whoever looks back at that time finds it registered then.
      earlier: [{ from: before?.registeredAt, until: closed.since, registration: before?.registration }]
    });
    expect(await office.accounts.readPerson('dz.first')).toMatchObject({ suspended: true });
    const second = { person: 'dz.second', password: PASSWORD };
    unwrap(await office.invitations.accept(invitation?.token, second));
  });

  test('that has locked itself out is given a successor; who administers it stays and is told', async () => {
    const request = { name: 'A. Successor', function: 'Director', email: 'a@b.example', reason: why.reason };
    const handed = unwrap(await office.countries.invite(DZ, request, SECRETARY));
    const look = unwrap(await office.invitations.look(handed.token));
    expect(look).toMatchObject({ authority: 'DZ', role: 'administrator', name: 'A. Successor' });
    expect(await office.accounts.readPerson('dz.first')).toMatchObject({ suspended: false });
    expect(await readFrom(held.engine, 'country-dz', 'registration-notice:1')).toMatchObject({
      kind: 'successor',
      about: handed.id,
      name: 'A. Successor',
      reason: why.reason
    });
    unwrap(await office.countries.change(DZ, 'suspend', why));
    expect(codesOf(await office.countries.invite(DZ, request, SECRETARY))).toEqual(['country.suspended']);
    expect(codesOf(await office.countries.invite('FR' as never, request, SECRETARY))).toEqual([
      'country.notRegistered'
    ]);
  });

  test('is active from its first act of a trade, and stays so', async () => {
    const [first, later] = ['2026-11-25T00:00:00.000Z', '2026-11-26T00:00:00.000Z'] as never[];
    const other = await openOffice(held.engine);
    await Promise.all([
      office.standings.noteActive(DZ, first as never),
      other.standings.noteActive(DZ, first as never)
    ]);
    await office.standings.noteActive(DZ, later as never);
    expect((await other.standings.read(DZ))?.activeSince).toBe(first);
    await office.standings.noteActive('FR' as never, first as never);
    expect(accept(await office.standings.read('FR' as never))).toEqual(accept(null));
    other.close();
  });

  test('what one gateway decides another knows as soon as it has heard it', async () => {
    const other = await openOffice(held.engine);
    expect(await other.standings.problemOf(DZ)).toBeNull();
    const heard = new Promise<void>((resolve) => other.standings.follow(() => resolve()));
    unwrap(await office.countries.change(DZ, 'suspend', why));
    await heard;
    expect(await other.standings.problemOf(DZ)).toEqual({ code: 'country.suspended' });
    other.close();
  });
});
