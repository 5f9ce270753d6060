/** Parties and goods as an authorization names them: 1961 art. 31(4)(b), 1971 art. 12(1)(b). */
import type { CalendarDate, DecimalText, FormKey, MicrogramsText, SubstanceKey } from '../ids.ts';

/** Name and address: both are asked for by 1961 art. 31(4)(b) and 1971 art. 12(1)(b). */
export interface Party {
  readonly name: string;
  readonly address: string;
  /** Number of the national licence, where known. */
  readonly licence?: string;
}

export interface Factor {
  /** Anhydrous base per unit of the stated form, e.g. `0.7520`; at most 1. */
  readonly value: DecimalText;
  /** `computed` from formulas, `INCB` list, `national` list, `identity` for the base itself. */
  readonly source: 'computed' | 'INCB' | 'national' | 'identity';
  readonly edition: string;
  readonly date: CalendarDate;
}

export const PHARMACEUTICAL_FORMS = [
  'powder',
  'crystals',
  'raw-material',
  'tablet',
  'capsule',
  'lozenge',
  'ampoule',
  'vial',
  'prefilled-syringe',
  'oral-solution',
  'solution',
  'drops',
  'syrup',
  'suppository',
  'patch',
  'nasal-spray',
  'film',
  'granules',
  'reference-standard',
  'other'
] as const;
export type PharmaceuticalForm = (typeof PHARMACEUTICAL_FORMS)[number];

export const CONTENT_UNITS = ['unit', 'ml', 'g'] as const;
export type ContentUnit = (typeof CONTENT_UNITS)[number];

/** How a preparation is made up: strength of the stated form, size of a unit, units a pack, packs. */
export interface Content {
  /** Micrograms of the stated form in `per` of `unit`, e.g. 10 mg in 1 ml. */
  readonly strength: MicrogramsText;
  readonly per: DecimalText;
  readonly unit: ContentUnit;
  /** Size of one dosage unit in `unit`: 1 for a tablet, 1 (ml) for a 1 ml ampoule. */
  readonly unitSize: DecimalText;
  readonly unitsPerPack: number;
  readonly packs: number;
}

export interface Line {
  /** 1, 2, 3 … as printed. */
  readonly no: number;
  readonly substance: SubstanceKey;
  readonly form: FormKey;
  /** As printed: INN with salt and hydrate, e.g. "morphine sulfate (2:1) pentahydrate". */
  readonly designation: string;
  readonly pharmaceuticalForm: PharmaceuticalForm;
  /** Trade or generic name of a preparation; 1971 art. 12(1)(b) asks for it. */
  readonly preparation?: string;
  readonly content?: Content;
  /** Micrograms of the stated form. */
  readonly stated: MicrogramsText;
  /** Micrograms of anhydrous base: stated × factor, rounded half up. */
  readonly base: MicrogramsText;
  readonly factor: Factor;
  /** Line of the import authorization that a line of an export authorization draws on. */
  readonly importLine?: number;
}

/** What came or went of one line; the factor is that of the authorization's line. */
export interface ActualLine {
  readonly no: number;
  readonly stated: MicrogramsText;
  readonly base: MicrogramsText;
}
