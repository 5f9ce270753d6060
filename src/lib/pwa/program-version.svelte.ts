/**
 * Registers the service worker and knows when a newer program waits. Nothing is replaced under a person's
 * hands: the new version is taken on their word, after every form has saved itself.
 */
import type { Workbox } from 'workbox-window';
import { saveBeforeReload } from '#lib/i18n/before-reload.ts';

const CHECK_EVERY = 60 * 60 * 1000;

class ProgramVersion {
  /** A newer version is on this device and waits to be taken. */
  isNewReady = $state(false);
  /** The person goes on with what they do; the notice comes back when the program is next opened. */
  isPostponed = $state(false);
  /** A form could not save itself, so nothing was reloaded. */
  hasSaveFailed = $state(false);
  /** Fonts and engines for printing are on this device. */
  isReadyToPrint = $state(false);

  #workbox: Workbox | undefined;
  #isReloading = false;

  async start(scriptUrl: string): Promise<void> {
    if (this.#workbox || !('serviceWorker' in navigator)) return;
    // After the page is there: nothing on it waits for this.
    const { Workbox } = await import('workbox-window');
    const workbox = new Workbox(scriptUrl);
    this.#workbox = workbox;
    workbox.addEventListener('waiting', () => (this.isNewReady = true));
    // Another tab may have taken the new version: this one follows, once its forms are saved.
    workbox.addEventListener('controlling', (event) => void (event.isUpdate && this.#reload()));
    this.#checkNowAndThen(workbox);
    await workbox.register().then(() => this.#warm(), this.#stayOnline);
  }

  /** Takes the new version: save, switch, reload. */
  async useNew(): Promise<void> {
    if (!(await this.#save())) return;
    this.#workbox?.messageSkipWaiting();
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

  async #reload(): Promise<void> {
    if (this.#isReloading || !(await this.#save())) return;
    this.#isReloading = true;
    location.reload();
  }

  async #warm(): Promise<void> {
    const registration = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => (this.isReadyToPrint = event.data === true);
    registration.active?.postMessage({ type: 'WARM' }, [port2]);
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

  /** Private windows and some policies refuse service workers: the program then works while connected. */
  #stayOnline = (): void => {
    this.#workbox = undefined;
  };
}

export const programVersion = new ProgramVersion();
