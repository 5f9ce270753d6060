/** Texts of problems and papers, and help load after the first page, before the connection can break. */
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
  };
  const later = setTimeout(next, AFTER_THE_DESK_MS);
  return () => clearTimeout(later);
}
