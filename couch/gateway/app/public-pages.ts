/**
 * Public pages per language, with this server's address and operator, which the build does not know. Made once at
 * start, with robots.txt and sitemap.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BuiltApp } from './built-app.ts';

/** Placeholder origin of the build: src/lib/public-pages/public-pages.ts. */
export const WRITTEN_ORIGIN = 'https://i2es.invalid';
/** Letters of the language code in addresses. */
const LANGUAGE = 2;
const WRITTEN = /^[a-z]{2}(?:\/[a-z-]+)?\.html$/;

export interface Told {
  readonly origin: string;
  /** Search engines can list this server: not a demonstration, and ORIGIN is set. */
  readonly isFound: boolean;
  readonly keeper: { readonly name: string | null; readonly email: string | null };
}

export interface MadeFile {
  readonly type: string;
  readonly body: string;
  readonly packed: Buffer;
  readonly etag: string;
}

export function makePublicPages(app: BuiltApp, told: Told): ReadonlyMap<string, MadeFile> {
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

function tellPage(text: string, { origin, keeper: { name, email } }: Told): string {
  let page = text.replaceAll(WRITTEN_ORIGIN, () => escapeHtml(origin));
  if (name !== null) page = tell(page, 'keeper', escapeHtml(name));
  if (email !== null) {
    const address = escapeHtml(email);
    page = tell(page, 'email', `<a href="mailto:${address}">${address}</a>`);
  }
  return page;
}

function tell(page: string, what: string, html: string): string {
  const place = new RegExp(`(<bdi[^>]*data-told="${what}"[^>]*>)[\\s\\S]*?(</bdi>)`, 'g');
  return page.replace(place, (_all, begin: string, end: string) => begin + html + end);
}

/** Each page with its translations, so that readers find their language. */
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
