import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import {
  foldAttendance,
  parseMark,
  parseParticipantCode,
  participantToCode
} from '#lib/domain/training/attendance.ts';
import {
  isRefusedForGood,
  NO_EVALUATIONS,
  parseEvaluation,
  sumEvaluations,
  toldEvaluations,
  tellAnew
} from '#lib/domain/training/evaluation.ts';
import { countFigures, ownPart, parseTally, sumFigures, tallySession } from '#lib/domain/training/tally.ts';
import { MIN_SHOWN } from '#lib/domain/own-choices.ts';
import { tallyOf, viewFor, withoutOldNames, type TrainingBooks } from '#lib/domain/training/desk-view.ts';
import { findClashes } from '#lib/domain/training/change-session.ts';
import { aMark, anEnrolment, aPlan, aSession, SESSION_ID } from '../../samples/training.ts';

/** The session of the samples is over. */
const OVER = '2026-12-10T14:00:00.000Z' as Instant;

const at = (minute: number): Instant => new Date(Date.UTC(2026, 11, 10, 8, minute)).toISOString() as Instant;

describe('attendance', () => {
  it('of two devices without a network is one list, each person once', () => {
    const one = [aMark('au.officer'), aMark('fr.officer')];
    const two = ['fr.officer', 'ke.admin'].map((person) => aMark(person, { device: 'devicetwo2' }));
    const merged = foldAttendance([...one, ...two]);
    expect(merged.map(({ person, devices }) => `${person} ${devices}`)).toEqual([
      'au.officer 1',
      'fr.officer 2',
      'ke.admin 1'
    ]);
  });

  it('is corrected by a later mark that says why, and by none that does not', () => {
    expect(parseMark(aMark('au.officer', { mark: 'absent' })).ok).toBe(false);
    const absent = aMark('au.officer', { mark: 'absent', at: at(5), reason: 'Left at the door.' });
    const [merged] = foldAttendance([absent, aMark('au.officer')]);
    expect(merged).toMatchObject({ isPresent: false, reason: 'Left at the door.' });
  });

  it('is the same in whatever order devices hand in, and however often', () => {
    const mark = fc
      .record({
        person: fc.constantFrom('au.officer', 'fr.officer'),
        minute: fc.integer({ min: 0, max: 5 }),
        mark: fc.constantFrom('present' as const, 'absent' as const)
      })
      .map(({ person, minute, mark: said }) =>
        aMark(person, { mark: said, at: at(minute), reason: 'Counted again.' })
      );
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 12 }), (marks) => {
        const shuffled = [...marks, ...marks].reverse();
        expect(foldAttendance(shuffled)).toEqual(foldAttendance(marks));
      })
    );
  });

  it('reads a participant’s square code, and nothing that is none', () => {
    const who = { person: 'au.officer', name: 'Zoë: Delegate', authority: 'AU' as never };
    expect(parseParticipantCode(participantToCode(who))).toEqual(who);
    for (const code of [
      '',
      'https://evil.example',
      'I2ES1:ZZ:au.officer:A',
      'I2ES1:AU:AU.X:A',
      'I2ES1:AU:au.x:\u202e'
    ])
      expect(parseParticipantCode(code)).toBeNull();
  });
});

describe('an evaluation', () => {
  const answers = { useful: 5, clear: 4, pace: 3, again: 5 };

  it('is four answers from 1 to 5, all of them', () => {
    expect(parseEvaluation({ session: SESSION_ID, answers }).ok).toBe(true);
    expect(parseEvaluation({ session: SESSION_ID, answers: { ...answers, pace: 6 } }).ok).toBe(false);
    expect(parseEvaluation({ session: SESSION_ID, answers: { useful: 5 } }).ok).toBe(false);
    expect(sumEvaluations([{ session: SESSION_ID, answers } as never]).sums).toEqual(answers);
  });
});

describe('an evaluation that the server refuses', () => {
  it('is kept where it is early, by a clock that is ahead, and without a line, and given up where it never will be taken', () => {
    const isOver = (code: string) => isRefusedForGood([{ code }]);
    const codes = [
      'training.evaluation.early',
      'line.offline',
      'training.evaluation.notYours',
      'training.session.closed'
    ];
    expect(codes.map(isOver)).toEqual([false, false, true, true]);
  });
});

