/** That a rehearsal was played to its end in this browser; nothing else of it outlives it. */
const STORED_AS = 'i2es-practised';

export function hasPractised(): boolean {
  try {
    return localStorage.getItem(STORED_AS) !== null;
  } catch {
    return false;
  }
}

export function setPractised(): void {
  try {
    localStorage.setItem(STORED_AS, '1');
  } catch {
    // A browser that keeps nothing says so of other things too.
  }
}
