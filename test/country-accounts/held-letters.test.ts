import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import { isReloadHeld, onReloadFree } from '#lib/pwa/hold-reload.svelte.ts';
import { heldLetters } from '#lib/country-accounts/held-letters.svelte.ts';
import type { Registration } from '#lib/domain/registration/registration.ts';
import type { Letter } from '#lib/store/server/office-api.ts';

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

const WRITTEN = '2026-11-23T08:00:00.000Z';
const LATER = '2026-11-24T08:00:00.000Z';

/** The request of `BD` as this device knows it. */
const aRequest = (known: object): Registration => ({ _id: BD, ...known }) as Registration;

const aLetter = (code: string): Letter => ({
  code,
  validUntil: '2027-01-23T08:00:00.000Z' as Instant,
  registration: aRequest({ status: 'letter', letterAt: WRITTEN })
});

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

test('a new letter in the place of another leaves no moment in which the page may go', () => {
  const goes = vi.fn();
  onReloadFree(goes);
  heldLetters.hold(SECRETARY, BD, aLetter('one'));
  heldLetters.hold(SECRETARY, BD, aLetter('two'));
  expect(goes).not.toHaveBeenCalled();
  heldLetters.noteSaved(BD);
  expect(goes).toHaveBeenCalledOnce();
  onReloadFree(() => undefined);
});

test('nobody else at the same computer sees it, and who signs out leaves none behind', () => {
  heldLetters.hold(SECRETARY, BD, aLetter('one'));
  expect(heldLetters.of('incb.other', BD)).toBeUndefined();
  heldLetters.forget();
  expect([asks(), heldLetters.of(SECRETARY, BD)]).toEqual([false, undefined]);
});

test.each([
  ['no word of the letter has come here yet', { status: 'asked' }, true],
  ['the request waits', { status: 'letter', letterAt: WRITTEN }, true],
  [
    'the code of the letter before it was worn out',
    { status: 'letter', letterAt: '2026-11-01', codeVoidAt: LATER },
    true
  ],
  ['a later letter was written', { status: 'letter', letterAt: LATER }, false],
  ['its code was worn out', { status: 'letter', letterAt: WRITTEN, codeVoidAt: LATER }, false],
  ['the request was confirmed', { status: 'confirmed', letterAt: WRITTEN }, false],
  ['the request was refused', { status: 'refused', letterAt: WRITTEN }, false]
])('where %s, the letter is held or let go (%#)', (_, known, isHeld) => {
  heldLetters.hold(SECRETARY, BD, aLetter('one'));
  heldLetters.hold(SECRETARY, KE, aLetter('other'));
  heldLetters.forgetVoid(aRequest(known));
  expect(heldLetters.of(SECRETARY, BD) !== undefined).toBe(isHeld);
  expect(heldLetters.of(SECRETARY, KE)).toBeDefined();
  heldLetters.noteSaved(KE);
  expect([asks(), isReloadHeld()]).toEqual([isHeld, isHeld]);
});
