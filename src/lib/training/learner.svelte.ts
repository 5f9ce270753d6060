/**
 * In `localStorage`, apart from any country's data; `joinAccount` merges it with the account of a signed-in person.
 * People without a session cause no request, and offline is not an error.
 */
import type { CalendarDate } from '#lib/domain/ids.ts';
import type { LessonPath, LessonSlug } from '#lib/domain/training/lesson-path.ts';
import {
  joinLessonProgress,
  joinToldProgress,
  NO_PROGRESS,
  parseLessonProgress,
  type LessonProgress,
  pathFinishedOn
} from '#lib/domain/training/lesson-progress.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { remember, remembered } from '#lib/pwa/remember.ts';

const STORED_AS = 'i2es-training';

class Learner {
  progress = $state.raw<LessonProgress>(NO_PROGRESS);
  isKept = $state(true);
  #isListening = false;

  start(): void {
    this.progress = joinLessonProgress(read(), this.progress);
    if (this.#isListening) return;
    this.#isListening = true;
    // Two tabs read different lessons: neither forgets what the other finished.
    globalThis.addEventListener?.('storage', (event) => {
      if (event.key === STORED_AS) this.progress = joinLessonProgress(this.progress, read());
    });
  }

  follow(path: LessonPath): void {
    this.#keep({ ...this.progress, path });
  }

  open(slug: LessonSlug): void {
    this.#keep({ ...this.progress, last: slug });
  }

  finish(slug: LessonSlug, today: CalendarDate): void {
    const { done } = this.progress;
    if (done[slug] === undefined) this.#keep({ ...this.progress, done: { ...done, [slug]: today } });
  }

  join(other: LessonProgress): void {
    this.#keep(joinToldProgress(this.progress, other));
  }

  #keep(progress: LessonProgress): void {
    const joined = joinLessonProgress(progress, read());
    // Equal content is not assigned: effects would send it to the account again and again.
    if (JSON.stringify(joined) !== JSON.stringify(this.progress)) this.progress = joined;
    this.isKept = remember(STORED_AS, this.progress);
  }
}

function read(): LessonProgress {
  return parseLessonProgress(remembered(STORED_AS));
}

export const learner = new Learner();

const PROGRESS = '/api/training/progress';

/** Without records in this browser the server is not asked. */
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

/** Null without session or connection. */
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
