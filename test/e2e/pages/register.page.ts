/** The public way in: asking for an account, the code of the letter, the invitation. */
import type { Locator, Page } from '@playwright/test';
import { english, type Say } from './words.ts';

interface Asked {
  /** What is typed to find it, and the option chosen. */
  readonly find: string;
  readonly country: string;
  readonly authority: string;
  readonly address: string;
  readonly name: string;
  readonly function: string;
  readonly email: string;
}

export class RegisterPage {
  constructor(
    readonly page: Page,
    readonly say: Say = english
  ) {}

  async chooseCountry(find: string, country: string): Promise<void> {
    await this.page.getByRole('combobox', { name: this.say('registration_country') }).fill(find);
    await this.page.getByRole('option', { name: country }).first().click();
  }

  /** Everything but the button. */
  async fill(asked: Asked): Promise<void> {
    await this.chooseCountry(asked.find, asked.country);
    await this.field('registration_authority').fill(asked.authority);
    await this.field('registration_address').fill(asked.address);
    await this.field('registration_name').fill(asked.name);
    await this.field('registration_function').fill(asked.function);
    await this.field('registration_email').fill(asked.email);
  }

  async send(): Promise<void> {
    await this.page.getByRole('button', { name: this.say('registration_send'), exact: true }).click();
  }

  /** A name that begins with these words: "required" stands beside it. */
  field(key: string): Locator {
    return this.page.getByRole('textbox', { name: new RegExp(`^${this.say(key)}( |$)`) });
  }

  async confirm(find: string, country: string, code: string): Promise<void> {
    await this.chooseCountry(find, country);
    await this.field('registration_code').fill(code);
    await this.page.getByRole('button', { name: this.say('registration_confirm'), exact: true }).click();
  }

  async join(account: string, password: string): Promise<void> {
    await this.field('registration_join_account').fill(account);
    await this.field('person_password').fill(password);
    await this.page.getByRole('button', { name: this.say('registration_join'), exact: true }).click();
  }
}
