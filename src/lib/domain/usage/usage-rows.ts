/**
 * Equal on both engines. Rows stay in the country's database; only totals leave it (`count-month.ts`). No document
 * breaks the index (threats P6).
 */
import { isAuthorizationId, parseActId, type ActIdParts } from '../act/act-id.ts';
import { isDossierKind } from '../act/kind-groups.ts';
import type { ActKind } from '../act/kinds.ts';
import { EXCEEDING_GROUNDS, type Exceeding } from '../act/kinds/special-terms.ts';
import { isPlainObject } from '../shape/shape.ts';
import { isCalendarDate, isInstant } from '../calendar-date.ts';
import { isAuthority } from '../country.ts';
import type { ActId, AuthorityCode, CalendarDate, Instant } from '../ids.ts';

/** `yyyy-mm` of an act's UTC date. */
export type Month = string;

/** `act`: dated in that month. `about`: concerns an authorization dated in that month, whenever it arrived. */
type UsageRowKind = 'act' | 'about';

export interface UsageRow {
  readonly key: readonly [Month, UsageRowKind, ActId];
  readonly value: UsageFact;
}

export interface UsageFact {
  readonly kind: ActKind;
  readonly issuer: AuthorityCode;
  readonly at: Instant;
  readonly to?: readonly AuthorityCode[];
  readonly until?: CalendarDate;
  /** All its goods are preparations of 1961 Schedule III: nothing is returned (art. 31(16)). */
  readonly exempt?: true;
  readonly emergency?: true;
  /** Ground for more than remains of the importing country's estimate. */
  readonly exceeding?: Exceeding['ground'];
  /** An authorization of a partner, recorded from paper. */
  readonly paper?: true;
  readonly person?: string;
  readonly device?: string;
  readonly where?: AuthorityCode;
  readonly on?: CalendarDate;
}

const MAX_NAMED = 1000;
const MAX_ADDRESSEES = 20;

export function usageRows(document: unknown): readonly UsageRow[] {
  const act = readAct(document);
  if (act === null) return [];
  if (act.kind === 'receipt') return receiptRows(act);
  return isDossierKind(act.kind) ? [ownRow(act), ...aboutRows(act)] : [];
}

interface ReadAct extends ActIdParts {
  readonly kind: ActKind;
  readonly id: ActId;
  readonly at: Instant;
  readonly body: Record<string, unknown>;
  readonly device: string;
}

function readAct(document: unknown): ReadAct | null {
  if (!isPlainObject(document) || document['_deleted'] === true) return null;
  const { _id: id, body, signature } = document;
  const parts = parseActId(id);
  if (!parts?.kind || !isPlainObject(body) || !isPlainObject(signature)) return null;
  const { kind, issuer, at } = body;
  if (kind !== parts.kind || issuer !== parts.issuer || !isInstant(at)) return null;
  return { ...parts, kind: parts.kind, id: id as ActId, at, body, device: textOf(signature['key']) };
}

function ownRow({ id, kind, issuer, at, date, body, device }: ReadAct): UsageRow {
  const person = isPlainObject(body['by']) ? textOf(body['by']['person']) : '';
  // A declaration authorizes nothing, so no figure of authorizations counts it.
  const isCounted = isAuthorizationId(id) && kind !== 'export-declaration';
  const authorization = isCounted
    ? { to: addresseesOf(body), ...untilOf(body), ...groundsOf(body) }
    : paperOf(body);
  return { key: [monthOf(date), 'act', id], value: { kind, issuer, at, person, device, ...authorization } };
}

function untilOf({ validUntil }: Record<string, unknown>): { until?: CalendarDate } {
  return isCalendarDate(validUntil) ? { until: validUntil } : {};
}

function groundsOf({
  lines,
  emergency,
  exceeding
}: Record<string, unknown>): Pick<UsageFact, 'exempt' | 'emergency' | 'exceeding'> {
  const isExempt = (line: unknown): boolean => isPlainObject(line) && isPlainObject(line['scheduleThree']);
  const named = isPlainObject(exceeding) ? exceeding['ground'] : null;
  const ground = EXCEEDING_GROUNDS.find((one) => one === named);
  return {
    ...(Array.isArray(lines) && lines.length > 0 && lines.every(isExempt) ? { exempt: true } : {}),
    ...(isPlainObject(emergency) ? { emergency: true } : {}),
    ...(ground ? { exceeding: ground } : {})
  };
}

function paperOf({ paper, corrects }: Record<string, unknown>): { paper?: true } {
  const instrument = isPlainObject(paper) ? paper['instrument'] : null;
  const isAuthorization = instrument === 'import-authorization' || instrument === 'export-authorization';
  return isAuthorization && corrects === undefined ? { paper: true } : {};
}

function addresseesOf({ to }: Record<string, unknown>): readonly AuthorityCode[] {
  return Array.isArray(to) ? to.slice(0, MAX_ADDRESSEES).filter(isAuthority) : [];
}

function aboutRows({ kind, issuer, at, body }: ReadAct): UsageRow[] {
  const of = authorizationOf(kind, body);
  const parts = of === null ? null : parseActId(of);
  if (of === null || parts === null) return [];
  const on = isCalendarDate(body['shippedOn']) ? { on: body['shippedOn'] } : {};
  return [{ key: [monthOf(parts.date), 'about', of], value: { kind, issuer, at, ...on } }];
}

function authorizationOf(kind: ActKind, body: Record<string, unknown>): ActId | null {
  const cited = body['importAuthorization'];
  const named: Partial<Record<ActKind, unknown>> = {
    reply: body['on'],
    'export-authorization': isPlainObject(cited) ? cited['act'] : null,
    shipment: body['exportAuthorization'],
    endorsement: body['exportAuthorization'],
    cancellation: body['of']
  };
  const id = named[kind];
  return typeof id === 'string' && isAuthorizationId(id as ActId) ? (id as ActId) : null;
}

function receiptRows({ kind, issuer, at, body }: ReadAct): UsageRow[] {
  const { stage, of, where } = body;
  if (stage !== 'delivered' || issuer !== 'EXCHANGE' || !isAuthority(where) || !Array.isArray(of)) return [];
  return of.slice(0, MAX_NAMED).flatMap((id: unknown): UsageRow[] => {
    const parts = parseActId(id);
    if (parts === null || !isAuthorizationId(id as ActId)) return [];
    return [{ key: [monthOf(parts.date), 'about', id as ActId], value: { kind, issuer, at, where } }];
  });
}

export function monthOf(date: CalendarDate | Instant): Month {
  return date.slice(0, 7);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 120) : '';
}
