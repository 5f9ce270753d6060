/** How the two sides' statements agree, as word and tone. */
import type { MatchClass } from '#lib/domain/dossier/dossier.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Tone } from '#lib/ui/tone.ts';

const WORDS: Readonly<Record<MatchClass, readonly [Tone, () => string]>> = {
  none: ['neutral', m.dossier_match_none],
  matched: ['good', m.dossier_match_matched],
  differs: ['warn', m.dossier_match_differs],
  'export-without-import': ['bad', m.dossier_match_export_without_import],
  'duplicate-number': ['bad', m.dossier_match_duplicate_number]
};

export function matchWords(match: MatchClass): { readonly tone: Tone; readonly word: string } {
  const [tone, word] = WORDS[match];
  return { tone, word: word() };
}
