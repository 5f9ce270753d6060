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
        const open = [...document.querySelectorAll('details')].map((one) => (one.open ? 'open' : 'folded'));
        document.querySelector('h1')!.textContent = `Printed ${open.join(' and ')}`;
      });
    });
    await page.pdf();
    // What a page keeps for paper leaves out what is folded in it.
    await page.getByRole('heading', { name: 'Printed open and folded' }).waitFor();
    await folded.waitFor({ state: 'hidden' });
  } finally {
    await gallery.close();
  }
}, 120_000);
