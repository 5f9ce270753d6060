/** A status and the domain's problem codes, no detail. */
import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { ShutOutCode } from '#couch/accounts/person.ts';
import { errorToText } from '#couch/base/error-text.ts';
import { isDiskFull, isTooFewCopies, isUnanswered } from '#couch/engine/engine.ts';
import type { Problem } from '#lib/domain/result.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export class Refusal extends Error {
  readonly status: number;
  readonly problems: readonly Problem[];
  readonly retryAfter: number | null;

  constructor(status: number, problems: readonly Problem[], retryAfter: number | null = null) {
    super(problems.map((problem) => problem.code).join(', '));
    this.status = status;
    this.problems = problems;
    this.retryAfter = retryAfter;
  }
}

export function refusal(status: number, code: string, path?: string): Refusal {
  return new Refusal(status, [path === undefined ? { code } : { code, path }]);
}

/** Names the person, since several people of one browser share its cookie. */
export function shutOut(status: 401 | 403, code: ShutOutCode, person: string): Refusal {
  return new Refusal(status, [{ code, values: { person } }]);
}

export function engineFailed(): Refusal {
  return new Refusal(503, [{ code: 'request.engine.failed' }], 5);
}

function notStored(): Refusal {
  return new Refusal(503, [{ code: 'request.tooFewCopies' }], 5);
}

export function notFound(): Refusal {
  return refusal(404, 'request.notFound');
}

const COUCH_NAMES: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  421: 'misdirected_request',
  429: 'too_many_requests'
};

/** PouchDB's HTTP adapter reads `error` and `reason`, people see `problems`. */
export function refusalBody(status: number, problems: readonly Problem[]): object {
  return {
    error: COUCH_NAMES[status] ?? 'refused',
    reason: problems[0]?.code ?? 'request.refused',
    problems
  };
}

const KNOWN: Readonly<Record<string, Refusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: refusal(413, 'request.tooLarge'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: refusal(415, 'request.contentType.refused'),
  FST_ERR_CTP_EMPTY_JSON_BODY: refusal(400, 'request.body.malformed'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: refusal(400, 'request.body.malformed'),
  FST_CP_ERR_INVALID_CONTENT_ENCODING: refusal(415, 'request.contentType.refused'),
  FST_CP_ERR_INVALID_CONTENT: refusal(400, 'request.body.malformed'),
  FST_ERR_BAD_URL: refusal(400, 'request.address.malformed'),
  FST_UNDER_PRESSURE: refusal(503, 'request.busy')
};

type BodyOf = (request: FastifyRequest, told: Refusal) => Promise<object>;

export function answerErrors(gateway: FastifyInstance, bodyOf: BodyOf): void {
  gateway.setErrorHandler((error, request, reply) =>
    answerError(error, request, reply, (told) => bodyOf(request, told))
  );
  gateway.setNotFoundHandler(() => {
    throw notFound();
  });
}

export async function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  bodyOf: (told: Refusal) => Promise<object>
): Promise<FastifyReply> {
  const told = hasLeft(request) ? LEFT : toRefusal(error);
  // Only the message: a stack might quote the input.
  if (told.status >= 500) request.log.error({ failure: errorToText(error) }, 'failed');
  // The connection ends with this answer, so a sender must first be able to read it.
  if (told.status === 413 || request.headers.upgrade !== undefined) await drain(request.raw);
  if (told.retryAfter !== null) reply.header('retry-after', String(told.retryAfter));
  return reply.code(told.status).send(await bodyOf(told));
}

/** No one reads it, and it counts as the request's fault, not ours. */
const LEFT = refusal(400, 'request.refused');

function hasLeft({ raw }: FastifyRequest): boolean {
  return raw.destroyed && !raw.complete;
}

/** Such as an address that cannot be decoded, which is not repeated. */
export function answerUnroutable(bodyOf: BodyOf) {
  return (error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    const told = toRefusal(error);
    void bodyOf(request, told).then((body) =>
      reply.code(told.status).type('application/json; charset=utf-8').send(body)
    );
  };
}

const UNREADABLE: Readonly<Record<string, Refusal>> = {
  ERR_HTTP_REQUEST_TIMEOUT: refusal(408, 'request.refused'),
  HPE_HEADER_OVERFLOW: refusal(431, 'request.tooLarge')
};

/** Not HTTP, or an endless header: only the connection can be answered. */
export function answerUnreadable(error: { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const { status, problems } = UNREADABLE[error.code ?? ''] ?? refusal(400, 'request.refused');
  const body = JSON.stringify(refusalBody(status, problems));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close'
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroy(error as Error);
}

function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  const known = KNOWN[code ?? ''];
  if (known) return known;
  if (isDiskFull(error)) return refusal(507, 'request.diskFull');
  if (isTooFewCopies(error)) return notStored();
  if (isUnanswered(error)) return engineFailed();
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return refusal(statusCode, 'request.refused');
  return refusal(500, 'request.failed');
}

const MAX_BYTES = 4 * 1024 * 1024;
const MAX_WAIT_MS = 5_000;

/**
 * A sender cut while sending sees a broken connection and sends everything again. Resolves when the request is
 * complete, cut or over the bound of time and bytes.
 */
function drain(request: IncomingMessage): Promise<void> {
  const stated = Number(request.headers['content-length'] ?? 0);
  if (request.complete || request.destroyed || stated > MAX_BYTES) return Promise.resolve();
  return new Promise((resolve) => {
    let left = MAX_BYTES;
    const end = (): void => {
      clearTimeout(timer);
      for (const event of ['end', 'close', 'error']) request.off(event, end);
      request.off('data', count);
      resolve();
    };
    const count = (chunk: Buffer | string): void => {
      left -= chunk.length;
      if (left < 0) end();
    };
    const timer = setTimeout(end, MAX_WAIT_MS);
    for (const event of ['end', 'close', 'error']) request.on(event, end);
    request.on('data', count);
    request.resume();
  });
}
