export {
  countsWrites,
  type AskedDocument,
  type ChangedDocuments,
  type ChangeRow,
  type Claimed,
  type Database,
  type Engine,
  type HearWrites,
  type Nodes,
  type WrittenDocument
} from './contract.ts';
export {
  idsFrom,
  isStatus,
  putUnlessChanged,
  readChangePages,
  readDocument,
  readLeaves,
  readPages,
  SET_ASIDE
} from './document.ts';
export {
  diskFull,
  emptyFolder,
  holdFolder,
  isDataFolder,
  KEPT_FREE,
  noteAddress,
  ROOM_TO_SIGN_IN
} from './folder.ts';
export { openEmbeddedEngine } from './embedded.ts';
export { readKnownRevisions } from './revisions.ts';
export { canStore } from './couchdb-requests.ts';
export { registerMap } from './maps.ts';
export { EngineError, isDiskFull, isTooFewCopies, isUnanswered } from './problem.ts';
export { openCouchdbEngine } from './couchdb.ts';
