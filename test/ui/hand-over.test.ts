import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { letGoOf, openPaper } from '#lib/ui/file/hand-over.ts';

const PAPER = { content: new Blob(['%PDF-'], { type: 'application/pdf' }), name: 'letter.pdf' };
const AN_HOUR = 3_600_000;

let revoked: string[] = [];
beforeEach(() => {
  revoked = [];
  vi.useFakeTimers();
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((href) => void revoked.push(href));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test('a sheet that the browser opened in no window can be opened by hand for as long as it is offered', () => {
  vi.stubGlobal('window', { open: () => null });
  const blocked = openPaper(PAPER, 'print');
  if (!blocked) throw new Error('A window has opened.');
  expect(blocked.name).toBe('letter.pdf');
  vi.advanceTimersByTime(AN_HOUR);
  expect(revoked).toEqual([]);
  letGoOf(blocked.href);
  vi.advanceTimersByTime(1_000);
  expect(revoked).toEqual([]);
  vi.advanceTimersByTime(AN_HOUR);
  expect(revoked).toEqual([blocked.href]);
});

test('a sheet in a window is held until any viewer has read it, and printed only where that was asked for', () => {
  const print = vi.fn();
  const shown = { print, addEventListener: (_: string, heard: () => void) => heard() };
  vi.stubGlobal('window', { open: () => shown });
  expect(openPaper(PAPER, 'open')).toBeNull();
  expect(print).not.toHaveBeenCalled();
  expect(openPaper(PAPER, 'print')).toBeNull();
  expect(print).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(AN_HOUR);
  expect(revoked).toHaveLength(2);
});
