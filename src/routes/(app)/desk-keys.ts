import { createContext } from 'svelte';

export const [getKeyHelp, setKeyHelp] = createContext<() => void>();

/** `g` and then a letter, so that a single letter never leaves the page. */
interface DeskKey {
  readonly letter: string;
  readonly href: string;
}

export const LOCK_KEY = 'mod+shift+l';

const WITHIN_MS = 1500;

export function followDeskKeys(keys: readonly DeskKey[]): (key: string, at: number) => string | null {
  let pressedAt = -Infinity;
  return (key, at) => {
    const letter = key.toLowerCase();
    const isSecond = at - pressedAt <= WITHIN_MS;
    pressedAt = letter === 'g' ? at : -Infinity;
    return isSecond ? (keys.find((one) => one.letter === letter)?.href ?? null) : null;
  };
}
