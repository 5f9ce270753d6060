import { DOOR_LIMITS, type RoomBounds } from '#lib/domain/door/room.ts';
import type { JsonBounds } from './scan-json.ts';

/** Bounds of everything (threats P5): exceeding one slows or refuses the offender, never the others. */
export interface Limits {
  readonly bulkBytes: number;
  readonly bodyBytes: number;
  /** Without revision history; an authorization of 200 lines fits. */
  readonly documentBytes: number;
  /** CouchDB's replicator keeps its last fifty sessions in one document. */
  readonly checkpointBytes: number;
  readonly depth: number;
  /** Counted by brackets and commas; 2 MB of acts have a third of this. */
  readonly valuesPerBody: number;
  /** For one document, or the parts of a body outside lists; the database's own validator takes as many. */
  readonly valuesPerDocument: number;
  readonly keysPerObject: number;
  /** Four documents' worth as spelled, since longer documents are refused separately. */
  readonly textBytes: number;
  readonly documentsPerBatch: number;
  readonly idsPerRequest: number;
  /** For all documents of a request. A page of changes and its answer stay within one body. */
  readonly revisionsPerRequest: number;
  readonly leavesPerPage: number;
  readonly changesPerPage: number;
  readonly revisionsPerDocument: number;
  readonly openVersions: number;
  readonly versions: number;
  /** Revisions known of one document. The door decides on further ones. */
  readonly knownRevisions: number;
  /** Writes of one document: a draft saved every second, for a month of days and nights. */
  readonly generations: number;
  readonly checkpointsPerPerson: number;
  readonly openRequestsPerPerson: number;
  /** About a thousand authorizations with all their drafts. */
  readonly personBytesPerDay: number;
  readonly personDocumentsPerDay: number;
  readonly countryBytesPerDay: number;
  readonly countryDocumentsPerDay: number;
  /** Undeleted data: more than ten years of the busiest country. */
  readonly countryStoredBytes: number;
  readonly countryStoredDocuments: number;
  /** Long polls of one session: two per browser, and a second browser. */
  readonly feedsPerSession: number;
  readonly feedsPerPerson: number;
  readonly feedsPerCountry: number;
  /** Concurrent pushes: a device and its retry, on two devices. */
  readonly pushesPerPerson: number;
  /** Bodies of `bulkBytes` held at a time for one country. */
  readonly pushesPerCountry: number;
  readonly answersPerPerson: number;
  readonly answersPerCountry: number;
  /** Countries take turns. Four times as many on CouchDB, which does the work. */
  readonly answersAtOnce: number;
  readonly longpollMs: number;
  /** From the first byte of a request to the last: slow headers and slow bodies are cut. */
  readonly requestTimeoutMs: number;
  /** Without a byte in either direction; a long poll is shorter. */
  readonly silenceMs: number;
  /** For an address that is not a trusted proxy. */
  readonly connectionsPerAddress: number;
  /** Per minute. */
  readonly signInsPerAddress: number;
  readonly invitationsPerAddress: number;
  readonly publicFiguresPerAddress: number;
  /** A conference behind one address opens the calendar. */
  readonly calendarsPerAddress: number;
  readonly requestsPerAddress: number;
  readonly requestsPerPerson: number;
  readonly requestsPerCountry: number;
  /** Per hour. */
  readonly registrationsPerAddress: number;
  readonly confirmationsPerAddress: number;
  /** From one address, in INCB's queue and folded. */
  readonly registrationsPerSender: number;
  readonly registrationsPerCountry: number;
  readonly registrationsFolded: number;
  readonly eventLoopDelayMs: number;
}

export const LIMITS: Limits = {
  ...DOOR_LIMITS,
  bulkBytes: 2 * 1024 * 1024,
  bodyBytes: 64 * 1024,
  checkpointBytes: 64 * 1024,
  depth: 12,
  valuesPerBody: 250_000,
  valuesPerDocument: 20_000,
  keysPerObject: 2_000,
  textBytes: 512 * 1024,
  documentsPerBatch: 500,
  idsPerRequest: 1000,
  revisionsPerRequest: 30_000,
  leavesPerPage: 5_000,
  changesPerPage: 5000,
  checkpointsPerPerson: 100,
  openRequestsPerPerson: 20,
  personBytesPerDay: 64 * 1024 * 1024,
  personDocumentsPerDay: 20_000,
  countryBytesPerDay: 512 * 1024 * 1024,
  countryDocumentsPerDay: 200_000,
  countryStoredBytes: 4 * 1024 * 1024 * 1024,
  countryStoredDocuments: 1_000_000,
  feedsPerSession: 6,
  feedsPerPerson: 24,
  feedsPerCountry: 1_200,
  pushesPerPerson: 4,
  pushesPerCountry: 24,
  answersPerPerson: 16,
  answersPerCountry: 96,
  answersAtOnce: 4,
  longpollMs: 55_000,
  requestTimeoutMs: 30_000,
  silenceMs: 120_000,
  connectionsPerAddress: 1_000,
  signInsPerAddress: 60,
  invitationsPerAddress: 60,
  publicFiguresPerAddress: 120,
  calendarsPerAddress: 600,
  requestsPerAddress: 12_000,
  requestsPerPerson: 3_000,
  requestsPerCountry: 12_000,
  registrationsPerAddress: 10,
  confirmationsPerAddress: 20,
  registrationsPerSender: 2,
  registrationsPerCountry: 20,
  registrationsFolded: 200,
  eventLoopDelayMs: 2_000
};

export function boundsOf(limits: Limits): JsonBounds {
  return {
    depth: limits.depth,
    values: limits.valuesPerBody,
    valuesOfOne: limits.valuesPerDocument,
    keys: limits.keysPerObject,
    textBytes: limits.textBytes
  };
}

/** Bytes that a country can always write in a day, even on a full disk. */
const MIN_DAY_BYTES = 8 * 1024 * 1024;
const SHARE_OF_FREE = 1 / 8;

/** On a nearly full disk a country's daily limit shrinks with the space left, far above the server's own reserve. */
export function roomBoundsOf(limits: Limits, freeBytes: number | null): RoomBounds {
  const share =
    freeBytes === null ? Infinity : Math.max(MIN_DAY_BYTES, Math.floor(freeBytes * SHARE_OF_FREE));
  const countryDay = Math.min(limits.countryBytesPerDay, share);
  return {
    stored: { bytes: limits.countryStoredBytes, documents: limits.countryStoredDocuments },
    // One person can use half, the rest stays for colleagues.
    personStored: {
      bytes: Math.ceil(limits.countryStoredBytes / 2),
      documents: Math.ceil(limits.countryStoredDocuments / 2)
    },
    countryDay: { bytes: countryDay, documents: limits.countryDocumentsPerDay },
    personDay: {
      bytes: Math.min(limits.personBytesPerDay, Math.ceil(countryDay / 2)),
      documents: limits.personDocumentsPerDay
    }
  };
}
