/** Whether this browser offers to install the program. Installed, the browser keeps its data longer. */

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

  /** The browser asks the person; true when they agreed. An offer is good for one question. */
  async install(): Promise<boolean> {
    const offer = this.#offer;
    if (!offer) return false;
    this.#offer = undefined;
    this.canInstall = false;
    try {
      await offer.prompt();
      return (await offer.userChoice).outcome === 'accepted';
    } catch {
      // An offer that is too old is refused by the browser, which makes another one when it sees fit.
      return false;
    }
  }
}

export const installPrompt = new InstallPrompt();
