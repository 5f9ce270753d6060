/** Password check with the same work and answer for an unknown person. */
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { isPassword } from './password.ts';
import type { PersonRecords } from './person-records.ts';
import { isPersonId, type PersonDocument } from './person.ts';
import { SlowDown, tooManyAttempts } from './slow-down.ts';

export interface SignIn {
  readonly person: string;
  readonly password: string;
  /** Only for the slow-down, never stored. */
  readonly address: string;
}

export class PasswordCheck {
  readonly #people: PersonRecords;
  readonly #clock: () => number;
  readonly #slowDown = new SlowDown();

  constructor(people: PersonRecords, clock: () => number) {
    this.#people = people;
    this.#clock = clock;
  }

  async check({ person, password, address }: SignIn): Promise<Result<PersonDocument>> {
    const now = this.#clock();
    // Impossible names count under one key, so that the tally stays small.
    const counted = isPersonId(person) ? person : '';
    const wait = this.#slowDown.waitOf(counted, address, now);
    if (wait > 0) return tooManyAttempts(wait);
    const document = await this.#people.read(person);
    const matches = await isPassword(document?.hash ?? null, password);
    if (!document || !matches) {
      this.#slowDown.noteFailure(counted, address, now);
      return refuse({ code: 'session.refused' });
    }
    if (document.suspended) return refuse({ code: 'person.suspended', values: { person } });
    this.#slowDown.noteSuccess(counted, address);
    return accept(document);
  }
}
