/** By form only; the gateway judges rights (architecture, invariants 1 and 5; threats P2, P3, P5). */
import { APPLICATION_PREFIX } from '../application/application-id.ts';
import { judgeApplicationDocument } from '../application/application.ts';
import { APPLICATION_SETTING_ID, judgeApplicationSetting } from '../application/application-setting.ts';
import { parseCarriedAct } from '../act/parse-act.ts';
import { isPractice } from '../act/practice.ts';
import { parseBlock } from '../authorization/block.ts';
import { COUNTRY_SETTING_ID } from '../authorization/country-setting.ts';
import { judgeCountrySetting } from '../authorization/country-settings.ts';
import { APPROVERS_SETTING_ID, judgeApprovers } from '../authorization/two-people.ts';
import {
  isReservationId,
  OPENING_PREFIX,
  parseOpening,
  parseReservation
} from '../balance/balance-documents.ts';
import { judgeShipmentDocument, SHIPMENT_PREFIX } from '../company/announced-shipment.ts';
import { COMPANY_PREFIX } from '../company/company.ts';
import { judgeCompanyDocument } from '../company/judge-company.ts';
import { ATTACHMENT_PREFIX, judgeAttachmentDocument } from '../file/attachment.ts';
import { isHistoricId, parseHistoric } from '../historic/historic.ts';
import { judgeFileDocument } from '../file/scan.ts';
import { isReachSetting, parseReachSetting } from '../outreach/reach.ts';
import { parsePrintCode, PRINT_CODE_PREFIX } from '../print-code/print-code.ts';
import { parsePublicSetting, PUBLIC_SETTING_ID } from '../registration/public-naming.ts';
import { isInvitationId } from '../reply-file/invitation-id.ts';
import { judgeInvitationDocument } from '../reply-file/invitation.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import { judgeReturnDocument } from '../returns/return-document.ts';
import { isReturnId } from '../returns/return-id.ts';
import type { TextHash } from '../sha256.ts';
import { isPlainObject } from '../shape/shape.ts';
import { REFERENCE_DATABASE, shareScope, type DatabaseName } from './share-scope.ts';

export const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const MUTABLE = new RegExp(
  `^(?:(?:draft|company):${UUID}|setting:[a-z][a-z0-9-]{0,63}|device-request:[A-Za-z0-9_-]{43}|registration-notice:[1-9][0-9]{0,8})$`
);
const REFUSAL =
  /^refusal:((?:act|draft|company|setting|device-request|block|reservation|print-code|partner-invitation|return|application|shipment-announcement|attachment):[A-Za-z0-9:_-]{1,160})$/;
/**
 * The id of a block or reservation claims its numbers or quantity: once, unchanged. What a device gives back is a further step. A claim that a
 * cluster did not confirm is removed, with no content left.
 */
const CLAIM = /^(?:block:[a-z-]{1,40}:\d{4}:\d{1,9}|reservation:[a-z0-9-]{1,80}:\d{4}:\d{5})$/;
const COUNTRY_DATABASE = /^country-[a-z]{2}$/;
const STORE_FIELDS = ['_id', '_rev', '_revisions', '_deleted'];

export const MAX_VALUES = 20000;
export const MAX_DEPTH = 16;
/** UTF-16 units of all texts and keys together. */
export const MAX_TEXT_LENGTH = 262144;

export function checkCountryDocument(
  document: unknown,
  previous: unknown,
  database?: DatabaseName
): Result<true> {
  const id = isPlainObject(document) ? document['_id'] : null;
  return isPlainObject(document) && typeof id === 'string' && id.slice(0, 4) === 'act:'
    ? checkStoredAct(document, previous, database)
    : checkUnsignedDocument(document, previous);
}

