/**
 * Regional bodies: INCB makes one and names its countries; a country's administrator consents in the country's own
 * setting. A body signs nothing, has no database and reads no trade.
 */
import { ACTION_STATES } from '../act/kinds/user-group.ts';
import type { Instant } from '../ids.ts';
import { country } from '../shape/references.ts';
import {
  calendarDate,
  fits,
  instant,
  listOf,
  oneOf,
  parseShape,
  pattern,
  readStored,
  shaped,
  stored,
  text,
  yesOrNo,
  type Checked
} from '../shape/shape.ts';
import type { Result } from '../result.ts';

export const MAX_REGIONAL_BODIES = 200;
export const MAX_REGIONAL_ITEMS = 500;
export const MAX_BODY_NAME_LENGTH = 120;
export const MAX_ITEM_LENGTH = 2000;
export const MAX_OWNER_LENGTH = 120;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const regionalId = pattern(UUID, 'document.malformed');

export function isRegionalId(value: unknown): value is string {
  return fits(regionalId, value);
}

const regionalBody = shaped({
  required: { name: text(1, MAX_BODY_NAME_LENGTH), countries: listOf(country, 1, 249), ended: yesOrNo }
});
export type RegionalBody = Checked<typeof regionalBody>;

/** Counts changes, from 1: a change names the one on which it is based. */
export interface Revised {
  readonly revision: number;
}

export interface HeldBody extends RegionalBody, Revised {
  readonly id: string;
}

/** Each country once, in order. */
export function parseRegionalBody(value: unknown): Result<RegionalBody> {
  const read = parseShape(regionalBody, value);
  if (!read.ok) return read;
  return { ok: true, value: { ...read.value, countries: [...new Set(read.value.countries)].sort() } };
}

const action = shaped({
  required: {
    is: oneOf(['action']),
    text: text(1, MAX_ITEM_LENGTH, true),
    owner: text(1, MAX_OWNER_LENGTH),
    due: calendarDate,
    state: oneOf(ACTION_STATES)
  }
});
const announcement = shaped({
  required: { is: oneOf(['announcement']), text: text(1, MAX_ITEM_LENGTH, true), withdrawn: yesOrNo }
});

/** An action of the shared list, or an announcement to the members. */
export type RegionalItem = Checked<typeof action> | Checked<typeof announcement>;

export type HeldItem = RegionalItem & Revised & { readonly id: string; readonly at: Instant };

export function parseRegionalItem(value: unknown): Result<RegionalItem> {
  const isAction = (value as { readonly is?: unknown } | null)?.is === 'action';
  return isAction ? parseShape(action, value) : parseShape(announcement, value);
}

const consent = stored({
  required: { schema: oneOf([1]), consents: yesOrNo },
  optional: { at: instant }
});

/** Of a country's own database, written by its administrators. */
export function consentSettingId(body: string): string {
  return `setting:region-${body}`;
}

export const CONSENTS = ['given', 'declined', 'open'] as const;
export type Consent = (typeof CONSENTS)[number];

/** All versions of the setting must consent, so that an unread withdrawal counts. */
export function consentIn(versions: readonly unknown[]): Consent {
  if (versions.length === 0) return 'open';
  const all = versions.every((one) => {
    const read = readStored(consent, one);
    return read.ok && read.value.consents;
  });
  return all ? 'given' : 'declined';
}
