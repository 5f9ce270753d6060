/**
 * What is asked of the server and of nothing on this computer: registration, countries, people. Only on
 * line (`line.offline` otherwise), loaded only by the pages that use it, and kept apart from the records.
 */
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import type { Result } from '#lib/domain/result.ts';
import type { Role } from './api.ts';
import { callServer, type ServerCall, type ServerLine } from './call-server.ts';

/** A one-time link's secret: shown once, never stored in readable form. */
export interface OneTimeToken {
  readonly token: string;
  readonly validUntil: Instant;
}

export interface AccountRequest {
  readonly country: CountryCode;
  readonly authority: string;
  readonly name: string;
  readonly function: string;
  readonly email: string;
  readonly address: string;
  /** Of the letter. */
  readonly language: string;
}

export interface InvitationLook {
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

export interface SuccessorRequest {
  readonly name: string;
  readonly function: string;
  readonly email: string;
  readonly reason: string;
}

/** INCB's word on a registration: the letter's code, or its own word with the reason for it. */
export type Confirmation = { readonly code: string } | { readonly word: string };

export class OfficeApi {
  readonly #line: ServerLine;

  constructor(line: ServerLine) {
    this.#line = line;
  }

  // ---------------------------------------------------------------- anybody

  askForAccount(request: AccountRequest): Promise<Result<{ readonly received: true }>> {
    return this.#call('POST', '/api/registrations', request);
  }

  /** With the code of INCB's letter; answers with the first administrator's invitation. */
  confirmByCode(country: CountryCode, code: string): Promise<Result<{ readonly invitation: string }>> {
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

  /** `invitation` is null where the authority has taken it already. */
  confirmRegistration(
    registration: string,
    by: Confirmation
  ): Promise<Result<{ readonly invitation: string | null }>> {
    return this.#call('POST', `/api/registrations/${encodeURIComponent(registration)}/confirm`, by);
  }

  refuseRegistration(registration: string, reason: string): Promise<Result<unknown>> {
    return this.#call('POST', `/api/registrations/${encodeURIComponent(registration)}/refuse`, { reason });
  }

  /** Goes on where making the country's database was cut. */
  continueRegistration(registration: string): Promise<Result<unknown>> {
    return this.#call('POST', `/api/registrations/${encodeURIComponent(registration)}/continue`, {});
  }

  changeStanding(
    country: CountryCode,
    verb: 'suspend' | 'resume' | 'close',
    reason: string
  ): Promise<Result<unknown>> {
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
