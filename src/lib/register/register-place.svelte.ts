/** A person's last place in the register, for the column next to a dossier and the way back. In memory only. */
import { START, type RegisterParams, type SearchWords } from './register-params.ts';

class RegisterPlace {
  #kept = $state.raw<{ readonly person: string; readonly params: RegisterParams }>({
    person: '',
    params: START
  });

  keep(person: string, params: RegisterParams): void {
    this.#kept = { person, params };
  }

  read(person: string): RegisterParams {
    return this.#kept.person === person ? this.#kept.params : START;
  }
}

export const registerPlace = new RegisterPlace();

/**
 * Search words stay in memory: in the address they would be in the browser's history on disk, readable by anyone who
 * finds the computer.
 */
const NOTHING: SearchWords = { text: '', company: null };

let kept: SearchWords & { readonly person: string } = { person: '', ...NOTHING };

export function keepSearchWords(person: string, words: Partial<SearchWords>): void {
  kept = { person, ...NOTHING, ...words };
}

export function readSearchWords(person: string): SearchWords {
  return kept.person === person ? kept : NOTHING;
}
