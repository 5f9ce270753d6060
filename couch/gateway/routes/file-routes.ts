/**
 * Scans of a country's own papers, for its people who see its trade; files that a partner shares with them; and pieces of
 * files as they leave the server. No path names a country: a partner's file is found by the act that shares it. INCB's
 * files for everyone: it sends them, readers of an announcement have its attachments, and anyone the texts of the links.
 */
import { openNamed } from '#couch/database/named-database.ts';
import { readDocument } from '#couch/engine/engine.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import type { BodyOf } from '#lib/domain/act/body.ts';
import { parseCarriedContent } from '#lib/domain/act/parse-act.ts';
import { isCountry } from '#lib/domain/country.ts';
import { sharedFiles } from '#lib/domain/dossier/shared-files.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import { PUBLIC_FILE_TYPE } from '#lib/domain/file/public-file.ts';
import type { FastifyReply } from 'fastify';
import { notFound } from '../bounds/refusal.ts';
import { refuseScanElsewhere } from '../calls/access.ts';
import { anybody, signedIn, type Call, type Route, type SessionCall } from '../calls/call.ts';
import { bodyOf, paramOf, valueOf } from '../calls/value-of.ts';
import { DossierReader } from '../door/read-dossiers.ts';

const [FILE, PUBLIC_FILE] = ['/api/files/:hash', '/api/public-files/:hash'] as const;
/** A removed file is gone everywhere after an hour. */
const LINK_FILE_SECONDS = 3_600;
export const BYTES = { type: 'application/octet-stream' } as const;

export const FILE_ROUTES: readonly Route[] = [
  signedIn(`PUT ${FILE}`, declareScan, { right: 'issue' }),
  signedIn(`PUT ${FILE}/:piece`, takePiece, { right: 'issue', body: 'bulkBytes', status: 204 }),
  signedIn(`GET ${FILE}/:piece`, tellPiece, { ...BYTES, right: 'trade' }),
  signedIn('GET /api/shared-files/:act/:piece', tellSharedPiece, { ...BYTES, right: 'trade' }),
  signedIn(`PUT ${PUBLIC_FILE}`, declareScan, { right: 'announce' }),
  signedIn(`PUT ${PUBLIC_FILE}/:piece`, takePiece, { right: 'announce', body: 'bulkBytes', status: 204 }),
  signedIn(`GET ${PUBLIC_FILE}/:piece`, tellPiece, { ...BYTES, right: 'announce' }),
  signedIn('GET /api/letter-files/:act/:hash/:piece', tellLetterPiece, { ...BYTES, right: 'office' }),
  anybody('GET /api/links', 'requestsPerAddress', tellLinks),
  anybody('GET /api/links/:hash', 'listsPerAddress', tellLinkFile, { type: PUBLIC_FILE_TYPE, isFile: true })
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

/**
 * The issuer's own database decides, so that a file is withdrawn at once, and nothing planted in the reader's opens one.
 */
async function tellSharedPiece({ desk, request, reply, session }: SessionCall): Promise<Uint8Array> {
  const [id, piece] = [paramOf(request, 'act'), pieceNumber(request)];
  const issuer = parseActId(id)?.issuer;
  const home = isCountry(issuer) && (await openNamed(desk.engine, authorityToDatabase(issuer) ?? ''));
  const held = home && (await readDocument<object>(home.database, id));
  const act = held ? parseCarriedContent(held) : null;
  if (!home || !isCountry(issuer) || !act?.ok || act.value.body.kind !== 'shared-file') throw notFound();
  const { dossier, to } = act.value.body as BodyOf<'shared-file'>;
  const reader = new DossierReader(home.database, await desk.held.of(home));
  const shared = sharedFiles(await reader.readDossiers([dossier])).find((one) => one.act === id);
  if (!shared || shared.withdrawn || !to.includes(session.person.authority)) throw notFound();
  const { sha256 } = shared.file.content;
  return sendPiece(reply, await desk.files.readPiece(sha256, piece, { authority: issuer }));
}

async function tellLetterPiece({ desk, request, reply }: SessionCall): Promise<Uint8Array> {
  const { hash, piece } = pieceOf(request);
  return sendPiece(reply, await desk.letterFiles.readPiece({ act: paramOf(request, 'act'), hash, piece }));
}

/** For countries' own servers, whose public pages have the same list. */
async function tellLinks({ desk }: Call): Promise<object> {
  const links = await desk.links();
  return {
    links: links.map(({ _id, schema, kind, title, language, address, file }) => {
      const link = { _id, schema, kind, title, language, address };
      return file ? { ...link, file } : link;
    })
  };
}

/** The whole file, for a reader without an account. Only while a link of INCB names it. */
async function tellLinkFile({ desk, request, reply }: Call): Promise<Uint8Array> {
  const hash = hashOf(request);
  const link = (await desk.links()).find(({ file }) => file?.sha256 === hash);
  const bytes = link ? await desk.files.readWhole(hash, { authority: 'INCB' }) : null;
  const sent = sendPiece(reply, bytes);
  reply.header('content-disposition', `attachment; filename="i2es-${hash.slice(0, 8)}.pdf"`);
  reply.header('cache-control', `public, max-age=${LINK_FILE_SECONDS}`);
  return sent;
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
  return { hash: hashOf(request), piece: pieceNumber(request) };
}

function pieceNumber(request: Call['request']): number {
  const piece = paramOf(request, 'piece');
  if (!/^(?:0|[1-9]\d{0,2})$/.test(piece)) throw notFound();
  return Number(piece);
}
