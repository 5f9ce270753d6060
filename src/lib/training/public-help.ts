/** Help for the public: names of pages that need an account become words without a link. */
import type { HelpTopic } from './lesson.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';

const PUBLIC = /^\/(?:[a-z]{2}(?:\/|$)|(?:training|rehearsal|register)(?:\/|$))/;

export function publicHelp(topics: readonly HelpTopic[]): readonly HelpTopic[] {
  const withoutLink = (_key: string, value: unknown): unknown =>
    isPlainObject(value) && value['kind'] === 'place' && !PUBLIC.test(String(value['to']))
      ? { kind: 'emphasis', text: value['text'] }
      : value;
  return JSON.parse(JSON.stringify(topics), withoutLink) as readonly HelpTopic[];
}