describe('the figures of trainings', () => {
  const present = foldAttendance(['au.officer', 'au.admin', 'ke.admin'].map((one) => aMark(one)));
  const tally = tallySession(aSession(), present, NO_EVALUATIONS, 0);

  it('count sessions, people and countries by region, language and month', () => {
    expect(countFigures([tally], 'month')).toMatchObject([{ key: '2026-12', people: 3, countries: 2 }]);
    expect(countFigures([tally], 'language')).toMatchObject([{ key: 'en', sessions: 1 }]);
    expect(countFigures([tally], 'region').map(({ key, people }) => `${key} ${people}`)).toEqual([
      '002 1',
      '009 2'
    ]);
  });

  it('show a country its own people alone', () => {
    expect(sumFigures([ownPart(tally, 'KE')])).toMatchObject({ people: 1, countries: 1 });
    expect(sumFigures([ownPart(tally, 'FR')])).toMatchObject({ people: 0, sessions: 0 });
  });

  it('move only where so many more have come that no difference tells what somebody said', () => {
    const said = (useful: number) =>
      ({ session: SESSION_ID, answers: { useful, clear: 4, pace: 3, again: 5 } }) as never;
    const people = [5, 1, 4, 2, 3, 5, 1, 4, 2, 3, 1, 2, 5, 5, 4, 1].map(said);
    let told = NO_EVALUATIONS;
    const moments = people.map((_, index) => {
      told = toldEvaluations(sumEvaluations(people.slice(0, index + 1)), told);
      return told;
    });
    expect([...new Set(moments.map(({ count }) => count))]).toEqual(
      [0, 1, 2, 3].map((times) => times * MIN_SHOWN)
    );
    expect(moments.at(-1)).toEqual(sumEvaluations(people.slice(0, 15)));
    // Whoever says something else afterwards moves nothing either, alone or with a few who are new.
    const changed = [said(1), ...people.slice(1)];
    expect(toldEvaluations(sumEvaluations(changed), told)).toBe(told);
  });

  it('say how many evaluations wait, until the names are deleted and those with them', () => {
    const evaluation = sumEvaluations(
      Array.from({ length: MIN_SHOWN }, () => ({
        ...{ session: SESSION_ID, answers: { useful: 5, clear: 4, pace: 3, again: 5 } }
      })) as never
    );
    const tallied = tallySession(aSession(), present, evaluation, MIN_SHOWN + 2);
    expect(sumFigures([tallied, tally])).toMatchObject({ evaluation: { count: MIN_SHOWN }, waiting: 2 });
    expect(ownPart(tallied, 'KE').waiting).toBe(0);
    const told = [{ session: SESSION_ID, evaluation, remarks: [] }];
    const people = ['a', 'b', 'c', 'd', 'e', 'f'];
    const evaluations = people.map((person) => ({
      ...{ session: SESSION_ID, person, answers: { useful: 1, clear: 1, pace: 1, again: 1 } }
    }));
    const marks = [aMark('ke.officer')];
    const books = {
      sessions: [aSession()],
      lessons: [],
      heard: [],
      marks,
      evaluations,
      told,
      tallies: [],
      links: [],
      guests: [],
      certified: []
    };
    expect(tellAnew(books)).toEqual([]);
    expect(
      viewFor({ id: 'x', role: 'trainer', authority: 'INCB' as never }, books, OVER).tallies
    ).toMatchObject([{ evaluation, waiting: 1 }]);
    expect(tallyOf(aSession(), books)).toMatchObject({ evaluation, waiting: 0 });
  });

  it('tell no remark of fewer than five people, nor of the next few who would be known by it', () => {
    const evaluations = ['a', 'b', 'c', 'd', 'e', 'f'].map((person) => ({
      ...{ session: SESSION_ID, person, answers: { useful: 1, clear: 1, pace: 1, again: 1 } },
      remark: `Remark of ${person}`
    }));
    const after = (count: number, told: TrainingBooks['told']) => {
      const books = {
        sessions: [aSession()],
        lessons: [],
        heard: [],
        marks: [],
        tallies: [],
        links: [],
        guests: [],
        certified: [],
        told
      };
      return tellAnew({ ...books, evaluations: evaluations.slice(0, count) });
    };
    expect(after(MIN_SHOWN - 1, [])).toEqual([]);
    const told = after(MIN_SHOWN, []);
    expect(told[0]?.remarks).toHaveLength(MIN_SHOWN);
    expect(after(MIN_SHOWN + 1, told)).toEqual([]);
    const remarksFor = (id: string) => {
      const books = {
        sessions: [aSession()],
        lessons: [],
        heard: [],
        marks: [],
        tallies: [],
        links: [],
        guests: [],
        certified: [],
        told,
        evaluations
      };
      return viewFor({ id, role: 'trainer', authority: 'INCB' as never }, books, OVER).sessions[0]?.remarks;
    };
    expect(remarksFor('trainer.demo')).toEqual(told[0]?.remarks);
    expect(remarksFor('trainer.other')).toEqual([]);
    // A note of a version that told every remark: they were read already, and are noted once.
    const [older] = after(MIN_SHOWN, [{ ...(told[0] as (typeof told)[0]), remarks: null }]);
    expect(older?.remarks).toHaveLength(MIN_SHOWN);
  });

  it('tell no sum of so few evaluations that it would tell who said what, stored or not', () => {
    const answers = { useful: 5, clear: 4, pace: 3, again: 5 };
    const sumOf = (count: number) =>
      sumEvaluations(Array.from({ length: count }, () => ({ session: SESSION_ID, answers }) as never));
    const tallied = (count: number) => tallySession(aSession(), present, sumOf(count), count);
    const few = MIN_SHOWN - 1;
    expect(tallied(few).evaluation).toEqual(sumOf(0));
    expect(tallied(MIN_SHOWN).evaluation).toEqual(sumOf(MIN_SHOWN));
    expect(parseTally({ ...tally, evaluation: sumOf(few) })?.evaluation).toEqual(sumOf(0));
    expect(sumFigures([tallied(few), tallied(MIN_SHOWN)]).evaluation).toEqual(sumOf(MIN_SHOWN));
  });
});

