/** A date typed part by part, whatever the order of the language. */
import { expect, type Locator } from '@playwright/test';

const PARTS = ['day', 'month', 'year'] as const;

/** `place` holds one date field; `iso` is yyyy-mm-dd. */
export async function typeDate(place: Locator, iso: string): Promise<void> {
  const [year = '', month = '', day = ''] = iso.split('-');
  const typed = { day, month, year };
  for (const part of PARTS) {
    const segment = place.locator(`[data-segment="${part}"]`);
    // What is typed takes the place of what stood there.
    await segment.click();
    await segment.pressSequentially(typed[part]);
  }
  await expect(place.locator('[data-segment="year"]')).toHaveValue(year);
}

/** As yyyy-mm-dd, in the time zone of the browsers. */
export function inDays(days: number): string {
  return new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Zurich' }).format(Date.now() + days * 86_400_000);
}

/** As yyyy-mm-dd. */
export async function readDate(place: Locator): Promise<string> {
  const read = (part: string) => place.locator(`[data-segment="${part}"]`).inputValue();
  return [await read('year'), await read('month'), await read('day')].join('-');
}
