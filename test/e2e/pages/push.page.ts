/** Notifications under Security, and the push service of the browser, which no test can reach. */
import { expect, type Locator, type Page } from '@playwright/test';
import { english } from './words.ts';

/** The scope of a service worker, as far as a click needs it: the types of pages have none. */
interface Worker extends EventTarget {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { openWindow: (url: string) => Promise<unknown> };
  readonly WindowClient: { readonly prototype: { readonly url: string; focus: () => Promise<unknown> } };
  readonly NotificationEvent: new (
    type: string,
    init: { readonly notification: Notification | undefined }
  ) => Event & { waitUntil: (until: Promise<unknown>) => void };
}

export class PushPage {
  constructor(readonly page: Page) {}

  get panel(): Locator {
    return this.page.getByRole('region', { name: english('notify_push'), exact: true });
  }

  async turnOn(): Promise<void> {
    await this.panel.getByRole('button', { name: english('notify_push_start') }).click();
  }

  /** From now on this page plays the push service's part of `pushManager`. All other parts stay the browser's. */
  async playPushService(): Promise<void> {
    await this.page.evaluate(() => {
      let held: PushSubscription | null = null;
      PushManager.prototype.getSubscription = () => Promise.resolve(held);
      PushManager.prototype.subscribe = async (options) => {
        const curve = { name: 'ECDH', namedCurve: 'P-256' };
        const { publicKey } = await crypto.subtle.generateKey(curve, true, ['deriveBits']);
        const point = await crypto.subtle.exportKey('raw', publicKey);
        const base64 = String(options?.applicationServerKey).replace(/-/g, '+').replace(/_/g, '/');
        const key = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer;
        held = {
          endpoint: `https://push.example.org/${crypto.randomUUID()}`,
          options: { applicationServerKey: key, userVisibleOnly: true },
          getKey: (name: string) => (name === 'auth' ? new Uint8Array(16).buffer : point),
          unsubscribe: () => {
            held = null;
            return Promise.resolve(true);
          }
        } as unknown as PushSubscription;
        return held;
      };
    });
  }

  /** A message that the browser has received and decrypted, as its service worker gets it. */
  async deliver(data: string): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    const known = new Promise<string>((resolve) =>
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
        if (first) resolve(first.registrationId);
      })
    );
    await session.send('ServiceWorker.enable');
    const { origin } = new URL(this.page.url());
    await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId: await known, data });
    await session.detach();
  }

  readShown(): Promise<readonly { title: string; body: string; lang: string; dir: string }[]> {
    return this.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      const shown = await registration.getNotifications();
      return shown.map(({ title, body, lang, dir }) => ({ title, body, lang, dir }));
    });
  }

  /** What a click on the notification opens. Only a person's click may bring a window to the front, so both ways are noted. */
  async click(): Promise<readonly string[]> {
    const [worker] = this.page.context().serviceWorkers();
    if (!worker) throw new Error('No service worker.');
    return worker.evaluate(async () => {
      const scope = globalThis as unknown as Worker;
      const ways: string[] = [];
      scope.WindowClient.prototype.focus = function () {
        ways.push('front');
        return Promise.resolve(this);
      };
      scope.clients.openWindow = (url) => Promise.resolve(void ways.push(`open ${url}`));
      const [notification] = await scope.registration.getNotifications();
      const waits: Promise<unknown>[] = [];
      const event = new scope.NotificationEvent('notificationclick', { notification });
      event.waitUntil = (until) => void waits.push(until);
      scope.dispatchEvent(event);
      await Promise.all(waits);
      return ways;
    });
  }

  async expectNone(): Promise<void> {
    await expect(this.panel.getByText(english('notify_push_off'))).toBeVisible();
  }
}
