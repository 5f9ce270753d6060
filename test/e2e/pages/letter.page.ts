/** The boxes of one language where the Board writes in six, side by side or one at a time. */
import type { Locator, Page } from '@playwright/test';

export class LetterPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** As the language calls itself. */
  column(language: string): Locator {
    return this.#page.getByRole('group', { name: language, exact: true });
  }

  title(language: string): Locator {
    return this.column(language).getByLabel('Title');
  }

  text(language: string, label = 'Text'): Locator {
    return this.column(language).getByLabel(label);
  }

  /** Of how many columns the first row of languages is. */
  columnsInARow(): Promise<number> {
    return this.#page.locator('[role="group"][aria-labelledby]').evaluateAll((groups) => {
      const tops = groups
        .filter((one) => one.querySelector('textarea'))
        .map((one) => one.getBoundingClientRect().top);
      return tops.filter((top) => Math.abs(top - (tops[0] ?? 0)) < 2).length;
    });
  }
}
