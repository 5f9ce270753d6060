/** Judged live by the same parser as on the server, stored while offline, sent once. */
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { cleanText } from '#lib/domain/act/typed-text.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { parseRegistrationRequest, type RegistrationRequest } from '#lib/domain/registration/request.ts';
import type { Problem, Result } from '#lib/domain/result.ts';
import { requestNumber } from '#lib/domain/registration/confirmation-code.ts';
import {
  forgetSentRequest,
  keepRequest,
  noteSentRequest,
  readKeptRequest,
  readSentRequest,
  removeKeptRequest,
  REQUEST_FIELDS,
  type RequestField,
  type RequestValues,
  type SentRequest
} from './request-keeper.ts';

type RequestPhase = 'typing' | 'waiting' | 'sending' | 'sent';
type SendRequest = (request: RegistrationRequest, ends: AbortSignal) => Promise<Result<unknown>>;

/**
 * Milliseconds: a connection can deliver a request and never bring the answer. The server counts a repeated request as
 * one.
 */
const MAX_TRY_MS = 30_000;

export class AccountRequest {
  values = $state<RequestValues>(emptyValues(''));
  #phase = $state<RequestPhase>('typing');
  #isAsked = $state(false);
  #isReady = $state(false);
  #hasStarted = $state(false);
  #left = $state.raw<readonly RequestField[]>([]);
  #problems = $state.raw<readonly Problem[]>([]);
  #sent = $state.raw<SentRequest | null>(null);
  #isKept = $state(false);
  #language = '';
  #trying: AbortController | null = null;
  readonly #send: SendRequest;
  readonly #now: () => Instant;
  readonly #parsed = $derived.by(() => parseRegistrationRequest(cleanValues(this.values)));

  constructor(send: SendRequest, now: () => Instant) {
    this.#send = send;
    this.#now = now;
  }

  get phase(): RequestPhase {
    return this.#phase;
  }

  get sent(): SentRequest | null {
    return this.#sent;
  }

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  get hasStarted(): boolean {
    return this.#hasStarted;
  }

  get isKept(): boolean {
    return this.#isKept;
  }

  get isEmpty(): boolean {
    return REQUEST_FIELDS.every((field) => field === 'language' || this.values[field] === '');
  }

  start(language: string): void {
    this.#language = language;
    this.#hasStarted = true;
    const kept = readKeptRequest();
    this.values = kept?.values ?? emptyValues(language);
    this.#isKept = kept !== null;
    this.#sent = readSentRequest();
    if (kept?.isReady) {
      this.#isAsked = this.#isReady = true;
      this.#phase = 'waiting';
    } else if (this.#sent && !kept) this.#phase = 'sent';
  }

  keep(): void {
    if (this.isEmpty) return this.#forgetTyped();
    this.#isKept = keepRequest({ values: { ...this.values }, isReady: this.#isReady });
  }

  leave(field: RequestField): void {
    this.#left = [...this.#left, field];
  }

  problemOf(field: RequestField): Problem | null {
    if (!this.#isAsked && !this.#left.includes(field)) return null;
    return this.#allProblems.find(({ path }) => path === field) ?? null;
  }

  get firstWrong(): RequestField | null {
    return REQUEST_FIELDS.find((field) => this.#allProblems.some(({ path }) => path === field)) ?? null;
  }

  get #allProblems(): readonly Problem[] {
    return this.#parsed.ok ? [] : this.#parsed.problems;
  }

  async send(): Promise<void> {
    this.#isAsked = true;
    const request = this.#parsed;
    if (!request.ok || this.#phase === 'sending') return;
    this.#phase = 'sending';
    const trying = (this.#trying = new AbortController());
    const timer = setTimeout(() => trying.abort(), MAX_TRY_MS);
    const sent = await this.#send(request.value, trying.signal).finally(() => clearTimeout(timer));
    if (sent.ok) return this.#noteSent(request.value, sent.value);
    if (this.#trying !== trying) return;
    // An incomplete answer proves nothing either; the server counts a repeated request as one.
    const isOffline = sent.problems.some(({ code }) => code === 'line.offline' || code === 'line.unanswered');
    this.#problems = isOffline ? [] : sent.problems;
    this.#phase = isOffline ? 'waiting' : 'typing';
    this.#isReady = isOffline;
    this.keep();
  }

  change(): void {
    this.#endTry();
    this.#phase = 'typing';
    this.#isReady = false;
    this.keep();
  }

  removeTyped(): void {
    this.#endTry();
    this.values = emptyValues(this.#language);
    this.#isAsked = this.#isReady = false;
    this.#left = [];
    this.#problems = [];
    this.#phase = 'typing';
    this.#forgetTyped();
  }

  forgetSent(): void {
    forgetSentRequest();
    this.#sent = null;
    this.removeTyped();
  }

  #noteSent(request: RegistrationRequest, answer: unknown): void {
    this.removeTyped();
    const secret = isPlainObject(answer) ? answer['secret'] : null;
    this.#sent = {
      country: request.country,
      at: this.#now(),
      number: requestNumber(request),
      secret: typeof secret === 'string' ? secret : null
    };
    noteSentRequest(this.#sent);
    this.#phase = 'sent';
  }

  #endTry(): void {
    this.#trying?.abort();
    this.#trying = null;
  }

  #forgetTyped(): void {
    removeKeptRequest();
    this.#isKept = false;
  }
}

function emptyValues(language: string): RequestValues {
  return { country: '', authority: '', name: '', function: '', email: '', address: '', language };
}

function cleanValues(values: RequestValues): RequestValues {
  const cleaned = REQUEST_FIELDS.map((field) => [field, cleanText(values[field], field === 'address')]);
  return Object.fromEntries(cleaned) as RequestValues;
}
