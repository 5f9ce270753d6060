/** What is said of problems, and help, come once the desk stands, before the line may be gone. */
import { openPart } from '#lib/i18n/catalog.ts';
import { readLocale } from '#lib/i18n/locale.ts';

const AFTER_THE_DESK_MS = 2_000;
const NEXT_PARTS = ['problems', 'dossiers'] as const;

/** Gives what ends the waiting for it. */
export function fetchNextParts(): () => void {
  const next = (): void => {
    NEXT_PARTS.forEach((part) => void openPart(part));
    // Without a connection it is asked for again where help is opened, which says so.
    import('#lib/training/lesson-files.ts')
      .then(({ loadHelp }) => loadHelp(readLocale()))
      .catch(() => undefined);
  };
  const later = setTimeout(next, AFTER_THE_DESK_MS);
  return () => clearTimeout(later);
}
