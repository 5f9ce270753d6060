/** Serves the built app: prerendered pages, the fallback page for other navigations, and 404 for a missing file. */
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { BuiltApp } from './built-app.ts';
import { notFound } from '../bounds/refusal.ts';
import { sendAsPart } from '../bounds/security-headers.ts';
import { makePublicPages, type MadeFile, type Told } from './public-pages.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Replaces the refusal by `@fastify/under-pressure`; its types omit this option. */
    readonly pressureHandler?: () => void;
  }
}

const FALLBACK = '200.html';
/** A dossier's key contains dots, so only these endings mean a file. */
const ASSET =
  /\.(?:js|mjs|css|map|json|webmanifest|png|svg|jpe?g|webp|ico|woff2?|ttf|otf|txt|pdf|wasm|xml|html?|br|gz)$/i;
/** Parts of pages; an SVG or a PDF can be a page. */
const PART = /\.(?:js|css|json|webmanifest|png|jpe?g|webp|woff2?|ttf|otf|wasm)$/;
/** Its own policy limits its requests. */
const SERVICE_WORKER = 'service-worker.js';
const A_YEAR = 'public, max-age=31536000, immutable';

export async function serveApp(gateway: FastifyInstance, app: BuiltApp, told: Told): Promise<void> {
  const made = makePublicPages(app, told);
  await gateway.register(fastifyStatic, {
    root: app.folder,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    index: false,
    dotfiles: 'ignore'
  });
  const answer = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const path = toPath(request.url);
    const written = path === null ? undefined : (made.get(path) ?? made.get(toPageName(path)));
    if (written !== undefined) return sendMade(request, reply, written);
    if (path !== null && app.files.has(path) && !path.endsWith('.br') && !path.endsWith('.gz')) {
      return sendFile(reply, path);
    }
    const page = path === null ? null : toPage(app, path);
    if (page !== null) return sendFile(reply, page);
    if (path === null || !isNavigation(request, path)) throw notFound();
    return sendFile(reply, FALLBACK);
  };
  // Exempt from overload refusal: a page costs little and explains the overload in the reader's language.
  const config = { pressureHandler: (): void => undefined };
  for (const url of ['/', '/*']) gateway.route({ method: ['GET', 'HEAD'], url, config, handler: answer });
}

/** Null if the address is not a path of the app. */
function toPath(url: string): string | null {
  try {
    const path = decodeURIComponent(url.split('?')[0] ?? '').replace(/^\/+/, '');
    return /^(?:api|db)(?:\/|$)/.test(path) || /[\\\0]/.test(path) || path.split('/').includes('..')
      ? null
      : path;
  } catch {
    return null;
  }
}

function toPageName(path: string): string {
  return path === '' ? 'index.html' : `${path.replace(/\/+$/, '')}.html`;
}

function toPage(app: BuiltApp, path: string): string | null {
  const page = toPageName(path);
  return app.files.has(page) ? page : null;
}

/** Revalidated at each request. */
function sendMade(request: FastifyRequest, reply: FastifyReply, made: MadeFile): FastifyReply {
  reply.headers({ 'cache-control': 'no-cache', etag: made.etag, vary: 'accept-encoding' });
  if (request.headers['if-none-match'] === made.etag) return reply.code(304).send();
  reply.type(made.type);
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return reply.send(made.body);
  return reply.header('content-encoding', 'gzip').send(made.packed);
}

function isNavigation(request: FastifyRequest, path: string): boolean {
  const looksLikeFile = ASSET.test(path) || path.startsWith('_app/');
  return !looksLikeFile && (request.headers.accept ?? '').includes('text/html');
}

/** Files under `immutable` have their hash in their name; all others are revalidated each time. */
function sendFile(reply: FastifyReply, path: string): FastifyReply {
  reply.header('cache-control', path.startsWith('_app/immutable/') ? A_YEAR : 'no-cache');
  if (PART.test(path) && path !== SERVICE_WORKER) sendAsPart(reply);
  return reply.sendFile(path);
}
