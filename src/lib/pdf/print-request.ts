import type { ActOf } from '#lib/domain/act/body.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import type { Lookalike } from '#lib/domain/lookalike/find-lookalike.ts';
import type { EditionIndex } from '#lib/domain/goods/substance.ts';

/** Languages of the form; independent of the screen's. */
export const FORM_LOCALES = ['en', 'fr'] as const;
export type FormLocale = (typeof FORM_LOCALES)[number];

export const COPIES = ['original', 'duplicate', 'triplicate', 'quadruplicate'] as const;
/** `copy`: printed by other authorities; only the issuing one prints originals. */
export type Copy = (typeof COPIES)[number] | 'copy';

export type AuthorizationAct = ActOf<'import-authorization'> | ActOf<'export-authorization'>;

/** Documents printed on an export authorization, 1961 art. 31(7). */
export interface RelatedActs {
  readonly shipment?: ActOf<'shipment'>;
  readonly endorsement?: ActOf<'endorsement'>;
}

/** Issued documents are never amended: later events are marked across. */
export type Mark =
  | { readonly kind: 'cancelled'; readonly on: CalendarDate }
  | { readonly kind: 'replaced'; readonly on: CalendarDate; readonly by: string };

/** Not yet on our own server; or there, but not yet with the partner. */
export type LedgerNote = 'delivery-pending' | 'partner-pending';

export interface PrintOptions {
  readonly locale: FormLocale;
  readonly copy: Copy;
  readonly related?: RelatedActs;
  readonly mark?: Mark;
  readonly ledgerNote?: LedgerNote;
  /** Rule of the issuing country; unknown to a partner who prints a copy. */
  readonly sealRequired?: boolean;
  /** Date of the certificates and withdrawals used to judge the signature. */
  readonly keysKnownAt?: Instant;
  /** Certified holder, if the act names its signatory differently. */
  readonly certifiedAs?: string;
  readonly lookalikes?: readonly Lookalike[];
  /** Source of INN and schedule; default: the bundled edition. */
  readonly edition?: EditionIndex;
}

export interface Print {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly filename: string;
}
