/** A newcomer learns in a room without network: from the public page to a certificate, everything after the first visit off line. */
import { readFileSync } from 'node:fs';
import { expect, type Response } from '@playwright/test';
import { LESSON_PATHS } from '#lib/domain/training/lesson-path.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { KEPT_WITHIN_MS, readCachedPaths, waitUntilPagesKept } from '../pages/line.page.ts';
import { OFFICERS } from '../pages/sign-in.page.ts';
import { TrainingPage } from '../pages/training.page.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

test.use(KEPT);

test('a newcomer learns without a network, from the public page to the certificate', async ({
  page,
  context
}) => {
  const server = await Server.start();
  const training = new TrainingPage(page);
  try {
    await test.step('given the training was visited once, and kept', async () => {
      await page.goto(server.address);
      await page.getByRole('link', { name: 'Training' }).click();
      await expect(training.title).toHaveText('Training');
      await page.getByRole('button', { name: /^Keep all with pictures: [\d.,]+\s(?:kB|MB)$/ }).click();
      await expect(page.getByText('All lessons with their pictures are on this device')).toBeVisible({
        timeout: KEPT_WITHIN_MS
      });
      await waitUntilPagesKept(page);
      // Pages in the reader's language follow the program.
      await expect.poll(() => readCachedPaths(page), { timeout: KEPT_WITHIN_MS }).toContain('/en/help');
    });

    await context.setOffline(true);
    await server.halt();

    await test.step('when the page is opened again without a network, the path is there', async () => {
      await page.reload();
      await training.choosePath('customs');
      await expect(page.getByText(`0 of ${LESSON_PATHS.customs.length} finished`)).toBeVisible();
    });

    await test.step('then a passage is found by its words', async () => {
      await page.getByLabel('Search lessons, help and questions').fill('detained');
      await page.getByRole('link', { name: 'Which document' }).click();
      await expect(training.title).toHaveText('For customs');
      await page.goBack();
    });

    await test.step('and each lesson is read with its pictures, and its questions are answered', async () => {
      await expect(page.getByRole('link', { name: 'Continue: For customs' })).toBeVisible();
      await training.finishPath('customs', async () => {
        for (const picture of await page.locator('article img').all())
          await expect
            .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
            .toBeGreaterThan(0);
      });
    });

    await test.step('and help opens without an account or a network, at the answer that was asked for', async () => {
      await page.goto(`${server.address}/help#devices-lost`);
      await expect(page).toHaveURL(`${server.address}/en/help#devices-lost`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Help: questions and answers');
      await expect(page.locator('#devices-lost')).toBeVisible();
    });

    await test.step('and what is finished outlives a restart of the page', async () => {
      await page.goto(`${server.address}/training`);
      await expect(page.getByText('4 of 4 finished')).toBeVisible();
    });

    await test.step('and the learner’s own statement is made, saved as PDF, and verified', async () => {
      await page.getByRole('link', { name: 'Get certificate' }).click();
      await page.getByRole('button', { name: 'Create my own certificate' }).click();
      await expect(page.getByText('Enter a name on one line.')).toBeVisible();
      await page.getByLabel('Name on the certificate').fill('Ana Pérez');
      await page.getByRole('button', { name: 'Create my own certificate' }).click();
      const saving = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save the badge (Open Badges 3.0)' }).click();
      const badge = readFileSync(await (await saving).path(), 'utf8');
      await page.getByLabel('Text of the badge').fill(badge);
      await expect(page.getByText('Unchanged', { exact: true })).toBeVisible();
      await expect(page.getByText('The learner’s own device signed this certificate').first()).toBeVisible();
      await page.getByLabel('Text of the badge').fill(badge.replace(/.\./, 'x.'));
      await expect(page.getByText('Not a certificate, or changed')).toBeVisible();
    });
  } finally {
    await server.stop();
  }
});

test('what was learnt comes back on another computer, as the account’s own', async ({ browser }) => {
  const server = await Server.start();
  const [first] = LESSON_PATHS.customs;
  const arrive = async (device: string): Promise<TrainingPage> => {
    const { page } = new DesksPage(await (await browser.newContext()).newPage());
    await new DesksPage(page).arrive(server.address, OFFICERS.CH, device);
    await page.goto(`${server.address}/training`);
    return new TrainingPage(page);
  };
  try {
    const old = await arrive('Old laptop');
    await old.choosePath('customs');
    await old.page.locator(`h3 a[href$="/training/${first}"]`).click();
    const isTold = (answer: Response): boolean => {
      const isDone = answer.request().postData()?.includes(`"${first}":"`) === true;
      return answer.url().endsWith('/api/training/progress') && answer.ok() && isDone;
    };
    // Until all its questions are answered, however long that takes.
    const told = old.page.waitForResponse(isTold, { timeout: 0 });
    await old.answer(first);
    await told;
    const fresh = await arrive('New laptop');
    await fresh.choosePath('customs');
    await expect(fresh.page.getByText(`1 of ${LESSON_PATHS.customs.length} finished`)).toBeVisible();
  } finally {
    await server.stop();
  }
});
