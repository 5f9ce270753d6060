/** Received pieces are not sent again, and the lesson gets the file when all have arrived. */
import { BEGINNING_BYTES, countPieces, PIECE_BYTES } from '#lib/domain/file/pieces.ts';
import type { OwnLessonId } from '#lib/domain/ids.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import {
  cleanFileName,
  MAX_FILE_BYTES,
  typeOfBytes,
  type LessonFile
} from '#lib/domain/training/material.ts';
import { parseOwnLesson, type OwnLesson } from '#lib/domain/training/own-lesson.ts';
import { hashOf, readPiece } from '#lib/store/server/file-transfer.ts';
import { lessonApi } from '#lib/store/server/lesson-api.ts';

interface Sending {
  readonly lesson: OwnLessonId;
  /** It can have changed since the first piece. */
  readonly revision: () => number;
  readonly content: Blob;
  readonly name: string;
  readonly ontold: (bytes: number) => void;
}

export async function sendFile(
  sending: Sending,
  api: Pick<typeof lessonApi, 'change' | 'sendPiece'> = lessonApi
): Promise<Result<OwnLesson>> {
  const file = await describeFile(sending);
  if (!file.ok) return file;
  const { lesson, revision, content, ontold } = sending;
  const { hash, type, size } = file.value;
  for (let number = 0; number < countPieces(size); number++) {
    const piece = await readPiece(content, { type, size }, number);
    const sent = await api.sendPiece(lesson, hash, number, piece);
    if (!sent.ok) return sent;
    ontold(Math.min(size, (number + 1) * PIECE_BYTES));
  }
  return readChanged(await api.change(lesson, { revision: revision(), add: file.value }));
}

async function describeFile({ content, name }: Sending): Promise<Result<LessonFile>> {
  const size = content.size;
  if (size > MAX_FILE_BYTES) return refuse({ code: 'training.file.tooLarge' });
  const type = typeOfBytes(new Uint8Array(await content.slice(0, BEGINNING_BYTES).arrayBuffer()), name);
  if (type === null || size === 0) return refuse({ code: 'training.file.type' });
  return accept({
    hash: await hashOf(content),
    name: cleanFileName(name.normalize('NFC'), type),
    type,
    size
  });
}

export function readChanged(answer: Result<unknown>): Result<OwnLesson> {
  if (!answer.ok) return answer;
  return parseOwnLesson((answer.value as { lesson?: unknown } | null)?.lesson);
}
