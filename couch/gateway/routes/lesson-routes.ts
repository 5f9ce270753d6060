/**
 * Trainers' lessons: public ones for everyone, personal ones after sign-in. Files are sent as pieces of bytes that no
 * browser displays; the page joins them.
 */
import { lessonReference } from '#lib/domain/training/lesson-reference.ts';
import type { OwnLessonId } from '#lib/domain/ids.ts';
import type { Problem } from '#lib/domain/result.ts';
import type { Person } from '#couch/accounts/person.ts';
import { notFound, refusal } from '../bounds/refusal.ts';
import { instantOf, type Call, type Route, type SessionCall } from '../calls/call.ts';
import { bodyOf, valueOf } from '../calls/value-of.ts';

const PUBLIC = { method: 'GET', who: 'anybody', limit: 'requestsPerAddress' } as const;
const OWN = { method: 'GET', who: 'signed-in' } as const;
const TRAINER = { method: 'PUT', who: 'signed-in', right: 'teach', body: 'bulkBytes' } as const;
const LESSON = '/api/training/lessons/:id';
const OWN_LESSON = '/api/training/own-lessons/:id';
const PIECE = '/files/:hash/:piece';
const BYTES = 'application/octet-stream';

export const LESSON_ROUTES: readonly Route[] = [
  { ...PUBLIC, path: '/api/training/lessons', answer: (call: Call) => tellCards(call, null) },
  { ...PUBLIC, path: LESSON, answer: (call: Call) => tellLesson(call, null) },
  { ...PUBLIC, path: LESSON + PIECE, type: BYTES, answer: (call: Call) => tellPiece(call, null) },
  {
    ...OWN,
    path: '/api/training/own-lessons',
    answer: (call: SessionCall) => tellCards(call, personOf(call))
  },
  { ...OWN, path: OWN_LESSON, answer: (call: SessionCall) => tellLesson(call, personOf(call)) },
  {
    ...OWN,
    path: OWN_LESSON + PIECE,
    type: BYTES,
    answer: (call: SessionCall) => tellPiece(call, personOf(call))
  },
  { ...TRAINER, path: OWN_LESSON, answer: changeLesson },
  {
    method: 'POST',
    path: `${OWN_LESSON}/approval`,
    who: 'signed-in',
    body: 'bodyBytes',
    status: 204,
    answer: approveLesson
  },
  { ...TRAINER, path: OWN_LESSON + PIECE, status: 204, answer: takePiece }
];

function personOf({ session }: SessionCall): Person {
  return session.person;
}

async function tellCards({ desk }: Call, reader: Person | null): Promise<object> {
  return { lessons: await desk.lessons.cards(reader), readAt: instantOf(desk) };
}

async function tellLesson({ desk, request }: Call, reader: Person | null): Promise<object> {
  const lesson = await desk.lessons.find(lessonOf(request), reader);
  if (lesson === null) throw notFound();
  return { lesson };
}

/** Downloaded if opened, never run, with a type that browsers do not render. */
async function tellPiece({ desk, request, reply }: Call, reader: Person | null): Promise<Uint8Array> {
  const { hash, piece } = pieceOf(request);
  const bytes = await desk.lessons.readPiece(lessonOf(request), hash, piece, reader);
  if (bytes === null) throw notFound();
  reply.header('content-disposition', 'attachment; filename="i2es-material.bin"');
  reply.header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'");
  return bytes;
}

async function changeLesson({ desk, request, session }: SessionCall): Promise<object> {
  const id = lessonOf(request);
  const { revision, lesson, publish, add, remove, ...stray } = bodyOf(request);
  const [key] = Object.keys(stray);
  if (key !== undefined) throw refusal(400, 'act.key.unknown', key.slice(0, 60));
  const asked = { revision, lesson, publish, add, remove };
  return { lesson: valueOf(await desk.lessons.change(id, asked, session.person)) };
}

/** The rule judges the person, since trainers and announcers share no right. */
async function approveLesson(call: SessionCall): Promise<void> {
  const { revision, ...stray } = bodyOf(call.request);
  const [key] = Object.keys(stray);
  if (key !== undefined) throw refusal(400, 'act.key.unknown', key.slice(0, 60));
  valueOf(await call.desk.lessons.approve(lessonOf(call.request), revision, personOf(call)));
}

async function takePiece({ desk, request, session }: SessionCall): Promise<void> {
  const { hash, piece } = pieceOf(request);
  valueOf(await desk.lessons.takePiece(lessonOf(request), hash, piece, bodyOf(request), session.person));
}

function lessonOf({ params }: { readonly params: unknown }): OwnLessonId {
  const { id } = params as { readonly id: string };
  const problems: Problem[] = [];
  lessonReference(id, problems);
  if (problems.length > 0) throw notFound();
  return id as OwnLessonId;
}

function pieceOf({ params }: { readonly params: unknown }): { hash: string; piece: number } {
  const { hash, piece } = params as { readonly hash: string; readonly piece: string };
  if (!/^[A-Za-z0-9_-]{43}$/.test(hash) || !/^(?:0|[1-9]\d{0,2})$/.test(piece)) throw notFound();
  return { hash, piece: Number(piece) };
}
