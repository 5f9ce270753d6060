/** Parties and goods of an authorization: 1961 art. 31(4)(b), 1971 art. 12(1)(b). */
import type { FormKey, SubstanceKey } from '../ids.ts';
import { country, slug } from '../shape/references.ts';
import {
  calendarDate,
  decimal,
  integer,
  micrograms,
  oneOf,
  shaped,
  text,
  type Checked
} from '../shape/shape.ts';

export const party = shaped({
  required: { name: text(1, 200), address: text(1, 500, true) },
  optional: {
    licence: text(1, 80),
    /** Older acts have no country here. */
    country
  }
});
/** Name and address: 1961 art. 31(4)(b) and 1971 art. 12(1)(b) require both. */
export type Party = Checked<typeof party>;

const factor = shaped({
  required: {
    /** Anhydrous base per unit of the stated form, e.g. `0.7520`; at most 1. */
    value: decimal,
    /** `computed` from formulas, `INCB` list, `national` list, `identity` for the base itself. */
    source: oneOf(['computed', 'INCB', 'national', 'identity']),
    edition: text(1, 40),
    date: calendarDate
  }
});
export type Factor = Checked<typeof factor>;

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

export const content = shaped({
  required: {
    /** Micrograms of the stated form in `per` of `unit`, e.g. 10 mg in 1 ml. */
    strength: micrograms,
    per: decimal,
    unit: oneOf(CONTENT_UNITS),
    /** Size of one dosage unit in `unit`: 1 for a tablet, 1 (ml) for a 1 ml ampoule. */
    unitSize: decimal,
    unitsPerPack: integer(1, 1e6),
    packs: integer(1, 1e9)
  }
});
export type Content = Checked<typeof content>;

export const line = shaped({
  required: {
    no: integer(1, 200),
    substance: slug<SubstanceKey>(),
    form: slug<FormKey>(),
    /** Printed INN with salt and hydrate, e.g. "morphine sulfate (2:1) pentahydrate". */
    designation: text(1, 200),
    pharmaceuticalForm: oneOf(PHARMACEUTICAL_FORMS),
    /** Micrograms of the stated form. */
    stated: micrograms,
    /** Micrograms of anhydrous base: stated × factor, rounded half up. */
    base: micrograms,
    factor
  },
  optional: {
    /** Trade or generic name of a preparation; 1971 art. 12(1)(b) requires it. */
    preparation: text(1, 200),
    content,
    /** The authority treats it as a preparation of 1961 Schedule III, which needs no authorization (art. 31(16)). */
    scheduleThree: shaped({
      required: {},
      /** Micrograms of atropine sulfate in a unit of difenoxin or diphenoxylate. */
      optional: { atropine: micrograms }
    }),
    /** Line of the import authorization that an export line draws on. */
    importLine: integer(1, 200)
  }
});
export type Line = Checked<typeof line>;

export const actualLine = shaped({ required: { no: integer(1, 200), stated: micrograms, base: micrograms } });
/** Quantity shipped or received of one line; the factor is the authorization line's. */
export type ActualLine = Checked<typeof actualLine>;
