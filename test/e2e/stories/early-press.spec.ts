/** A slow line shows a page long before its program: what is pressed until then is done once the program has come. */
import { expect, type Page } from '@playwright/test';
import { KEPT_WITHIN_MS } from '../pages/line.page.ts';
import { english, wordsOf } from '../pages/words.ts';
import { Server } from '../server.ts';
import { test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

/** The page stands as it was written; its program waits until it is let go. */
async function openBeforeProgram(page: Page, path: string): Promise<{ readonly letGo: () => void }> {
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route('**/_app/immutable/**/*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${server.address}${path}`, { waitUntil: 'commit' });
  return { letGo };
}

test('lessons are kept although the button was pressed before the program had come', async ({ page }) => {
  const program = await openBeforeProgram(page, '/training');
  const button = page.getByRole('button', { name: /^Keep all with pictures/ });
  await button.click();
  await expect(button).toHaveAttribute('aria-busy', 'true');
  program.letGo();
  await expect(page.getByText(english('training_keep_all_kept'))).toBeVisible({ timeout: KEPT_WITHIN_MS });
});

test('a form that is sent early stays, and is judged when the program has come', async ({ page }) => {
  const program = await openBeforeProgram(page, '/register/confirm');
  await page.getByRole('button', { name: english('registration_confirm') }).click();
  program.letGo();
  await expect(page.getByText(english('registration_missing')).first()).toBeVisible();
  await expect(page.getByLabel(english('registration_country'))).toBeFocused();
});

test('a file that is chosen early is read when the program has come', async ({ page }) => {
  const program = await openBeforeProgram(page, '/verify');
  const noPicture = { name: 'form.png', mimeType: 'image/png', buffer: Buffer.from('no picture') };
  await page.getByLabel(english('verify_file')).setInputFiles(noPicture);
  program.letGo();
  await expect(page.getByText(english('problem_codeFile_unreadable'))).toBeVisible();
});

test('the menu of languages opens once it can, where its button was pressed early', async ({ page }) => {
  const program = await openBeforeProgram(page, '/training');
  await page.getByRole('button', { name: 'English' }).click();
  program.letGo();
  await expect(page.getByRole('menuitemradio', { name: 'Français' })).toBeVisible();
});

test('what was pressed so long ago that nobody waits for it any more is not done', async ({ page }) => {
  await page.clock.install();
  const program = await openBeforeProgram(page, '/training');
  const button = page.getByRole('button', { name: /^Keep all with pictures/ });
  await button.click();
  await expect(button).toHaveAttribute('aria-busy', 'true');
  await page.clock.runFor(30_000);
  await expect(button).not.toHaveAttribute('aria-busy', 'true');
  program.letGo();
  // Were it pressed now, the files would be counted until all are here.
  await expect(page.getByText(/^The text of all lessons is on this device/)).toBeVisible({
    timeout: KEPT_WITHIN_MS
  });
  await expect(button).toBeVisible();
});

test('a reader of Arabic sees no English before the program has come', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('PARAGLIDE_LOCALE', 'ar'));
  const program = await openBeforeProgram(page, '/verify');
  const heading = page.locator('h1');
  await expect(heading).toBeAttached();
  await expect(heading).toBeHidden();
  program.letGo();
  await expect(heading).toHaveText(wordsOf('ar')('verify_title'));
});