/** Separate, so that CouchDB compiles it only for a document that is not an act (`couch/ddocs/build.ts`). */
export function checkUnsignedDocument(document: unknown, previous: unknown): Result<true> {
  if (!isPlainObject(document) || typeof document['_id'] !== 'string')
    return refuse({ code: 'document.malformed' });
  const id = document['_id'];
  if (id === COUNTRY_SETTING_ID) return checkSetting(document, judgeCountrySetting);
  if (id === APPLICATION_SETTING_ID) return checkSetting(document, judgeApplicationSetting);
  if (id === APPROVERS_SETTING_ID) return checkSetting(document, judgeApprovers);
  if (id.slice(0, OPENING_PREFIX.length) === OPENING_PREFIX) return checkOpening(document);
  if (isHistoricId(id)) return checkHistoric(document);
  if (id === PUBLIC_SETTING_ID) return checkPublicSetting(document);
  if (isReachSetting(id)) return checkReachSetting(document);
  if (id.slice(0, COMPANY_PREFIX.length) === COMPANY_PREFIX) return checkCompany(document);
  if (MUTABLE.test(id) || REFUSAL.test(id)) return checkOwnDocument(document);
  if (CLAIM.test(id)) return checkClaim(document, previous);
  if (id.slice(0, PRINT_CODE_PREFIX.length) === PRINT_CODE_PREFIX) return checkPrintCode(document, previous);
  if (isInvitationId(id)) return checkInvitation(document);
  if (isReturnId(id)) return checkReturn(document);
  if (id.slice(0, APPLICATION_PREFIX.length) === APPLICATION_PREFIX)
    return checkOnce(document, previous, judgeApplicationDocument);
  if (id.slice(0, SHIPMENT_PREFIX.length) === SHIPMENT_PREFIX)
    return checkOnce(document, previous, judgeShipmentDocument);
  if (id.slice(0, ATTACHMENT_PREFIX.length) === ATTACHMENT_PREFIX)
    return checkOnce(document, previous, judgeAttachmentDocument);
  return refuse({ code: 'document.unknown', path: '_id' });
}

export function checkReferenceDocument(document: unknown, previous: unknown): Result<true> {
  if (!isPlainObject(document) || typeof document['_id'] !== 'string')
    return refuse({ code: 'document.malformed' });
  if (document['_id'].slice(0, 4) !== 'act:') return refuse({ code: 'document.unknown', path: '_id' });
  return checkStoredAct(document, previous, REFERENCE_DATABASE);
}

/** No database accepts an act of a rehearsal. */
export function checkStoredAct(
  document: Record<string, unknown>,
  previous: unknown,
  database?: DatabaseName
): Result<true> {
  const checked = checkAct(document, previous, database);
  if (!checked.ok || !isPractice(document['body'])) return checked;
  return refuse({ code: 'door.practice.refused', path: 'body.demonstration' });
}

export function checkAct(
  document: Record<string, unknown>,
  previous: unknown,
  database?: DatabaseName,
  hashOf?: TextHash
): Result<true> {
  if (isStored(previous)) return refuse({ code: 'act.immutable', path: '_id' });
  if (!isBounded(document)) return refuse({ code: 'document.tooLarge' });
  const act = parseCarriedAct(document, hashOf);
  if (!act.ok) return act;
  const scope = shareScope(act.value.body);
  const belongs = database === undefined ? scope.some(isCountryDatabase) : scope.indexOf(database) >= 0;
  return belongs ? accept(true) : refuse({ code: 'act.database.wrong', path: 'body.to' });
}

function isCountryDatabase(name: DatabaseName): boolean {
  return COUNTRY_DATABASE.test(name);
}

function checkClaim(document: Record<string, unknown>, previous: unknown): Result<true> {
  const isEmpty = Object.keys(document).every((key) => STORE_FIELDS.indexOf(key) >= 0);
  if (document['_deleted'] ? !isEmpty : isStored(previous))
    return refuse({ code: 'block.immutable', path: '_id' });
  const own = checkOwnDocument(document);
  if (!own.ok || document['_deleted']) return own;
  // Every reader would count through an endless range.
  const parsed = isReservationId(String(document['_id'])) ? parseReservation(document) : parseBlock(document);
  return parsed.ok ? accept(true) : parsed;
}

function checkPrintCode(document: Record<string, unknown>, previous: unknown): Result<true> {
  const revision = document['_rev'];
  const isFirst = revision === undefined || /^1-/.test(String(revision));
  if (isStored(previous) || document['_deleted'] || !isFirst)
    return refuse({ code: 'printCode.immutable', path: '_id' });
  const own = checkOwnDocument(document);
  const parsed = parsePrintCode(document);
  return own.ok && !parsed.ok ? parsed : own;
}

function checkInvitation(document: Record<string, unknown>): Result<true> {
  const own = checkOwnDocument(document);
  return own.ok ? judgeInvitationDocument(document) : own;
}

/** The server deletes it when it is due. */
function checkOnce(
  document: Record<string, unknown>,
  previous: unknown,
  judge: (document: object) => Result<true>
): Result<true> {
  const own = checkOwnDocument(document);
  if (!own.ok) return own;
  if (isStored(previous) && document['_deleted'] !== true)
    return refuse({ code: 'application.immutable', path: '_id' });
  return judge(document);
}

