/** Texts of problems and papers, help and the public lists load after the first page, before the connection can break. */
import { base } from '$app/paths';
import { openPart } from '#lib/i18n/catalog.ts';
import { readLocale } from '#lib/i18n/locale.ts';

const AFTER_THE_DESK_MS = 2_000;
const NEXT_PARTS = ['problems', 'dossiers', 'papers'] as const;

export function fetchNextParts(): () => void {
  const next = (): void => {
    NEXT_PARTS.forEach((part) => void openPart(part));
    // Offline, opening help asks again and shows the failure.
    import('#lib/training/lesson-files.ts')
      .then(({ loadHelp }) => loadHelp(readLocale()))
      .catch(() => undefined);
    import('#lib/verify/lists.ts').then(({ renewLists }) => renewLists(base)).catch(() => undefined);
  };
  const later = setTimeout(next, AFTER_THE_DESK_MS);
  return () => clearTimeout(later);
}
