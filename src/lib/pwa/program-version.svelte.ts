/** A new version replaces nothing until the person agrees, every form has saved, and no tab holds unsaved text. */
import { readLocale } from '#lib/i18n/locale.ts';
import { remember, remembered } from './remember.ts';
import { saveBeforeReload } from './safe-reload.ts';
import { isReloadHeld, onReloadFree, reloadHold } from './hold-reload.svelte.ts';

const CHECK_EVERY = 60 * 60 * 1000;
const FORMS_LEFT_OUT = 'i2es-forms-left-out';
const LANGUAGES_LEFT_OUT = 'i2es-languages-left-out';

class ProgramVersion {
  isNewReady = $state(false);
  isPostponed = $state(false);
  hasSaveFailed = $state(false);
  keeping = $state<'fetching' | 'kept' | 'failed'>('fetching');
  isReadyToPrint = $state(false);
  /** Whether fonts and engines for printing and scanning are kept for work without a connection. */
  keepsForms = $state(true);
  /** Whether languages other than the reader's and English are kept too. */
  keepsLanguages = $state(true);
  /** Grows when the service worker has kept or deleted parts. */
  partsChanged = $state(0);

  #registration: ServiceWorkerRegistration | undefined;
  #scriptUrl = '';
  #isServed = false;
  /** If another tab activated the new version, this one runs the old program until a reload. */
  #isTaken = false;
  #isWanted = false;

  async start(scriptUrl: string): Promise<void> {
    if (this.#scriptUrl) return;
    this.keepsForms = remembered(FORMS_LEFT_OUT) !== true;
    this.keepsLanguages = remembered(LANGUAGES_LEFT_OUT) !== true;
    if (!('serviceWorker' in navigator)) {
      this.keeping = 'failed';
      return;
    }
    this.#scriptUrl = scriptUrl;
    // The first page has the connection for itself.
    if (document.readyState !== 'complete')
      await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
    this.#isServed = Boolean(navigator.serviceWorker.controller);
    navigator.serviceWorker.addEventListener('controllerchange', this.#noteController);
    const registration = await navigator.serviceWorker.register(scriptUrl).catch(() => undefined);
    if (!registration) return this.#tryLater(scriptUrl);
    this.#registration = registration;
    registration.addEventListener('updatefound', this.#followWorker);
    this.#followWorker();
    this.#noteWaiting();
    onReloadFree(() => void (this.#isWanted && this.useNew()));
    this.#checkNowAndThen();
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
    else this.#registration?.waiting?.postMessage({ type: 'SKIP_WAITING' });
  }

  /** The next form that closes asks for it again. */
  postpone(): void {
    this.isPostponed = true;
    this.hasSaveFailed = reloadHold.isAwaited = false;
    this.#isWanted = this.#isTaken;
  }

  keepForms(keeps: boolean): void {
    this.keepsForms = keeps;
    remember(FORMS_LEFT_OUT, !keeps);
    void this.#warm();
  }

  keepLanguages(keeps: boolean): void {
    this.keepsLanguages = keeps;
    remember(LANGUAGES_LEFT_OUT, !keeps);
    void this.#warm();
  }

  readonly #noteController = (): void => {
    // The first worker that serves this tab is not a new version.
    if (this.#isServed) void this.#follow();
    this.#isServed = true;
  };

  readonly #followWorker = (): void => {
    this.#registration?.installing?.addEventListener('statechange', this.#noteState);
  };

  readonly #noteState = ({ target }: Event): void => {
    const { state } = target as ServiceWorker;
    if (state === 'installed') this.#noteWaiting();
    // The connection broke during the first fetch: nothing of the program is kept.
    if (state === 'redundant' && this.keeping === 'fetching') this.#tryLater(this.#scriptUrl);
  };

  /** The first worker waits for none; only a replacement is a new version. */
  #noteWaiting(): void {
    if (this.#registration?.active && this.#registration.waiting) this.isNewReady = true;
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
    const { active } = await navigator.serviceWorker.ready;
    const wanted = { language: readLocale(), languages: this.keepsLanguages, forms: this.keepsForms };
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data: isLanguageKept }) => {
      if (isLanguageKept !== true) return addEventListener('online', () => void this.#warm(), { once: true });
      this.keeping = 'kept';
      port1.onmessage = ({ data }) => {
        this.isReadyToPrint = data === true;
        this.partsChanged++;
      };
    };
    active?.postMessage({ type: 'WARM', ...wanted }, [port2]);
  }

  #checkNowAndThen(): void {
    let checked = Date.now();
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible' || Date.now() - checked < CHECK_EVERY) return;
      checked = Date.now();
      // Offline there is nothing to learn; the next check runs automatically.
      this.#registration?.update().catch(() => undefined);
    });
  }

  /**
   * Tries again once online. Private windows and some policies refuse always: the program then works only while
   * connected.
   */
  #tryLater(scriptUrl: string): void {
    this.#scriptUrl = '';
    this.keeping = 'failed';
    const tryAgain = (): void => {
      this.keeping = 'fetching';
      void this.start(scriptUrl);
    };
    addEventListener('online', tryAgain, { once: true });
  }
}

export const programVersion = new ProgramVersion();
