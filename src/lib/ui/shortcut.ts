/** Keys: `mod+k` is Ctrl+K, or ⌘K on a Mac. Letters alone never fire while a person types. */

export function isTyping(target: EventTarget | null): boolean {
  const element = target instanceof HTMLElement ? target : undefined;
  return element?.closest('input, textarea, select, [contenteditable="true"]') != null;
}

/** Among the boxes of a form a letter is meant for one of them, though a button there holds the focus. */
export function isInForm(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('form, fieldset, [data-form]') !== null;
}

function isMac(platform: string = globalThis.navigator?.platform ?? ''): boolean {
  return /^(Mac|iP)/.test(platform);
}

/** Keyboards that have no Latin letters still have the places of them, and a question mark of their own. */
const SIGNS: Readonly<Record<string, string>> = { '\u061f': '?', '\u037e': '?' };

/**
 * What is printed on the key, where that is a Latin letter or a sign: on AZERTY the `a` is where it says so. Of Cyrillic,
 * Arabic and other letters the place on the keyboard counts, which bears a Latin letter as well.
 */
export function keyOf({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): string {
  const sign = SIGNS[key];
  if (sign !== undefined) return sign;
  const isForeign = /[\u0370-\uffff]/.test(key);
  if (code === 'Slash' && (isForeign || key === '.')) return '/';
  const letter = isForeign ? /^Key([A-Z])$/.exec(code)?.[1] : undefined;
  return (letter ?? key).toLowerCase();
}

export function isShortcut(event: KeyboardEvent, shortcut: string, mac = isMac()): boolean {
  const parts = shortcut.toLowerCase().split('+');
  const key = parts.at(-1);
  const wantsMod = parts.includes('mod');
  const hasMod = mac ? event.metaKey : event.ctrlKey;
  const hasOther = mac ? event.ctrlKey : event.metaKey;
  if (keyOf(event) !== key || event.altKey || hasOther || hasMod !== wantsMod) return false;
  // Shift makes some signs (`?`), so it counts only for letters and named keys.
  const isSign = key?.length === 1 && !/[a-z0-9]/.test(key);
  return isSign || event.shiftKey === parts.includes('shift');
}

/** The words for the key caps: `['Ctrl', 'K']`, `['⌘', 'K']`. */
export function shortcutCaps(shortcut: string, mac = isMac()): string[] {
  const names: Record<string, string> = { mod: mac ? '⌘' : 'Ctrl', shift: '⇧', enter: '↵', space: '␣' };
  return shortcut.split('+').map((part) => names[part] ?? part.toUpperCase());
}
