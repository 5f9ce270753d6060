import { DOOR_LIMITS } from '#lib/domain/door/limits.ts';
import type { RoomBounds } from '#lib/domain/door/room.ts';
import type { JsonBounds } from './scan-json.ts';

/** Bounds of everything (threats P5): exceeding one slows or refuses the offender, never the others. */
export interface Limits {
  /** Bytes of a request body with documents. */
  readonly bulkBytes: number;
  /** Bytes of any other body. */
  readonly bodyBytes: number;
  /** Bytes of one document, its revision history left out; an authorization of 200 lines fits. */
  readonly documentBytes: number;
  /** CouchDB's replicator keeps the history of its last fifty sessions in one. */
  readonly checkpointBytes: number;
  readonly depth: number;
  /** Values of a body, as the brackets and commas that introduce them; those of 2 MB of acts are a third. */
  readonly valuesPerBody: number;
  /** Of one document, or of whatever else in a body is not an item of a list; as many as the database's own wall takes. */
  readonly valuesPerDocument: number;
  readonly keysPerObject: number;
  /** Of one text as it is spelled: four documents' worth, since what is longer than a document is refused by itself. */
  readonly textBytes: number;
  readonly documentsPerBatch: number;
  readonly idsPerRequest: number;
  /** Of all documents of a question; a page of changes and its answer ask for no more than fit in a body. */
  readonly revisionsPerRequest: number;
  /** A page of changes ends with the document that brings it there. */
  readonly leavesPerPage: number;
  readonly changesPerPage: number;
  /** Of a history that comes with a document. */
  readonly revisionsPerDocument: number;
  /** Versions of one document side by side that nothing has replaced. */
  readonly openVersions: number;
  /** With those that were given up, of which each merge leaves one for ever. */
  readonly versions: number;
  /** Revisions that are known of one document; what is let in beyond them says the door. */
  readonly knownRevisions: number;
  /** How often a document may have been written: a draft that is saved every second, a month of days and nights. */
  readonly generations: number;
  readonly checkpointsPerPerson: number;
  readonly openRequestsPerPerson: number;
  /** What one person pushes in a day: some thousand authorizations with all their drafts. */
  readonly personBytesPerDay: number;
  readonly personDocumentsPerDay: number;
  readonly countryBytesPerDay: number;
  readonly countryDocumentsPerDay: number;
  /** What a country's own people have written and is not deleted: more than ten years of the busiest. */
  readonly countryStoredBytes: number;
  readonly countryStoredDocuments: number;
  /** Long polls that one session may hold open: two a browser, and a second browser. */
  readonly feedsPerSession: number;
  readonly feedsPerPerson: number;
  readonly feedsPerCountry: number;
  /** Pushes under way: a device and its retry, on two devices. */
  readonly pushesPerPerson: number;
  /** At most so many bodies of `bulkBytes` are held for one country. */
  readonly pushesPerCountry: number;
  /** Any other request that is being answered. */
  readonly answersPerPerson: number;
  readonly answersPerCountry: number;
  /** Answers worked on at a time, by turns of the countries; four times as many where CouchDB does the work. */
  readonly answersAtOnce: number;
  readonly longpollMs: number;
  /** From the first byte to the last of a request: slow headers and slow bodies are cut. */
  readonly requestTimeoutMs: number;
  /** Without a byte in either direction; a long poll is shorter. */
  readonly silenceMs: number;
  /** Of one address that is no trusted proxy's. */
  readonly connectionsPerAddress: number;
  /** Requests a minute. */
  readonly signInsPerAddress: number;
  readonly invitationsPerAddress: number;
  /** What the public page asks. */
  readonly publicFiguresPerAddress: number;
  /** A conference behind one address opens the calendar. */
  readonly calendarsPerAddress: number;
  readonly requestsPerAddress: number;
  readonly requestsPerPerson: number;
  readonly requestsPerCountry: number;
  /** An hour. */
  readonly registrationsPerAddress: number;
  readonly confirmationsPerAddress: number;
  /** Requests for a country's account that INCB has not decided on: of one address, in its queue, and folded beside it. */
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

/** Of a body that is read. */
export function boundsOf(limits: Limits): JsonBounds {
  return {
    depth: limits.depth,
    values: limits.valuesPerBody,
    valuesOfOne: limits.valuesPerDocument,
    keys: limits.keysPerObject,
    textBytes: limits.textBytes
  };
}

/** A country can always write so much in a day, however little the disk has left. */
const MIN_DAY_BYTES = 8 * 1024 * 1024;
/** Of what the disk has left, for one country in a day. */
const SHARE_OF_FREE = 1 / 8;

/** On a disk that is nearly full a country's day shrinks with what is left, far above what the server keeps for itself. */
export function roomBoundsOf(limits: Limits, freeBytes: number | null): RoomBounds {
  const share =
    freeBytes === null ? Infinity : Math.max(MIN_DAY_BYTES, Math.floor(freeBytes * SHARE_OF_FREE));
  const countryDay = Math.min(limits.countryBytesPerDay, share);
  return {
    stored: { bytes: limits.countryStoredBytes, documents: limits.countryStoredDocuments },
    // One person leaves half to the colleagues.
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
