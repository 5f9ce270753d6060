/**
 * What runs in the page to find what a person would see. Each function goes there as text: it may use nothing but
 * its arguments and the platform.
 */

/** Where to point, or why not yet. */
export type Spot = { readonly x: number; readonly y: number } | { readonly missing: string };

export type Wanted =
  | { readonly kind: 'action'; readonly name: string }
  | { readonly kind: 'box'; readonly label: string }
  | { readonly kind: 'place'; readonly selector: string };

export function findSpot(wanted: Wanted): Spot {
  const ACTIONS =
    'button, a[href], [role=button], [role=option], [role=menuitem], [role=menuitemradio], [role=tab]';
  const clean = (text: string | null | undefined): string =>
    (text ?? '')
      .replace(/[\u200e\u200f\u2066-\u2069]/g, '')
      .replace(/\s+/g, ' ')
      .trim();
  const isSeen = (one: Element): boolean => one.checkVisibility({ visibilityProperty: true });
  const nameOf = (one: Element): string =>
    clean(one.getAttribute('aria-label') ?? (one as HTMLElement).innerText);
  const scope = document.querySelector('dialog[open]') ?? document;
  const candidates = (): Element[] => {
    if (wanted.kind === 'place') return [...scope.querySelectorAll(wanted.selector)];
    if (wanted.kind === 'action')
      return [...document.querySelectorAll(ACTIONS)].filter((one) => nameOf(one).startsWith(wanted.name));
    return [...scope.querySelectorAll('label')]
      .filter((one) =>
        clean(one.innerText)
          .replace(/^\d+[a-z]? /, '')
          .startsWith(wanted.label)
      )
      .flatMap((one) => (one.control ? [one.control] : []));
  };
  const found = candidates().find(isSeen);
  const named = JSON.stringify(wanted);
  if (!found)
    return { missing: `${named} is not on the page: ${clean(document.body.innerText).slice(0, 600)}` };
  if (found.matches(':disabled, [aria-disabled=true], [aria-busy=true]'))
    return { missing: `${named} is not ready` };
  found.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { left, top, width, height } = found.getBoundingClientRect();
  const [x, y] = [Math.round(left + width / 2), Math.round(top + height / 2)];
  const hit = document.elementFromPoint(x, y);
  if (!hit || !(found.contains(hit) || hit.contains(found))) return { missing: `${named} is covered` };
  return { x, y };
}

/** As a choice by hand does: the platform's own list cannot be driven the same way everywhere. */
export function chooseInSelect(label: string, option: string): string {
  for (const one of document.querySelectorAll('label')) {
    if (!one.innerText.trim().startsWith(label) || !(one.control instanceof HTMLSelectElement)) continue;
    const found = [...one.control.options].find((each) => each.label.trim() === option);
    if (!found) return `no choice ${option}`;
    one.control.value = found.value;
    for (const type of ['input', 'change']) one.control.dispatchEvent(new Event(type, { bubbles: true }));
    return '';
  }
  return `no list ${label}`;
}

export function readText(selector: string): string {
  const clean = (text: string): string =>
    text.replace(/[\u200e\u200f\u2066-\u2069]/g, '').replace(/\s+/g, ' ');
  const seen = [...document.querySelectorAll<HTMLElement>(selector)].filter((one) => one.checkVisibility());
  return clean(seen.map((one) => one.innerText).join('\n')).trim();
}

/** Whatever the program needs without a connection is kept, and this page is served from it. */
export async function isKept(): Promise<boolean> {
  const registration = await navigator.serviceWorker.getRegistration();
  return Boolean(
    registration?.active &&
    navigator.serviceWorker.controller &&
    (await caches.match('/200.html', { ignoreSearch: true }))
  );
}

/** Null while neither a desk nor the way to unlock it stands. */
export function asksForPassphrase(): boolean | null {
  if (document.querySelector('header a[href$="/sync"]')) return false;
  return document.querySelector('form input[autocomplete="current-password"]') ? true : null;
}