function checkReturn(document: Record<string, unknown>): Result<true> {
  const own = checkOwnDocument(document);
  return own.ok ? judgeReturnDocument(document) : own;
}

function checkCompany(document: Record<string, unknown>): Result<true> {
  if (!MUTABLE.test(String(document['_id']))) return refuse({ code: 'document.unknown', path: '_id' });
  const own = checkOwnDocument(document);
  return own.ok ? judgeCompanyDocument(document) : own;
}

/** All devices of the country use it. */
function checkSetting(
  document: Record<string, unknown>,
  judge: (document: Record<string, unknown>) => Problem[]
): Result<true> {
  const own = checkOwnDocument(document);
  if (!own.ok || document['_deleted']) return own;
  const problems = judge(document);
  return problems.length > 0 ? refuse(...problems) : accept(true);
}

function checkOpening(document: Record<string, unknown>): Result<true> {
  const own = checkOwnDocument(document);
  if (!own.ok || document['_deleted']) return own;
  return parseOpening(document).ok ? own : refuse({ code: 'setting.malformed', path: 'quantity' });
}

function checkHistoric(document: Record<string, unknown>): Result<true> {
  const own = checkOwnDocument(document);
  if (!own.ok || document['_deleted']) return own;
  const parsed = parseHistoric(document);
  return parsed.ok ? own : parsed;
}

/** It decides what is public about the country. */
function checkPublicSetting(document: Record<string, unknown>): Result<true> {
  const own = checkOwnDocument(document);
  if (!own.ok || document['_deleted']) return own;
  return parsePublicSetting(document).ok ? own : refuse({ code: 'setting.malformed', path: 'named' });
}

function checkReachSetting(document: Record<string, unknown>): Result<true> {
  const own = checkOwnDocument(document);
  if (!own.ok || document['_deleted']) return own;
  return parseReachSetting(document).ok ? own : refuse({ code: 'setting.malformed', path: 'told' });
}

export function checkOwnDocument(document: Record<string, unknown>): Result<true> {
  const problems: Problem[] = [];
  for (const key of Object.keys(document)) {
    if (key.charAt(0) !== '_' || STORE_FIELDS.indexOf(key) >= 0) continue;
    problems.push({
      code: key === '_attachments' ? 'document.attachment' : 'document.key.unknown',
      path: key.slice(0, 60)
    });
    break;
  }
  if (!isBounded(document)) problems.push({ code: 'document.tooLarge' });
  return problems.length > 0 ? refuse(...problems) : accept(true);
}

function isStored(previous: unknown): boolean {
  return isPlainObject(previous) && previous['_deleted'] !== true;
}

/** Limits depth, so that a document nested a million deep is refused like any other. */
export function isBounded(document: unknown): boolean {
  const room = { values: MAX_VALUES, text: MAX_TEXT_LENGTH };
  take(document, MAX_DEPTH, room);
  return room.values >= 0 && room.text >= 0;
}

/** Too deep a value needs more than any room. */
function take(value: unknown, depth: number, room: { values: number; text: number }): void {
  if (depth < 0) room.values = -1;
  else if (typeof value === 'string') room.text -= value.length;
  else if (typeof value === 'object' && value !== null) {
    if (Array.isArray(value)) {
      room.values -= value.length;
      for (let i = 0; i < value.length && room.values >= 0; i++) take(value[i], depth - 1, room);
    } else {
      for (const key in value) {
        room.text -= key.length;
        if (--room.values < 0) return;
        take((value as Record<string, unknown>)[key], depth - 1, room);
      }
    }
  }
}

/** Documents of a country's files: scans and their pieces (`file/scan.ts`). A piece never changes until it is deleted. */
export function checkFileDocument(document: unknown, previous: unknown): Result<true> {
  if (!isPlainObject(document)) return refuse({ code: 'document.malformed' });
  const own = checkOwnDocument(document);
  if (!own.ok || document['_deleted'] === true) return own;
  const judged = judgeFileDocument(document);
  if (judged === null) return refuse({ code: 'document.unknown', path: '_id' });
  if (!judged.ok) return judged;
  const isPiece = String(document['_id']).slice(0, 6) === 'piece:';
  return isPiece && isPlainObject(previous) && previous['_deleted'] !== true
    ? refuse({ code: 'scan.content', path: '_id' })
    : accept(true);
}
