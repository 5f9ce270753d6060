/**
 * Scans of a country's own papers, for its people who see its trade, and pieces of files as they leave the server. The
 * path has no country: a person can only ask for scans of the own country.
 */
import type { FastifyReply } from 'fastify';
import { notFound } from '../bounds/refusal.ts';
import { refuseScanElsewhere } from '../calls/access.ts';
import { signedIn, type Call, type Route, type SessionCall } from '../calls/call.ts';
import { bodyOf, paramOf, valueOf } from '../calls/value-of.ts';

const FILE = '/api/files/:hash';
export const BYTES = { type: 'application/octet-stream' } as const;

export const FILE_ROUTES: readonly Route[] = [
  signedIn(`PUT ${FILE}`, declareScan, { right: 'issue' }),
  signedIn(`PUT ${FILE}/:piece`, takePiece, { right: 'issue', body: 'bulkBytes', status: 204 }),
  signedIn(`GET ${FILE}/:piece`, tellPiece, { ...BYTES, right: 'trade' })
];

async function declareScan({ desk, request, session }: SessionCall): Promise<object> {
  await refuseScanElsewhere(desk, session.person.authority);
  return valueOf(await desk.files.declare(hashOf(request), bodyOf(request), session.person));
}

async function takePiece({ desk, request, session }: SessionCall): Promise<void> {
  const { hash, piece } = pieceOf(request);
  valueOf(await desk.files.takePiece(hash, piece, bodyOf(request), session.person));
}

async function tellPiece({ desk, request, reply, session }: SessionCall): Promise<Uint8Array> {
  const { hash, piece } = pieceOf(request);
  return sendPiece(reply, await desk.files.readPiece(hash, piece, session.person));
}

/** Downloaded if opened, never run, with a type that browsers do not render. */
export function sendPiece(reply: FastifyReply, bytes: Uint8Array | null): Uint8Array {
  if (bytes === null) throw notFound();
  reply.header('content-disposition', 'attachment; filename="i2es-file.bin"');
  reply.header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'");
  return bytes;
}

function hashOf(request: Call['request']): string {
  const hash = paramOf(request, 'hash');
  if (!/^[A-Za-z0-9_-]{43}$/.test(hash)) throw notFound();
  return hash;
}

export function pieceOf(request: Call['request']): { hash: string; piece: number } {
  const [hash, piece] = [hashOf(request), paramOf(request, 'piece')];
  if (!/^(?:0|[1-9]\d{0,2})$/.test(piece)) throw notFound();
  return { hash, piece: Number(piece) };
}
