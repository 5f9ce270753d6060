/** Trainers' lessons on the server: readable by their audience, written by their authors. */
import type { OwnLessonId } from '#lib/domain/ids.ts';
import { PIECE_BYTES, type LessonFile, type Piece } from '#lib/domain/training/material.ts';
import type { WrittenLesson } from '#lib/domain/training/own-lesson.ts';
import { call, MAX_WAIT_MS, WAIT_PER_BYTE } from './call-server.ts';

export type Told = 'public' | 'own';

/** `revision`: of the lesson as the trainer saw it, 0 for a new one. */
export type LessonChange = { readonly revision: number } & (
  | { readonly lesson: WrittenLesson }
  | { readonly publish: boolean }
  | { readonly add: LessonFile }
  | { readonly remove: string }
);

/** Answers are unparsed: `domain/training/lesson-view.ts` parses them. */
export const lessonApi = {
  cards: (told: Told) => call<unknown>('GET', listPath(told)),
  lesson: (told: Told, id: OwnLessonId) => call<unknown>('GET', lessonPath(told, id)),
  async piece(told: Told, id: OwnLessonId, hash: string, number: number): Promise<Blob | null> {
    const waiting = new AbortController();
    const limit = setTimeout(() => waiting.abort(), MAX_WAIT_MS + PIECE_BYTES * WAIT_PER_BYTE);
    try {
      const answer = await globalThis.fetch(`${lessonPath(told, id)}/files/${hash}/${number}`, {
        credentials: 'include',
        signal: waiting.signal
      });
      return answer.ok ? await answer.blob() : null;
    } catch {
      return null;
    } finally {
      clearTimeout(limit);
    }
  },
  change: (id: OwnLessonId, change: LessonChange) => call<unknown>('PUT', lessonPath('own', id), change),

  /** Approval by a second person; `revision`: of the lesson that they have read. */
  approve: (id: OwnLessonId, revision: number) =>
    call<null>('POST', `${lessonPath('own', id)}/approval`, { revision }),
  sendPiece: (id: OwnLessonId, hash: string, number: number, piece: Piece) =>
    call<null>('PUT', `${lessonPath('own', id)}/files/${hash}/${number}`, piece)
};

function listPath(told: Told): string {
  return told === 'public' ? '/api/training/lessons' : '/api/training/own-lessons';
}

function lessonPath(told: Told, id: OwnLessonId): string {
  return `${listPath(told)}/${encodeURIComponent(id)}`;
}
