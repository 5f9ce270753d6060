/** Only online (`line.offline` otherwise), loaded only by the pages that use it. */
import type { FormLanguages } from '#lib/domain/exchange/archive-manifest.ts';
import type { ClientView, NewClient } from '#lib/domain/api/client.ts';
import type { WebhookView } from '#lib/domain/api/webhook.ts';
import type { InspectedPaper } from '#lib/domain/dossier/inspected.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { ApplicationId } from '#lib/domain/application/application-id.ts';
import type { Submission } from '#lib/domain/application/application.ts';
import type { ActId, AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import type { ConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import type { LetterReceiving, LetterSending, Registration } from '#lib/domain/registration/registration.ts';
import type { FormReport } from '#lib/domain/registration/notice.ts';
import type { Consent, HeldBody, RegionalItem, Revised } from '#lib/domain/regional/regional-body.ts';
import type { BodyView } from '#lib/domain/regional/regional-figures.ts';
import type { Policy } from '#lib/domain/registration/policy.ts';
import type { RegistrationRequest, SuccessorRequest } from '#lib/domain/registration/request.ts';
import type { StandingChange } from '#lib/domain/registration/standing.ts';
import type { Role } from '../api.ts';
import { call, callServer, PAGE_SERVER } from './call-server.ts';
import { receiveFile } from './receive-file.ts';
import type {
  AuditEntry,
  HandedLink,
  NewInvitation,
  OpenInvitation,
  OpenSession,
  PersonChange,
  PersonRow,
  ReportedDevice
} from './office-people.ts';

export interface WaitingApplications {
  readonly applications: readonly {
    readonly id: ApplicationId;
    readonly number: string;
    readonly at: Instant;
    readonly application: Submission;
  }[];
  readonly more: number;
}

/** `reset`: a link for choosing a new password of an existing account. */
export interface InvitationLook {
  readonly kind: 'join' | 'reset';
  readonly person: string | null;
  readonly authority: AuthorityCode;
  readonly role: Role;
  readonly name: string;
  readonly function: string;
  readonly validUntil: Instant;
}

export interface Letter {
  readonly code: string;
  readonly validUntil: Instant;
  readonly registration: Registration;
}

export interface Notifications {
  readonly calendar: { readonly madeAt: Instant } | null;
  readonly digest: { readonly hour: number; readonly zone: string } | null;
  readonly sessions: boolean;
  readonly email: string | null;
  readonly isMailSet: boolean;
  readonly pushKey: string;
  readonly browsers: readonly {
    readonly id: string;
    readonly device: string | null;
    readonly madeAt: Instant;
    readonly hour: number;
    readonly zone: string;
    readonly failedAt: Instant | null;
  }[];
}

export interface ReportMailState {
  readonly isOn: boolean;
  readonly email: string | null;
  readonly isMailSet: boolean;
}

interface DailyHour {
  readonly hour: number;
  readonly zone: string;
  readonly language: string;
}

interface Established {
  readonly registration: Registration;
  readonly invitation: string | null;
}

/** The letter's code, or INCB's own decision with the reason. */
/** One entry of a national system's log. */
export interface ClientCall {
  readonly id: string;
  readonly at: Instant;
  readonly operation: string;
  readonly status: number;
  readonly codes: readonly string[];
  readonly accepted?: number;
  readonly refused?: number;
  /** Refused requests of the minute before that are not listed. */
  readonly more?: number;
}

/** The secret is not shown again. */
interface NewWebhook {
  readonly id: string;
  readonly secret: string;
}

export type Confirmation = { readonly code: ConfirmationCode } | { readonly word: string };

/** `words` are the mail server's own. */
export interface CountryMail {
  readonly country: CountryCode;
  readonly state: 'waiting' | 'sending' | 'sent' | 'refused' | 'unclear' | 'no-address';
  readonly sent: number;
  readonly open: number;
  readonly words: string;
}

export interface LetterMailState {
  readonly isSet: boolean;
  readonly isRunning: boolean;
  readonly isDue?: boolean;
  readonly countries: readonly CountryMail[];
}

/** `answer`: of the reader's own country. */
export type ListedBody = HeldBody & { readonly answer?: Consent };

export const office = {
  session: () =>
    call<{ readonly person: { readonly role: string; readonly authority: AuthorityCode } }>(
      'GET',
      '/api/session'
    ),
  findForm: (number: string, digits: string) =>
    call<{ readonly act: unknown }>('POST', '/api/verify/form', { number, digits }),
  inspect: (number: string) =>
    call<{ readonly papers: readonly InspectedPaper[] }>('POST', '/api/inspections', { number }),
  bringForm: (act: Act) => call<{ readonly state: 'stored' | 'held' }>('POST', '/api/carried', { act }),
  reportForm: (report: FormReport) =>
    call<{ readonly sentTo: CountryCode | null }>('POST', '/api/reports', report),

  askForAccount: (body: RegistrationRequest, ends: AbortSignal) =>
    callServer<unknown>(PAGE_SERVER, {
      method: 'POST',
      path: '/api/registrations',
      body,
      ends
    }),
  requestState: (body: { readonly country: CountryCode; readonly number: string; readonly secret: string }) =>
    call<{ readonly dates: unknown }>('POST', '/api/registrations/state', body),

  confirmByCode: (country: CountryCode, code: ConfirmationCode) =>
    call<{ readonly invitation: string }>('POST', '/api/confirmations', { country, code }),
  lookAtInvitation: (token: string) => call<InvitationLook>('POST', '/api/invitations/look', { token }),
  acceptInvitation: (token: string, person: string, password: string) =>
    call<{ readonly person: string }>('POST', '/api/invitations/accept', { token, person, password }),

  /** Also for people without an account. */
  health: () => call<{ readonly demonstration?: boolean }>('GET', '/api/health'),

  /** Parsed by `parseWhoIsOn`, here and from storage. */
  whoIsOn: () => call<unknown>('GET', '/api/who'),
  writeLetter: (registration: string) =>
    call<Letter>('POST', `/api/registrations/${encodeURIComponent(registration)}/letter`, {}),
  recordReceiving: (registration: string, receiving: LetterReceiving) =>
    call<unknown>(
      'POST',
      `/api/registrations/${encodeURIComponent(registration)}/letter/received`,
      receiving
    ),
  recordSending: (registration: string, sending: LetterSending) =>
    call<unknown>('POST', `/api/registrations/${encodeURIComponent(registration)}/letter/sent`, sending),
  withdrawLetter: (registration: string, reason: string) =>
    call<unknown>('POST', `/api/registrations/${encodeURIComponent(registration)}/letter/withdraw`, {
      reason
    }),
  confirmRegistration: (registration: string, by: Confirmation) =>
    call<Established>('POST', `/api/registrations/${encodeURIComponent(registration)}/confirm`, by),
  refuseRegistration: (registration: string, reason: string) =>
    call<unknown>('POST', `/api/registrations/${encodeURIComponent(registration)}/refuse`, { reason }),

  /** Continues after an interrupted creation of the country's database. */
  continueRegistration: (registration: string) =>
    call<Established>('POST', `/api/registrations/${encodeURIComponent(registration)}/continue`, {}),
  changeStanding: (country: CountryCode, verb: StandingChange, reason: string) =>
    call<unknown>('POST', `/api/countries/${country}/${verb}`, { reason }),
  nameSuccessor: (country: CountryCode, successor: SuccessorRequest) =>
    call<{ readonly invitation: string }>('POST', `/api/countries/${country}/successor`, successor),
  /** Sent by companies; an officer takes them into the country's database. */
  waitingApplications: () => call<WaitingApplications>('GET', '/api/waiting-applications'),
  takeApplications: (ids: readonly ApplicationId[]) =>
    call<{ readonly taken: readonly ApplicationId[] }>('POST', '/api/waiting-applications/take', { ids }),
  discardApplications: (ids: readonly ApplicationId[], reason: string) =>
    call<{ readonly discarded: readonly ApplicationId[] }>('POST', '/api/waiting-applications/discard', {
      ids,
      reason
    }),
  people: () => call<readonly PersonRow[]>('GET', '/api/people'),
  changePerson: (person: string, change: PersonChange) =>
    call<PersonRow>('PATCH', personPath(person), change),

  /** The person's actions and signatures stay. */
  removePerson: (person: string) => call<null>('DELETE', personPath(person)),

  /** Sessions end, second factors stay. */
  resetPerson: (person: string) => call<HandedLink>('POST', `${personPath(person)}/reset`, {}),

  /** Ends sessions: until the person enrols again the password is enough. */
  removeFactors: (person: string) => call<null>('DELETE', `${personPath(person)}/second-factors`),
  invite: (invitation: NewInvitation) =>
    call<HandedLink & { readonly id: string }>('POST', '/api/invitations', invitation),
  invitations: () => call<readonly OpenInvitation[]>('GET', '/api/invitations'),
  withdrawInvitation: (id: string) => call<null>('DELETE', `/api/invitations/${encodeURIComponent(id)}`),
  devices: () => call<readonly ReportedDevice[]>('GET', '/api/devices'),

  /** Newest first; `before` is the id of the last entry already loaded. */
  audit: (limit: number, before?: string) => {
    const place = before === undefined ? '' : `&before=${encodeURIComponent(before)}`;
    return call<readonly AuditEntry[]>('GET', `/api/audit?limit=${limit}${place}`);
  },
  changePolicy: (policy: Policy) => call<Policy>('PUT', '/api/policy', policy),
  regional: () => call<{ readonly bodies: readonly ListedBody[] }>('GET', '/api/regional'),
  regionalBody: (id: string) => call<BodyView>('GET', regionalPath(id)),
  makeRegionalBody: (body: Pick<HeldBody, 'name' | 'countries'>) =>
    call<HeldBody>('POST', '/api/regional', body),
  changeRegionalBody: ({ id, ...body }: HeldBody) => call<HeldBody>('PUT', regionalPath(id), body),
  /** `revision`: the one that the change is based on, 0 for a new item. */
  writeRegionalItem: (body: string, id: string, change: { readonly item: RegionalItem } & Revised) =>
    call<null>('PUT', `${regionalPath(body)}/items/${encodeURIComponent(id)}`, change),
  letterMail: (id: ActId) => call<LetterMailState>('GET', letterMailPath(id)),

  sendLetterMail: (id: ActId) => call<LetterMailState>('POST', letterMailPath(id), {}),
  /** `forms`: with the forms as PDF in these languages. */
  archive: (ends: AbortSignal, told: (part: Uint8Array) => void, forms: FormLanguages | null) => {
    const { locale, second } = forms ?? {};
    const query = new URLSearchParams({
      ...(locale ? { forms: locale } : {}),
      ...(second ? { second } : {})
    });
    return receiveFile(PAGE_SERVER, `/api/archive?${query}`, { ends, told });
  },
  policy: () => call<Policy>('GET', '/api/policy'),

  /** `all`: those of one's own authority, for people who manage its users. */
  sessions: (of: 'own' | 'all') => call<readonly OpenSession[]>('GET', `/api/sessions?of=${of}`),
  endSession: (id: string) => call<null>('DELETE', `/api/sessions/${encodeURIComponent(id)}`),

  changePassword: (password: string, next: string) => call<null>('PUT', '/api/password', { password, next }),

  notifications: () => call<Notifications>('GET', '/api/notifications'),
  /** `path` has a secret that the server does not return again. */
  makeCalendar: (language: string) =>
    call<{ readonly path: string }>('POST', '/api/notifications/calendar', { language }),
  deleteCalendar: () => call<null>('DELETE', '/api/notifications/calendar'),
  sendDigest: (digest: DailyHour) => call<null>('PUT', '/api/notifications/digest', digest),
  stopDigest: () => call<null>('DELETE', '/api/notifications/digest'),
  startSessionMail: (language: string) => call<null>('PUT', '/api/notifications/sessions', { language }),
  stopSessionMail: () => call<null>('DELETE', '/api/notifications/sessions'),
  /** Without a session, by the secret in an e-mail. */
  stopDigestBy: (token: string) => call<null>('POST', `/api/unsubscribe/${encodeURIComponent(token)}`, {}),
  reportMail: () => call<ReportMailState>('GET', '/api/report-mail'),
  startReportMail: (language: string) => call<null>('PUT', '/api/report-mail', { language }),
  stopReportMail: () => call<null>('DELETE', '/api/report-mail'),
  notifyBrowser: (
    browser: DailyHour & { readonly endpoint: string; readonly p256dh: string; readonly auth: string }
  ) => call<null>('PUT', '/api/notifications/browsers', browser),
  forgetBrowser: (id: string) =>
    call<null>('DELETE', `/api/notifications/browsers/${encodeURIComponent(id)}`),

  clients: () =>
    call<{ readonly clients: readonly ClientView[]; readonly audience: string }>('GET', '/api/clients'),
  addClient: (client: NewClient) =>
    call<{ readonly client: ClientView; readonly audience: string }>('POST', '/api/clients', client),
  revokeClient: (id: string) => call<unknown>('POST', `/api/clients/${encodeURIComponent(id)}/revoke`, {}),
  /** Newest first; `before` is the id of the last entry already loaded. */
  clientCalls: (id: string, limit: number, before?: string) => {
    const place = before === undefined ? '' : `&before=${encodeURIComponent(before)}`;
    const path = `/api/clients/${encodeURIComponent(id)}/audit?limit=${limit}${place}`;
    return call<{ readonly calls: readonly ClientCall[] }>('GET', path);
  },

  webhooks: () => call<{ readonly webhooks: readonly WebhookView[] }>('GET', '/api/webhooks'),
  addWebhook: (url: string) => call<NewWebhook>('POST', '/api/webhooks', { url }),
  renewWebhookSecret: (id: string) => call<NewWebhook>('POST', `${webhookPath(id)}/secret`, {}),
  testWebhook: (id: string) =>
    call<{ readonly taken: boolean; readonly failed: WebhookView['failed'] }>(
      'POST',
      `${webhookPath(id)}/test`,
      {}
    ),
  removeWebhook: (id: string) => call<null>('DELETE', webhookPath(id))
};

function webhookPath(id: string): string {
  return `/api/webhooks/${encodeURIComponent(id)}`;
}

function regionalPath(id: string): string {
  return `/api/regional/${encodeURIComponent(id)}`;
}

function letterMailPath(id: ActId): string {
  return `/api/announcements/${encodeURIComponent(id)}/mail`;
}

function personPath(person: string): string {
  return `/api/people/${encodeURIComponent(person)}`;
}
