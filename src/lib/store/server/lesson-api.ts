import type { OwnLessonId } from '#lib/domain/ids.ts';
import type { Piece } from '#lib/domain/file/pieces.ts';
import type { LessonFile } from '#lib/domain/training/material.ts';
import type { FirstAnswers, ToldReading } from '#lib/domain/training/lesson-reading.ts';
import type { WrittenLesson } from '#lib/domain/training/own-lesson.ts';
import { call, PAGE_SERVER } from './call-server.ts';
import { fetchPiece } from './file-transfer.ts';

export type Told = 'public' | 'own';

/** Seen by the trainer, 0 for a new one. */
export type LessonChange = { readonly revision: number } & (
  | { readonly lesson: WrittenLesson }
  | { readonly publish: boolean }
  | { readonly add: LessonFile }
  | { readonly remove: string }
);

/** Unparsed: `domain/training/lesson-view.ts` parses them. */
export const lessonApi = {
  cards: (told: Told) => call<unknown>('GET', listPath(told)),
  lesson: (told: Told, id: OwnLessonId) => call<unknown>('GET', lessonPath(told, id)),
  piece: (told: Told, id: OwnLessonId, hash: string, number: number) =>
    fetchPiece(PAGE_SERVER, `${lessonPath(told, id)}/files/${hash}/${number}`),
  change: (id: OwnLessonId, change: LessonChange) => call<unknown>('PUT', lessonPath('own', id), change),

  versions: (id: OwnLessonId) =>
    call<{ readonly versions: readonly unknown[] }>('GET', `${lessonPath('own', id)}/versions`),
  reading: (id: OwnLessonId) =>
    call<{ readonly reading: ToldReading }>('GET', `${lessonPath('own', id)}/reading`),
  /** `answers`: whether each first answer was right; absent for an opening. */
  countReading: (id: OwnLessonId, answers?: FirstAnswers) =>
    call<null>('POST', `${lessonPath('own', id)}/reading`, answers ? { answers } : {}),
  /** `revision`: of the lesson that the second person has read. */
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
