/** The edition of substances by which screens name goods: the shell keeps it current. Rules get theirs from `editionHere`. */
import { CURRENT_EDITION, type EditionIndex } from '#lib/domain/goods/substance.ts';

let shown = $state.raw(CURRENT_EDITION);

export function editionShown(): EditionIndex {
  return shown;
}

export function showEdition(edition: EditionIndex): void {
  shown = edition;
}
