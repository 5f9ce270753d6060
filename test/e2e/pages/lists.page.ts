/** INCB's lists: published from a file by one person, and confirmed by a second one. */
import { expect } from '@playwright/test';
import type { DesksPage } from './desks.page.ts';
import { takePictures } from './pictures.ts';

export async function openList(desks: DesksPage, list: string): Promise<void> {
  await desks.go('lists');
  await desks.page.getByRole('link', { name: list }).click();
  await expect(desks.title).toHaveText(list);
}

export async function publishList({ page }: DesksPage, edition: string, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Publish list…' }).click();
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByRole('textbox', { name: /^Edition/ }).fill(edition);
  await page.getByRole('textbox', { name: /^Source/ }).fill('INCB, Yellow List');
  await expect(page.getByText(/^Differences from the current list/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Sign list' }).click();
  await expect(page.getByText('Waiting for confirmation')).toBeVisible();
}

export async function confirmList({ page, dialog }: DesksPage, edition: string): Promise<void> {
  const waiting = page.getByRole('listitem').filter({ hasText: edition });
  await waiting.getByRole('button', { name: 'Confirm list…' }).click();
  await expect(dialog).toContainText('Differences from the current list');
  await takePictures(page, `confirm-${edition}`);
  await dialog.getByRole('button', { name: 'Confirm list' }).click();
  await expect(waiting).toContainText('In effect');
}
