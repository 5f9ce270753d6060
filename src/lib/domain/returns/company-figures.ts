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

/** One party's consignments in one figure. */
interface Share {
  readonly party: Party;
  readonly words: string;
  consignments: number;
  micrograms: number;
}

const shares = new WeakMap<ReturnFigure, readonly Share[]>();

/** A figure that changes is another object: the others are not added up again with each document. */
function sharesOf(figure: ReturnFigure): readonly Share[] {
  const known = shares.get(figure);
  if (known) return known;
  const found = new Map<string, Share>();
  for (const { party, counted } of figure.parts) {
    const words = [party.name, party.address, party.country].join('\n');
    const share = found.get(words) ?? { party, words, consignments: 0, micrograms: 0 };
    share.consignments++;
    share.micrograms += counted.micrograms;
    found.set(words, share);
  }
  shares.set(figure, Array.from(found.values()));
  return shares.get(figure)!;
}

type Sum = { -readonly [K in keyof CompanyFigure]: CompanyFigure[K] };

interface Held extends Pick<CompanyFigures, 'company' | 'name'> {
  readonly sums: Map<string, Sum>;
}

export function companyFigures(
  figures: readonly ReturnFigure[],
  { companyOf }: Pick<CompanyBook, 'companyOf'>
): readonly CompanyFigures[] {
  // Many figures name one company in the same words.
  const found = new Map<string, Held>();
  const companies = new Map<string, Held>();
  const find = ({ party, words }: Share): Held => {
    const known = found.get(words);
    if (known) return known;
    const company = companyOf(party);
    const key = company?._id ?? foldText(party.name);
    const held = companies.get(key) ?? { company, name: company?.name ?? party.name, sums: new Map() };
    companies.set(key, held);
    found.set(words, held);
    return held;
  };
  for (const figure of figures) {
    const { substance, column } = figure;
    const about = `${substance} ${column}`;
    for (const share of sharesOf(figure)) {
      const { sums } = find(share);
      const sum = sums.get(about) ?? { substance, column, consignments: 0, micrograms: 0 };
      sum.consignments += share.consignments;
      sum.micrograms += share.micrograms;
      sums.set(about, sum);
    }
  }
  return Array.from(companies.values(), ({ sums, ...one }) => ({ ...one, figures: [...sums.values()] })).sort(
    (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  );
}
