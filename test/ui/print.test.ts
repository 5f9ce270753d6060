/** What is folded on the screen is on the paper. */
import { expect, test } from 'vitest';
import { Gallery } from './gallery-page.ts';

test('what is folded is opened while the page is printed, and folded again', async () => {
  const gallery = await Gallery.open();
  try {
    const page = await gallery.look({ page: 'moving' });
    const folded = page.getByText('All that was said of them');
    expect(await folded.isVisible()).toBe(false);
    await page.evaluate(() => {
      addEventListener('beforeprint', () => {
        const isOpen = document.querySelector('details')?.open === true;
        document.querySelector('h1')!.textContent = isOpen ? 'Printed open' : 'Printed folded';
      });
    });
    await page.pdf();
    await page.getByRole('heading', { name: 'Printed open' }).waitFor();
    await folded.waitFor({ state: 'hidden' });
  } finally {
    await gallery.close();
  }
}, 120_000);
