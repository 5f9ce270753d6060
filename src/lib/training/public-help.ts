/** A page that needs an account is not a link, or leads to its help. */
import type { Locale } from '#lib/i18n/locale.ts';
import { helpForPlace } from '#lib/domain/training/help-topics.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import type { Block, HelpTopic } from './lesson.ts';

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
