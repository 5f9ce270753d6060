/**
 * Registration, countries, people: only online (`line.offline` otherwise), loaded only by the pages that use it, and
 * kept apart from the records.
 */
import type { ActId, AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import type { ConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import type { LetterSending, Registration } from '#lib/domain/registration/registration.ts';
import type { Policy } from '#lib/domain/registration/policy.ts';
import type { RegistrationRequest, SuccessorRequest } from '#lib/domain/registration/request.ts';
import type { StandingChange } from '#lib/domain/registration/standing.ts';
import type { Result } from '#lib/domain/result.ts';
import type { Role } from '../api.ts';
import { callServer, type ServerCall, type ServerLine } from './call-server.ts';
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

/** `invitation` is null if the authority has used it already. */
export interface Established {
  readonly registration: Registration;
  readonly invitation: string | null;
}

/** INCB's confirmation of a registration: the letter's code, or its own decision with the reason. */
export type Confirmation = { readonly code: ConfirmationCode } | { readonly word: string };

/** Result of an announcement as e-mail in one country; `words` are the mail server's own. */
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
  readonly countries: readonly CountryMail[];
}

class OfficeApi {
  readonly #line: ServerLine;

  constructor(line: ServerLine) {
    this.#line = line;
  }

  askForAccount(body: RegistrationRequest, ends: AbortSignal): Promise<Result<{ readonly received: true }>> {
    return callServer(this.#line, { method: 'POST', path: '/api/registrations', body, ends });
  }

  /** With the code of INCB's letter; returns the first administrator's invitation. */
  confirmByCode(
    country: CountryCode,
    code: ConfirmationCode
  ): Promise<Result<{ readonly invitation: string }>> {
    return this.#call('POST', '/api/confirmations', { country, code });
  }

  lookAtInvitation(token: string): Promise<Result<InvitationLook>> {
    return this.#call('POST', '/api/invitations/look', { token });
  }

  acceptInvitation(
    token: string,
    person: string,
    password: string
  ): Promise<Result<{ readonly person: string }>> {
    return this.#call('POST', '/api/invitations/accept', { token, person, password });
  }

  /** Demonstration or not, for people without an account. */
  health(): Promise<Result<{ readonly demonstration?: boolean }>> {
    return this.#call('GET', '/api/health');
  }

  /** Parsed by `parseWhoIsOn`, here and from storage. */
  whoIsOn(): Promise<Result<unknown>> {
    return this.#call('GET', '/api/who');
  }

  writeLetter(registration: string): Promise<Result<Letter>> {
    return this.#call('POST', `/api/registrations/${encodeURIComponent(registration)}/letter`, {});
  }

  recordSending(registration: string, sending: LetterSending): Promise<Result<unknown>> {
    return this.#call('POST', `/api/registrations/${encodeURIComponent(registration)}/letter/sent`, sending);
  }

  withdrawLetter(registration: string, reason: string): Promise<Result<unknown>> {
    const path = `/api/registrations/${encodeURIComponent(registration)}/letter/withdraw`;
    return this.#call('POST', path, { reason });
  }

  confirmRegistration(registration: string, by: Confirmation): Promise<Result<Established>> {
    return this.#call('POST', `/api/registrations/${encodeURIComponent(registration)}/confirm`, by);
  }

  refuseRegistration(registration: string, reason: string): Promise<Result<unknown>> {
    return this.#call('POST', `/api/registrations/${encodeURIComponent(registration)}/refuse`, { reason });
  }

  /** Continues after an interrupted creation of the country's database. */
  continueRegistration(registration: string): Promise<Result<Established>> {
    return this.#call('POST', `/api/registrations/${encodeURIComponent(registration)}/continue`, {});
  }

  changeStanding(country: CountryCode, verb: StandingChange, reason: string): Promise<Result<unknown>> {
    return this.#call('POST', `/api/countries/${country}/${verb}`, { reason });
  }

  nameSuccessor(
    country: CountryCode,
    successor: SuccessorRequest
  ): Promise<Result<{ readonly invitation: string }>> {
    return this.#call('POST', `/api/countries/${country}/successor`, successor);
  }

  people(): Promise<Result<readonly PersonRow[]>> {
    return this.#call('GET', '/api/people');
  }

  changePerson(person: string, change: PersonChange): Promise<Result<PersonRow>> {
    return this.#call('PATCH', personPath(person), change);
  }

  /** Deletes the account; the person's actions and signatures stay. */
  removePerson(person: string): Promise<Result<null>> {
    return this.#call('DELETE', personPath(person));
  }

  /** A link for a new password; sessions end, second factors stay. */
  resetPerson(person: string): Promise<Result<HandedLink>> {
    return this.#call('POST', `${personPath(person)}/reset`, {});
  }

  /** Removes all of them and ends sessions: until the person enrols again the password is enough. */
  removeFactors(person: string): Promise<Result<null>> {
    return this.#call('DELETE', `${personPath(person)}/second-factors`);
  }

  invite(invitation: NewInvitation): Promise<Result<HandedLink & { readonly id: string }>> {
    return this.#call('POST', '/api/invitations', invitation);
  }

  invitations(): Promise<Result<readonly OpenInvitation[]>> {
    return this.#call('GET', '/api/invitations');
  }

  withdrawInvitation(id: string): Promise<Result<null>> {
    return this.#call('DELETE', `/api/invitations/${encodeURIComponent(id)}`);
  }

  devices(): Promise<Result<readonly ReportedDevice[]>> {
    return this.#call('GET', '/api/devices');
  }

  /** Newest first; `before` is the id of the last entry already loaded. */
  audit(limit: number, before?: string): Promise<Result<readonly AuditEntry[]>> {
    const place = before === undefined ? '' : `&before=${encodeURIComponent(before)}`;
    return this.#call('GET', `/api/audit?limit=${limit}${place}`);
  }

  changePolicy(policy: Policy): Promise<Result<Policy>> {
    return this.#call('PUT', '/api/policy', policy);
  }

  letterMail(id: ActId): Promise<Result<LetterMailState>> {
    return this.#call('GET', letterMailPath(id));
  }

  /** Starts sending; `letterMail` reports its progress. */
  sendLetterMail(id: ActId): Promise<Result<LetterMailState>> {
    return this.#call('POST', letterMailPath(id), {});
  }

  policy(): Promise<Result<Policy>> {
    return this.#call('GET', '/api/policy');
  }

  /** `all`: those of one's own authority, for people who manage its users. */
  sessions(of: 'own' | 'all'): Promise<Result<readonly OpenSession[]>> {
    return this.#call('GET', `/api/sessions?of=${of}`);
  }

  endSession(id: string): Promise<Result<null>> {
    return this.#call('DELETE', `/api/sessions/${encodeURIComponent(id)}`);
  }

  /** Ends all other sessions of the person. */
  changePassword(password: string, next: string): Promise<Result<null>> {
    return this.#call('PUT', '/api/password', { password, next });
  }

  #call<T>(method: ServerCall['method'], path: string, body?: object): Promise<Result<T>> {
    return callServer(this.#line, { method, path, ...(body ? { body } : {}) });
  }
}

function letterMailPath(id: ActId): string {
  return `/api/announcements/${encodeURIComponent(id)}/mail`;
}

function personPath(person: string): string {
  return `/api/people/${encodeURIComponent(person)}`;
}

export const office = new OfficeApi({ base: '', fetch: (input, init) => globalThis.fetch(input, init) });
