import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { linkHref, LINK_KINDS, type Link } from '#lib/domain/outreach/links.ts';
import type { WhoIsOn } from '#lib/domain/registration/who-is-on.ts';
import { notFound } from '../bounds/refusal.ts';
import { sendAsPart } from '../bounds/security-headers.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Replaces the refusal by `@fastify/under-pressure`; its types omit this option. */
    readonly pressureHandler?: () => void;
  }
}

const FALLBACK = '200.html';
/** A dossier's key contains dots, so only these endings mean a file. */
const ASSET =
  /\.(?:js|mjs|css|map|json|webmanifest|png|svg|jpe?g|webp|ico|woff2?|ttf|otf|txt|pdf|wasm|xml|xsd|html?|br|gz)$/i;
/** Parts of pages; an SVG or a PDF can be a page. */
const PART = /\.(?:js|css|json|webmanifest|png|jpe?g|webp|woff2?|ttf|otf|wasm)$/;
/** Its own policy limits its requests. */
const SERVICE_WORKER = 'service-worker.js';
const A_YEAR = 'public, max-age=31536000, immutable';

export async function serveApp(gateway: FastifyInstance, app: BuiltApp, told: Told): Promise<void> {
  const made = makePublicPages(app, told);
  const live: Readonly<Record<string, LivePage>> = {
    links: makeLivePage(told.links, tellLinks),
    who: makeLivePage(told.whoIsOn, tellCountries)
  };
  await gateway.register(fastifyStatic, {
    root: app.folder,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    index: false,
    dotfiles: 'ignore'
  });
  const answer = (request: FastifyRequest, reply: FastifyReply): FastifyReply | Promise<FastifyReply> => {
    const path = toPath(request.url);
    const written = path === null ? undefined : (made.get(path) ?? made.get(toPageName(path)));
    const [, language = '', name = ''] = LIVE_PAGE.exec(path ?? '') ?? [];
    const tellNow = live[name];
    if (written !== undefined && tellNow !== undefined)
      return tellNow(written, language).then((page) => sendMade(request, reply, page));
    if (written !== undefined) return sendMade(request, reply, written);
    if (path !== null && app.files.has(path) && !path.endsWith('.br') && !path.endsWith('.gz')) {
      return sendFile(reply, path);
    }
    const page = path === null ? null : toPage(app, path);
    if (page !== null) return sendFile(reply, page);
    if (path === null || !isNavigation(request, path)) throw notFound();
    return sendFile(reply, FALLBACK);
  };
  // A page costs little and explains the overload in the reader's language.
  const config = { pressureHandler: (): void => undefined };
  for (const url of ['/', '/*']) gateway.route({ method: ['GET', 'HEAD'], url, config, handler: answer });
}

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

/** Files under `immutable` have their hash in their name. */
function sendFile(reply: FastifyReply, path: string): FastifyReply {
  reply.header('cache-control', path.startsWith('_app/immutable/') ? A_YEAR : 'no-cache');
  if (PART.test(path) && path !== SERVICE_WORKER) sendAsPart(reply, path);
  return reply.sendFile(path);
}

interface BuiltApp {
  readonly folder: string;
  readonly files: ReadonlySet<string>;
  readonly scriptHashes: readonly string[];
}

export function readBuiltApp(folder: string): BuiltApp {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  const pages = paths.filter((path) => path.endsWith('.html'));
  const hashes = pages.flatMap((page) => readHashes(readFileSync(join(folder, page), 'utf8')));
  return { folder, files: new Set(paths), scriptHashes: [...new Set(hashes)].sort() };
}

function readHashes(page: string): string[] {
  const policy = /http-equiv="content-security-policy" content="([^"]*)"/i.exec(page)?.[1] ?? '';
  const scripts = /script-src([^;]*)/.exec(policy)?.[1] ?? '';
  return scripts.match(/'sha256-[A-Za-z0-9+/=]+'/g) ?? [];
}

/** Placeholder origin of the build: src/lib/public-pages/public-pages.ts. */
export const WRITTEN_ORIGIN = 'https://i2es.invalid';
const LANGUAGE = 2;
const WRITTEN = /^[a-z]{2}(?:\/[a-z-]+)?\.html$/;

export interface Told {
  readonly origin: string;
  readonly isFound: boolean;
  readonly operator: { readonly name: string | null; readonly email: string | null };
  readonly links: () => Promise<readonly Link[]>;
  /** Null on a country's own server, which knows no other country. */
  readonly whoIsOn: () => Promise<WhoIsOn | null>;
}

interface MadeFile {
  readonly type: string;
  readonly body: string;
  readonly packed: Buffer;
  readonly etag: string;
}

/** With this server's address and operator, which the build does not know. Made once at start. */
function makePublicPages(app: BuiltApp, told: Told): ReadonlyMap<string, MadeFile> {
  const pages = [...app.files].filter((path) => WRITTEN.test(path)).sort();
  const made = new Map<string, MadeFile>();
  for (const path of pages) {
    const text = readFileSync(join(app.folder, path), 'utf8');
    if (text.includes(WRITTEN_ORIGIN)) made.set(path, makeFile('text/html', tellPage(text, told)));
  }
  made.set('sitemap.xml', makeFile('application/xml', sitemapOf([...made.keys()], told.origin)));
  made.set('robots.txt', makeFile('text/plain', robotsOf(told)));
  return made;
}

function makeFile(type: string, body: string): MadeFile {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { type: `${type}; charset=utf-8`, body, packed: gzipSync(body), etag };
}

