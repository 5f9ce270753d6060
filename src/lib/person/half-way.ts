/**
 * Whether this tab has signed in and not yet unlocked: after a reload half-way the server still knows who
 * it was, and no second password is asked for. Says nothing of who; gone with the tab.
 */
const STORED_AS = 'I2ES_SIGNED_IN';
const TIMEOUT_MS = 8_000;

/** How long the server's word on who it was is waited for; then the password is asked for, and it comes too late. */
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
    // Without session storage the password is asked for again, which is only slower.
  }
}
