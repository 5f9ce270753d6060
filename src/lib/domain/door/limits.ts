/** Limits of a document at the door, the same at every server and in a rehearsal (threats P5). */
export const DOOR_LIMITS = {
  /** Without its revision history; an authorization of 200 lines fits. */
  documentBytes: 128 * 1024,
  revisionsPerDocument: 1000,
  /**
   * Revisions kept per document; a device behind them gets a conflict. A draft has some hundred saves. Reading takes
   * time quadratic in the history, on the thread that serves everyone.
   */
  keptRevisions: 500,
  /** Open versions of one mutable document: devices typing offline into one draft. */
  openVersions: 20,
  /** Including deleted branches; each merge leaves one for ever. */
  versions: 200,
  /**
   * Known revisions of one document: five unrelated histories. Beyond that an open version can only be ended, replaced
   * if the only one, or stored without history after a merge.
   */
  knownRevisions: 2_500,
  /** Writes of one document: a save every second for eleven days. */
  generations: 1_000_000
} as const;
