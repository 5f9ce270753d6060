/**
 * Text that is left in the clear on purpose, in each place in which a browser keeps something for a page: a search
 * of the disk that does not find all of it proves nothing.
 */
import type { Page } from '@playwright/test';

export const PLANTED = {
  row: 'Plainrowmarker',
  value: 'Plainvaluemarker',
  cache: 'Plaincachemarker',
  local: 'Plainlocalmarker',
  session: 'Plainsessionmarker',
  address: 'Plainaddressmarker'
} as const;

/** Rows enough that the browser lays them down in packed tables, and a value that it packs by itself. */
export async function plantInTheClear(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/register?${PLANTED.address}`);
  await page.evaluate(async (planted) => {
    const settle = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('not planted'));
      });
    const asked = indexedDB.open('planted');
    asked.onupgradeneeded = () => void asked.result.createObjectStore('rows');
    const database = await settle(asked);
    // Its pieces stand before it: what packs refers back to them, and does not write it out again.
    const pieces = [0, 3, 6, 9].map((from) => planted.row.slice(from, from + 6)).join(' ');
    for (let at = 0; at < 1000; at++) {
      const row = { sealed: `${pieces} ${'as an officer types '.repeat(450)}${planted.row} ${at}` };
      await settle(database.transaction('rows', 'readwrite').objectStore('rows').put(row, at));
    }
    const value = { sealed: `${'as an officer types '.repeat(20_000)}${planted.value}` };
    await settle(database.transaction('rows', 'readwrite').objectStore('rows').put(value, 'value'));
    database.close();
    const cache = await caches.open('planted');
    await cache.put('/planted', new Response(planted.cache.repeat(3)));
    localStorage.setItem('planted', planted.local);
    sessionStorage.setItem('planted', planted.session);
  }, PLANTED);
}
