/** The edition of substances by which screens name goods: the shell keeps it current. Rules get theirs from `editionHere`. */
import { CURRENT_EDITION, findSubstance, type EditionIndex } from '#lib/domain/goods/substance.ts';
import { readLocale } from '#lib/i18n/locale.ts';

let shown = $state.raw(CURRENT_EDITION);

export function editionShown(): EditionIndex {
  return shown;
}

/** In the reader's language where the edition has that name; else the English one. */
export function nameShown(key: string): string {
  const found = findSubstance(key, shown);
  return found?.names?.[readLocale()] ?? found?.name ?? key;
}

export function showEdition(edition: EditionIndex): void {
  shown = edition;
}
