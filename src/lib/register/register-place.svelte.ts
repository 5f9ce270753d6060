/**
 * Where in the register a person was: tab, filters and order, for the column beside a dossier and for the way back.
 * One person's, in memory only, as the words searched for.
 */
import { START, type RegisterParams } from './register-params.ts';

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
