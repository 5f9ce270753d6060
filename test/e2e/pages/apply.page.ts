/** A company's application, with or without an account, and the officer who works on it. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { DesksPage } from './desks.page.ts';
import { english as say } from './words.ts';

export class ApplyPage {
  constructor(readonly page: Page) {}

  field(label: string): Locator {
    return this.page
      .getByLabel(say(label), { exact: true })
      .and(this.page.locator('input, textarea, select'));
  }

  press(label: string): Promise<void> {
    return this.page.getByRole('button', { name: say(label), exact: true }).click();
  }

  /** On a phone: one question a screen. */
  async next(screens = 1): Promise<void> {
    for (let screen = 0; screen < screens; screen++) await this.press('survey_next');
  }

  async choose(label: string, text: string): Promise<void> {
    await this.field(label).fill(text);
    await this.page.getByRole('option').first().click();
  }

  async fillGoods(substance: string, form: string, quantity: string): Promise<void> {
    await this.choose('authorization_substance', substance);
    await this.field('authorization_pharmaceutical_form').selectOption(form);
    await this.field('authorization_quantity').fill(quantity);
  }

  async fillContact(name: string, email: string): Promise<void> {
    await this.field('apply_contact_name').fill(name);
    await this.field('apply_contact_email').fill(email);
  }

  /** Asks the server until it says so. */
  expectStatus(key: string): Promise<void> {
    return expect(async () => {
      await this.press('apply_status_refresh');
      await expect(this.page.locator('h1 + .badge').getByText(say(key), { exact: true })).toBeVisible({
        timeout: 2000
      });
    }).toPass({ timeout: 60_000 });
  }

  async answer(text: string): Promise<void> {
    await this.expectStatus('apply_status_question');
    await this.field('apply_answer').fill(text);
    await this.press('apply_answer_send');
    await this.expectStatus('apply_status_review');
  }
}

/** The officer takes the waiting application of the company from the server and opens it. */
export async function takeApplication(desks: DesksPage, company: string): Promise<void> {
  const { page } = desks;
  await desks.go('applications');
  const waiting = page.getByRole('listitem').filter({ hasText: company });
  await waiting.getByRole('button', { name: say('application_take'), exact: true }).click();
  await expect(waiting).toBeHidden();
  await page.getByRole('grid').getByRole('row').filter({ hasText: company }).click();
  await expect(desks.title).toHaveText(company);
}

export async function askBack(desks: DesksPage, question: string): Promise<void> {
  await new ApplyPage(desks.page).press('application_question');
  await desks.dialog.getByLabel(say('application_text')).fill(question);
  await desks.dialog.getByRole('button', { name: say('application_question_send') }).click();
  await expect(desks.dialog).toBeHidden();
}
