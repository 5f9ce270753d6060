/**
 * Merges this browser's progress with the account's. People without a session cause no request, and offline is not an
 * error.
 */
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { parseLessonProgress, pathFinishedOn } from '#lib/domain/training/lesson-progress.ts';
import type { LessonPath } from '#lib/domain/training/lesson-path.ts';
import type { Learner } from './learner.svelte.ts';

const PROGRESS = '/api/training/progress';

/** A person with records in this browser might have a session. For others the server is not asked. */
export async function mayHaveAccount(): Promise<boolean> {
  const found = await globalThis.indexedDB?.databases?.().catch(() => []);
  return found !== undefined && found.length > 0;
}

export async function joinAccount(learner: Learner): Promise<boolean> {
  const told = await ask('PUT', PROGRESS, learner.progress);
  if (told === null) return false;
  learner.join(parseLessonProgress(told));
  return true;
}

/** The server's certificate of a finished path; null without session or connection. */
export async function askForBadge(learner: Learner, path: LessonPath): Promise<string | null> {
  if (pathFinishedOn(learner.progress, path) === null || !(await joinAccount(learner))) return null;
  const told = await ask('POST', '/api/training/certificate', { path });
  return isPlainObject(told) && typeof told['badge'] === 'string' ? told['badge'] : null;
}

export async function askForKey(): Promise<string | null> {
  const told = await ask('GET', '/api/training/key');
  return isPlainObject(told) && typeof told['keyId'] === 'string' ? told['keyId'] : null;
}

async function ask(method: string, path: string, body?: object): Promise<unknown> {
  try {
    const answer = await fetch(path, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    });
    return answer.ok ? ((await answer.json()) as unknown) : null;
  } catch {
    return null;
  }
}
