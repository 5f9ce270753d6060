/** The answers of help as passages to be found: the same text as the page of help shows. */
import { helpTopicsFor } from '#lib/domain/training/help-topics.ts';
import type { HelpTopic, Passage } from './lesson.ts';
import { blockText } from './block-text.ts';

/** Where an answer stands on a page of help; its question is the link's name. */
export function helpAnchor(slug: string, id: string): string {
  return `${slug}-${id}`;
}

/** `page` is the address of the page of help; what is of no use to the person who asks is left out. */
export function helpEntries(
  topics: readonly HelpTopic[],
  page: string,
  person: { readonly role: string } | null = null
): readonly Passage[] {
  const concerned = helpTopicsFor(person);
  return topics
    .filter(({ slug }) => concerned.includes(slug))
    .flatMap(({ slug, title, entries }) =>
      entries.map(({ id, ask, blocks }) => ({
        source: title,
        heading: ask,
        text: blocks.map(blockText).join(' '),
        href: `${page}#${helpAnchor(slug, id)}`
      }))
    );
}
