/** Whether a password is a person's: the same work and the same answer for a person nobody knows. */
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { isPassword } from './password.ts';
import type { PersonRecords } from './person-records.ts';
import { isPersonId, type PersonDocument } from './person.ts';
import { SlowDown, tooManyAttempts } from './slow-down.ts';

export interface SignIn {
  readonly person: string;
  readonly password: string;
  /** Where from, for the slow-down alone; never stored. */
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
    // Whoever sends what no person is called is counted once, so that no tally keeps long invented names.
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
