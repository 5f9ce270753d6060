/** Keys that lead from desk to desk: `g` and then a letter, like turning a page; one letter alone never leads away. */
export interface DeskKey {
  readonly letter: string;
  readonly href: string;
}

/** Locks the desks, wherever one is. */
export const LOCK_KEY = 'mod+shift+l';

const WITHIN_MS = 1500;

/** Returns where a key leads, or null. Keeps when `g` was pressed; a slow second letter means nothing. */
export function followDeskKeys(keys: readonly DeskKey[]): (key: string, at: number) => string | null {
  let pressedAt = -Infinity;
  return (key, at) => {
    const letter = key.toLowerCase();
    const isSecond = at - pressedAt <= WITHIN_MS;
    pressedAt = letter === 'g' ? at : -Infinity;
    return isSecond ? (keys.find((one) => one.letter === letter)?.href ?? null) : null;
  };
}
