import { DOOR_LIMITS, type RoomBounds } from '#lib/domain/door/room.ts';
import type { JsonBounds } from './scan-json.ts';

/** Exceeding a bound (threats P5) slows or refuses the offender, never the others. */
export const LIMITS = {
  ...DOOR_LIMITS,
  bulkBytes: 2 * 1024 * 1024,
  bodyBytes: 64 * 1024,
  /** The largest attachment of an application as base64, with its head. */
  attachmentBytes: 2_700_000,
  /** CouchDB's replicator keeps its last fifty sessions in one document. */
  checkpointBytes: 64 * 1024,
  depth: 12,
  /** Counted by brackets and commas; 2 MB of acts have a third of this. */
  valuesPerBody: 250_000,
  /** For one document, or the parts of a body outside lists; the database's own validator takes as many. */
  valuesPerDocument: 20_000,
  keysPerObject: 2_000,
  /** Four documents' worth as spelled, since longer documents are refused separately. */
  textBytes: 512 * 1024,
  documentsPerBatch: 500,
  idsPerRequest: 1000,
  /** For all documents of a request. A page of changes and its answer stay within one body. */
  revisionsPerRequest: 30_000,
  leavesPerPage: 5_000,
  changesPerPage: 5000,
  checkpointsPerPerson: 100,
  openRequestsPerPerson: 20,
  /** About a thousand authorizations with all their drafts. */
  personBytesPerDay: 64 * 1024 * 1024,
  personDocumentsPerDay: 20_000,
  countryBytesPerDay: 512 * 1024 * 1024,
  countryDocumentsPerDay: 200_000,
  /** Undeleted data: more than ten years of the busiest country. */
  countryStoredBytes: 4 * 1024 * 1024 * 1024,
  countryStoredDocuments: 1_000_000,
  /** Long polls of one session: two per browser, and a second browser. */
  feedsPerSession: 6,
  feedsPerPerson: 24,
  feedsPerCountry: 1_200,
  /** Concurrent pushes: a device and its retry, on two devices. */
  pushesPerPerson: 4,
  /** Bodies of `bulkBytes` held at a time for one country. */
  pushesPerCountry: 24,
  answersPerPerson: 16,
  answersPerCountry: 96,
  /** Bodies of `attachmentBytes` held at a time, by people without a session. */
  uploadsPerAddress: 4,
  uploadsAtOnce: 64,
  /** Files of INCB's links that are on their way to people without a session. A slow reader holds a whole one. */
  downloadsPerAddress: 32,
  downloadsAtOnce: 1_000,
  /** Countries take turns. Four times as many on CouchDB, which does the work. */
  answersAtOnce: 4,
  longpollMs: 55_000,
  /** From the first byte of a request to the last: slow headers and slow bodies are cut. */
  requestTimeoutMs: 30_000,
  /** Without a byte in either direction; a long poll is shorter. */
  silenceMs: 120_000,
  /** For an address that is not a trusted proxy. */
  connectionsPerAddress: 1_000,
  /** Per minute. */
  signInsPerAddress: 60,
  invitationsPerAddress: 60,
  publicFiguresPerAddress: 120,
  /** A port or an airport verifies behind one address. */
  listsPerAddress: 300,
  /** Apart from sign-ins: who looks up forms keeps no colleague from signing in. */
  formsPerAddress: 60,
  receiptCodesPerAddress: 60,
  /** A token is valid for 15 minutes, and some systems of a ministry share an address. */
  tokensPerAddress: 60,
  readsPerClient: 600,
  writesPerClient: 120,
  /** A conference behind one address opens the calendar. */
  calendarsPerAddress: 600,
  requestsPerAddress: 12_000,
  requestsPerPerson: 3_000,
  requestsPerCountry: 12_000,
  /** Per hour. */
  registrationsPerAddress: 10,
  /** A full room behind one address takes its places by the code on the wall. */
  guestsPerAddress: 300,
  /** A company with branches behind one address, each application with its attachments. */
  applicationsPerAddress: 60,
  attachmentsPerAddress: 300,
  confirmationsPerAddress: 20,
  /** Each reads everything of the country. */
  archivesPerPerson: 12,
  /** Dossiers that one customs officer looks up, found or not. */
  inspectionsPerPerson: 60,
  /** Each address of a calendar that ends leaves a tombstone. */
  notificationsPerPerson: 30,
  /** Each new webhook and test makes this server ask another one. */
  webhooksPerPerson: 30,
  /** From one address, in INCB's queue and folded. */
  registrationsPerSender: 2,
  registrationsPerCountry: 20,
  registrationsFolded: 200,
  eventLoopDelayMs: 2_000
};

export type Limits = Readonly<Record<keyof typeof LIMITS, number>>;

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

/** Shrinks with the space left, far above the server's own reserve. */
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
