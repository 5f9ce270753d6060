/**
 * The words and the company that a person looks for in the register: one person's, in memory only. In the address they
 * would be in the browser's history on the disk, where anyone who finds the computer can read them.
 */
export interface SearchWords {
  readonly text: string;
  /** The name of a company; null for all. */
  readonly company: string | null;
}

const NOTHING: SearchWords = { text: '', company: null };

let kept: SearchWords & { readonly person: string } = { person: '', ...NOTHING };

export function keepSearchWords(person: string, words: Partial<SearchWords>): void {
  kept = { person, ...NOTHING, ...words };
}

/** Nothing for anybody but the person who typed them. */
export function readSearchWords(person: string): SearchWords {
  return kept.person === person ? kept : NOTHING;
}
