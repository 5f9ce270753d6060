/**
 * Reads many documents of the embedded engine a few at a time. What one costs to read is done on the thread that
 * answers everybody, and a document with thousands of revisions costs milliseconds: were all asked for at once, all
 * would be done at once.
 */
import type { Pause } from './database.ts';

/** As many as the platform's file threads read beside each other. */
const AT_ONCE = 4;

/** What was read of each, in their order; `pause` is waited for after each. */
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
