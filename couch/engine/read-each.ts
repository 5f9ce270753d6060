/**
 * Reads many documents of the embedded engine four at a time. Thousands of revisions cost milliseconds on the main
 * thread, so reading all together would block it.
 */
import type { Pause } from './database.ts';

/** Number of the platform's file threads. */
const AT_ONCE = 4;

/** Results in order; `pause` is awaited after each. */
export async function readEach<T, R>(
  items: readonly T[],
  read: (item: T) => Promise<R>,
  pause: Pause = () => Promise.resolve()
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const readOn = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) {
      results[at] = await read(items[at] as T);
      await pause();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, readOn));
  return results;
}
