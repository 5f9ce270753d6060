/** Temporary documents: sessions and sign-in steps, which must not work after a restore, and leases. */
const PASSING: readonly string[] = ['session:', 'ticket:', 'lease:', 'lease-holder:'];

export function isPassing(database: string, id: string): boolean {
  return database === 'accounts' && PASSING.some((prefix) => id.startsWith(prefix));
}