function tellPage(text: string, { origin, operator: { name, email } }: Told): string {
  let page = text.replaceAll(WRITTEN_ORIGIN, () => escapeHtml(origin));
  if (name !== null) page = tell(page, 'keeper', escapeHtml(name));
  if (email !== null) {
    const address = escapeHtml(email);
    page = tell(page, 'email', `<a href="mailto:${address}">${address}</a>`);
  }
  return page;
}

const LIVE_PAGE = /^([a-z]{2})\/([a-z]+)(?:\.html)?$/;

type LivePage = (written: MadeFile, language: string) => Promise<MadeFile>;

/** Each page is packed once for an answer, not at each request. */
function makeLivePage<T extends object>(
  ask: () => Promise<T | null>,
  tellPage: (written: MadeFile, language: string, told: T) => MadeFile
): LivePage {
  const madeOf = new WeakMap<T, Map<string, MadeFile>>();
  return async (written, language) => {
    const told = await ask();
    if (told === null) return written;
    const pages = madeOf.get(told) ?? new Map<string, MadeFile>();
    madeOf.set(told, pages);
    const page = pages.get(language) ?? tellPage(written, language, told);
    pages.set(language, page);
    return page;
  };
}

/** The page of the build has every country and marks none: without this server it names no one. */
function tellCountries(
  written: MadeFile,
  _language: string,
  { named, day, demonstration }: WhoIsOn
): MadeFile {
  const agreed = new Set<string>(named);
  const marked = written.body.replace(/ data-country="([A-Z]{2})"/g, (whole, country: string) =>
    agreed.has(country) ? `${whole} data-on=""` : whole
  );
  const [all = '', names = ''] =
    /<template[^>]* data-told="names"[^>]*>([\s\S]*?)<\/template>/.exec(marked) ?? [];
  const rows = names.match(/<li[^>]* data-on=""[^>]*>[\s\S]*?<\/li>/g) ?? [];
  const [none = ''] = /<li[^>]* data-none[^>]*>[\s\S]*?<\/li>/.exec(names) ?? [];
  const page = tell(tell(marked.replace(all, ''), 'day', day), 'named', rows.join('') || none);
  const shown = demonstration ? page.replace(/ hidden(?:="")?(?= data-demonstration)/, '') : page;
  return makeFile('text/html', shown);
}

/** A kind without links keeps the words of the build: no information. */
function tellLinks(written: MadeFile, language: string, links: readonly Link[]): MadeFile {
  if (links.length === 0) return written;
  let page = written.body;
  // Already escaped by the build.
  const fileWord = /data-file="([^"]*)"/.exec(page)?.[1] ?? '';
  for (const kind of LINK_KINDS) {
    const own = links.filter((one) => one.kind === kind);
    own.sort((a, b) => Number(b.language === language) - Number(a.language === language));
    const rows = own.map((one) => linkToRow(one, language, fileWord)).join('');
    if (own.length > 0) page = tell(page, `links-${kind}`, rows);
  }
  return makeFile('text/html', page);
}

function linkToRow({ title, language, address, file }: Link, page: string, fileWord: string): string {
  const name = `<bdi lang="${language}">${escapeHtml(title)}</bdi>`;
  const its = `href="${escapeHtml(linkHref(address))}" hreflang="${language}" rel="noreferrer"`;
  const spoken = `<span lang="${language}">${nameOfLanguage(language)}</span>`;
  const save = file && `<a href="/api/links/${file.sha256}" download>${fileWord}</a>`;
  const pdf = file ? ` · ${save} (${sizeText(file.bytes, page)})` : '';
  return `<li><a ${its}>${name}</a> · ${spoken}${pdf}</li>`;
}

function sizeText(bytes: number, language: string): string {
  const [unit, count] = bytes < 1e6 ? ['kilobyte', Math.max(1, bytes / 1000)] : ['megabyte', bytes / 1e6];
  const form = { style: 'unit', unit, maximumFractionDigits: bytes < 1e6 ? 0 : 1 } as const;
  return new Intl.NumberFormat(language, form).format(count);
}

function nameOfLanguage(language: string): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
}

function tell(page: string, what: string, html: string): string {
  const place = new RegExp(`(<(?:bdi|ul)[^>]*data-told="${what}"[^>]*>)[\\s\\S]*?(</(?:bdi|ul)>)`, 'g');
  return page.replace(place, (_all, begin: string, end: string) => begin + html + end);
}

/** Readers find their language. */
function sitemapOf(paths: readonly string[], origin: string): string {
  const pages = paths.map((path) => path.replace(/\.html$/, ''));
  const rows = pages.map((page) => {
    const others = pages.filter((other) => other.slice(LANGUAGE) === page.slice(LANGUAGE));
    const links = others.map((other) => alternate(other.slice(0, LANGUAGE), `${origin}/${other}`));
    // The root leads other languages to the front door that suits them best.
    const any = page.length === LANGUAGE ? [alternate('x-default', `${origin}/`)] : [];
    return `<url><loc>${escapeHtml(`${origin}/${page}`)}</loc>${[...links, ...any].join('')}</url>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${[`<url><loc>${escapeHtml(`${origin}/`)}</loc></url>`, ...rows].join('\n')}
</urlset>
`;
}

function alternate(language: string, address: string): string {
  return `<xhtml:link rel="alternate" hreflang="${language}" href="${escapeHtml(address)}"/>`;
}

function robotsOf({ origin, isFound }: Told): string {
  if (!isFound) return 'User-agent: *\nDisallow: /\n';
  return `User-agent: *\nDisallow: /api/\nDisallow: /db/\n\nSitemap: ${origin}/sitemap.xml\n`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
