/** A form in words: what the sheets and the page for a screen reader show, in reading order. */
import type { BoxText } from '#lib/i18n/box-texts.ts';

export interface Box {
  /** None: a row for a further signature. */
  readonly no?: number;
  readonly label: string;
  readonly texts: readonly BoxText[];
  /** Words below a line for the pen. */
  readonly signHere?: string;
}

interface TableColumn {
  readonly width: number;
  readonly head: string;
  readonly align?: 'end';
  readonly leads?: true;
}

export interface Table {
  /** With its box number; repeated above the head on every sheet. */
  readonly title: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly (readonly string[])[])[];
  readonly minRowHeight?: number;
}

export interface CodeBox {
  readonly label: string;
  /** Text of the square code; empty if the form is too long for one. */
  readonly text: string;
  readonly below?: string;
}

export type FormPart =
  | { readonly kind: 'row'; readonly boxes: readonly Box[]; readonly minHeight?: number }
  | { readonly kind: 'table'; readonly table: Table }
  /** Closes the list of goods, so nothing can be added below. */
  | { readonly kind: 'closing'; readonly text: string }
  | {
      readonly kind: 'signature';
      readonly seal: Box;
      readonly signature: Box;
      readonly record: Box;
      readonly codes: readonly CodeBox[];
    }
  | { readonly kind: 'codes'; readonly codes: readonly CodeBox[]; readonly note: string };

export interface FormContent {
  /** PNG as a data address. */
  readonly logo: string | null;
  readonly title: string;
  readonly articles: readonly string[];
  readonly copy: string;
  readonly use: string;
  /** Cancelled, offline, practice …; repeated in the footer. */
  readonly notes: readonly string[];
  readonly header: string;
  readonly parts: readonly FormPart[];
}
