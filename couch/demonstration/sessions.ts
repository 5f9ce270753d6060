/** Invented training sessions in the weeks around the first start. */
import type { Instant, SessionId } from '#lib/domain/ids.ts';
import type { Session } from '#lib/domain/training/session.ts';

const DAY = 86_400_000;
const TRAINER = { person: 'trainer.demo', name: 'Demonstration trainer' };

type Told = Omit<
  Session,
  '_id' | 'schema' | 'revision' | 'trainer' | 'changedAt' | 'startsAt' | 'endsAt' | 'announcement'
> & {
  /** The trainer has asked the secretariat to announce it. */
  readonly isAsked?: true;
  /** Days after the first start, hour of that day in UTC, duration in hours. */
  readonly day: number;
  readonly hour: number;
  readonly hours: number;
};

const SESSIONS: readonly Told[] = [
  {
    title: 'First steps with I2ES (demonstration)',
    aims: 'Participants ask for an account, open a desk and find what waits for them.',
    language: 'en',
    level: 'introduction',
    zone: 'Europe/Vienna',
    capacity: 40,
    audience: {},
    isPublic: true,
    isLinkPublic: true,
    link: 'https://meet.example.org/first-steps',
    agenda: '10:00 What the system is for\n10:30 A first import authorization\n11:30 Questions',
    ...{ day: 6, hour: 9, hours: 2 }
  },
  {
    title: 'Séminaire régional : endosser ce qui est arrivé (démonstration)',
    aims: 'Les participants endossent un envoi partiel et expliquent la différence.',
    language: 'fr',
    level: 'practice',
    zone: 'Africa/Nairobi',
    capacity: 10,
    audience: { region: '002' },
    isPublic: true,
    isLinkPublic: false,
    place: 'Nairobi, salle de conférence 4',
    isAsked: true,
    ...{ day: 13, hour: 6, hours: 7 }
  },
  {
    title: 'Matching with your partners (demonstration)',
    aims: 'Administrators go through what does not agree, and decide.',
    language: 'en',
    level: 'advanced',
    zone: 'Australia/Sydney',
    capacity: 12,
    audience: { roles: ['administrator', 'officer'] },
    isPublic: false,
    isLinkPublic: false,
    link: 'https://meet.example.org/matching',
    ...{ day: 20, hour: 0, hours: 3 }
  }
];

export function sessionsOf(now: Instant): readonly Session[] {
  const midnight = Date.parse(`${now.slice(0, 10)}T00:00:00.000Z`);
  return SESSIONS.map(({ day, hour, hours, isAsked, ...told }, index) => {
    const starts = midnight + day * DAY + hour * 3_600_000;
    const at = (time: number): Instant => new Date(time).toISOString() as Instant;
    return {
      ...told,
      _id: `session:00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}` as SessionId,
      schema: 1,
      revision: 1,
      trainer: TRAINER,
      changedAt: now,
      startsAt: at(starts),
      endsAt: at(starts + hours * 3_600_000),
      ...(isAsked ? { announcement: { askedAt: now } } : {})
    };
  });
}
