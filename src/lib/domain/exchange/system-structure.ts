/** Behind the gateway (countries: `document-structure.ts`). No trade data enters them. */
import { judgeWaitingDocument } from '../application/waiting.ts';
import { isPlainObject } from '../shape/shape.ts';
import {
  CONTACT_PREFIX,
  judgeNote,
  CONTACT_SETTING_ID,
  parseContactSetting
} from '../outreach/contact-note.ts';
import { LINK_SETTING_PREFIX, parseLink } from '../outreach/links.ts';
import { OPENED_PREFIX, parseOpened } from '../outreach/openings.ts';
import { parseReachDirectory, REACH_PREFIX } from '../outreach/reach.ts';
import { refuse, type Result } from '../result.ts';
import { OVERVIEW_SETTING_ID, parseOverviewSetting } from '../usage/overview-settings.ts';
import { hasUsageKeysAlone, parseUsage } from '../usage/usage-record.ts';
import { checkOwnDocument, checkStoredAct, UUID } from './document-structure.ts';

const BOARD = new RegExp(
  '^(?:registration:[A-Z]{2}:[1-9][0-9]{0,8}|standing:[A-Z]{2}|reach:[A-Z]{2}|usage:[A-Z]{2}:\\d{4}-\\d{2}' +
    `|contact:[A-Z]{2}:[A-Za-z0-9_-]{43}|opened:[A-Za-z0-9_-]{43}|draft:${UUID}|device-request:[A-Za-z0-9_-]{43}|setting:[a-z][a-z0-9-]{0,63})$`
);

/**
 * Registrations, statuses, usage, contact notes, opened announcements, administrators' addresses, device requests; the Board's acts and
 * drafts; answers and suggestions to it.
 */
export function checkBoardDocument(document: unknown, previous: unknown): Result<true> {
  const id = idOf(document);
  if (id === null) return refuse({ code: 'document.malformed' });
  if (id.slice(0, 4) === 'act:') return checkStoredAct(document as Record<string, unknown>, previous, 'incb');
  if (!BOARD.test(id)) return refuse({ code: 'document.unknown', path: '_id' });
  if (id.slice(0, 6) === 'usage:' && !isDeleted(document) && !isUsageAlone(document))
    return refuse({ code: 'document.malformed', path: '_id' });
  if (!isDeleted(document) && isMisstated(id, document))
    return refuse({ code: 'document.malformed', path: '_id' });
  const own = checkOwnDocument(document as Record<string, unknown>);
  if (!own.ok || id.slice(0, CONTACT_PREFIX.length) !== CONTACT_PREFIX) return own;
  const problems = judgeNote(document as Record<string, unknown>, previous);
  return problems.length > 0 ? refuse(...problems) : own;
}

/** Bounded, without attachments, not acts; administration logs stay. */
export function checkSystemDocument(document: unknown, previous: unknown): Result<true> {
  const id = idOf(document);
  if (id === null) return refuse({ code: 'document.malformed' });
  if (id.slice(0, 4) === 'act:') return refuse({ code: 'act.database.wrong', path: '_id' });
  const isNote = id.slice(0, 6) === 'audit:';
  const isChange = isPlainObject(previous) || isDeleted(document);
  if (isNote && isChange) return refuse({ code: 'audit.immutable', path: '_id' });
  return checkOwnDocument(document as Record<string, unknown>);
}

export function checkWaitingDocument(document: unknown): Result<true> {
  if (idOf(document) === null) return refuse({ code: 'document.malformed' });
  const own = checkOwnDocument(document as Record<string, unknown>);
  return !own.ok || isDeleted(document) ? own : judgeWaitingDocument(document as Record<string, unknown>);
}

function isMisstated(id: string, document: unknown): boolean {
  if (id.slice(0, REACH_PREFIX.length) === REACH_PREFIX) return !parseReachDirectory(document).ok;
  if (id.slice(0, LINK_SETTING_PREFIX.length) === LINK_SETTING_PREFIX) return !parseLink(document).ok;
  if (id.slice(0, OPENED_PREFIX.length) === OPENED_PREFIX) return !parseOpened(document).ok;
  if (id === OVERVIEW_SETTING_ID) return !parseOverviewSetting(document).ok;
  return id === CONTACT_SETTING_ID && !parseContactSetting(document).ok;
}

function isDeleted(document: unknown): boolean {
  return (document as { _deleted?: unknown })._deleted === true;
}

/** Counts without other keys: an unforeseen key could be of a trade. */
function isUsageAlone(document: unknown): boolean {
  return parseUsage(document).ok && hasUsageKeysAlone(document as object);
}

function idOf(document: unknown): string | null {
  const id = isPlainObject(document) ? document['_id'] : null;
  return typeof id === 'string' ? id : null;
}
