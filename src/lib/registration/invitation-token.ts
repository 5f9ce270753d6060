/** The secret of a one-time link: in the fragment, which no server sees; it leaves the address once read. */

export function readToken(hash: string): string | null {
  const token = hash.replace(/^#/, '').trim();
  return /^[A-Za-z0-9_-]{20,200}$/.test(token) ? token : null;
}
