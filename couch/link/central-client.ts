/**
 * The way from a national server to the central gateway: the same routes that a device asks, as the
 * country's service account. Its password is read from a file at each sign-in and never logged.
 */
import { readFileSync } from 'node:fs';
import { isInstant } from '#lib/domain/calendar-date.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { LinkError } from './link-error.ts';

export interface CentralOptions {
  /** Origin, without a slash at the end. */
  readonly url: string;
  readonly account: string;
  readonly passwordFile: string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** Of the database that was asked. */
  readonly epoch: string | null;
  /** How late it was there when it began to answer about a database. */
  readonly time: Instant | null;
}

export interface Question {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  readonly signal: AbortSignal;
}

/** Longer than the central gateway lets a long poll wait: a line that is silent for so long is dead. */
const SILENT_MS = 90_000;

export class CentralClient {
  readonly #options: CentralOptions;
  #cookie: string | null = null;

  constructor(options: CentralOptions) {
    this.#options = options;
  }

  /** Signs in where it has to. Throws a LinkError for everything that is no answer to the question. */
  async ask(question: Question): Promise<Answer> {
    if (this.#cookie === null) await this.#signIn(question.signal);
    let answer = await this.#send(question);
    if (answer.status === 401) {
      await this.#signIn(question.signal);
      answer = await this.#send(question);
    }
    if (answer.status === 401)
      throw new LinkError('refused', 'The central server ends every session at once.');
    if (answer.status === 403) throw new LinkError('shut-out', `The central server says ${codeOf(answer)}.`);
    if (answer.status >= 400 && answer.status !== 404 && answer.status !== 413)
      throw new LinkError('offline', `The central server answers ${answer.status} ${codeOf(answer)}.`);
    return answer;
  }

  async #signIn(signal: AbortSignal): Promise<void> {
    const { account, url } = this.#options;
    this.#cookie = null;
    const body = { person: account, password: this.#readPassword() };
    const answer = await this.#send({ method: 'POST', path: '/api/session', body, signal });
    if (answer.status === 201 && this.#cookie !== null) return;
    if (answer.status === 401)
      throw new LinkError('refused', `The central server refuses the account ${account} or its password.`);
    if (answer.status === 403) throw new LinkError('shut-out', `The central server says ${codeOf(answer)}.`);
    if (answer.status === 202)
      throw new LinkError(
        'refused',
        `The account ${account} is asked for a second factor; a service has none.`
      );
    if (answer.status === 421) throw new LinkError('offline', sayMisnamed(url));
    throw new LinkError('offline', `The central server answers ${answer.status} to a sign-in.`);
  }

  #readPassword(): string {
    try {
      return readFileSync(this.#options.passwordFile, 'utf8').split(/\r?\n/)[0] ?? '';
    } catch {
      throw new LinkError('refused', `The password file ${this.#options.passwordFile} cannot be read.`);
    }
  }

  /**
   * Throws at once when the signal ends it or the line is silent for too long, whatever becomes of the request: `fetch`
   * of Node 20 was seen to answer neither to the server's bytes nor to its signal, and a server could not be stopped.
   */
  async #send(question: Question): Promise<Answer> {
    const attempt = new AbortController();
    const end = (): void => attempt.abort();
    const silent = setTimeout(end, SILENT_MS);
    silent.unref();
    question.signal.addEventListener('abort', end);
    if (question.signal.aborted) end();
    try {
      return await Promise.race([
        this.#fetch({ ...question, signal: attempt.signal }),
        rejectOn(attempt.signal)
      ]);
    } catch (error) {
      throw new LinkError('offline', whyNotAnswered(this.#options.url, error));
    } finally {
      clearTimeout(silent);
      question.signal.removeEventListener('abort', end);
    }
  }

  /** Redirects are not followed: what is sent is for this server alone. */
  async #fetch({ method = 'GET', path, body, signal }: Question): Promise<Answer> {
    const response = await fetch(this.#options.url + path, {
      method,
      redirect: 'error',
      headers: {
        ...(this.#cookie === null ? {} : { cookie: this.#cookie }),
        ...(body ? { 'content-type': 'application/json' } : {})
      },
      signal,
      ...(body ? { body: JSON.stringify(body) } : {})
    });
    const cookie = response.headers.get('set-cookie')?.split(';')[0];
    if (cookie) this.#cookie = cookie;
    const text = await response.text();
    const time = response.headers.get('i2es-time');
    return {
      status: response.status,
      body: text.trim() === '' ? null : (JSON.parse(text) as unknown),
      epoch: response.headers.get('i2es-epoch'),
      time: isInstant(time) ? time : null
    };
  }
}

/** Node's words for a certificate that it does not trust, or that is not this server's. */
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|ALTNAME/;

/** As one sentence: an untrusted certificate is no line that is down, and waiting does not help. */
export function whyNotAnswered(url: string, error: unknown): string {
  const { code } = ((error as { cause?: unknown } | null)?.cause ?? {}) as { readonly code?: unknown };
  // Node's fetch asks a second time after 421 Misdirected Request, and then fails at the body that it has already sent.
  if (code === 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH') return sayMisnamed(url);
  if (typeof code !== 'string' || !UNTRUSTED.test(code)) return `The central server ${url} does not answer.`;
  return `The certificate of the central server ${url} is not trusted here (${code}). Set NODE_EXTRA_CA_CERTS to the certificate of its authority, and start again.`;
}

function sayMisnamed(url: string): string {
  return `The central server does not answer as ${url}. Set CENTRAL_URL to its public address.`;
}

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) return reject(new Error('ended'));
    signal.addEventListener('abort', () => reject(new Error('ended')));
  });
}

function codeOf({ body }: Answer): string {
  return String((body as { reason?: unknown } | null)?.reason ?? 'nothing');
}
