/**
 * Checks of stored documents. The server operator can store anything, so an invalid document counts as missing (threats
 * P6). The doctor lists it.
 */
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import { isAuthority } from '#lib/domain/country.ts';
import type { AuditDocument } from './audit-entry.ts';
import type { DeviceDocument, LearningDocument, SeenDocument, Ticket } from './documents.ts';
import type { InvitationDocument } from './invitation.ts';
import { isRole, type PersonDocument } from './person.ts';
import type { SessionDocument } from './session.ts';

interface AccountDocuments {
  readonly person: PersonDocument;
  readonly session: SessionDocument;
  readonly ticket: Ticket;
  readonly invitation: InvitationDocument;
  readonly device: DeviceDocument;
  readonly seen: SeenDocument;
  readonly learning: LearningDocument;
  readonly audit: AuditDocument;
}

type AccountKind = keyof AccountDocuments;

type Is = (value: unknown) => boolean;

const isText: Is = (value) => typeof value === 'string';
const isFlag: Is = (value) => typeof value === 'boolean';
const isCount: Is = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
/** Milliseconds since 1970 within the range of dates. */
const isMoment: Is = (value) => typeof value === 'number' && !Number.isNaN(new Date(value).getTime());
const orNull =
  (is: Is): Is =>
  (value) =>
    value === null || is(value);
const ifAny =
  (is: Is): Is =>
  (value) =>
    value === undefined || is(value);
const isSessionDevice: Is = (value) =>
  isPlainObject(value) && isText(value['keyId']) && isText(value['name']);
const isEnded: Is = (value) =>
  isPlainObject(value) && (value['why'] === 'device' || value['why'] === 'person') && isMoment(value['at']);
const isValues: Is = (value) => isPlainObject(value) && Object.values(value).every(isText);

const offices = { role: isRole, authority: isAuthority, name: isText, function: isText };

const SHAPES: Readonly<Record<AccountKind, Readonly<Record<string, Is>>>> = {
  person: {
    ...offices,
    ...{ hash: orNull(isText), password: isCount, suspended: isFlag },
    ...{ email: ifAny(isText), joining: ifAny(isText), reset: ifAny(isText), removed: ifAny(isFlag) }
  },
  session: {
    ...{ openedAt: isMoment, seenAt: isMoment, password: isCount, enrolling: ifAny(isFlag) },
    ...{ second: ifAny(isFlag), device: ifAny(isSessionDevice), ended: ifAny(isEnded) }
  },
  ticket: {
    ...{ until: isMoment, password: isCount, tries: isCount },
    ...{ challenge: orNull(isText), device: orNull(isSessionDevice) }
  },
  invitation: {
    ...offices,
    ...{ email: isText, by: isText, invitedAt: isMoment, validUntil: isMoment },
    ...{ kind: (value) => value === 'join' || value === 'reset', person: orNull(isText), used: isFlag }
  },
  device: {
    ...{ keyId: isText, device: isText, person: isText, lastSync: isInstant, version: isText },
    ...{ unsent: isCount, refused: isCount, clockOffset: orNull(Number.isFinite), language: ifAny(isText) }
  },
  seen: { at: isMoment },
  learning: { progress: isPlainObject },
  audit: { at: isInstant, by: isText, what: isText, about: ifAny(isText), values: ifAny(isValues) }
};

/** The document, or null if it is not of this kind. Keys of a later version stay. */
export function parseStored<K extends AccountKind>(kind: K, value: unknown): AccountDocuments[K] | null {
  if (!isPlainObject(value) || value['schema'] !== 1) return null;
  const isSound = Object.entries(SHAPES[kind]).every(([key, is]) => is(value[key]));
  return isSound ? (value as unknown as AccountDocuments[K]) : null;
}

export function keepSound<K extends AccountKind>(
  kind: K,
  rows: readonly { readonly doc?: unknown }[]
): (AccountDocuments[K] & { readonly _rev: string })[] {
  return rows.flatMap(({ doc }) => {
    const sound = parseStored(kind, doc);
    return sound ? [sound as AccountDocuments[K] & { readonly _rev: string }] : [];
  });
}

/** The kind by the beginning of the id. Null if this module has no shape for it. */
export function kindOf(id: string): AccountKind | null {
  const kind = id.slice(0, id.indexOf(':'));
  return Object.hasOwn(SHAPES, kind) ? (kind as AccountKind) : null;
}
