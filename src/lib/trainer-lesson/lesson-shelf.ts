/**
 * Fetched online, read from a copy offline. The browser cache is unencrypted, so private lessons are not kept. A copy
 * is deleted when its trainer withdraws the lesson.
 */
import type { OwnLessonId } from '#lib/domain/ids.ts';
import { lessonToCard, parseCards, type OwnLessonCard } from '#lib/domain/training/lesson-view.ts';
import { countPieces } from '#lib/domain/file/pieces.ts';
import type { LessonFile } from '#lib/domain/training/material.ts';
import { bytesOfFiles, parseOwnLesson, type OwnLesson } from '#lib/domain/training/own-lesson.ts';
import { joinPieces } from '#lib/store/server/file-transfer.ts';
import { KEPT_LESSONS } from '#lib/store/server/kept-lessons.ts';
import { lessonApi, type Told } from '#lib/store/server/lesson-api.ts';

export interface Kept {
  readonly lesson: OwnLesson;
  /** Lessons gone from one source are forgotten. */
  readonly told: Told;
}

export type KeepFailure = 'full' | 'offline' | 'none';

const PLACE = '/kept-lessons/';
const LIST = `${PLACE}list`;

async function openCache(): Promise<Cache | null> {
  if (!('caches' in globalThis)) return null;
  return caches.open(KEPT_LESSONS).catch(() => null);
}

const lessonPlace = (id: string): string => `${PLACE}${encodeURIComponent(id)}`;
const piecePlace = (id: string, hash: string, number: number): string =>
  `${lessonPlace(id)}/${hash}/${number}`;

/** Offline, the last public list and kept lessons. */
export async function readShelf(told: Told): Promise<{ cards: readonly OwnLessonCard[]; isOnLine: boolean }> {
  const answer = await lessonApi.cards(told);
  const cards = answer.ok ? parseCards(answer.value) : null;
  const cache = await openCache();
  if (cards !== null) {
    if (told === 'public') await put(cache, LIST, JSON.stringify({ lessons: cards }));
    await forgetGone(told, cards);
    return { cards, isOnLine: true };
  }
  // An ended session gets the public list.
  if (told === 'own' && !answer.ok && answer.problems[0]?.code !== 'line.offline') return readShelf('public');
  const before = parseCards(await readJson(LIST)) ?? [];
  const kept = (await keptLessons()).map(({ lesson }) => lessonToCard(lesson));
  const known = new Set(kept.map(({ _id }) => _id));
  return { cards: [...kept, ...before.filter(({ _id }) => !known.has(_id))], isOnLine: false };
}

export async function keptLessons(): Promise<readonly Kept[]> {
  const cache = await openCache();
  const requests = (await cache?.keys()) ?? [];
  const ids = requests.flatMap(({ url }) => /\/kept-lessons\/(lesson%3A[0-9a-f-]{36})$/.exec(url)?.[1] ?? []);
  const found = await Promise.all(ids.map((id) => readKept(decodeURIComponent(id))));
  return found.filter((one) => one !== null);
}

async function readJson(place: string): Promise<unknown> {
  const cache = await openCache();
  return (await cache?.match(place))?.json().catch(() => null);
}

async function readKept(id: string): Promise<Kept | null> {
  const stored = (await readJson(lessonPlace(id))) as { lesson?: unknown; told?: unknown } | null | undefined;
  const lesson = parseOwnLesson(stored?.lesson);
  return lesson.ok ? { lesson: lesson.value, told: stored?.told === 'own' ? 'own' : 'public' } : null;
}

/** Null if neither the server nor this browser has it. */
export async function readLesson(id: string, told: Told): Promise<Kept | null> {
  for (const way of told === 'own' ? (['own', 'public'] as const) : (['public'] as const)) {
    const answer = await lessonApi.lesson(way, id as OwnLessonId);
    if (!answer.ok) {
      if (answer.problems[0]?.code === 'line.offline') return readKept(id);
      continue;
    }
    const lesson = parseOwnLesson((answer.value as { lesson?: unknown } | null)?.lesson);
    if (lesson.ok) return { lesson: lesson.value, told: way };
  }
  return null;
}

