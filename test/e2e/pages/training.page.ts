/** The training as a newcomer meets it: path, lessons, certificate. */
import { expect, type Locator, type Page } from '@playwright/test';
import { readLesson } from '#lib/training/compile/compile-lessons.ts';
import { LESSON_PATHS, lessonNamed, type LessonPath } from '#lib/domain/training/lesson-path.ts';

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
        await question.getByText('Not correct. Try again.').waitFor();
      }
      await question.getByRole('radio').nth(right).check();
      await question.getByText('Correct.').waitFor();
    }
    await this.page.getByText('Lesson finished').waitFor();
  }

  /** From the page of the training to the last lesson of the path, each read and answered. */
  async finishPath(path: LessonPath, look: () => Promise<void> = async () => undefined): Promise<void> {
    const [first] = LESSON_PATHS[path];
    await this.choosePath(path);
    await this.page.locator(`h3 a[href$="/training/${first}"]`).click();
    for (const [index, slug] of LESSON_PATHS[path].entries()) {
      await expect(this.page).toHaveURL(new RegExp(`/training/${slug}$`));
      // The address is there before the page: what is looked at is this lesson's.
      await expect(this.title).toHaveText(readLesson(slug, 'en').title);
      await look();
      await this.answer(slug, index === 0);
      const next = this.page.getByRole('link', { name: /^Next: / });
      if (index < LESSON_PATHS[path].length - 1) await next.click();
      else await expect(next).toHaveCount(0);
    }
  }

  /** Their own statement, once the path is finished. */
  async declareCertificate(name: string): Promise<void> {
    await this.page.goto(new URL('/training', this.page.url()).href);
    await this.page.getByRole('link', { name: 'Get certificate' }).click();
    await this.page.getByLabel('Name on the certificate').fill(name);
    await this.page.getByRole('button', { name: 'Create my own certificate' }).click();
  }
}
