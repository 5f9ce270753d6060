/**
 * Registers the service worker and knows when a newer program waits. Nothing is replaced under a person's
 * hands: the new version is taken on their word, after every form has saved itself, and not while something
 * that is typed is saved nowhere, in this tab or in another.
 */
import type { Workbox } from 'workbox-window';
import { readLocale } from '#lib/i18n/locale.ts';
import { saveBeforeReload } from './before-reload.ts';
import { isReloadHeld, onReloadFree, reloadHold } from './hold-reload.svelte.ts';

const CHECK_EVERY = 60 * 60 * 1000;

class ProgramVersion {
  /** A newer version is on this device and waits to be taken. */
  isNewReady = $state(false);
  /** The person goes on with what they do; the notice comes back when the program is next opened. */
  isPostponed = $state(false);
  /** A form could not save itself, so nothing was reloaded. */
  hasSaveFailed = $state(false);
  /** Whether the program itself is on this device, so that it opens without a connection. */
  keeping = $state<'fetching' | 'kept' | 'failed'>('fetching');
  /** Fonts and engines for printing are on this device. */
  isReadyToPrint = $state(false);

  #workbox: Workbox | undefined;
  /** Another tab may have taken it: this one then runs the old program until it is reloaded. */
  #isTaken = false;
  #isWanted = false;

  async start(scriptUrl: string): Promise<void> {
    if (this.#workbox) return;
    if (!('serviceWorker' in navigator)) {
      this.keeping = 'failed';
      return;
    }
    // After the page is there: nothing on it waits for this.
    const program = await import('workbox-window').catch(() => null);
    if (!program) return this.#tryLater(scriptUrl);
    const workbox = new program.Workbox(scriptUrl);
    this.#workbox = workbox;
    workbox.addEventListener('waiting', () => void this.#noteWaiting());
    let isServed = Boolean(navigator.serviceWorker.controller);
    workbox.addEventListener('controlling', () => {
      // The first that serves this tab brings nothing new, be it now or since the tab was opened.
      if (isServed) void this.#follow();
      isServed = true;
    });
    // The line broke off while the first program was fetched: nothing of it is kept.
    workbox.addEventListener('redundant', () => this.keeping === 'fetching' && this.#tryLater(scriptUrl));
    const registration = await workbox.register().catch(() => undefined);
    if (!registration) return this.#tryLater(scriptUrl);
    onReloadFree(() => void (this.#isWanted && this.useNew()));
    this.#checkNowAndThen(workbox);
    await this.#warm();
  }

  /** Takes the new version: save, switch, reload; as soon as nothing that is typed here would be lost. */
  async useNew(): Promise<void> {
    this.#isWanted = true;
    reloadHold.isAwaited = isReloadHeld();
    if (reloadHold.isAwaited || !(await this.#save())) return;
    // What was begun while that was saved is saved nowhere.
    reloadHold.isAwaited = isReloadHeld();
    if (reloadHold.isAwaited) return;
    if (this.#isTaken) location.reload();
    else this.#workbox?.messageSkipWaiting();
  }

  /** A version that another tab has taken is only put off: the next form that closes asks for it again. */
  postpone(): void {
    this.isPostponed = true;
    this.hasSaveFailed = reloadHold.isAwaited = false;
    this.#isWanted = this.#isTaken;
  }

  /** Firefox tells of waiting while the very first one installs: what takes nothing's place is no new version. */
  async #noteWaiting(): Promise<void> {
    const registration = await navigator.serviceWorker.getRegistration().catch(() => undefined);
    if (registration?.active && registration.waiting) this.isNewReady = true;
  }

  async #follow(): Promise<void> {
    this.#isTaken = this.isNewReady = true;
    await this.useNew();
  }

  async #save(): Promise<boolean> {
    this.hasSaveFailed = false;
    try {
      await saveBeforeReload();
      return true;
    } catch {
      this.hasSaveFailed = true;
      return false;
    }
  }

  async #warm(): Promise<void> {
    const registration = await navigator.serviceWorker.ready;
    this.keeping = 'kept';
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => (this.isReadyToPrint = event.data === true);
    registration.active?.postMessage({ type: 'WARM', language: readLocale() }, [port2]);
  }

  #checkNowAndThen(workbox: Workbox): void {
    let checked = Date.now();
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible' || Date.now() - checked < CHECK_EVERY) return;
      checked = Date.now();
      // Without a connection there is nothing newer to learn; the next look comes by itself.
      workbox.update().catch(() => undefined);
    });
  }

  /** With the line back. Private windows and some policies refuse at all: the program then works while connected. */
  #tryLater(scriptUrl: string): void {
    this.#workbox = undefined;
    this.keeping = 'failed';
    const tryAgain = (): void => {
      this.keeping = 'fetching';
      void this.start(scriptUrl);
    };
    addEventListener('online', tryAgain, { once: true });
  }
}

export const programVersion = new ProgramVersion();
