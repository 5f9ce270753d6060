/**
 * The session's cookie. `__Host-` binds it to this host over a secure channel; HttpOnly keeps it from
 * scripts and SameSite=Strict from other sites. Browsers treat 127.0.0.1 and localhost as secure.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';

const NAME = '__Host-i2es';
const OPTIONS = { path: '/', httpOnly: true, secure: true, sameSite: 'strict' } as const;

export function readToken(request: FastifyRequest): string | null {
  return request.cookies[NAME] ?? null;
}

export function setToken(reply: FastifyReply, token: string): void {
  reply.setCookie(NAME, token, OPTIONS);
}

export function clearToken(reply: FastifyReply): void {
  reply.clearCookie(NAME, OPTIONS);
}
