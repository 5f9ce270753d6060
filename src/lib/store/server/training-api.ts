import type { OwnLessonId, SessionId } from '#lib/domain/ids.ts';
import type { Problem } from '#lib/domain/result.ts';
import type { AttendanceMark } from '#lib/domain/training/attendance.ts';
import type { Evaluation } from '#lib/domain/training/evaluation.ts';
import type { GuestEntry, GuestLinkRequest } from '#lib/domain/training/guests.ts';
import type { AnnouncementAnswer, SessionPlan } from '#lib/domain/training/session.ts';
import { call } from './call-server.ts';

/** Seen by the trainer, 0 for a new one. */
export type SessionChange = { readonly revision: number } & (
  | { readonly plan: SessionPlan; readonly note?: string }
  | { readonly cancel: string }
  | { readonly lessons: readonly OwnLessonId[] }
  | { readonly announce: true }
);

interface RefusedMark {
  readonly index: number;
  readonly problems: readonly Problem[];
}

/** `badge`: parsed by `crypto/badge.ts`. */
interface GivenCertificate {
  readonly person: string;
  readonly badge: string;
}

/** Unparsed: `domain/training/read-view.ts` parses them. */
export const trainings = {
  calendar: () => call<unknown>('GET', '/api/training/calendar'),
  desk: () => call<unknown>('GET', '/api/training/desk'),
  change: (id: SessionId, change: SessionChange) =>
    call<unknown>('PUT', `/api/training/sessions/${encodeURIComponent(id)}`, change),
  answerAnnouncement: (id: SessionId, as: AnnouncementAnswer) =>
    call<null>('POST', `/api/training/sessions/${encodeURIComponent(id)}/announcement`, { as }),

  /** All participants' only for the session's trainers. */
  certificates: (id: SessionId) =>
    call<{ readonly certificates: readonly GivenCertificate[] }>(
      'GET',
      `/api/training/sessions/${encodeURIComponent(id)}/certificates`
    ),
  attend: (marks: readonly AttendanceMark[]) =>
    call<{ readonly refused: readonly RefusedMark[] }>('POST', '/api/training/attendance', { marks }),
  /** The link is in this answer only. */
  inviteGuests: (id: SessionId, asked: GuestLinkRequest) =>
    call<{ readonly secret: string; readonly unsent: readonly string[] }>(
      'POST',
      `/api/training/sessions/${encodeURIComponent(id)}/guests`,
      asked
    ),
  withdrawGuests: (id: SessionId, link: string, removes: boolean) =>
    call<null>('POST', `/api/training/sessions/${encodeURIComponent(id)}/guests/withdraw`, { link, removes }),
  evaluate: (evaluation: Evaluation) => call<null>('POST', '/api/training/evaluations', evaluation)
};

/** Of people without an account. Views are unparsed: `domain/training/guests.ts` parses them. */
export const guestPlaces = {
  look: (link: string) => call<unknown>('POST', '/api/training/guests/look', { link }),
  take: (link: string, entry: GuestEntry) =>
    call<{ readonly secret: string }>('POST', '/api/training/guests', { link, ...entry }),
  read: (place: string) => call<unknown>('POST', '/api/training/guests/place', { place }),
  cancel: (place: string) => call<null>('POST', '/api/training/guests/cancel', { place }),
  certify: (place: string) =>
    call<{ readonly badge: string }>('POST', '/api/training/guests/certificate', { place })
};
