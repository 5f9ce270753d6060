/** A person's last place in the register, for the column next to a dossier and the way back. In memory only. */
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
