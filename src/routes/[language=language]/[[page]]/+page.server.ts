import { error } from '@sveltejs/kit';
import { openCountryNames } from '#lib/i18n/country-names.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { parsePage, type PageText } from '#lib/public-pages/parse-page.ts';
import {
  allPublicPages,
  PUBLIC_PAGES,
  publicHref,
  publicPageNamed,
  type PublicPage
} from '#lib/public-pages/public-pages.ts';
import { readLabels, readReference } from '#lib/public-pages/reference.ts';
import type { HelpTopic } from '#lib/training/lesson.ts';
import { publicHelp } from '#lib/training/passages.ts';
import type { EntryGenerator, PageServerLoad } from './$types';

const TEXTS = import.meta.glob<string>('/src/lib/public-pages/pages/*/*.md', {
  query: '?raw',
  import: 'default',
  eager: true
});
const HELP = import.meta.glob<readonly HelpTopic[]>('/src/lib/training/compiled/help.*.json', {
  import: 'default'
});
const MESSAGES = import.meta.glob<Readonly<Record<string, unknown>>>('/src/lib/i18n/messages/*.json', {
  import: 'default'
});

export const entries: EntryGenerator = () =>
  allPublicPages().map(({ locale, page }) => ({ language: locale, page: page === 'about' ? '' : page }));

function readPage(page: PublicPage, locale: Locale): PageText {
  const file = `/src/lib/public-pages/pages/${page}/${locale}.md`;
  return parsePage(TEXTS[file] ?? '', file);
}

export const load: PageServerLoad = async ({ params: { language, page: name } }) => {
  const page = publicPageNamed(name);
  if (page === null) error(404);
  const pages = PUBLIC_PAGES.map((one) => ({
    href: publicHref(language, one),
    title: readPage(one, language).title,
    isHere: one === page
  }));
  const help = page === 'help' ? await HELP[`/src/lib/training/compiled/help.${language}.json`]?.() : null;
  if (page === 'who') await openCountryNames(language);
  const text = readPage(page, language);
  const { blocks, labels } =
    page === 'interface' ? readLabels(text.blocks) : { blocks: text.blocks, labels: {} };
  return {
    page,
    language,
    pages,
    labels,
    text: { ...text, blocks },
    help: help ? publicHelp(help) : null,
    reference:
      page === 'interface'
        ? readReference((await MESSAGES[`/src/lib/i18n/messages/${language}.json`]?.()) ?? {})
        : null
  };
};
