/** The dossier of one authorization: its statements, how far each has come, and what can be done. */
import type { Frame, Locator, Page } from '@playwright/test';

export class DossierPage {
  constructor(readonly page: Page | Frame) {}

  /** By a part of its heading: names inside it carry direction marks. */
  statement(title: string | RegExp): Locator {
    return this.page.getByRole('article').filter({ has: this.page.getByRole('heading', { name: title }) });
  }

  get fingerprint(): Locator {
    return this.page.getByText('Fingerprint of this dossier').locator('bdi');
  }

  get statements(): Locator {
    return this.page.getByRole('article').getByRole('heading', { level: 3 });
  }

  async begin(action: string): Promise<void> {
    const primary = this.page.getByRole('button', { name: action });
    // Where nothing has to be done first, all that can be done is in the menu.
    const menu = this.page.getByRole('button', { name: /^(?:More|Actions)$/ });
    await primary.or(menu).first().waitFor();
    if (!(await primary.isVisible())) await menu.click();
    await this.page
      .getByRole('button', { name: action })
      .or(this.page.getByRole('menuitem', { name: action }))
      .first()
      .click();
  }

  async reply(answer: string): Promise<void> {
    await this.begin('Reply…');
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('radio', { name: answer }).check();
    await dialog.getByRole('button', { name: 'Send reply' }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  async giveReason(action: string, reason: string, button: string): Promise<void> {
    await this.begin(action);
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill(reason);
    await dialog.getByRole('button', { name: button }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** States quantities in grams, line by line. */
  async state(
    action: 'Record shipment…' | 'Endorse…',
    figure: string,
    grams: readonly string[],
    button: string
  ): Promise<void> {
    await this.begin(action);
    await this.enter(figure, grams);
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  async enter(figure: string, grams: readonly string[]): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    for (const [index, quantity] of grams.entries()) {
      const line = dialog
        .getByRole('group')
        .filter({ hasText: `${index + 1}.` })
        .first();
      await line.getByLabel(figure).fill(quantity);
      await line.getByLabel('Unit').selectOption({ label: 'g' });
    }
  }
}

/** The number of the authorization that has just been issued, once its dossier is open. */
export async function numberShown(page: Page, letter: 'I' | 'E'): Promise<string> {
  const heading = page.getByRole('heading', { level: 1, name: new RegExp(`[A-Z]{2}-${letter}-`) });
  return /[A-Z]{2}-[IE]-\d{4}-\d{6}-\d{2}/.exec((await heading.textContent()) ?? '')?.[0] ?? '';
}
