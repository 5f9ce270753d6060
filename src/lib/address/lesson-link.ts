import { base } from '$app/paths';

export function ownLessonHref(id: string): string {
  return `${base}/training/own/${encodeURIComponent(id)}`;
}

export function lessonEditHref(id: string): string {
  return `${base}/sessions/lessons/${encodeURIComponent(id)}`;
}
