/** How the two sides' statements agree, as word and tone; what speaks for an import authorization, as a word. */
import type { MatchClass } from '#lib/domain/dossier/dossier.ts';
import type { Likeness } from '#lib/domain/matching/candidates.ts';
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

const LIKENESS: Readonly<Record<Likeness, () => string>> = {
  number: m.dossier_like_number,
  slip: m.dossier_like_slip,
  date: m.dossier_like_date,
  quantity: m.dossier_like_quantity,
  importer: m.dossier_like_importer,
  exporter: m.dossier_like_exporter
};

export function likenessWord(likeness: Likeness): string {
  return LIKENESS[likeness]();
}
