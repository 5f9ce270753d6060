/** The form of an import or export authorization, as an officer finds it: by labels and boxes. */
import type { Frame, Locator, Page } from '@playwright/test';

export interface PartyTyped {
  readonly name: string;
  readonly address: string;
}

export interface LineTyped {
  /** What is typed to find it, and the option chosen. */
  readonly find: string;
  readonly goods: string;
  readonly form: string;
  readonly quantity?: string;
  readonly preparation?: {
    readonly name: string;
    readonly strength: string;
    readonly size: string;
    readonly perPack: string;
    readonly packs: string;
  };
}

export class AuthorizationFormPage {
  constructor(readonly page: Page | Frame) {}

  box(path: string): Locator {
    return this.page.locator(`[data-path="${path}"]`);
  }

  line(no: number): Locator {
    return this.page.getByRole('group', { name: `Line ${no}`, exact: true });
  }

  async fillParty(role: 'importer' | 'exporter', { name, address }: PartyTyped): Promise<void> {
    await this.box(`${role}Name`)
      .getByRole('combobox')
      .or(this.box(`${role}Name`).getByRole('textbox'))
      .fill(name);
    await this.box(`${role}Address`).getByRole('textbox').fill(address);
  }

  async choose(label: string, typed: string, option: string): Promise<void> {
    const field = this.page.getByRole('combobox', { name: label });
    await field.fill(typed);
    await this.page.getByRole('option', { name: option }).first().click();
  }

  async fillLine(no: number, typed: LineTyped): Promise<void> {
    const line = this.line(no);
    await line.getByRole('combobox', { name: 'Substance and form' }).fill(typed.find);
    await this.page.getByRole('option', { name: typed.goods }).first().click();
    await line.getByLabel('Pharmaceutical form').selectOption({ label: typed.form });
    if (typed.preparation) {
      const { name, strength, size, perPack, packs } = typed.preparation;
      await line.getByLabel('Name of the preparation').fill(name);
      await line.getByLabel('Strength').fill(strength);
      await line.getByLabel('Size of a unit').fill(size);
      await line.getByLabel('Units per pack').fill(perPack);
      await line.getByLabel('Packs', { exact: true }).fill(packs);
    }
    if (typed.quantity) await line.getByLabel('Quantity').fill(typed.quantity);
  }

  get checks(): Locator {
    return this.page
      .getByRole('complementary')
      .or(this.page.getByRole('region', { name: 'Checks' }))
      .first();
  }

  /** One check of the margin, with its article, by what it says. */
  check(words: RegExp): Locator {
    return this.checks.getByRole('listitem').filter({ hasText: words });
  }

  async issue(action: string): Promise<void> {
    await this.page.getByRole('button', { name: /^(?:Issue|Sign)…$/ }).click();
    await this.page.getByRole('dialog').getByRole('button', { name: action }).click();
  }
}
