/** Code lists of the documents, each with its source and edition as far as they are known. */
import { COUNTRY_CODES } from '../../country.ts';
import { PHARMACEUTICAL_FORMS } from '../../goods/goods.ts';
import type { EditionIndex } from '../../goods/substance-edition.ts';
import { casOf, CURRENT_EDITION, formsOf } from '../../goods/substance.ts';
import { REGION_CODES } from '../../region-codes.ts';
import { TRANSPORT_MODES, type TransportMode } from '../kinds/authorization.ts';

/** UN/CEFACT, vocabulary.uncefact.org/TransportModeCodeList; `other` is not one of them. */
export const TRANSPORT_CODES: Readonly<Record<TransportMode, string | null>> = {
  sea: '1',
  rail: '2',
  road: '3',
  air: '4',
  post: '5',
  other: null
};

export type CodeListName = 'countries' | 'regions' | 'ports' | 'units' | 'transport' | 'forms' | 'substances';

export interface CodeList {
  readonly name: CodeListName;
  /** Null: I2ES’s own codes. */
  readonly source: string | null;
  /** Null: I2ES has no information. */
  readonly edition: string | null;
  /** Code, and what it is called elsewhere; null: no information. */
  readonly codes: readonly (readonly [code: string, elsewhere: string | null])[];
}

const bare = (codes: readonly string[]): CodeList['codes'] => codes.map((code) => [code, null] as const);

export const CODE_LISTS: readonly CodeList[] = [
  { name: 'countries', source: 'ISO 3166-1 alpha-2', edition: null, codes: bare(COUNTRY_CODES) },
  { name: 'regions', source: 'United Nations M49', edition: null, codes: bare(REGION_CODES) },
  /** Free text: no code is required or checked. */
  { name: 'ports', source: 'UN/LOCODE', edition: null, codes: [] },
  {
    name: 'units',
    source: 'UNECE Recommendation 20',
    edition: null,
    codes: [
      ['kg', 'KGM'],
      ['g', 'GRM'],
      ['mg', 'MGM'],
      ['µg', null],
      ['ml', null],
      ['unit', null]
    ]
  },
  {
    name: 'transport',
    source: 'UN/CEFACT TransportModeCodeList',
    edition: null,
    codes: TRANSPORT_MODES.map((mode) => [mode, TRANSPORT_CODES[mode]] as const)
  },
  { name: 'forms', source: null, edition: null, codes: bare(PHARMACEUTICAL_FORMS) }
];

export interface SubstanceCodes {
  readonly substance: string;
  readonly name: string;
  readonly ids: string | null;
  readonly hs: string | null;
  readonly atc: string | null;
  /** With the code of its source (`goods/substance-sources.json`). */
  readonly forms: readonly {
    readonly form: string;
    readonly cas: string | null;
    readonly source: string | null;
  }[];
}

/** Of the substances of an edition; the bundled one if no other is given. */
export function substanceCodes({ edition }: EditionIndex = CURRENT_EDITION): readonly SubstanceCodes[] {
  return edition.rows.map((row) => ({
    substance: row.key,
    name: row.name,
    ids: row.incbIdsCode,
    hs: row.hs6,
    atc: row.atc,
    forms: formsOf(row).map((form) => {
      const cas = casOf(row, form);
      const isItself = form.key === 'base' || form.key === 'as-is';
      return {
        form: form.key,
        cas,
        source: cas === null ? null : ((isItself ? row.casSource : form.casSource) ?? null)
      };
    })
  }));
}
