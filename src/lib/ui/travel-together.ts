/**
 * Which modules travel to the reader in one file, for the build. What three pages and more share is one file: thirty
 * small ones compress badly and each costs a request (7.5 kB gzip and 22 requests before the first desk). That file
 * comes before the first desk, so it holds nothing that no desk waits for.
 */

/** What dialogs and long forms are made of; the date field brings a calendar with it. */
const FORMS =
  'DateField|date-segments|Dialog|ConfirmDialog|ToldOnce|RadioField|SelectField|TextAreaField|fuzzy';

/** Tables, drawings, and what stands on the headless library (30 kB gzip): `CountryField` too, which is a combobox. */
const LARGE =
  'BarTable|ColumnFigure|Sparkline|Combobox|CountryField|TabList|MenuList|DataTable|Table|table-|virtual-';

export const WARDROBE = new RegExp(
  `src.lib.(?:i18n.|pwa.(?!install-prompt|program-version)|person.(?:deep-link|online|office)|address.record-link|ui.(?!${LARGE}|(?:${FORMS})[.]))`
);

/**
 * A few words that the first desk asks for: put with the large ones that they name, they would bring all of training.
 * The dialog of a statement is wanted by the same pages as the words of a delivery, which Today says.
 */
const ALONE = 'domain.training.lesson-reference|store.server.kept-lessons|dossier.StatementDialog';

/** The rest: what the same pages need travels together. */
export const PARTS = new RegExp(
  `src.lib.(?!${ALONE})(?:address|crypto|domain|dossier|line|people|person|pwa|register|registration|registry|store).`
);
