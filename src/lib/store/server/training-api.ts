/** Webinars and regional sessions on the server: readable by all, planned and counted by trainers. */
import type { OwnLessonId, SessionId } from '#lib/domain/ids.ts';
import type { Problem, Result } from '#lib/domain/result.ts';
import type { AttendanceMark } from '#lib/domain/training/attendance.ts';
import type { Evaluation } from '#lib/domain/training/evaluation.ts';
import type { AnnouncementAnswer, SessionPlan } from '#lib/domain/training/session.ts';
import { callServer, type ServerCall, type ServerLine } from './call-server.ts';

/** `revision`: of the training session as the trainer saw it, 0 for a new one. */
export type SessionChange = { readonly revision: number } & (
  | { readonly plan: SessionPlan; readonly note?: string }
  | { readonly cancel: string }
  | { readonly lessons: readonly OwnLessonId[] }
  | { readonly announce: true }
);

export interface RefusedMark {
  readonly index: number;
  readonly problems: readonly Problem[];
}

/** `badge`: parsed by `crypto/badge.ts`. */
interface GivenCertificate {
  readonly person: string;
  readonly badge: string;
}

/** Answers are unparsed: `domain/training/read-view.ts` parses them. */
class TrainingApi {
  readonly #line: ServerLine;

  constructor(line: ServerLine) {
    this.#line = line;
  }

  calendar(): Promise<Result<unknown>> {
    return this.#call('GET', '/api/training/calendar');
  }

  desk(): Promise<Result<unknown>> {
    return this.#call('GET', '/api/training/desk');
  }

  change(id: SessionId, change: SessionChange): Promise<Result<unknown>> {
    return this.#call('PUT', `/api/training/sessions/${encodeURIComponent(id)}`, change);
  }

  answerAnnouncement(id: SessionId, as: AnnouncementAnswer): Promise<Result<null>> {
    return this.#call('POST', `/api/training/sessions/${encodeURIComponent(id)}/announcement`, { as });
  }

  /** For a session's trainers those of all participants; for others only their own. */
  certificates(id: SessionId): Promise<Result<{ readonly certificates: readonly GivenCertificate[] }>> {
    return this.#call('GET', `/api/training/sessions/${encodeURIComponent(id)}/certificates`);
  }

  attend(marks: readonly AttendanceMark[]): Promise<Result<{ readonly refused: readonly RefusedMark[] }>> {
    return this.#call('POST', '/api/training/attendance', { marks });
  }

  evaluate(evaluation: Evaluation): Promise<Result<null>> {
    return this.#call('POST', '/api/training/evaluations', evaluation);
  }

  #call<T>(method: ServerCall['method'], path: string, body?: object): Promise<Result<T>> {
    return callServer(this.#line, { method, path, ...(body ? { body } : {}) });
  }
}

export const trainings = new TrainingApi({ base: '', fetch: (input, init) => globalThis.fetch(input, init) });
