/**
 * The session cookie: `__Host-` binds it to this host over TLS, HttpOnly excludes scripts, SameSite=Strict other sites.
 * WebKit keeps no Secure cookie over http even on localhost, unlike Chromium and Firefox, so a local demonstration also
 * sets a plain one.
 */
import { isIP } from 'node:net';
import type { Accounts, Session } from '#couch/accounts/accounts.ts';
import { tokenToSessionId } from '#couch/accounts/session.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isNear } from '../bounds/callers.ts';
import { refusal, shutOut } from '../bounds/refusal.ts';

const NAME = '__Host-i2es';
const OPTIONS = { path: '/', httpOnly: true, secure: true, sameSite: 'strict' } as const;

/** For sample data on this computer's own names only, never for real records or across a network. */
const NEAR_NAME = 'i2es-near';
const NEAR_OPTIONS = { ...OPTIONS, secure: false } as const;

type Asked = { readonly desk: { readonly demonstration: boolean }; readonly request: FastifyRequest };
type Answered = Asked & { readonly reply: FastifyReply };

export function readToken(asked: Asked): string | null {
  const { cookies } = asked.request;
  return cookies[NAME] ?? (isNearDemonstration(asked) ? (cookies[NEAR_NAME] ?? null) : null);
}

export function setToken(answered: Answered, token: string): void {
  answered.reply.setCookie(NAME, token, OPTIONS);
  if (isNearDemonstration(answered)) answered.reply.setCookie(NEAR_NAME, token, NEAR_OPTIONS);
}

export function clearToken(answered: Answered): void {
  answered.reply.clearCookie(NAME, OPTIONS);
  if (isNearDemonstration(answered)) answered.reply.clearCookie(NEAR_NAME, NEAR_OPTIONS);
}

function isNearDemonstration({ desk, request }: Asked): boolean {
  const from = request.socket.remoteAddress ?? '';
  return desk.demonstration && isLoopback(from) && isNear(request.headers.host ?? '');
}

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '');
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

/**
 * Recently valid sessions, sufficient to start work. The session is read again before anything is sent or written, so
 * that an ending elsewhere holds here too (threats P7).
 */
const MAX_SESSIONS_KNOWN = 10_000;

export class KnownSessions {
  readonly #accounts: Accounts;
  readonly #sessions = new Map<string, Session>();

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  async read(token: string): Promise<Session> {
    const session = await this.#accounts.sessions.read(token);
    const { id = '', person = '' } = tokenToSessionId(token) ?? {};
    this.#sessions.delete(id);
    if (session === null) {
      const why = await this.#accounts.sessions.whyOver(token);
      throw why === null ? refusal(401, 'session.none') : shutOut(401, why, person);
    }
    this.#sessions.set(id, session);
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size <= MAX_SESSIONS_KNOWN) break;
      this.#sessions.delete(oldest);
    }
    return session;
  }

  recall(token: string): Session | null {
    return this.#sessions.get(tokenToSessionId(token)?.id ?? '') ?? null;
  }
}
