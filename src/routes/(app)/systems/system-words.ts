import type { ClientScope, ClientView } from '#lib/domain/api/client.ts';
import type { WebhookFailure, WebhookView } from '#lib/domain/api/webhook.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { formatInteger } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Tone } from '#lib/ui/tone.ts';

const SCOPES: Readonly<Record<ClientScope, readonly [word: () => string, detail: () => string]>> = {
  read: [m.systems_scope_read, m.systems_scope_read_detail],
  drafts: [m.systems_scope_drafts, m.systems_scope_drafts_detail],
  numbers: [m.systems_scope_numbers, m.systems_scope_numbers_detail],
  acts: [m.systems_scope_acts, m.systems_scope_acts_detail]
};

export function scopeWord(scope: ClientScope): string {
  return SCOPES[scope][0]();
}

export function scopeDetail(scope: ClientScope): string {
  return SCOPES[scope][1]();
}

const SOON_MS = 30 * 24 * 3_600_000;

export function clientState(
  { revokedAt, validUntil }: Pick<ClientView, 'revokedAt' | 'validUntil'>,
  now: Instant
): { readonly tone: Tone; readonly word: string; readonly isInUse: boolean } {
  if (revokedAt) return { tone: 'done', word: m.systems_state_revoked(), isInUse: false };
  const left = Date.parse(validUntil) - Date.parse(now);
  if (left <= 0) return { tone: 'done', word: m.systems_state_expired(), isInUse: false };
  if (left < SOON_MS) return { tone: 'warn', word: m.systems_state_soon(), isInUse: true };
  return { tone: 'good', word: m.systems_state_valid(), isInUse: true };
}

const FAILURES: Readonly<Record<Exclude<WebhookFailure, 'status'>, () => string>> = {
  gone: m.systems_failure_gone,
  redirected: m.systems_failure_redirected,
  notPublic: m.systems_failure_not_public,
  late: m.systems_failure_late,
  unreachable: m.systems_failure_unreachable,
  secret: m.systems_failure_secret
};

export function failureWord({ reason, status }: NonNullable<WebhookView['failed']>): string {
  return reason === 'status'
    ? m.systems_failure_status({ status: formatInteger(status) })
    : FAILURES[reason]();
}
