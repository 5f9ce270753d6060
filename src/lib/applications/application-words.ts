import { base } from '$app/paths';
import { APPLICATION_PREFIX, type ApplicationId } from '#lib/domain/application/application-id.ts';
import type { ApplicationEvent, EventKind } from '#lib/domain/application/application.ts';
import type { ApplicationStatus } from '#lib/domain/application/application-state.ts';
import { isolate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Tone } from '#lib/ui/tone.ts';
import type { QueueTab } from './queue.ts';

export function applicationHref(id: ApplicationId): string {
  return `${base}/applications/${id.slice(APPLICATION_PREFIX.length)}`;
}

const STATUSES: Readonly<Record<ApplicationStatus, readonly [Tone, () => string]>> = {
  new: ['info', m.application_status_new],
  review: ['begun', m.application_status_review],
  question: ['warn', m.application_status_question],
  accepted: ['moving', m.application_status_accepted],
  authorized: ['good', m.application_status_authorized],
  refused: ['bad', m.application_status_refused],
  withdrawn: ['neutral', m.application_status_withdrawn]
};

export function statusBadge(status: ApplicationStatus): { readonly tone: Tone; readonly word: string } {
  const [tone, word] = STATUSES[status];
  return { tone, word: word() };
}

export function tabWord(tab: QueueTab): string {
  const words: Readonly<Record<QueueTab, () => string>> = {
    new: m.application_status_new,
    mine: m.application_tab_mine,
    question: m.application_status_question,
    overdue: m.application_tab_overdue,
    accepted: m.application_status_accepted,
    finished: m.application_tab_finished,
    all: m.register_tab_all
  };
  return words[tab]();
}

const EVENTS: Readonly<Record<EventKind, () => string>> = {
  assigned: m.application_event_assigned,
  note: m.application_event_note,
  question: m.application_event_question,
  answer: m.application_event_answer,
  accepted: m.application_event_accepted,
  refused: m.application_event_refused,
  reopened: m.application_event_reopened,
  withdrawn: m.application_event_withdrawn,
  fee: m.application_event_fee
};

export function eventWord(kind: EventKind): string {
  return EVENTS[kind]();
}

export function eventText(event: ApplicationEvent): string {
  switch (event.kind) {
    case 'note':
    case 'question':
    case 'answer':
      return event.text;
    case 'refused':
    case 'reopened':
      return event.reason;
    case 'withdrawn':
      return event.reason ?? '';
    case 'assigned':
      return event.toName;
    case 'fee':
      return feeText(event);
    case 'accepted':
      return '';
  }
}

export function feeText({
  amount,
  reference,
  isPaid
}: {
  readonly amount: string;
  readonly reference: string;
  readonly isPaid: boolean;
}): string {
  const values = { amount: isolate(amount), reference: isolate(reference) };
  return isPaid ? m.application_fee_paid(values) : m.application_fee_unpaid(values);
}
