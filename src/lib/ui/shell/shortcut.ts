/** `mod+k` is Ctrl+K, or ⌘K on a Mac. Plain letters never fire while a person types. */

export function isTyping(target: EventTarget | null): boolean {
  const element = target instanceof HTMLElement ? target : undefined;
  return element?.closest('input, textarea, select, [contenteditable="true"]') != null;
}

/** A letter belongs to the form's boxes, even if a button has the focus. */
export function isInForm(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('form, fieldset, [data-form]') !== null;
}

function isMac(platform: string = globalThis.navigator?.platform ?? ''): boolean {
  return /^(Mac|iP)/.test(platform);
}

/** Non-Latin keyboards have the same key positions, and a question mark of their own. */
const SIGNS: Readonly<Record<string, string>> = { '\u061f': '?', '\u037e': '?' };

/**
 * On AZERTY the `a` counts where it is printed. For Cyrillic, Arabic and other letters the key's position counts, which
 * also has a Latin letter.
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

export function shortcutCaps(shortcut: string, mac = isMac()): string[] {
  const names: Record<string, string> = { mod: mac ? '⌘' : 'Ctrl', shift: '⇧', enter: '↵', space: '␣' };
  return shortcut.split('+').map((part) => names[part] ?? part.toUpperCase());
}
