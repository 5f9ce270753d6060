/** The secret of a one-time link: it stands in the fragment, which no server sees, and leaves the address once read. */

/** Null where the address bears none. */
export function readToken(hash: string): string | null {
  const token = hash.replace(/^#/, '').trim();
  return /^[A-Za-z0-9_-]{20,200}$/.test(token) ? token : null;
}
