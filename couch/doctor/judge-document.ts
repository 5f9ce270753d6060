/** Readers skip such a document, and only the server operator can remove it. */
import { kindOf, parseStored } from '#couch/accounts/stored-document.ts';
import { databaseToCountry, databaseToKind, type DatabaseKind } from '#couch/base/databases.ts';
import { SET_ASIDE } from '#couch/engine/engine.ts';
import { nativeSha256 } from '#couch/base/native-crypto.ts';
import { fits, isPlainObject } from '#lib/domain/shape/shape.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import { parseBlock } from '#lib/domain/authorization/block.ts';
import { parseCompany } from '#lib/domain/company/company.ts';
import { COUNTRY_SETTING_ID } from '#lib/domain/authorization/country-setting.ts';
import { judgeCountrySetting } from '#lib/domain/authorization/country-settings.ts';
import { parsePrintCode } from '#lib/domain/print-code/print-code.ts';
import { parseDraft } from '#lib/domain/draft/draft.ts';
import { parseCentralRefusal } from '#lib/domain/exchange/central-refusal.ts';
import {
  checkAct,
  checkCountryDocument,
  checkFileDocument
} from '#lib/domain/exchange/document-structure.ts';
import {
  checkBoardDocument,
  checkSystemDocument,
  checkWaitingDocument
} from '#lib/domain/exchange/system-structure.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { parseNote } from '#lib/domain/outreach/contact-note.ts';
import { checkListDocument } from '#lib/domain/public-list/list-structure.ts';
import { parseOpened } from '#lib/domain/outreach/openings.ts';
import { parseReachDirectory } from '#lib/domain/outreach/reach.ts';
import { parseDeviceRequest } from '#lib/domain/registration/device-request.ts';
import { parseNotice } from '#lib/domain/registration/notice.ts';
import { parseRegistration } from '#lib/domain/registration/registration.ts';
import { parseStanding } from '#lib/domain/registration/standing.ts';
import { judgeInvitationDocument } from '#lib/domain/reply-file/invitation.ts';
import type { Problem, Result } from '#lib/domain/result.ts';
import { judgeReturnDocument } from '#lib/domain/returns/return-document.ts';
import { parseMark } from '#lib/domain/training/attendance.ts';
import { evaluationSum, parseEvaluation } from '#lib/domain/training/evaluation.ts';
import { guestIn, linkIn } from '#lib/domain/training/guests.ts';
import { parseTally } from '#lib/domain/training/tally.ts';
import { checkTrainingDeskDocument, checkTrainingDocument } from '#lib/domain/training/training-structure.ts';

type Read = (document: Record<string, unknown>, home: AuthorityCode) => Result<unknown> | readonly Problem[];

/** By the beginning of the id. Other ids are only checked for form. */
const COUNTRY: Readonly<Record<string, Read>> = {
  draft: parseDraft,
  company: parseCompany,
  block: parseBlock,
  'print-code': parsePrintCode,
  'device-request': parseDeviceRequest,
  'registration-notice': parseNotice,
  refusal: parseCentralRefusal,
  'partner-invitation': (document, home) => judgeInvitationDocument(document, home),
  return: judgeReturnDocument,
  setting: (document) => (document['_id'] === COUNTRY_SETTING_ID ? judgeCountrySetting(document) : [])
};
const MALFORMED: readonly Problem[] = [{ code: 'document.malformed' }];
const BOARD: Readonly<Record<string, Read>> = {
  registration: parseRegistration,
  standing: parseStanding,
  draft: parseDraft,
  'device-request': parseDeviceRequest,
  contact: (document) => parseNote(document),
  reach: parseReachDirectory,
  opened: parseOpened
};
const TRAINING_DESK: Readonly<Record<string, Read>> = {
  heard: ({ heardAt, role }) => (isInstant(heardAt) && typeof role === 'string' ? [] : MALFORMED),
  attendance: ({ mark }) => parseMark(mark),
  evaluation: ({ evaluation }) => parseEvaluation(evaluation),
  told: ({ evaluation }) => (fits(evaluationSum, evaluation) ? [] : MALFORMED),
  tally: ({ tally }) => (parseTally(tally) === null ? MALFORMED : []),
  guests: (document) => (linkIn(document) === null ? MALFORMED : []),
  guest: (document) => (guestIn(document) === null ? MALFORMED : [])
};
const READERS: Readonly<Partial<Record<DatabaseKind, Readonly<Record<string, Read>>>>> = {
  country: COUNTRY,
  incb: BOARD,
  'training-desk': TRAINING_DESK
};

/** Empty if it is valid or was removed. `document`: the winning revision, with its id. */
export function judgeStored(document: unknown, database: string): readonly Problem[] {
  const kind = databaseToKind(database);
  if (kind === null) return [];
  if (!isPlainObject(document) || typeof document['_id'] !== 'string')
    return [{ code: 'document.malformed' }];
  const id = document['_id'];
  if (id.startsWith('_')) return [];
  if (document['_deleted'] === true) return judgeTombstone(document, kind);
  try {
    return id.startsWith('act:') ? judgeStoredAct(document, database) : judgeOther(document, database, kind);
  } catch {
    // No canonical form means no hash.
    return [{ code: 'document.malformed' }];
  }
}

/** Acts are never deleted. Other documents can be, also enrolments on the day when names are deleted. */
function judgeTombstone(document: Record<string, unknown>, kind: DatabaseKind): readonly Problem[] {
  const isAct = String(document['_id']).startsWith('act:') && kind !== 'training-desk';
  return isAct && document[SET_ASIDE] !== true ? [{ code: 'act.deleted', path: '_deleted' }] : [];
}

function judgeStoredAct(document: Record<string, unknown>, database: string): readonly Problem[] {
  const checked = checkAct(document, null, database, nativeSha256);
  return checked.ok ? [] : checked.problems;
}

function judgeOther(
  document: Record<string, unknown>,
  database: string,
  kind: DatabaseKind
): readonly Problem[] {
  const structure = problemsOf(checkStructure(document, database, kind));
  if (structure.length > 0) return structure;
  if (kind === 'accounts') return judgeAccount(document);
  const id = String(document['_id']);
  const read = READERS[kind]?.[id.slice(0, id.indexOf(':'))];
  return read ? problemsOf(read(document, databaseToCountry(database) ?? 'INCB')) : [];
}

function checkStructure(
  document: Record<string, unknown>,
  database: string,
  kind: DatabaseKind
): Result<true> {
  if (kind === 'country') return checkCountryDocument(document, null, database);
  if (kind === 'files') return checkFileDocument(document, null);
  if (kind === 'incb') return checkBoardDocument(document, null);
  if (kind === 'training') return checkTrainingDocument(document, null);
  if (kind === 'training-desk') return checkTrainingDeskDocument(document, null);
  if (kind === 'lists') return checkListDocument(document);
  if (kind === 'applications') return checkWaitingDocument(document);
  if (kind === 'reference') return { ok: false, problems: [{ code: 'document.unknown', path: '_id' }] };
  return checkSystemDocument(document, null);
}

function judgeAccount(document: Record<string, unknown>): readonly Problem[] {
  const kind = kindOf(String(document['_id']));
  return kind !== null && parseStored(kind, document) === null ? [{ code: 'document.malformed' }] : [];
}

function problemsOf(judged: Result<unknown> | readonly Problem[]): readonly Problem[] {
  if (!('ok' in judged)) return judged;
  return judged.ok ? [] : judged.problems;
}
