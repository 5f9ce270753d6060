import { helpTopicsFor } from '#lib/domain/training/help-topics.ts';
import type { HelpTopic, Passage, Block, Text } from './lesson.ts';

/** The question is the link's name. */
export function helpAnchor(slug: string, id: string): string {
  return `${slug}-${id}`;
}

/** Answers without use for the reader are left out. */
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

export function blockText(block: Block): string {
  if (block.kind === 'heading') return block.text;
  if (block.kind === 'paragraph' || block.kind === 'note') return plainText(block.text);
  if (block.kind === 'list') return block.items.map(plainText).join(' ');
  if (block.kind === 'table') return [...block.head, ...block.rows.flat()].map(plainText).join(' ');
  return block.words;
}

export function plainText(text: Text): string {
  return text
    .map((part) =>
      typeof part === 'string' ? part : part.kind === 'code' ? part.text : plainText(part.text)
    )
    .join('');
}
