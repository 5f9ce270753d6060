import type { Lookalike } from '#lib/domain/lookalike/find-lookalike.ts';
import { isolate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';

export function lookalikeText(found: Lookalike): string {
  const name = isolate(found.name);
  return found.kind === 'imitates'
    ? m.authorization_lookalike_imitates({ name, known: isolate(found.known) })
    : m.authorization_lookalike_mixed({ name, word: isolate(found.word) });
}

/** Loads the table on demand; if that fails, no question is asked. */
export async function fetchLookalikes() {
  return import('#lib/domain/lookalike/find-lookalike.ts').catch(() => null);
}
