/**
 * The people of a country: whether there are any, and how those of a closed country are locked out before it returns.
 */
import type { Accounts } from '#couch/accounts/accounts.ts';
import type { Invitations } from '#couch/accounts/invitations.ts';
import { PersonRecords } from '#couch/accounts/person-records.ts';
import { documentToPerson } from '#couch/accounts/person.ts';
import type { Engine } from '#couch/engine/engine.ts';
import type { CountryCode } from '#lib/domain/ids.ts';

export class CountryPeople {
  readonly #records: PersonRecords;
  readonly #accounts: Pick<Accounts, 'suspendPerson'>;
  readonly #invitations: Invitations;

  constructor(engine: Engine, accounts: Pick<Accounts, 'suspendPerson'>, invitations: Invitations) {
    this.#records = new PersonRecords(engine.open('accounts'));
    this.#accounts = accounts;
    this.#invitations = invitations;
  }

  async hasActive(country: CountryCode): Promise<boolean> {
    return (await this.#records.listOf(country)).some(({ suspended }) => !suspended);
  }

  async shutOut(country: CountryCode): Promise<void> {
    await this.revokeInvitations(country, 'server');
    const people = await this.#records.listOf(country);
    for (const person of people.filter(({ suspended }) => !suspended))
      await this.#accounts.suspendPerson(documentToPerson(person).id);
  }

  async revokeInvitations(country: CountryCode, by: string): Promise<void> {
    for (const { id } of await this.#invitations.list(country))
      await this.#invitations.revoke(country, id, by);
  }
}
