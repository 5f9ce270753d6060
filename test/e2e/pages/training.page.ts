/** The training as a newcomer meets it: path, lessons, certificate. */
import type { Locator, Page } from '@playwright/test';
import { readLesson } from '#lib/training/compile/compile-lessons.ts';
import { lessonNamed } from '#lib/domain/training/lesson-path.ts';

export class TrainingPage {
  constructor(readonly page: Page) {}

  get title(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  get progress(): Locator {
    return this.page.getByRole('progressbar');
  }

  async choosePath(path: string): Promise<void> {
    await this.page.getByLabel('My work').selectOption(path);
  }

  /** Answers every question of the lesson that is open, wrongly first where `slips` says so. */
  async answer(slug: string, slips = false): Promise<void> {
    const name = lessonNamed(slug);
    if (name === null) throw new Error(`No lesson ${slug}`);
    for (const { id, choices } of readLesson(name, 'en').questions) {
      const question = this.page.locator(`#question-${id}`);
      const right = choices.findIndex((choice) => choice.right);
      const wrong = choices.findIndex((choice) => !choice.right);
      if (slips) {
        await question.getByRole('radio').nth(wrong).check();
        await question.getByText('Not so. Try again.').waitFor();
      }
      await question.getByRole('radio').nth(right).check();
      await question.getByText('Right.').waitFor();
    }
    await this.page.getByText('Lesson finished').waitFor();
  }
}
