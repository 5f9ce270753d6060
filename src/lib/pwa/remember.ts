/** Nothing secret. Without storage nothing is remembered or fails. */
export function remembered(name: string): unknown {
  let text: string | null = null;
  try {
    text = localStorage.getItem(name);
    return JSON.parse(text ?? 'null');
  } catch {
    // Version 0.2 wrote single words without quotes.
    return text;
  }
}

/** False if this browser stores nothing (a private window, a full disk). */
export function remember(name: string, value: unknown): boolean {
  try {
    localStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function forget(name: string): void {
  try {
    localStorage.removeItem(name);
  } catch {
    // Without storage nothing is remembered.
  }
}
