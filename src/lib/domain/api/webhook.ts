/** Messages to a national system that documents have come: their ids, and nothing of their content. */
import type { Instant } from '../ids.ts';

export const MAX_WEBHOOKS = 5;
/** After a new secret the earlier one signs too, so that the receiver has time to change. */
export const SECRET_OVERLAP_HOURS = 24;

/**
 * `gone`: the receiver answered 410, which ends messages until a test succeeds. `secret`: the server has other secrets
 * since a restore, and cannot open this one.
 */
export const WEBHOOK_FAILURES = [
  'status',
  'gone',
  'redirected',
  'notPublic',
  'late',
  'unreachable',
  'secret'
] as const;
export type WebhookFailure = (typeof WEBHOOK_FAILURES)[number];

/** A webhook, for its administrator. */
export interface WebhookView {
  readonly id: string;
  readonly url: string;
  readonly madeAt: Instant;
  readonly by: string;
  readonly sentAt: Instant | null;
  readonly failed: {
    readonly reason: WebhookFailure;
    /** Status of the receiver's answer, or 0. */
    readonly status: number;
    readonly count: number;
    readonly at: Instant;
  } | null;
  /** Until when the earlier secret signs too. */
  readonly earlierUntil: Instant | null;
}