export async function isKept(card: Pick<OwnLesson, '_id' | 'files' | 'revision'>): Promise<boolean> {
  const kept = await readKept(card._id);
  const cache = await openCache();
  if (kept === null || cache === null || kept.lesson.revision !== card.revision) return false;
  const places = placesOf(card);
  const found = await Promise.all(places.map((place) => cache.match(place)));
  return found.every(Boolean);
}

function placesOf({ _id, files = [] }: Pick<OwnLesson, '_id' | 'files'>): readonly string[] {
  return files.flatMap(({ hash, size }) =>
    Array.from({ length: countPieces(size) }, (_, number) => piecePlace(_id, hash, number))
  );
}

/** Continues after an interruption. Null once complete; without room in the browser the downloaded part is removed. */
export async function keepLesson(
  id: OwnLessonId,
  told: Told,
  ontold: (bytes: number) => void
): Promise<KeepFailure | null> {
  const cache = await openCache();
  if (cache === null) return 'none';
  const found = await readLesson(id, told);
  if (found === null) return 'offline';
  await globalThis.navigator.storage?.persist?.().catch(() => false);
  let bytes = 0;
  for (const file of found.lesson.files ?? []) {
    for (let number = 0; number < countPieces(file.size); number++) {
      const piece = await readPiece(found, file, number, cache);
      if (piece === null) return 'offline';
      if (!(await put(cache, piecePlace(id, file.hash, number), piece))) return giveUp(id);
      ontold((bytes += piece.size));
    }
  }
  if (!(await put(cache, lessonPlace(id), JSON.stringify(found)))) return giveUp(id);
  await dropFormerFiles(found.lesson);
  return null;
}

async function giveUp(id: OwnLessonId): Promise<KeepFailure> {
  await forgetLesson(id);
  return 'full';
}

async function put(cache: Cache | null, place: string, content: BodyInit): Promise<boolean> {
  if (cache === null) return false;
  return cache.put(place, new Response(content)).then(
    () => true,
    () => false
  );
}

async function readPiece(
  { lesson, told }: Kept,
  { hash }: LessonFile,
  number: number,
  cache: Cache | null
): Promise<Blob | null> {
  const there = await cache?.match(piecePlace(lesson._id, hash, number));
  return there ? there.blob() : lessonApi.piece(told, lesson._id, hash, number);
}

export async function readFile(
  kept: Kept,
  file: LessonFile,
  ontold: (bytes: number) => void
): Promise<Blob | null> {
  const cache = await openCache();
  return joinPieces(file, (number) => readPiece(kept, file, number, cache), ontold);
}

export async function forgetLesson(id: string): Promise<void> {
  const own = lessonPlace(id);
  await deletePlaces((place) => place === own || place.startsWith(`${own}/`));
}

async function dropFormerFiles(lesson: OwnLesson): Promise<void> {
  const places = new Set(placesOf(lesson));
  const prefix = `${lessonPlace(lesson._id)}/`;
  await deletePlaces((place) => place.startsWith(prefix) && !places.has(place));
}

async function deletePlaces(isGone: (place: string) => boolean): Promise<void> {
  const cache = await openCache();
  const requests = (await cache?.keys()) ?? [];
  const gone = requests.filter(({ url }) => isGone(new URL(url).pathname));
  await Promise.all(gone.map((request) => cache?.delete(request)));
}

async function forgetGone(told: Told, cards: readonly OwnLessonCard[]): Promise<void> {
  const known = new Set<string>(cards.map(({ _id }) => _id));
  const kept = await keptLessons();
  const gone = kept.filter((one) => one.told === told && !known.has(one.lesson._id));
  await Promise.all(gone.map(({ lesson }) => forgetLesson(lesson._id)));
}

export function bytesToKeep(card: Pick<OwnLessonCard, 'files' | 'length'>): number {
  return bytesOfFiles(card) + card.length;
}
