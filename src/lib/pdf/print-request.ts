import type { ActOf, AuthorizationAct } from '#lib/domain/act/body.ts';
import type { Stated } from '#lib/domain/act/stated-as.ts';
import type { FormChoices } from '#lib/domain/authorization/form-choices.ts';
import type { FormKind } from '#lib/domain/authorization/form-fields.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import type { Lookalike } from '#lib/domain/lookalike/find-lookalike.ts';
import type { EditionIndex } from '#lib/domain/goods/substance.ts';
import { localeNames, readLocale, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import type { PrintedCode } from '#lib/print-code/form-codes.ts';

/** Each act with a printed form of its own. */
export type FormAct = AuthorizationAct | ActOf<'special-import-licence'>;

export const COPIES = ['original', 'duplicate', 'triplicate', 'quadruplicate'] as const;
/** `copy`: printed by other authorities; only the issuing one prints originals. */
export type Copy = (typeof COPIES)[number] | 'copy';

type Words = (inputs: object, options: { locale: Locale }) => string;

const COPY_NAMES: Readonly<Record<Copy, Words>> = {
  original: m.form_copy_original,
  duplicate: m.form_copy_duplicate,
  triplicate: m.form_copy_triplicate,
  quadruplicate: m.form_copy_quadruplicate,
  copy: m.form_copy_copy
};

/**
 * Recipient of each copy; 1961 art. 31(6), 1971 art. 12(1)(d). A declaration is in triplicate, 1971 art. 12(2)(a). Two copies of a
 * licence go to the exporting country, which endorses one, 1971 art. 13(3).
 */
const COPY_USES: Readonly<Record<FormKind, Readonly<Partial<Record<Copy, Words>>>>> = {
  'import-authorization': {
    original: m.form_copy_import_original,
    duplicate: m.form_copy_import_duplicate,
    triplicate: m.form_copy_import_triplicate,
    quadruplicate: m.form_copy_import_quadruplicate
  },
  'export-authorization': {
    original: m.form_copy_export_original,
    duplicate: m.form_copy_export_duplicate,
    triplicate: m.form_copy_export_triplicate,
    quadruplicate: m.form_copy_export_quadruplicate
  },
  'export-declaration': {
    original: m.form_copy_declaration_original,
    duplicate: m.form_copy_declaration_duplicate,
    triplicate: m.form_copy_declaration_triplicate
  },
  'special-import-licence': {
    original: m.form_copy_licence_original,
    duplicate: m.form_copy_licence_duplicate,
    triplicate: m.form_copy_licence_triplicate
  }
};

/** Only the issuing authority prints them. */
export function copiesOfKind(kind: FormKind): readonly Copy[] {
  return COPIES.filter((copy) => COPY_USES[kind][copy] !== undefined);
}

export function copyText(copy: Copy, locale: Locale = readLocale()): string {
  return COPY_NAMES[copy]({}, { locale });
}

export function copyUseText(kind: FormKind, copy: Copy, locale: Locale = readLocale()): string {
  return (COPY_USES[kind][copy] ?? m.form_copy_copy_use)({}, { locale });
}

export interface RelatedActs {
  /** What a special import licence belongs to: it names importer and exporter. */
  readonly licensed?: ActOf<'import-authorization'>;
  readonly shipment?: Stated<'shipment'>;
  readonly endorsement?: Stated<'endorsement'>;
}

/** Issued documents are never amended: later events are marked across. A draft is no document yet: it has neither number nor signature. */
export type Mark =
  | { readonly kind: 'draft' }
  | { readonly kind: 'cancelled' | 'suspended'; readonly on: CalendarDate }
  | { readonly kind: 'replaced'; readonly on: CalendarDate; readonly by: string };

/** Not yet on our own server; or there, but not yet with the partner. */
export type LedgerNote = 'delivery-pending' | 'partner-pending';

/** The person who compared the record with the original, and when. */
export type Recorded = Pick<ActOf<'paper-record'>['body'], 'comparedBy' | 'comparedOn' | 'corrects' | 'at'>;

/** Without it, as for a recorded paper, a form has no code. */
export interface FormCodes {
  /** None if the form is too long for a code. */
  readonly form: readonly PrintedCode[];
  readonly keys: string | null;
  readonly shipment: readonly PrintedCode[];
  readonly endorsement: readonly PrintedCode[];
}

export interface PrintOptions {
  /** The form's language; independent of the screen's. */
  readonly locale: Locale;
  /** Repeats the form's own words, smaller, for the partner or the customs office. */
  readonly second?: Locale | undefined;
  readonly copy: Copy;
  readonly related?: RelatedActs;
  readonly mark?: Mark;
  readonly ledgerNote?: LedgerNote;
  readonly codes?: FormCodes;
  /** The authorization is the partner's paper, as this authority recorded it. */
  readonly recorded?: Recorded;
  /** Rule of the issuing country; unknown to a partner who prints a copy. */
  readonly sealRequired?: boolean;
  /** Choices of the authority that prints its own form. */
  readonly choices?: FormChoices;
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

/** All text by authorities on the sheet, and a sample of its own: they decide the fonts. */
export function wordsOnForm(act: FormAct, { related, mark, recorded, locale, second }: PrintOptions): string {
  const own = ownWords({ locale, second });
  const bodies = [related?.licensed, related?.shipment, related?.endorsement].map((one) => one?.body);
  return JSON.stringify([act.body, bodies, mark, recorded, own]);
}

/** A sample of each language of the form. */
export function ownWords({ locale, second }: Pick<PrintOptions, 'locale' | 'second'>): string {
  return localeNames[locale] + (second ? localeNames[second] : '');
}

/** `export-authorization-CH-E-2026-000077-13-original-en`: a name of a file, safe on every system. */
export function formName(
  { body }: FormAct,
  { copy, locale, second }: PrintOptions,
  copies: readonly Copy[] = []
): string {
  const number = body.number
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return [
    body.kind,
    number || 'form',
    copies.length > 1 ? 'copies' : copy,
    locale,
    ...(second ? [second] : [])
  ].join('-');
}
