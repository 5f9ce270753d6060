/** What is asked of the printer, and what comes out. */
import type { ActOf } from '#lib/domain/act/body.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import type { Lookalike } from '#lib/domain/lookalike/find-lookalike.ts';
import type { EditionIndex } from '#lib/domain/goods/substance.ts';

/** Languages that the form has words and letters for; the screen's language is another matter. */
export const FORM_LOCALES = ['en', 'fr'] as const;
export type FormLocale = (typeof FORM_LOCALES)[number];

export const COPIES = ['original', 'duplicate', 'triplicate', 'quadruplicate'] as const;
/** `copy`: what any other authority prints, since only the issuing one gives out originals. */
export type Copy = (typeof COPIES)[number] | 'copy';

export type AuthorizationAct = ActOf<'import-authorization'> | ActOf<'export-authorization'>;

/** Statements about an export authorization that are printed on it, 1961 art. 31(7). */
export interface RelatedActs {
  readonly shipment?: ActOf<'shipment'>;
  readonly endorsement?: ActOf<'endorsement'>;
}

/** An issued document is never amended: what became of it is marked across it. */
export type Mark =
  | { readonly kind: 'cancelled'; readonly on: CalendarDate }
  | { readonly kind: 'replaced'; readonly on: CalendarDate; readonly by: string };

/** Not yet at our own server; there, and not yet with the partner. */
export type LedgerNote = 'delivery-pending' | 'partner-pending';

export interface PrintOptions {
  readonly locale: FormLocale;
  readonly copy: Copy;
  readonly related?: RelatedActs;
  readonly mark?: Mark;
  readonly ledgerNote?: LedgerNote;
  /** The issuing country's rule; a partner who prints a copy does not know it. */
  readonly sealRequired?: boolean;
  /** From when the certificates and withdrawals are by which the signature was judged. */
  readonly keysKnownAt?: Instant;
  /** As whom the key is certified, where the act names its signatory otherwise. */
  readonly certifiedAs?: string;
  /** Names on it that look like others which are known. */
  readonly lookalikes?: readonly Lookalike[];
  /** Where the INN and the schedule of a line are looked up; the bundled edition unless given. */
  readonly edition?: EditionIndex;
}

export interface Print {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly filename: string;
}
