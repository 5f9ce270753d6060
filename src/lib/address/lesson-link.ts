import { base } from '$app/paths';

/** Where a trainer's lesson is read. */
export function ownLessonHref(id: string): string {
  return `${base}/training/own/${encodeURIComponent(id)}`;
}

/** Where its trainer writes it. */
export function lessonEditHref(id: string): string {
  return `${base}/sessions/lessons/${encodeURIComponent(id)}`;
}
