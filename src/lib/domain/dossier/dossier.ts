/**
 * Ids of paper records (`act/stand-in.ts`: `isPaper`) mark what was recorded from paper.
 *
 * A dossier: one import authorization and all that refers to it, a pure fold (`fold-dossier.ts`), never stored. Equal
 * acts give equal bytes of canonical JSON. Quantities are integer micrograms (see quantity.ts).
 */
import type { Answer } from '../act/body.ts';
import type { Correctable } from '../act/kinds/trade.ts';
import type {
  ActId,
  AuthorityCode,
  CalendarDate,
  CountryCode,
  DecimalText,
  DossierKey,
  Instant
} from '../ids.ts';
import type { Problem } from '../result.ts';

/**
 * Status without a clock (`statusOn` adds what a date changes).
 * - `unmatched`: an export authorization cites an import authorization that is not here
 * - `emergency`: an emergency export without import authorization, not yet linked to a later one (rule R22)
 * - `issued`: import authorization issued, nothing exported yet, or all of it returned unused
 * - `objected`: nothing is on its way upon it, and the exporting authority's last word of it is an objection
 * - `exporting`: at least one export authorization is issued and not yet shipped
 * - `shipped`: something was shipped and is not yet endorsed
 * - `partly-used`: endorsed so far, and more may be exported
 * - `closed`: used, and endorsed or returned as not imported
 * - `cancelled`: the import authorization was cancelled
 */
export type DossierStatus =
  | 'unmatched'
  | 'emergency'
  | 'issued'
  | 'objected'
  | 'exporting'
  | 'shipped'
  | 'partly-used'
  | 'closed'
  | 'cancelled';

export type ExportStatus = 'issued' | 'shipped' | 'endorsed' | 'not-imported' | 'cancelled';

export interface Quantities {
  readonly stated: number;
  readonly base: number;
}

export interface ExportLine {
  readonly no: number;
  readonly importLine: number | null;
  readonly substance: string;
  /** Basis of comparison with that line: stated in the same form, else base. */
  readonly basis: keyof Quantities;
  /** INCB's factor for the form of this line (`goods/counted-base.ts`). */
  readonly countedBy: DecimalText;
  readonly authorized: Quantities;
  readonly exported: Quantities | null;
  readonly imported: Quantities | null;
  /** A preparation of 1961 Schedule III: in no total, and not to be returned (art. 31(16)). */
  readonly isExempt?: true;
  /** Left, but came back or was diverted (`moved-goods.ts`). */
  readonly moved?: Quantities;
}

/** One record of goods that left and came back, or were diverted in transit. */
export interface MovedGoods {
  readonly act: ActId;
  readonly issuer: AuthorityCode;
  readonly what: 'return' | 'diversion';
  readonly lines: readonly (Quantities & { readonly no: number })[];
}

export interface ExportStrand {
  readonly act: ActId;
  readonly number: string;
  readonly issuedOn: CalendarDate;
  readonly validUntil: CalendarDate;
  readonly status: ExportStatus;
  /** The shipment that counts, or its newest correction; the same for the endorsement. */
  readonly shipment: ActId | null;
  readonly shippedOn: CalendarDate | null;
  readonly endorsement: ActId | null;
  readonly receivedOn: CalendarDate | null;
  readonly lines: readonly ExportLine[];
  /** True if a person linked it, with or without the hard key. */
  readonly linkedByDecision: boolean;
  /** Each authority's signed explanation of goods whose import authorization is not here (`read-unclear.ts`). */
  readonly explained?: readonly ActId[];
  /** A paper of the exporting authority that says itself that it is not its own. */
  readonly isDisputed?: true;
  readonly moved?: readonly MovedGoods[];
  /** Agreement of its figures with each other and with the import authorization. */
  readonly agreement: Agreement;
  /** In force when the shipment was signed. Goods that left count all the same. */
  readonly stop: Stop | null;
  /** Cites the number and date of the import authorization under another authority's name, until a person links it. */
  readonly isApart?: true;
  /** The record of a paper and its author's own document of the same goods: no room is left for both (`paper-twins.ts`). */
  readonly twin?: ActId;
  /** The record of a paper that counts once, as its twin, until somebody decides. */
  readonly isPresumed?: true;
  /** Issued without import authorization in an emergency; linking does not change that. */
  readonly isEmergency?: true;
  /** 1971 art. 12(2): no authorization, but a declaration; null until its copy was sent on paper. */
  readonly declaration?: { readonly copySentOn: CalendarDate | null };
}

