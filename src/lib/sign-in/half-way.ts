/**
 * Remembers that this tab has signed in but not unlocked, so that a reload asks for no second password. It names no one
 * and ends with the tab.
 */
const STORED_AS = 'I2ES_SIGNED_IN';
const TIMEOUT_MS = 8_000;

/** Limits the wait for the server's answer on who signed in; afterwards the password is asked for. */
export function patienceAtReload(): AbortSignal {
  const over = new AbortController();
  setTimeout(() => over.abort(), TIMEOUT_MS);
  return over.signal;
}

export function hasSignedIn(): boolean {
  try {
    return sessionStorage.getItem(STORED_AS) !== null;
  } catch {
    return false;
  }
}

export function noteSignedIn(is: boolean): void {
  try {
    if (is) sessionStorage.setItem(STORED_AS, 'yes');
    else sessionStorage.removeItem(STORED_AS);
  } catch {
    // Without session storage the password is asked for again.
  }
}
