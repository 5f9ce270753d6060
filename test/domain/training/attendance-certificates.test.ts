import { expect, test } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import { certifyAttendance, type TrainingBooks } from '#lib/domain/training/desk-view.ts';
import { aMark, anEnrolment, aSession } from '../../samples/training.ts';

const session = aSession();
const before = new Date(Date.parse(session.endsAt) - 1).toISOString() as Instant;
const books: TrainingBooks = {
  ...{
    sessions: [session],
    lessons: [],
    evaluations: [],
    told: [],
    tallies: [],
    certified: [],
    links: [],
    guests: []
  },
  heard: [anEnrolment('au.officer', 1), anEnrolment('fr.officer', 2)],
  marks: [aMark('au.officer', { name: 'As the trainer typed it' }), aMark('ke.visitor')]
};

function certified(id: string, role: string, now = session.endsAt, of = session) {
  const authority = role === 'trainer' ? 'INCB' : id.slice(0, 2).toUpperCase();
  const result = certifyAttendance(of, { id, role, authority: authority as never }, books, now);
  return result.ok ? result.value.map(({ person }) => person) : result.problems.map(({ code }) => code);
}

test('attendance is certified for nobody before the session has ended, and never of one that was cancelled', () => {
  const early = ['training.certificate.early'];
  expect(certified('trainer.demo', 'trainer', before)).toEqual(early);
  expect(certified('au.officer', 'officer', before)).toEqual(early);
  const cancelled = { ...session, cancelled: { at: before, reason: 'The room burnt.' } };
  expect(certified('trainer.demo', 'trainer', session.endsAt, cancelled)).toEqual([
    'training.session.cancelled'
  ]);
});

test('trainers have everyone certified who was there, and others only themselves', () => {
  expect(certified('trainer.demo', 'trainer')).toEqual(['au.officer', 'ke.visitor']);
  expect(certified('au.officer', 'officer')).toEqual(['au.officer']);
  for (const [id, role] of [
    ['fr.officer', 'officer'],
    ['au.administrator', 'administrator'],
    ['trainer.other', 'trainer']
  ] as const)
    expect([id, certified(id, role)]).toEqual([id, ['training.certificate.notPresent']]);
});

test('a certificate names people as they enrolled', () => {
  const reader = { id: 'au.officer', role: 'officer', authority: 'AU' as never };
  const result = certifyAttendance(session, reader, books, session.endsAt);
  expect(result.ok && result.value[0]?.facts).toMatchObject({
    ...{ name: 'Officer au.officer', authority: 'AU', title: session.title, trainer: session.trainer.name }
  });
});
