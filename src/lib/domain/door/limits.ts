/** Bounds of a document at the door, the same at every server and in a rehearsal (threats P5). */
export const DOOR_LIMITS = {
  /** Of one document, its revision history left out; an authorization of 200 lines fits. */
  documentBytes: 128 * 1024,
  /** Of a history that comes with a document. */
  revisionsPerDocument: 1000,
  /**
   * How many revisions back the history of a document in a country's database is kept; a device that comes back from
   * before them finds a conflict. A draft is saved at each pause of whoever types it, some hundred times until it is sent.
   * What is known of a document is read and written on the thread that answers everybody, in a time that grows with the
   * square of its history.
   */
  keptRevisions: 500,
  /** Versions of one mutable document side by side: as many as devices type into one draft off line. */
  openVersions: 20,
  /** With those that were given up, of which each merge leaves one for ever. */
  versions: 200,
  /**
   * Revisions that are known of one document: those of five histories that have nothing in common. Beyond them an open
   * version is only ended, replaced where it is the only one, or let in without its history where a merge has ended all
   * others: what is more is not read and written in a moment.
   */
  knownRevisions: 2_500,
  /** How often a document may have been written: a draft that is saved every second, a month of days and nights. */
  generations: 1_000_000
} as const;
