import { expect, test, vi } from 'vitest';

test.each([
  ['when the first page is complete', 0, true],
  ['after ten seconds on the page of the sign-in', 10_000, false]
])('what is needed later is fetched %s', async (_, milliseconds, isComplete) => {
  vi.resetModules();
  vi.useFakeTimers();
  try {
    const { becomeCalm, whenCalm } = await import('#lib/store/browser/calm.ts');
    let isCalm = false;
    void whenCalm().then(() => (isCalm = true));
    await vi.advanceTimersByTimeAsync(9_000);
    expect(isCalm).toBe(false);
    if (isComplete) becomeCalm();
    await vi.advanceTimersByTimeAsync(milliseconds);
    expect(isCalm).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});
