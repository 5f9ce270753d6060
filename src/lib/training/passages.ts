import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { helpTopicsFor, helpForPlace } from '#lib/domain/training/help-topics.ts';
import type { Locale } from '#lib/i18n/locale.ts';
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

/** A page that needs an account is not a link, or leads to its help. */

const PUBLIC = /^\/(?:$|[a-z]{2}(?:\/|$)|(?:training|rehearsal|register)(?:\/|$))/;

type Place = { readonly to: string; readonly text: unknown };

export function publicHelp(topics: readonly HelpTopic[]): readonly HelpTopic[] {
  return replaceClosedPlaces(topics, ({ text }) => ({ kind: 'emphasis', text }));
}

export function publicBlocks(blocks: readonly Block[], locale: Locale): readonly Block[] {
  return replaceClosedPlaces(blocks, ({ to, text }) => ({
    kind: 'place',
    to: `/${locale}/help#${helpForPlace(to)}`,
    text
  }));
}

function replaceClosedPlaces<T>(texts: T, replace: (place: Place) => object): T {
  const replaced = (_key: string, value: unknown): unknown =>
    isPlainObject(value) && value['kind'] === 'place' && !PUBLIC.test(String(value['to']))
      ? replace({ to: String(value['to']), text: value['text'] })
      : value;
  return JSON.parse(JSON.stringify(texts), replaced) as T;
}
