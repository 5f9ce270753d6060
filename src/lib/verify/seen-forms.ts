/** The forms that this device has verified: what an officer shows at the end of a shift. No server learns of them. */
import type { ActId, AuthorityCode, Instant } from '#lib/domain/ids.ts';
import type { ActKind } from '#lib/domain/act/kinds.ts';
import { forget, remember, remembered } from '#lib/pwa/remember.ts';
import type { ReasonCode, Verdict } from './judge-form.ts';

export interface SeenForm {
  readonly id: ActId;
  readonly kind: ActKind;
  readonly issuer: AuthorityCode;
  readonly number: string;
  readonly verdict: Verdict;
  readonly reasons: readonly ReasonCode[];
  readonly at: Instant;
}

const KEPT_AS = 'I2ES_VERIFIED_FORMS';
/** A year of a busy counter would not fit a browser’s notes. */
const MAX_FORMS = 500;

export function seenForms(): readonly SeenForm[] {
  const kept = remembered(KEPT_AS);
  return Array.isArray(kept) ? (kept as SeenForm[]) : [];
}

/** A later verdict on the same reading, after a comparison with the paper, takes the place of the earlier one. */
export function noteForm(form: SeenForm): readonly SeenForm[] {
  const others = seenForms().filter(({ id, at }) => id !== form.id || at !== form.at);
  const kept = [form, ...others].slice(0, MAX_FORMS);
  remember(KEPT_AS, kept);
  return kept;
}

export function lastSeen(id: ActId): Instant | null {
  return seenForms().find((form) => form.id === id)?.at ?? null;
}

/** On this day of the device’s own calendar. */
export function seenOn(forms: readonly SeenForm[], day: Date): readonly SeenForm[] {
  return forms.filter(({ at }) => new Date(at).toDateString() === day.toDateString());
}

export function forgetForms(): void {
  forget(KEPT_AS);
}
