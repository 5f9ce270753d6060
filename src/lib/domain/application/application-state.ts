/** An application with everything written about it: the same on every device, in any order of documents. */
import type { AuthorizationAct } from '../act/body.ts';
import { dateToDayNumber, instantToDate } from '../calendar-date.ts';
import { draftIdOf, type DraftFields } from '../draft/draft.ts';
import { addTo } from '../groups.ts';
import type { CalendarDate, DraftId, Instant } from '../ids.ts';
import { applicationOf, type ApplicationId } from './application-id.ts';
import {
  readApplication,
  readEvent,
  type Application,
  type ApplicationEvent,
  type Attachment,
  type EventOf
} from './application.ts';

/** `question`: the company must answer. `accepted`: a draft; `authorized`: issued. */
export const APPLICATION_STATUSES = [
  'new',
  'review',
  'question',
  'accepted',
  'authorized',
  'refused',
  'withdrawn'
] as const;
export type ApplicationStatus = (typeof APPLICATION_STATUSES)[number];

export interface ApplicationState {
  readonly application: Application;
  readonly status: ApplicationStatus;
  /** The company's form, with the changes of its last answer. */
  readonly form: DraftFields;
  readonly attachments: readonly Attachment[];
  readonly events: readonly ApplicationEvent[];
  readonly assigned: EventOf<'assigned'> | null;
  readonly question: EventOf<'question'> | null;
  readonly fee: EventOf<'fee'> | null;
  /** The refusal or withdrawal that counts. */
  readonly ended: EventOf<'refused'> | EventOf<'withdrawn'> | null;
  readonly draft: DraftId;
  /** Two officers who accepted it apart can have issued two. */
  readonly authorizations: readonly AuthorizationAct[];
  readonly lastAt: Instant;
}

/** The draft of an application, on all devices of the authority. */
export function draftOfApplication({ _id, of }: Pick<Application, '_id' | 'of'>): DraftId {
  return draftIdOf(of, _id);
}

export function openApplication(
  application: Application,
  events: readonly ApplicationEvent[],
  issuedFrom: (draft: DraftId) => readonly AuthorizationAct[]
): ApplicationState {
  const ordered = [...events].sort((a, b) =>
    a.at === b.at ? (a._id < b._id ? -1 : 1) : a.at < b.at ? -1 : 1
  );
  const draft = draftOfApplication(application);
  const state = {
    application,
    status: 'new' as ApplicationStatus,
    form: application.form,
    attachments: application.attachments ?? [],
    events: ordered,
    assigned: null as ApplicationState['assigned'],
    question: null as ApplicationState['question'],
    fee: null as ApplicationState['fee'],
    ended: null as ApplicationState['ended'],
    draft,
    authorizations: issuedFrom(draft),
    lastAt: ordered[ordered.length - 1]?.at ?? application.at
  };
  for (const event of ordered) apply(state, event);
  // An authorization stays issued, whatever was written about the application.
  return state.authorizations.length > 0 ? { ...state, status: 'authorized' } : state;
}

type Open = { -readonly [K in keyof ApplicationState]: ApplicationState[K] };

function apply(state: Open, event: ApplicationEvent): void {
  const isOver = state.status === 'refused' || state.status === 'withdrawn';
  switch (event.kind) {
    case 'note':
      return;
    case 'fee':
      state.fee = event;
      return;
    case 'assigned':
      state.assigned = event;
      if (state.status === 'new') state.status = 'review';
      return;
    case 'reopened':
      if (isOver || state.status === 'accepted') state.status = 'review';
      state.ended = null;
      return;
    case 'question':
      if (isOver) return;
      state.question = event;
      state.status = 'question';
      return;
    case 'answer':
      state.form = event.form ?? state.form;
      state.attachments = [...state.attachments, ...(event.attachments ?? [])];
      state.question = null;
      if (state.status === 'question') state.status = 'review';
      return;
    case 'accepted':
      if (!isOver) state.status = 'accepted';
      return;
    case 'refused':
    case 'withdrawn':
      if (isOver) return;
      state.ended = event;
      state.status = event.kind;
  }
}

/** Every application of the documents; faulty ones are passed over. */
export function readApplications(
  documents: readonly { readonly _id: string }[],
  issuedFrom: (draft: DraftId) => readonly AuthorizationAct[]
): readonly ApplicationState[] {
  const events = new Map<ApplicationId, ApplicationEvent[]>();
  const all: Application[] = [];
  for (const document of documents) {
    const [application, event] = [readApplication(document), readEvent(document)];
    if (application) all.push(application);
    else if (event) addTo(events, applicationOf(event._id) as ApplicationId, event);
  }
  return all.map((one) => openApplication(one, events.get(one._id) ?? [], issuedFrom));
}

export function isFinished({ status }: Pick<ApplicationState, 'status'>): boolean {
  return status === 'authorized' || status === 'refused' || status === 'withdrawn';
}

/** Whole days that the authority has had it, without those in which it waited for the company. */
export function daysWithAuthority(state: ApplicationState, today: CalendarDate): number {
  const day = (at: Instant): number => dateToDayNumber(instantToDate(at));
  const decided = state.authorizations[0]?.body.at ?? (isFinished(state) ? state.ended?.at : undefined);
  let [waited, asked] = [0, null as number | null];
  for (const { kind, at } of state.events) {
    if (kind === 'question') asked ??= day(at);
    if (kind !== 'answer' || asked === null) continue;
    waited += day(at) - asked;
    asked = null;
  }
  const end = decided === undefined ? dateToDayNumber(today) : day(decided);
  if (asked !== null) waited += Math.max(0, end - asked);
  return Math.max(0, end - day(state.application.at) - waited);
}

export function isOverdue(state: ApplicationState, today: CalendarDate, targetDays: number): boolean {
  return !isFinished(state) && state.status !== 'question' && daysWithAuthority(state, today) > targetDays;
}
