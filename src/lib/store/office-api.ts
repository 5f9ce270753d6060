/**
 * What is asked of the server and of nothing on this computer: registration, countries, people. Only on
 * line (`line.offline` otherwise), loaded only by the pages that use it, and kept apart from the records.
 */
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import type { ConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import type { Registration } from '#lib/domain/registration/registration.ts';
import type { RegistrationRequest, SuccessorRequest } from '#lib/domain/registration/request.ts';
import type { StandingChange } from '#lib/domain/registration/standing.ts';
import type { Result } from '#lib/domain/result.ts';
import type { Role } from './api.ts';
import { callServer, type ServerCall, type ServerLine } from './call-server.ts';

/** `reset`: a link by which the person of an account chooses a new password. */
export interface InvitationLook {
  readonly kind: 'join' | 'reset';
  /** The account whose password is to be chosen; null where there is none yet. */
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
}

/** `invitation` is null where the authority has taken it already. */
export interface Established {
  readonly registration: Registration;
  readonly invitation: string | null;
}

/** INCB's word on a registration: the letter's code, or its own word with the reason for it. */
export type Confirmation = { readonly code: ConfirmationCode } | { readonly word: string };

export class OfficeApi {
  readonly #line: ServerLine;

  constructor(line: ServerLine) {
    this.#line = line;
  }

  // ---------------------------------------------------------------- anybody

  askForAccount(request: RegistrationRequest): Promise<Result<{ readonly received: true }>> {
    return this.#call('POST', '/api/registrations', request);
  }

  /** With the code of INCB's letter; answers with the first administrator's invitation. */
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

  // ---------------------------------------------------------------- INCB

  writeLetter(registration: string): Promise<Result<Letter>> {
    return this.#call('POST', `/api/registrations/${encodeURIComponent(registration)}/letter`, {});
  }

  confirmRegistration(registration: string, by: Confirmation): Promise<Result<Established>> {
    return this.#call('POST', `/api/registrations/${encodeURIComponent(registration)}/confirm`, by);
  }

  refuseRegistration(registration: string, reason: string): Promise<Result<unknown>> {
    return this.#call('POST', `/api/registrations/${encodeURIComponent(registration)}/refuse`, { reason });
  }

  /** Goes on where making the country's database was cut. */
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

  #call<T>(method: ServerCall['method'], path: string, body?: object): Promise<Result<T>> {
    return callServer(this.#line, { method, path, ...(body ? { body } : {}) });
  }
}

export const office = new OfficeApi({ base: '', fetch: (input, init) => globalThis.fetch(input, init) });
