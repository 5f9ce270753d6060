import type { Dossier, MatchClass } from '#lib/domain/dossier/dossier.ts';
import type { Likeness } from '#lib/domain/matching/candidates.ts';
import type { Comparison } from '#lib/domain/matching/comparisons.ts';
import { formatQuantity } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Tone } from '#lib/ui/tone.ts';

const WORDS: Readonly<Record<Exclude<MatchClass, 'short'>, readonly [Tone, () => string]>> = {
  none: ['neutral', m.dossier_match_none],
  matched: ['good', m.dossier_match_matched],
  form: ['warn', m.dossier_match_form],
  differs: ['warn', m.dossier_match_differs],
  'export-without-import': ['bad', m.dossier_match_export_without_import],
  emergency: ['warn', m.dossier_match_emergency],
  'duplicate-number': ['bad', m.dossier_match_duplicate_number]
};

/**
 * A loss is said before anything else, however small or large. It names its amount if it concerns one
 * line; several substances have no total. The import authorization of a partner that is not on I2ES is a paper to record.
 */
export function matchWords(
  { match, exports }: Pick<Dossier, 'match' | 'exports'>,
  comparisons: readonly Comparison[],
  isOff = false
): { readonly tone: Tone; readonly word: string } {
  const losses = comparisons.filter(
    ({ pair, direction, later }) => pair === 'shipment-endorsement' && direction === 'less' && later !== null
  );
  const [first, ...others] = losses;
  if (match === 'short' || (match === 'differs' && first)) {
    if (!first || others.length > 0) return { tone: 'warn', word: m.dossier_match_short_several() };
    const quantity = formatQuantity(String(first.difference.stated));
    return { tone: 'warn', word: m.dossier_match_short({ quantity }) };
  }
  // Agreement needs documents on the goods from both sides.
  if (match === 'matched' && exports.some(({ status }) => status === 'issued' || status === 'shipped'))
    return { tone: 'info', word: m.dossier_match_so_far() };
  if (match === 'export-without-import' && isOff)
    return { tone: 'info', word: m.matching_class_paper_import() };
  const [tone, word] = WORDS[match];
  return { tone, word: word() };
}

const LIKENESS: Readonly<Record<Likeness, () => string>> = {
  number: m.dossier_like_number,
  joined: m.dossier_like_joined,
  slip: m.dossier_like_slip,
  habit: m.dossier_like_habit,
  date: m.dossier_like_date,
  quantity: m.dossier_like_quantity,
  importer: m.dossier_like_importer,
  exporter: m.dossier_like_exporter
};

export function likenessWord(likeness: Likeness): string {
  return LIKENESS[likeness]();
}
