/**
 * What a server knows for the moment only: sessions and steps of signing in, which must not open anything
 * again after a restore, and who follows which country just now.
 */
const PASSING: readonly string[] = ['session:', 'ticket:', 'lease:', 'lease-holder:'];

export function isPassing(database: string, id: string): boolean {
  return database === 'accounts' && PASSING.some((prefix) => id.startsWith(prefix));
}