describe('what a person sees of trainings', () => {
  const books: TrainingBooks = {
    lessons: [],
    sessions: [
      aSession({ link: 'https://meet.example/secret' }),
      aSession({
        _id: 'session:5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a70' as never,
        isPublic: false,
        audience: { group: { name: 'Pacific', countries: ['AU' as never] } }
      })
    ],
    heard: [anEnrolment('au.officer', 1), anEnrolment('ke.admin', 2), anEnrolment('ke.officer', 3)],
    marks: [aMark('ke.officer')],
    evaluations: [],
    told: [],
    tallies: [],
    links: [],
    guests: [],
    certified: []
  };
  const seen = (id: string, role: string, authority = id.slice(0, 2).toUpperCase()) =>
    viewFor({ id, role, authority: authority as never }, books, OVER);
  const names = (view: ReturnType<typeof seen>): string[] =>
    view.sessions.flatMap(({ seats }) => seats.map(({ person }) => person));

  it('is the names of those who come for whoever teaches there, and for no other trainer', () => {
    expect(names(seen('trainer.demo', 'trainer', 'INCB'))).toEqual(['au.officer', 'ke.admin', 'ke.officer']);
    const other = seen('trainer.other', 'trainer', 'INCB');
    expect(names(other)).toEqual([]);
    expect(JSON.stringify(other)).not.toContain('secret');
  });

  it('is which other trainers are busy when, so that a plan is compared with them, and no officer reads it', () => {
    const helped = { ...books, sessions: [aSession({ helpers: ['trainer.third'] })] };
    const view = (role: string, authority: string) =>
      viewFor({ id: `x.${role}`, role, authority: authority as never }, helped, at(0)).sessions[0]?.session;
    const planned = aPlan({ place: 'Lima', helpers: ['trainer.third'] });
    const clashes = findClashes(planned, { id: 'session:new', trainer: 'x.trainer' }, [
      view('trainer', 'INCB') as never
    ]);
    expect(clashes.map(({ of }) => of)).toEqual(['trainer']);
    expect(view('officer', 'AU')?.helpers).toBeUndefined();
  });

  it('is an administrator’s own people, with whether they were there', () => {
    const view = seen('ke.admin', 'administrator');
    expect(names(view)).toEqual(['ke.admin', 'ke.officer']);
    expect(view.sessions[0]?.seats.map(({ wasPresent }) => wasPresent)).toEqual([false, true]);
  });

  it('is an officer’s own place, and no enrolment of another country in any part of it', () => {
    const text = JSON.stringify(seen('au.officer', 'officer'));
    expect(text).toContain('Officer au.officer');
    expect(text).not.toMatch(/ke\.admin|ke\.officer|KE/);
  });

  it('is no session for others, no link without a place, and for the Board no name', () => {
    const stranger = seen('fr.officer', 'officer');
    expect(stranger.sessions).toHaveLength(1);
    expect(JSON.stringify(stranger)).not.toMatch(/secret|officer ke/i);
    expect(JSON.stringify(seen('ke.admin', 'administrator'))).toContain('secret');
    const board = seen('incb.secretary', 'incb', 'INCB');
    expect(board.sessions).toHaveLength(2);
    expect(JSON.stringify(board)).not.toMatch(/Officer|secret/);
    expect(board.tallies).toHaveLength(1);
  });

  it('is somebody who came without enrolling, to them and those who see names, and a guest to trainers alone', () => {
    const guest = { name: 'A guest', authority: 'KE' as never };
    const marks = [aMark('ke.visitor'), aMark('guest.abcdefgh', guest), aMark('au.visitor')];
    const absent = { mark: 'absent', at: at(5), reason: 'Another carried the code.' } as const;
    const met = { ...books, marks: [...marks, aMark('au.visitor', absent)] };
    const come = (id: string, role: string, authority = id.slice(0, 2).toUpperCase()) =>
      viewFor({ id, role, authority: authority as never }, met, OVER).sessions[0];
    const unenrolled = (view: ReturnType<typeof come>) =>
      view?.seats.flatMap(({ person, state }) => (state === 'unenrolled' ? [person] : []));
    expect(unenrolled(come('trainer.demo', 'trainer', 'INCB'))).toEqual(['guest.abcdefgh', 'ke.visitor']);
    expect(unenrolled(come('ke.admin', 'administrator'))).toEqual(['ke.visitor']);
    const own = come('ke.visitor', 'officer');
    expect(own?.own).toMatchObject({ state: 'unenrolled', wasPresent: true });
    expect(JSON.stringify(own)).not.toContain('secret');
    expect(come('au.visitor', 'officer')?.own).toBeNull();
    expect(come('trainer.demo', 'trainer', 'INCB')).toMatchObject({ confirmed: 3, waiting: 0 });
  });

  it('says who was there to trainers alone until the session is over, and counts nobody before', () => {
    const during = (id: string, role: string, authority = id.slice(0, 2).toUpperCase()) =>
      viewFor({ id, role, authority: authority as never }, books, at(0));
    const present = (view: ReturnType<typeof during>) =>
      view.sessions.flatMap(({ seats }) => seats.filter(({ wasPresent }) => wasPresent));
    expect(present(during('trainer.demo', 'trainer', 'INCB'))).toHaveLength(1);
    expect(present(during('ke.admin', 'administrator'))).toEqual([]);
    expect(during('ke.officer', 'officer').sessions[0]?.own?.wasPresent).toBe(false);
    for (const view of [during('incb.secretary', 'incb', 'INCB'), during('ke.admin', 'administrator')])
      expect(view.tallies).toEqual([]);
  });

  it('names nobody any more on a device that has had no line since, 180 days after the session', () => {
    const view = seen('trainer.demo', 'trainer', 'INCB');
    const end = Date.parse(view.sessions[0]?.session.endsAt ?? '');
    const days = (count: number): Instant => new Date(end + count * 86_400_000).toISOString() as Instant;
    expect(withoutOldNames(view, days(179))).toBe(view);
    const left = withoutOldNames(view, days(180));
    expect(JSON.stringify(left)).not.toMatch(/Officer/);
    expect(left.sessions.map(({ session }) => session._id)).toEqual(
      view.sessions.map(({ session }) => session._id)
    );
    expect(left.tallies).toEqual(view.tallies);
  });
});
