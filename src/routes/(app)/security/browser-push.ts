/** Notifications of this browser by its push service. The browser asks the person, only on their own click. */
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { bytesToBase64url } from '#lib/domain/bytes.ts';
import { sha256Base64url } from '#lib/domain/sha256.ts';

interface PushAddress {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

/** Private windows, and Safari outside the home screen, have no push manager or no service worker. */
async function findRegistration(): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) return null;
  const known = await navigator.serviceWorker.getRegistration().catch(() => undefined);
  return known?.pushManager ? navigator.serviceWorker.ready : null;
}

/** As the server names this browser; null if it receives nothing. */
export async function ownPushId(): Promise<string | null> {
  const subscription = await (await findRegistration())?.pushManager.getSubscription().catch(() => null);
  return subscription ? sha256Base64url(subscription.endpoint) : null;
}

/** `key`: of the only server whose messages the browser accepts. */
export async function startPush(key: string): Promise<Result<PushAddress>> {
  const registration = await findRegistration();
  if (!registration) return refuse({ code: 'notifications.browser.unsupported' });
  if ((await Notification.requestPermission()) !== 'granted')
    return refuse({ code: 'notifications.browser.blocked' });
  try {
    const { pushManager } = registration;
    const before = await pushManager.getSubscription();
    if (before && keyOf(before.options.applicationServerKey) !== key) await before.unsubscribe();
    const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    return accept({
      endpoint: made.endpoint,
      p256dh: keyOf(made.getKey('p256dh')),
      auth: keyOf(made.getKey('auth'))
    });
  } catch {
    return refuse({ code: 'notifications.browser.noService' });
  }
}

export async function stopPush(): Promise<void> {
  const subscription = await (await findRegistration())?.pushManager.getSubscription().catch(() => null);
  await subscription?.unsubscribe().catch(() => false);
}

function keyOf(key: ArrayBuffer | null): string {
  return key ? bytesToBase64url(new Uint8Array(key)) : '';
}
