/**
 * Search words stay in memory: in the address they would be in the browser's history on disk, readable by anyone who
 * finds the computer.
 */
export interface SearchWords {
  readonly text: string;
  readonly company: string | null;
}

const NOTHING: SearchWords = { text: '', company: null };

let kept: SearchWords & { readonly person: string } = { person: '', ...NOTHING };

export function keepSearchWords(person: string, words: Partial<SearchWords>): void {
  kept = { person, ...NOTHING, ...words };
}

export function readSearchWords(person: string): SearchWords {
  return kept.person === person ? kept : NOTHING;
}
