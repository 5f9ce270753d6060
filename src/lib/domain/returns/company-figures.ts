/**
 * The figures of a return by company, so that an authority can compare them with what its companies report
 * (1961 art. 34(b)). They are the authority's own: no file for INCB contains them.
 */
import type { Party } from '../act/body.ts';
import { foldText } from '../act/typed-text.ts';
import type { CompanyBook } from '../company/company-book.ts';
import type { Company } from '../company/company.ts';
import type { SubstanceKey } from '../ids.ts';
import type { ReturnFigure } from './compute-return.ts';
import type { Column } from './return-document.ts';

export interface CompanyFigures {
  /** Null if the register does not name it. */
  readonly company: Company | null;
  readonly name: string;
  readonly figures: readonly CompanyFigure[];
}

interface CompanyFigure {
  readonly substance: SubstanceKey;
  readonly column: Column;
  readonly consignments: number;
  /** Anhydrous base, not rounded. */
  readonly micrograms: number;
}

const joined = new WeakMap<Party, string>();

/** Joined once for each consignment: the figures are asked for again with each document. */
function wordsOf(party: Party): string {
  const known = joined.get(party);
  if (known !== undefined) return known;
  const words = [party.name, party.address, party.country].join('\n');
  joined.set(party, words);
  return words;
}

export function companyFigures(
  figures: readonly ReturnFigure[],
  { companyOf }: Pick<CompanyBook, 'companyOf'>
): readonly CompanyFigures[] {
  // Hundreds of consignments name one company in the same words.
  const found = new Map<string, { readonly company: Company | null; readonly key: string }>();
  const find = (party: Party) => {
    const words = wordsOf(party);
    const known = found.get(words);
    if (known) return known;
    const company = companyOf(party);
    const one = { company, key: company?._id ?? foldText(party.name) };
    found.set(words, one);
    return one;
  };
  type Sum = { -readonly [K in keyof CompanyFigure]: CompanyFigure[K] };
  const companies = new Map<string, CompanyFigures & { readonly sums: Map<string, Sum> }>();
  for (const { substance, column, parts } of figures) {
    const about = `${substance} ${column}`;
    for (const { party, counted } of parts) {
      const { company, key } = find(party);
      const held = companies.get(key) ?? {
        company,
        name: company?.name ?? party.name,
        figures: [],
        sums: new Map<string, Sum>()
      };
      const sum = held.sums.get(about) ?? { substance, column, consignments: 0, micrograms: 0 };
      sum.consignments++;
      sum.micrograms += counted.micrograms;
      held.sums.set(about, sum);
      companies.set(key, held);
    }
  }
  return Array.from(companies.values(), ({ sums, ...one }) => ({ ...one, figures: [...sums.values()] })).sort(
    (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  );
}
