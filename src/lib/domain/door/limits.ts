/** Bounds of a document at the door, the same at every server and in a rehearsal (threats P5). */
export const DOOR_LIMITS = {
  /** Of one document, its revision history left out; an authorization of 200 lines fits. */
  documentBytes: 128 * 1024,
  /** Of a history that comes with a document. */
  revisionsPerDocument: 1000,
  /** Versions of one mutable document side by side: as many as devices type into one draft off line. */
  openVersions: 20,
  /** With those that were given up, of which each merge leaves one for ever. */
  versions: 200,
  /**
   * Revisions that are known of one document, beyond which an open version is only ended, or replaced where it is the
   * only one: more than these cannot be read and written in a moment.
   */
  knownRevisions: 5_000,
  /** How often a document may have been written: a draft that is saved every second, a month of days and nights. */
  generations: 1_000_000
} as const;
