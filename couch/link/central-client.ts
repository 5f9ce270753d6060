/**
 * Requests from a national server to the central gateway, under the country's service account. The password is read
 * from a file and never logged.
 */
import { readFileSync } from 'node:fs';
import { isInstant } from '#lib/domain/calendar-date.ts';
import type { Instant } from '#lib/domain/ids.ts';

export const LINK_TROUBLES = [
  /** No answer, or one that a later try could improve. */
  'offline',
  /** The service account or its password. */
  'refused',
  /** The country is suspended or closed. */
  'shut-out',
  /** INCB has not noted that the country has its own server. */
  'not-noted',
  /** Another Board's keys, or sample data on one side only. */
  'other-installation',
  /** A central database was replaced: a person decides. */
  'replaced'
] as const;

export type LinkTrouble = (typeof LINK_TROUBLES)[number];

export class LinkError extends Error {
  readonly trouble: LinkTrouble;

  constructor(trouble: LinkTrouble, sentence: string) {
    super(sentence);
    this.name = 'LinkError';
    this.trouble = trouble;
  }
}

/** A server must not send its acts to a database that might be another's. */
export const WHEN_REPLACED =
  'Ask the operator of the central server what happened. Then stop this server, run npm run provision -- accept-central, and start it again.';

export interface CentralOptions {
  readonly url: string;
  readonly account: string;
  readonly passwordFile: string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly epoch: string | null;
  /** Central server time at the start of an answer about a database. */
  readonly time: Instant | null;
}

interface Question {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  readonly signal: AbortSignal;
}

/** Longer than a long poll of the central gateway. */
const SILENT_MS = 90_000;

export class CentralClient {
  readonly #options: CentralOptions;
  #cookie: string | null = null;

  constructor(options: CentralOptions) {
    this.#options = options;
  }

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
   * Throws immediately on the signal or after too long a silence: `fetch` of Node 20 sometimes reacts to neither, and
   * then the server could not be stopped.
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

  /** Redirects are refused, since the content is for this server only. */
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

const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|ALTNAME/;

/** One sentence. Waiting does not help against an untrusted certificate. */
export function whyNotAnswered(url: string, error: unknown): string {
  const { code } = ((error as { cause?: unknown } | null)?.cause ?? {}) as { readonly code?: unknown };
  // Node's fetch repeats after 421 Misdirected Request and fails at the body already sent.
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
