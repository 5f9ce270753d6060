/** A picture as small as its most bytes allow: the browser that took it also packs it. */
import type { Page } from '@playwright/test';

const QUALITIES = [0.8, 0.7, 0.6, 0.5, 0.4];

export async function toWebp(page: Page, png: Buffer, mostBytes: number): Promise<Buffer> {
  for (const quality of QUALITIES) {
    const packed = await pack(page, png, quality);
    if (packed.length <= mostBytes || quality === QUALITIES.at(-1)) return packed;
  }
  throw new Error('unreachable');
}

async function pack(page: Page, png: Buffer, quality: number): Promise<Buffer> {
  const given = { source: `data:image/png;base64,${png.toString('base64')}`, quality };
  const made = await page.evaluate(async ({ source, quality }) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', quality);
  }, given);
  return Buffer.from(made.slice(made.indexOf(',') + 1), 'base64');
}
