import { helpTopicsFor } from '#lib/domain/training/help-topics.ts';
import type { HelpTopic, Passage } from './lesson.ts';
import { blockText } from './block-text.ts';

/** Anchor of an answer on a help page; its question is the link's name. */
export function helpAnchor(slug: string, id: string): string {
  return `${slug}-${id}`;
}

/** `page` is the address of the help page; answers without use for the reader are left out. */
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
