import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import { isReloadHeld } from '#lib/i18n/hold-reload.svelte.ts';
import { heldLetters } from '#lib/registry/held-letters.svelte.ts';
import type { Letter } from '#lib/store/office-api.ts';

const SECRETARY = 'incb.secretary';
const BD = 'registration:BD:1';
const KE = 'registration:KE:1';

let tab: EventTarget;

beforeEach(() => {
  tab = new EventTarget();
  vi.stubGlobal('addEventListener', tab.addEventListener.bind(tab));
  vi.stubGlobal('removeEventListener', tab.removeEventListener.bind(tab));
});
afterEach(() => {
  heldLetters.forget();
  vi.unstubAllGlobals();
});

const aLetter = (code: string): Letter =>
  ({ code, validUntil: '2027-01-23T08:00:00.000Z' as Instant }) as Letter;

/** As the browser asks of a page whose tab is closed. */
const asks = (): boolean => !tab.dispatchEvent(new Event('beforeunload', { cancelable: true }));

test('a letter that is not saved is there on coming back, and closing the tab or reloading it asks', () => {
  heldLetters.hold(SECRETARY, BD, aLetter('one'));
  heldLetters.leave(BD);
  expect(heldLetters.of(SECRETARY, BD)?.code).toBe('one');
  expect(heldLetters.hasUnsaved(SECRETARY)).toBe(true);
  expect(isReloadHeld()).toBe(true);
  expect(asks()).toBe(true);
});

test('a saved one asks nothing more, and is held until its page is left', () => {
  heldLetters.hold(SECRETARY, BD, aLetter('one'));
  heldLetters.noteSaved(BD);
  expect([asks(), isReloadHeld(), heldLetters.hasUnsaved(SECRETARY)]).toEqual([false, false, false]);
  expect(heldLetters.of(SECRETARY, BD)).toBeDefined();
  heldLetters.leave(BD);
  expect(heldLetters.of(SECRETARY, BD)).toBeUndefined();
});

test('a second letter for a request takes the place of the first; one for another country does not', () => {
  heldLetters.hold(SECRETARY, BD, aLetter('one'));
  heldLetters.hold(SECRETARY, KE, aLetter('other'));
  heldLetters.hold(SECRETARY, BD, aLetter('two'));
  expect(heldLetters.of(SECRETARY, BD)?.code).toBe('two');
  heldLetters.noteSaved(BD);
  expect(asks()).toBe(true);
  heldLetters.noteSaved(KE);
  expect(asks()).toBe(false);
});

test('nobody else at the same computer sees it, and who signs out leaves none behind', () => {
  heldLetters.hold(SECRETARY, BD, aLetter('one'));
  expect(heldLetters.of('incb.other', BD)).toBeUndefined();
  heldLetters.forget();
  expect([asks(), heldLetters.of(SECRETARY, BD)]).toEqual([false, undefined]);
});
