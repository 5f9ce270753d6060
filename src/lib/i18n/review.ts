/** Translations reviewed by an editor or native speaker of the trade. A draft is marked next to its language. */
import type { Locale } from './locale.ts';

export const REVIEW: Readonly<Record<Locale, 'draft' | 'complete'>> = {
  en: 'draft',
  fr: 'draft',
  es: 'draft',
  ru: 'draft',
  zh: 'draft',
  ar: 'draft'
};

export function isDraft(locale: Locale): boolean {
  return REVIEW[locale] === 'draft';
}
