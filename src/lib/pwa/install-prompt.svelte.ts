/** An installed program's data is kept longer. */

interface BeforeInstallPromptEvent extends Event {
  prompt(): Promise<void>;
  readonly userChoice: Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

class InstallPrompt {
  canInstall = $state(false);
  isInstalled = $state(false);

  #offer: BeforeInstallPromptEvent | undefined;

  start(): void {
    this.isInstalled = matchMedia('(display-mode: standalone)').matches;
    addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      this.#offer = event as BeforeInstallPromptEvent;
      this.canInstall = true;
    });
    addEventListener('appinstalled', () => {
      this.isInstalled = true;
      this.canInstall = false;
    });
  }

  /** True if the person agreed. An offer works only once. */
  async install(): Promise<boolean> {
    const offer = this.#offer;
    if (!offer) return false;
    this.#offer = undefined;
    this.canInstall = false;
    try {
      await offer.prompt();
      return (await offer.userChoice).outcome === 'accepted';
    } catch {
      // The browser refuses an expired offer and makes another later.
      return false;
    }
  }
}

export const installPrompt = new InstallPrompt();
