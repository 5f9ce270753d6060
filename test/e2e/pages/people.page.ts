/** The administrator's people: invited, looked at, suspended, and what was done, as they find them. */
import { expect, type Locator, type Page } from '@playwright/test';
import { DesksPage } from './desks.page.ts';
import { english } from './words.ts';

const MARKS = /[\u2066-\u2069\s]/g;

interface Invited {
  readonly name: string;
  readonly function: string;
  readonly email: string;
  readonly role: string;
}

export class PeoplePage {
  readonly #desks: DesksPage;

  constructor(readonly page: Page) {
    this.#desks = new DesksPage(page);
  }

  get dialog(): Locator {
    return this.#desks.dialog;
  }

  /** Of the list, or of the audit. */
  row(text: string | RegExp): Locator {
    return this.page.getByRole('row').filter({ hasText: text });
  }

  /** The link that is shown once. */
  async invite(invited: Invited): Promise<string> {
    await this.page.getByRole('button', { name: english('people_invite') }).click();
    return this.fillInvitation(invited);
  }

  /** In the open dialog. `role`: or how far a user of a company goes. */
  async fillInvitation({ name, function: office, email, role }: Invited): Promise<string> {
    await this.dialog.getByLabel(english('registration_name')).fill(name);
    await this.dialog.getByLabel(english('registration_function')).fill(office);
    await this.dialog.getByLabel(english('registration_email')).fill(email);
    await this.dialog.getByRole('radio', { name: role }).check();
    await this.dialog.getByRole('button', { name: english('people_invite_action') }).click();
    const link = this.page.getByRole('status').getByText(/\/invitation#/);
    return ((await link.textContent()) ?? '').replace(MARKS, '');
  }

  /** By the button, or the page would ask before it lets them go; tells what they can paste now. */
  async copyLink(): Promise<string> {
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await this.page.getByRole('button', { name: english('incb_link_copy') }).click();
    await expect(this.page.getByText(english('incb_link_copied'))).toBeVisible();
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  async open(name: string): Promise<void> {
    await this.#desks.go('people');
    await this.page.getByRole('grid').getByRole('link', { name }).click();
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible();
  }

  /** By the button of the deed, and the button that does it. */
  async decide(deed: string, action: string): Promise<void> {
    await this.page.getByRole('button', { name: english(deed), exact: true }).click();
    await this.dialog.getByRole('button', { name: english(action), exact: true }).click();
  }
}

/** Without the marks of direction and the spaces that a screen puts into it. */
export async function fingerprintOf(shown: Locator): Promise<string> {
  return ((await shown.textContent()) ?? '').replace(MARKS, '');
}
