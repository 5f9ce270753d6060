/**
 * Stored in `localStorage`, apart from any country's data; `account-progress.ts` merges it with the account of a
 * signed-in person.
 */
import type { CalendarDate } from '#lib/domain/ids.ts';
import type { LessonPath, LessonSlug } from '#lib/domain/training/lesson-path.ts';
import {
  joinLessonProgress,
  joinToldProgress,
  NO_PROGRESS,
  parseLessonProgress,
  type LessonProgress
} from '#lib/domain/training/lesson-progress.ts';

const STORED_AS = 'i2es-training';

export class Learner {
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
    try {
      localStorage.setItem(STORED_AS, JSON.stringify(this.progress));
      this.isKept = true;
    } catch {
      this.isKept = false;
    }
  }
}

function read(): LessonProgress {
  try {
    return parseLessonProgress(JSON.parse(localStorage.getItem(STORED_AS) ?? 'null'));
  } catch {
    return NO_PROGRESS;
  }
}

export const learner = new Learner();
