/** A new version replaces nothing until the person agrees, every form has saved, and no tab holds unsaved text. */
import type { Workbox } from 'workbox-window';
import { readLocale } from '#lib/i18n/locale.ts';
import { saveBeforeReload } from './safe-reload.ts';
import { isReloadHeld, onReloadFree, reloadHold } from './hold-reload.svelte.ts';

const CHECK_EVERY = 60 * 60 * 1000;

class ProgramVersion {
  isNewReady = $state(false);
  isPostponed = $state(false);
  hasSaveFailed = $state(false);
  keeping = $state<'fetching' | 'kept' | 'failed'>('fetching');
  isReadyToPrint = $state(false);

  #workbox: Workbox | undefined;
  /** If another tab activated the new version, this one runs the old program until a reload. */
  #isTaken = false;
  #isWanted = false;

  async start(scriptUrl: string): Promise<void> {
    if (this.#workbox) return;
    if (!('serviceWorker' in navigator)) {
      this.keeping = 'failed';
      return;
    }
    const program = await import('workbox-window').catch(() => null);
    if (!program) return this.#tryLater(scriptUrl);
    const workbox = new program.Workbox(scriptUrl);
    this.#workbox = workbox;
    workbox.addEventListener('waiting', () => void this.#noteWaiting());
    let isServed = Boolean(navigator.serviceWorker.controller);
    workbox.addEventListener('controlling', () => {
      // The first worker that serves this tab is not a new version.
      if (isServed) void this.#follow();
      isServed = true;
    });
    // The connection broke during the first fetch: nothing of the program is kept.
    workbox.addEventListener('redundant', () => this.keeping === 'fetching' && this.#tryLater(scriptUrl));
    const registration = await workbox.register().catch(() => undefined);
    if (!registration) return this.#tryLater(scriptUrl);
    onReloadFree(() => void (this.#isWanted && this.useNew()));
    this.#checkNowAndThen(workbox);
    await this.#warm();
  }

  async useNew(): Promise<void> {
    this.#isWanted = true;
    reloadHold.isAwaited = isReloadHeld();
    if (reloadHold.isAwaited || !(await this.#save())) return;
    // Text typed during the save is saved nowhere.
    reloadHold.isAwaited = isReloadHeld();
    if (reloadHold.isAwaited) return;
    if (this.#isTaken) location.reload();
    else this.#workbox?.messageSkipWaiting();
  }

  /** The next form that closes asks for it again. */
  postpone(): void {
    this.isPostponed = true;
    this.hasSaveFailed = reloadHold.isAwaited = false;
    this.#isWanted = this.#isTaken;
  }

  /** Firefox reports `waiting` even while the first worker installs; only a replacement is a new version. */
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
      // Offline there is nothing to learn; the next check runs automatically.
      workbox.update().catch(() => undefined);
    });
  }

  /**
   * Tries again once online. Private windows and some policies refuse always: the program then works only while
   * connected.
   */
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
