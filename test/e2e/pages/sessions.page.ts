/** Training sessions as trainers, participants and the Board meet them: calendar, plan, a place, attendance, figures. */
import { expect, type Locator, type Page, type Response } from '@playwright/test';
import type { SessionId } from '#lib/domain/ids.ts';
import { typeDate } from './date-field.ts';
import { DesksPage } from './desks.page.ts';
import { SignInPage, type Traveller } from './sign-in.page.ts';

interface Typed {
  readonly title: string;
  readonly aims: string;
  /** yyyy-mm-dd, in the zone that the browser is in. */
  readonly from: string;
  readonly until: string;
  readonly place: string;
  readonly capacity: string;
  readonly helpers: string;
}

export class SessionsPage {
  readonly desks: DesksPage;

  constructor(readonly page: Page) {
    this.desks = new DesksPage(page);
  }

  /** A trainer has no key: nothing is asked for between the first fill and the sessions. */
  async arriveAsTrainer(address: string, traveller: Traveller): Promise<void> {
    const signIn = new SignInPage(this.page);
    await signIn.open(address);
    await signIn.signIn(traveller);
    await signIn.keepDataHere();
    await signIn.openDesks();
    await expect(this.desks.title).toHaveText('Training sessions');
  }

  /** By its link, on a computer that has not heard of any session; `meanwhile`: before the server has told of it. */
  async openPlan(
    address: string,
    session: SessionId,
    traveller: Traveller,
    meanwhile: () => Promise<void>
  ): Promise<void> {
    const signIn = new SignInPage(this.page);
    let answer = (): void => undefined;
    const answers = new Promise<void>((resolve) => (answer = resolve));
    await this.page.route('**/api/training/desk', async (route) => {
      await answers;
      await route.continue();
    });
    await this.page.goto(`${address}/sessions/plan/${encodeURIComponent(session)}`);
    await signIn.signIn(traveller);
    await signIn.keepDataHere();
    await signIn.openDesks();
    await meanwhile();
    answer();
  }

  async plan(typed: Typed): Promise<SessionId> {
    const { page } = this;
    await page.getByRole('link', { name: 'Plan a session' }).click();
    await page.getByLabel('Title').fill(typed.title);
    await page.getByLabel('Aims').fill(typed.aims);
    await this.typeDays(typed);
    await page.getByLabel('Location').fill(typed.place);
    await page.getByLabel('Places').fill(typed.capacity);
    await page
      .getByRole('group', { name: 'Other trainers' })
      .getByRole('checkbox', { name: typed.helpers })
      .check();
    await this.save(typed.title);
    return decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '') as SessionId;
  }

  async typeDays({ from, until }: Pick<Typed, 'from' | 'until'>): Promise<void> {
    await typeDate(this.page.getByRole('group', { name: 'First day' }), from);
    await typeDate(this.page.getByRole('group', { name: 'Last day' }), until);
  }

  /** The hour at which the first day begins, as `HH:MM`, in the zone of the session. */
  async typeBegin(time: string): Promise<void> {
    await this.page.getByLabel('Start time').first().fill(time);
  }

  async save(title: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Save the session' }).click();
    await expect(this.desks.title).toHaveText(title);
  }

  /** By the calendar, which asks the server anew where there is a line. */
  async open(title: string): Promise<void> {
    await this.desks.go('sessions');
    await this.page.getByRole('link', { name: title }).first().click();
    await expect(this.desks.title).toHaveText(title);
  }

  /** What the person is told of their own place. */
  get place(): Locator {
    return this.page.getByRole('complementary').locator('p[role="status"]');
  }

  get attendance(): Locator {
    return this.page
      .locator('section')
      .filter({ has: this.page.getByRole('heading', { name: 'Attendance' }) });
  }

  /** How much of it the server has not been told. */
  get unsent(): Locator {
    return this.attendance.getByText(/ only on this device$/);
  }

  async mark(name: string): Promise<void> {
    const row = this.attendee(name);
    await row.getByRole('checkbox').click();
    await expect(row.getByText('Present', { exact: true })).toBeVisible();
    await expect(row.getByRole('checkbox')).toBeChecked();
  }

  attendee(name: string): Locator {
    return this.attendance.getByRole('listitem').filter({ hasText: name });
  }

  /** What says the same wherever it is read: one row a person, each tall enough for a thumb and as wide as the window. */
  async holdPhone(): Promise<void> {
    const { page } = this;
    await page.setViewportSize({ width: 390, height: 844 });
    const rows = this.attendance.getByRole('listitem');
    const names: string[] = [];
    for (const row of await rows.all()) {
      const label = row.locator('label');
      const box = await label.boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(44);
      expect(box?.width).toBeGreaterThan(280);
      names.push(await label.innerText());
    }
    expect(new Set(names).size).toBe(names.length);
    const isWider = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth
    );
    expect(isWider).toBe(false);
  }

  /** What the server has answered to evaluations of this page from now on. */
  evaluationsRecorded(): readonly number[] {
    const answered: number[] = [];
    this.page.on('response', (response) => {
      if (response.request().method() === 'POST' && isAt(response, '/api/training/evaluations'))
        answered.push(response.status());
    });
    return answered;
  }

  /** The server's next word on the reader's sessions after an evaluation: all that was noted before is sent by then. */
  async toldAnew(): Promise<void> {
    let isAnswered = false;
    const isNext = (response: Response): boolean => {
      isAnswered ||= isAt(response, '/api/training/evaluations');
      return isAnswered && isAt(response, '/api/training/desk');
    };
    // It comes after all that the story does until then, and has no time of its own to be over.
    await this.page.waitForResponse(isNext, { timeout: 0 });
  }

  /** Whoever is in a hurry clicks twice. */
  async evaluate(): Promise<void> {
    const { page } = this;
    for (const [question, answer] of [
      ['Useful for my work', '5'],
      ['Clear', '4'],
      ['Good pace', '3'],
      ['I would come again', '5']
    ] as const)
      await page.getByRole('group', { name: question }).getByRole('radio', { name: answer }).check();
    await page.getByRole('button', { name: 'Send the evaluation' }).dblclick();
    await expect(page.getByText('Thank you.')).toBeVisible();
  }

  /** The square code on their own screen, as another's camera sees it. */
  async showCode(): Promise<string> {
    await this.desks.go('sessions');
    await this.page.getByRole('tab', { name: 'My code' }).click();
    const picture = await this.page.getByRole('img', { name: /^QR code of/ }).screenshot();
    await this.page.getByRole('tab', { name: 'Calendar' }).click();
    return `data:image/png;base64,${picture.toString('base64')}`;
  }

  /** Holds a picture before this device's camera. */
  async holdUp(picture: string): Promise<void> {
    await this.page.evaluate(async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = document.createElement('canvas');
      Object.assign(canvas, { width: 640, height: 480 });
      const context = canvas.getContext('2d');
      const draw = (): void => {
        context?.drawImage(image, 160, 80, 320, 320);
        requestAnimationFrame(draw);
      };
      draw();
      navigator.mediaDevices.getUserMedia = () => Promise.resolve(canvas.captureStream(10));
    }, picture);
  }
}

function isAt(response: Response, path: string): boolean {
  return new URL(response.url()).pathname === path;
}
