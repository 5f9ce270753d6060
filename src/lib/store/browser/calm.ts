/** A connection of 400 kbit/s is left to the first page, before the store fetches what it needs later. */

/** A person can stay on the page of the sign-in, and then take the device offline. */
const MAX_WAIT_MS = 10_000;

let noteCalm = (): void => undefined;
const calm = new Promise<void>((resolve) => (noteCalm = resolve));

/** The first page behind the sign-in is complete. */
export function becomeCalm(): void {
  noteCalm();
}

export function whenCalm(): Promise<void> {
  return Promise.race([calm, new Promise<void>((resolve) => setTimeout(resolve, MAX_WAIT_MS))]);
}