/** An act that forbids goods to leave: a suspension or objection in force, or a cancelled import authorization. */
export interface Stop {
  readonly why: 'suspended' | 'objected' | 'import-cancelled';
  readonly act: ActId;
}

/** Suspended and not released by its own authority. */
export interface Suspension {
  readonly act: ActId;
  readonly of: ActId;
  readonly issuer: AuthorityCode;
}

/** One link of a chain of corrections; `first` is the corrected act, `of` the link before. */
export interface Correction {
  readonly act: ActId;
  readonly of: ActId;
  readonly first: ActId;
  readonly kind: Correctable | 'paper-record';
  readonly upon: ActId;
  readonly issuer: AuthorityCode;
  readonly at: Instant;
  /** The partner had acted on the earlier figures; a reply on this correction confirms it. */
  readonly asks: boolean;
  readonly isConfirmed: boolean;
}

/**
 * `form`: the form or the factor differs, or packs look like units · `short`: slightly less arrived than was shipped ·
 * `differs`: the figures differ otherwise · `exceeds`: more shipped or imported than authorized, by this export
 * authorization or all consignments together.
 */
export type Agreement = 'agrees' | 'form' | 'short' | 'differs' | 'exceeds';

export interface DossierLine {
  readonly no: number;
  readonly isExempt?: true;
  readonly substance: string;
  readonly form: string;
  readonly designation: string;
  readonly countedBy: DecimalText;
  readonly authorized: Quantities;
  readonly taken: Quantities;
  readonly exported: Quantities;
  readonly imported: Quantities;
}

/**
 * Agreement of both sides, domain.md 5.4: `none` nothing to compare yet · `matched` · `form` · `short` slightly less arrived
 * than was shipped · `differs` matched with listed differences · `export-without-import` ·
 * `emergency` export not linked yet · `duplicate-number` two authorizations under one reference.
 */
export type MatchClass =
  | 'none'
  | 'matched'
  | 'form'
  | 'short'
  | 'differs'
  | 'export-without-import'
  | 'emergency'
  | 'duplicate-number';

export interface DossierReply {
  readonly act: ActId;
  readonly on: ActId;
  readonly issuer: AuthorityCode;
  readonly answer: Answer;
  readonly at: Instant;
}

export interface SetAside {
  readonly act: ActId;
  readonly problem: Problem;
  readonly isCancelled?: true;
}

/** A paper record that does not count, and the document that counts in its place. */
export interface Beside {
  readonly act: ActId;
  readonly by: ActId;
}

export interface Dossier {
  readonly key: DossierKey;
  readonly importingCountry: CountryCode;
  readonly exportingCountry: CountryCode;
  readonly importAuthorization: ActId | null;
  readonly number: string;
  readonly issuedOn: CalendarDate;
  readonly validUntil: CalendarDate | null;
  readonly consignments: number;
  /** The goods leave the importing country again: they are beyond its estimate (1961 art. 31(1)(b)). */
  readonly isReExport?: true;
  /** The cancellation of the import authorization. */
  readonly cancelled: ActId | null;
  readonly status: DossierStatus;
  readonly match: MatchClass;
  readonly differences: readonly Problem[];
  readonly lines: readonly DossierLine[];
  readonly exports: readonly ExportStrand[];
  readonly replies: readonly DossierReply[];
  readonly suspensions: readonly Suspension[];
  readonly corrections: readonly Correction[];
  readonly timeline: readonly ActId[];
  /** Refused acts: kept and shown, but not counted. */
  readonly setAside: readonly SetAside[];
  /** Referenced acts that are absent: the dossier shows that it is partial. */
  readonly missing: readonly ActId[];
  readonly beside?: readonly Beside[];
  readonly demonstration: boolean;
}
