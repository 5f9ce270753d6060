/** Documents of the server's own database `applications`: what companies sent and no officer has taken yet. */
import { COMPANY_PREFIX } from '../company/company.ts';
import { canonicalJson } from '../canonical.ts';
import { parsePieceOf, type FileKind } from '../file/pieces.ts';
import { SCANS, type ScanType } from '../file/scan.ts';
import type { CountryCode } from '../ids.ts';
import { accept, refuse, type Result } from '../result.ts';
import { sha256Base64url } from '../sha256.ts';
import { country, hash } from '../shape/references.ts';
import { fits, instant, integer, isPlainObject, stored, type Check, type Checked } from '../shape/shape.ts';
import { APPLICATION_PREFIX, type ApplicationId } from './application-id.ts';
import {
  ACCOUNT,
  ATTACHMENT_TYPES,
  MAX_ATTACHMENT_BYTES,
  readEvent,
  SUBMISSION,
  type Application,
  type ApplicationEvent,
  type Submission
} from './application.ts';

type WaitingPrefix = 'waiting' | 'ended' | 'piece';
const DOCUMENT_ID = /^(?:waiting|ended):([A-Z]{2}):([A-Za-z0-9_-]{43})$/;
const PIECE_ID = /^piece:[A-Z]{2}:[A-Za-z0-9_-]{43}:[A-Za-z0-9_-]{43}:(0|[1-9]\d?)$/;

/** What an account of a company has sent and no officer has taken: `own:<CC>:<company>:<application>`. */
const OWN_ID = /^own:[A-Z]{2}:[0-9a-f-]{36}:[A-Za-z0-9_-]{43}$/;

export function ownId(of: CountryCode, company: string, id: ApplicationId | '' = ''): string {
  return `own:${of}:${company.slice(COMPANY_PREFIX.length)}:${id.slice(APPLICATION_PREFIX.length)}`;
}

/** `rest`: of a piece, the hash of its attachment and its number. */
export function waitingId(
  prefix: WaitingPrefix,
  of: CountryCode,
  id: ApplicationId | '' = '',
  rest = ''
): string {
  return `${prefix}:${of}:${id.slice(APPLICATION_PREFIX.length)}${rest}`;
}

/** An attachment is a scan of fewer types and bytes. */
export const ATTACHMENTS: FileKind<ScanType> = {
  ...SCANS,
  types: ATTACHMENT_TYPES,
  maxBytes: MAX_ATTACHMENT_BYTES
};

const head = { schema: integer(1, 1), country, at: instant };
const waiting = stored({ required: { ...head, application: SUBMISSION }, optional: ACCOUNT });
export type Waiting = Checked<typeof waiting> & { readonly _id: string; readonly _rev: string };

const endedBy: Check<ApplicationEvent> = (value, out) => {
  const event = isPlainObject(value) && readEvent(value as { readonly _id: string });
  if (!event || (event.kind !== 'refused' && event.kind !== 'withdrawn'))
    out.push({ code: 'document.malformed' });
};
/** Refused or withdrawn before an officer took it: the answer to its company, without its content. */
const ended = stored({ required: { ...head, content: hash, event: endedBy } });
export type Ended = Checked<typeof ended> & { readonly _id: string; readonly _rev: string };

/** Equal for equal submissions, on every server. */
export function contentHash({ of, language, form, contact, attachments }: Submission): string {
  return sha256Base64url(
    canonicalJson({ of, language, form, contact, ...(attachments ? { attachments } : {}) })
  );
}

export function toApplication(
  _id: ApplicationId,
  { country: of, at, application, company, person }: Omit<Waiting, '_id' | '_rev' | 'schema'>
): Application {
  const account = { ...(company ? { company } : {}), ...(person ? { person } : {}) };
  return { _id, schema: 1, country: of, at, source: 'server', ...application, ...account };
}

export function applicationOfWaiting(id: string): ApplicationId | null {
  const found = DOCUMENT_ID.exec(id)?.[2];
  return found === undefined ? null : ((APPLICATION_PREFIX + found) as ApplicationId);
}

export function readWaiting(document: unknown): Waiting | null {
  return isOf(document, waiting, 'waiting') ? (document as Waiting) : null;
}

export function readEnded(document: unknown): Ended | null {
  return isOf(document, ended, 'ended') ? (document as Ended) : null;
}

function isOf(document: unknown, shape: Check, prefix: WaitingPrefix): boolean {
  if (!isPlainObject(document)) return false;
  const { _id, _rev, _revisions, ...content } = document;
  const parts = DOCUMENT_ID.exec(String(_id));
  return String(_id).indexOf(prefix) === 0 && parts?.[1] === content['country'] && fits(shape, content);
}

export function judgeWaitingDocument(document: Record<string, unknown>): Result<true> {
  const id = String(document['_id']);
  const piece = PIECE_ID.exec(id)?.[1];
  if (piece !== undefined) {
    const { type, size, data } = document;
    const parsed = parsePieceOf(ATTACHMENTS, { type, size, data }, Number(piece));
    return parsed.ok && fits(instant, document['at']) ? accept(true) : refuse({ code: 'document.malformed' });
  }
  if (OWN_ID.test(id))
    return fits(instant, document['at']) ? accept(true) : refuse({ code: 'document.malformed' });
  if (!DOCUMENT_ID.test(id)) return refuse({ code: 'document.unknown', path: '_id' });
  return readWaiting(document) || readEnded(document)
    ? accept(true)
    : refuse({ code: 'document.malformed', path: '_id' });
}
