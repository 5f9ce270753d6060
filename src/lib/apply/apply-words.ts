/** The progress of an application in the words for its company. */
import type { AppliedKind } from '#lib/domain/application/application.ts';
import type { ApplicationStatus } from '#lib/domain/application/application-state.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Tone } from '#lib/ui/tone.ts';
import type { AppliedStatus } from './apply-api.ts';
import type { KeptApplication } from './kept-applications.ts';

interface ApplyWord {
  readonly tone: Tone;
  readonly word: string;
}

const STATUSES: Readonly<Record<ApplicationStatus, readonly [Tone, () => string]>> = {
  new: ['info', m.apply_status_received],
  review: ['moving', m.apply_status_review],
  question: ['warn', m.apply_status_question],
  accepted: ['moving', m.apply_status_accepted],
  authorized: ['good', m.apply_status_authorized],
  refused: ['bad', m.apply_status_refused],
  withdrawn: ['neutral', m.apply_status_withdrawn]
};

export function statusWord({
  status,
  authorization
}: Pick<AppliedStatus, 'status' | 'authorization'>): ApplyWord {
  if (authorization?.receivedOn) return { tone: 'done', word: m.apply_status_endorsed() };
  if (authorization?.shippedOn) return { tone: 'moving', word: m.apply_status_shipped() };
  const [tone, word] = STATUSES[status];
  return { tone, word: word() };
}

export function keptWord({ status, sentAt, isReady }: KeptApplication): ApplyWord {
  if (status) return statusWord(status);
  if (sentAt) return { tone: 'info', word: m.apply_status_sent() };
  return isReady
    ? { tone: 'begun', word: m.apply_status_ready() }
    : { tone: 'neutral', word: m.apply_status_draft() };
}

export function appliedKindWord(of: AppliedKind): string {
  return of === 'import-authorization' ? m.apply_for_import() : m.apply_for_export();
}
