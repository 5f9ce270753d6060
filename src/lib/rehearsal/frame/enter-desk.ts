/**
 * Makes a frame one side of the rehearsal, with the page's clock and server, so that it cannot reach the real server or
 * records.
 */
import { unwrap } from '#lib/domain/result.ts';
import { surround } from '#lib/store/browser/browser-deps.ts';
import { store } from '#lib/store/store.svelte.ts';
import type { Place } from './place.ts';

/** Milliseconds. An idle device locks itself; a frame of the rehearsal has nothing to guard. */
const STAYS_AWAKE_MS = 30_000;

export function prepareFrame(place: Place): void {
  const native = window.fetch.bind(window);
  window.fetch = (input, init) => (isOfServer(input) ? place.fetch(input, init) : native(input, init));
  window.Date = movedDate(place.now);
  // The surrounding page recognizes a frame of the rehearsal by this, on any page of the app.
  document.documentElement.dataset['practice'] = '';
  surround({ prefix: place.prefix, carrier: place.carrier });
  addEventListener('pagehide', () => place.leave(location.pathname + location.search));
  setInterval(() => dispatchEvent(new Event('touchstart')), STAYS_AWAKE_MS);
}

export async function enterDesk({ office }: Place): Promise<void> {
  const { person, password, passphrase, country } = office;
  await store.start();
  if (store.phase.name === 'signed-out') unwrap(await store.signIn(person.id, password));
  if (store.phase.name === 'signed-in') {
    unwrap(await store.createSealedStore(passphrase));
    unwrap(await store.requestDevice(`${person.name}, ${country}`));
  } else if (store.phase.name === 'locked') unwrap(await store.unlock(passphrase));
}

function isOfServer(input: RequestInfo | URL): boolean {
  const address = typeof input === 'object' && 'url' in input ? input.url : String(input);
  return /^\/(?:api|db)(?:\/|$)/.test(new URL(address, location.href).pathname);
}

function movedDate(now: () => number): DateConstructor {
  return new Proxy(Date, {
    construct: (target, given, as: typeof Date) =>
      Reflect.construct(target, given.length > 0 ? given : [now()], as),
    get: (target, name): unknown => (name === 'now' ? now : Reflect.get(target, name))
  });
}
