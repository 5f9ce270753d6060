/** A square code on the screen, as the camera of a phone sees it: held askew, a little out of focus, not filling the picture. */
import { createRequire } from 'node:module';
import type { Locator } from '@playwright/test';

const READER = createRequire(import.meta.url).resolve('jsqr');

type ReadPixels = (
  pixels: Uint8ClampedArray,
  width: number,
  height: number
) => { readonly data: string } | null;

/** What it says; it is read on an empty page, on which nothing but the reader runs. */
export async function readSquareCode(code: Locator): Promise<string> {
  await code.scrollIntoViewIfNeeded();
  const picture = await code.screenshot();
  const camera = await code.page().context().newPage();
  await camera.addScriptTag({ path: READER });
  const said = await camera.evaluate(
    async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const [width, height] = [1280, 960];
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const context = canvas.getContext('2d');
      if (!context) return null;
      context.fillStyle = '#777';
      context.fillRect(0, 0, width, height);
      context.translate(width / 2, height / 2);
      context.rotate(0.12);
      context.filter = 'blur(1px) contrast(0.7)';
      const side = 640;
      context.drawImage(image, -side / 2, -side / 2, side, side);
      const { jsQR } = globalThis as unknown as { jsQR: ReadPixels };
      return jsQR(context.getImageData(0, 0, width, height).data, width, height)?.data ?? null;
    },
    `data:image/png;base64,${picture.toString('base64')}`
  );
  await camera.close();
  if (said === null) throw new Error('No camera reads this code.');
  return said;
}
