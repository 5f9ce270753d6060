/** Thirty small files compress badly and cost a request each (7.5 kB gzip and 22 requests before the first page). */

/** The basis of dialogs and long forms; the date field brings a calendar with it. */
const FORMS =
  'DateField|date-segments|Dialog|ConfirmDialog|AskBeforeLeaving|RadioField|SelectField|TextAreaField|fuzzy';

/** Tables, drawings, and parts based on the headless library (30 kB gzip): `CountryField` too, which is a combobox. */
const LARGE =
  'BarTable|ColumnFigure|Sparkline|Combobox|CountryField|TabList|MenuList|DataTable|Table|table-|virtual-|SquareCodeShow';

export const SHARED_UI_CHUNK = new RegExp(
  `src.lib.(?:i18n.|pwa.(?!install-prompt|program-version)|sign-in.(?:deep-link|online|office)|address.record-link|ui.(?:[a-z]+[\\\\/]|(?![a-z]+[\\\\/]))(?!${LARGE}|(?:${FORMS})[.]))`
);

/** Bundled with the large modules that they name, these few words of the first page would bring all of training. */
const ALONE = 'domain.training.lesson-reference|store.server.kept-lessons|dossier.StatementDialog';

export const SHARED_RULES_CHUNK = new RegExp(
  `src.lib.(?!${ALONE})(?:address|country-accounts|crypto|domain|dossier|people|pwa|register|registration|sign-in|store|sync).`
);

export const ACT_KINDS_CHUNK = /src.lib.domain.act.kinds/;
