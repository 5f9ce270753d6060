/**
 * The interface between backend and storage: LevelDB in a folder, or Apache CouchDB. The README describes the
 * differences.
 */
export type { Claimed, Engine, Nodes } from './contract.ts';
export {
  countsWrites,
  type AskedDocument,
  type ChangeRow,
  type ChangedDocuments,
  type Database,
  type WrittenDocument
} from './database.ts';
export { diskFull, KEPT_FREE, ROOM_TO_SIGN_IN } from './room.ts';
export { isStatus, putUnlessChanged, readDocument } from './document.ts';
export type { HearWrites } from './hear-writes.ts';
export { readKnownRevisions } from './known-revisions.ts';
export { canStore } from './majority.ts';
export { registerMap } from './maps.ts';
export { EngineError, isDiskFull, isTooFewCopies, isUnanswered } from './problem.ts';
export { readLeaves, SET_ASIDE } from './take-out.ts';
export { openCouchdbEngine } from './couchdb.ts';
export { openEmbeddedEngine } from './embedded.ts';
export { emptyFolder, holdFolder, isDataFolder, noteAddress } from './folder.ts';
