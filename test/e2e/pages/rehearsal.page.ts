/** A rehearsal as a learner meets it: the page with its task, and the two desks in its frames. */
import { expect, type Frame, type Locator, type Page } from '@playwright/test';
import type { Side } from '#lib/domain/rehearsal/scenario.ts';
import { AuthorizationFormPage } from './authorization-form.page.ts';
import { DossierPage } from './dossier.page.ts';

/** As the rehearsal itself makes it known to its frames. */
const OPENING = /about:blank|\/rehearsal\/desk|^$/;

export class RehearsalPage {
  constructor(readonly page: Page) {}

  get end(): Locator {
    return this.page.getByText(/^You have finished the task\./);
  }

  /** One step of the task, by its words. */
  step(words: string): Locator {
    return this.page
      .getByRole('list', { name: 'Steps' })
      .getByRole('listitem')
      .filter({ hasText: words })
      .filter({ hasText: 'reached' });
  }

  async begin(title: string): Promise<void> {
    await this.page
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('heading', { name: title }) })
      .getByRole('button', { name: 'Start' })
      .click();
  }

  /** A desk of the rehearsal is the app itself: it is found by the same labels and buttons as the real one. */
  async desk(side: Side): Promise<Desk> {
    await expect.poll(() => this.page.frame({ name: side })?.url() ?? '').not.toMatch(OPENING);
    const frame = this.page.frame({ name: side });
    if (!frame) throw new Error(`no desk of the ${side} side`);
    return { frame, form: new AuthorizationFormPage(frame), dossier: new DossierPage(frame) };
  }

  /** The mark of practice stands beside each desk, on a desktop and on a phone, and covers nothing of it. */
  async holdMark(): Promise<void> {
    const { page } = this;
    const before = page.viewportSize();
    for (const size of [before, { width: 390, height: 844 }]) {
      if (size) await page.setViewportSize(size);
      const desk = page
        .locator('section')
        .filter({ has: page.locator('iframe') })
        .filter({ visible: true })
        .first();
      const [mark, frame] = [desk.getByText('PRACTICE', { exact: true }), desk.locator('iframe')];
      await expect(mark).toBeVisible();
      const [above, below] = await Promise.all([mark.boundingBox(), frame.boundingBox()]);
      expect((above?.y ?? 0) + (above?.height ?? 0)).toBeLessThanOrEqual(below?.y ?? 0);
      await expect(frame.contentFrame().getByText('PRACTICE', { exact: true })).toBeHidden();
    }
    if (before) await page.setViewportSize(before);
  }

  async moveClock(days: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Move the clock' }).click();
    await this.page.getByRole('menuitem', { name: days }).click();
  }
}

export interface Desk {
  readonly frame: Frame;
  readonly form: AuthorizationFormPage;
  readonly dossier: DossierPage;
}
