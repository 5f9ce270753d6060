/** Remembers that a rehearsal was finished in this browser; nothing else of it stays. */
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
    // Other parts report a browser without storage.
  }
}
