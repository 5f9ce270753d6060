/**
 * The session cookie: `__Host-` binds it to this host over TLS, HttpOnly excludes scripts, SameSite=Strict other sites.
 * WebKit keeps no Secure cookie over http even on localhost, unlike Chromium and Firefox, so a local demonstration also
 * sets a plain one.
 */
import { isIP } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Desk } from './call.ts';
import { isNear } from '../bounds/same-site.ts';

const NAME = '__Host-i2es';
const OPTIONS = { path: '/', httpOnly: true, secure: true, sameSite: 'strict' } as const;

/** For sample data on this computer's own names only, never for real records or across a network. */
const NEAR_NAME = 'i2es-near';
const NEAR_OPTIONS = { ...OPTIONS, secure: false } as const;

type Asked = { readonly desk: Pick<Desk, 'demonstration'>; readonly request: FastifyRequest };
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
