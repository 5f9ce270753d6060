/** Writes a file for a partner outside I2ES: one page without network, whose own policy runs only its own program. */
import { bytesToBase64, textToBytes } from '#lib/crypto/bytes.ts';
import { openCountryNames } from '#lib/i18n/country-names.ts';
import { countryName } from '#lib/i18n/format.ts';
import { localeDirection, type Locale } from '#lib/i18n/locale.ts';
import type { GivenFile } from '#lib/store/api.ts';
import { CONTENT_ID, type PageContent } from './page/page-content.ts';

interface PageParts {
  readonly script: string;
  readonly style: string;
  readonly notices: string;
  readonly texts: { readonly script: string; readonly noScript: string };
}

const TEXTS: Readonly<Record<Locale, () => Promise<{ readonly default: PageParts['texts'] }>>> = {
  en: () => import('virtual:reply-page/en'),
  fr: () => import('virtual:reply-page/fr'),
  es: () => import('virtual:reply-page/es'),
  ru: () => import('virtual:reply-page/ru'),
  zh: () => import('virtual:reply-page/zh'),
  ar: () => import('virtual:reply-page/ar')
};

export async function loadPage(language: Locale): Promise<PageParts> {
  const [page, texts] = await Promise.all([
    import('virtual:reply-page'),
    TEXTS[language](),
    openCountryNames(language)
  ]);
  return { ...page.default, texts: texts.default };
}

export async function makeFile(given: GivenFile, page: PageParts, origin: string): Promise<Blob> {
  const { language } = given.file;
  const codes = JSON.stringify(given.act.body).match(/"[A-Z]{2}"/g) ?? [];
  const names = codes.map((quoted) => quoted.slice(1, 3)).map((code) => [code, countryName(code, language)]);
  const content = { given, names: Object.fromEntries(names) as PageContent['names'], origin };
  return new Blob([await pageHtml(content, page)], { type: 'text/html' });
}

export function fileName({ act, file }: Pick<GivenFile, 'act' | 'file'>): string {
  return `i2es-${act.body.number.replace(/[^\w-]+/g, '-')}-${file.partner}.html`;
}

export async function pageHtml(
  content: PageContent,
  { script, style, notices, texts }: PageParts
): Promise<string> {
  const { language } = content.given.file;
  const program = `${texts.script}\n${script}`;
  const policy = [
    "default-src 'none'",
    `script-src '${await hashOf(program)}'`,
    `style-src '${await hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'"
  ].join('; ');
  return `<!doctype html>
<html lang="${language}" dir="${localeDirection(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>${escapeHtml(content.given.act.body.number)}</title>
<style>${style}</style>
</head>
<body>
<noscript>${escapeHtml(texts.noScript)}</noscript>
<main id="page"></main>
<script type="application/json" id="${CONTENT_ID}">${JSON.stringify(content).replace(/</g, '\\u003c')}</script>
<script>${program}</script>
<!--
${notices}
-->
</body>
</html>
`;
}

async function hashOf(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', textToBytes(text));
  return `sha256-${bytesToBase64(new Uint8Array(hash))}`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
