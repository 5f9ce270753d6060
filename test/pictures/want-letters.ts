/** A machine without the letters of a language draws boxes in their place, which no size and no test of a picture tells. */
import type { Page } from '@playwright/test';

/** Two letters that no font draws alike. */
const TWO: Readonly<Record<string, readonly [string, string]>> = {
  zh: ['国', '中'],
  ar: ['ب', 'د'],
  ru: ['ж', 'ю']
};

export async function wantLetters(page: Page, locale: string): Promise<void> {
  const two = TWO[locale] ?? ['m', 'i'];
  const isDrawn = await page.evaluate(([one, other]) => {
    const drawn = [one, other].map((letter) => {
      const canvas = document.createElement('canvas');
      const pen = canvas.getContext('2d');
      if (pen) pen.font = '40px sans-serif';
      pen?.fillText(letter, 10, 60);
      return canvas.toDataURL();
    });
    return drawn[0] !== drawn[1];
  }, two);
  if (isDrawn) return;
  throw new Error(
    `This machine has no letters of “${locale}”: its pictures would show boxes. Install a font, fonts-noto-cjk or fonts-noto-core on Debian.`
  );
}
