/** A regional session from its plan to its figures: ten places, twelve who enrol, attendance by two devices without a network. */
import { readFileSync } from 'node:fs';
import { expect, type Browser, type BrowserContextOptions, type Download } from '@playwright/test';
import { addDays } from '#lib/domain/calendar-date.ts';
import { signBadge } from '#lib/crypto/badge.ts';
import { generatePrivateJwk, importSigningKey } from '#lib/crypto/key.ts';
import type { AuthorityCode, CalendarDate, SessionId } from '#lib/domain/ids.ts';
import { type BadgeFacts, shortenBadge } from '#lib/domain/training/badge.ts';
import { addDelegates, type Delegate } from '../delegates.ts';
import { LetterPage } from '../pages/letter.page.ts';
import { waitUntilPagesKept } from '../pages/line.page.ts';
import { holdAnswer, placeOf } from '../pages/hold-answer.ts';
import { SessionsPage } from '../pages/sessions.page.ts';
import { ADMINISTRATORS, OFFICERS, SECRETARIAT, SignInPage, type Traveller } from '../pages/sign-in.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { english, wordsOf } from '../pages/words.ts';
import { atRest } from '../server-at-rest.ts';
import { createPerson } from '../server-people.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

const TRAINER: Traveller = { account: 'trainer.demo', password: 'blackboard-river-26' };
const SECOND: Traveller = { account: 'trainer.second', password: 'whiteboard-lake-26' };
const TITLE = 'Endorsing what has arrived';
const AIMS = 'Participants endorse a partial shipment.\n<img src=x onerror=alert(1)>';
const FROM_EACH = 'AU CH KE'.split(' ') as AuthorityCode[];

let server: Server;
let delegates: readonly Delegate[];

test.beforeAll(async () => {
  server = await Server.start();
  delegates = await addDelegates(server, FROM_EACH, 3, (engine) =>
    createPerson(engine, {
      ...{ id: SECOND.account, password: SECOND.password, name: 'Second trainer', function: 'Trainer' },
      ...{ role: 'trainer', authority: 'INCB' }
    })
  );
});
test.afterAll(() => server.stop());

async function aPage(browser: Browser, options?: BrowserContextOptions): Promise<SessionsPage> {
  return new SessionsPage(await (await browser.newContext(options)).newPage());
}

async function atDesks(
  browser: Browser,
  who: Traveller,
  device: string,
  options?: BrowserContextOptions
): Promise<SessionsPage> {
  const one = await aPage(browser, options);
  await one.desks.arrive(server.address, who, device);
  return one;
}

async function atSessions(browser: Browser, who: Traveller): Promise<SessionsPage> {
  const one = await aPage(browser, KEPT);
  await one.arriveAsTrainer(server.address, who);
  return one;
}

/** In the zone of the stories' browsers. */
function today(): CalendarDate {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Zurich' }).format(new Date()) as CalendarDate;
}

/** Its last minute comes early: no story waits for a day to pass. */
async function endSession(id: SessionId): Promise<void> {
  await atRest(server, async (engine) => {
    const training = engine.open('training');
    const endsAt = new Date().toISOString();
    const { days: _days, ...held } = (await training.get(id)) as Record<string, unknown>;
    await training.put({ ...held, endsAt } as never);
  });
  await server.start();
}

async function enrolled(one: Delegate, session: SessionId, as: RegExp): Promise<void> {
  await one.send(await one.sign(session));
  await expect.poll(() => one.place(session)).toMatch(as);
}

async function pagesOf(saved: Download): Promise<number> {
  const text = readFileSync(await saved.path()).toString('latin1');
  expect(text.slice(0, 5)).toBe('%PDF-');
  return text.match(/\/Type \/Page\b/g)?.length ?? 0;
}

test('a trainer plans for ten, twelve enrol, two devices take attendance without a line, and the Board has its figures', async ({
  browser
}) => {
  const trainer = await atSessions(browser, TRAINER);
  const last = delegates[8] as Delegate;
  let session = '' as SessionId;

  await test.step('given a trainer plans a session with ten places for next week, and a second one helps', async () => {
    session = await trainer.plan({
      title: TITLE,
      aims: AIMS,
      from: addDays(today(), 7),
      until: addDays(today(), 8),
      place: 'Nairobi, conference room 4',
      capacity: '10',
      helpers: 'Second trainer'
    });
    await expect(trainer.page.getByText('0 of 10 places taken')).toBeVisible();
    await trainer.page.getByRole('button', { name: 'Ask INCB to announce the session' }).click();
    await expect(trainer.page.getByText(/The trainer asked INCB on/)).toBeFocused();
  });
  await test.step('and whoever follows a link to its plan on another computer finds it there, or that it is not', async () => {
    const elsewhere = await aPage(browser);
    await elsewhere.openPlan(server.address, session, TRAINER, async () => {
      await expect(elsewhere.page.getByText(english('ui_loading'))).toBeVisible();
      await expect(elsewhere.page.getByLabel('Aims')).toHaveCount(0);
    });
    await expect(elsewhere.desks.title).toHaveText(english('session_plan_change'));
    await expect(elsewhere.page.getByLabel('Title')).toHaveValue(TITLE);
    await new SignInPage(elsewhere.page).openDesk(`${server.address}/sessions/plan/${crypto.randomUUID()}`);
    await expect(elsewhere.desks.title).toHaveText(english('session_unknown'));
    await elsewhere.page.context().close();
  });
  const [officer, swiss] = await Promise.all([
    atDesks(browser, OFFICERS.AU, 'Telephone', KEPT),
    atDesks(browser, OFFICERS.CH, 'Desk')
  ]);
  const [administrator, second] = await Promise.all([
    atDesks(browser, ADMINISTRATORS.AU, 'Desk'),
    atSessions(browser, SECOND)
  ]);

  await test.step('when two enrol in their browsers, one without a line, and others by their devices', async () => {
    officer.page.on('dialog', () => expect('a script ran').toBe('none'));
    await officer.open(TITLE);
    await expect(officer.page.getByText('<img src=x onerror=alert(1)>')).toBeVisible();
    await waitUntilPagesKept(officer.page);
    await officer.page.context().setOffline(true);
    await officer.page.getByRole('button', { name: 'Enrol' }).click();
    await expect(officer.place).toContainText('The server has not answered yet');
    await swiss.open(TITLE);
    await swiss.page.getByRole('button', { name: 'Enrol' }).click();
    await swiss.open(TITLE);
    await expect(swiss.place).toHaveText('You have a place');
    await Promise.all(delegates.slice(0, 6).map((one) => enrolled(one, session, /^confirmed [2-7]$/)));
    await administrator.open(TITLE);
    await administrator.page.getByRole('button', { name: 'Enrol' }).click();
    await expect(administrator.place).toHaveText('You have a place');
  });

  await test.step('then ten have a place, and who was heard of later waits and is told their turn', async () => {
    await enrolled(delegates[6] as Delegate, session, /^confirmed 9$/);
    await enrolled(delegates[7] as Delegate, session, /^confirmed 10$/);
    await officer.page.context().setOffline(false);
    await expect(officer.place).toHaveText('Waiting list, number 1');
    await enrolled(last, session, /^waiting 2$/);
    await administrator.open(TITLE);
    await expect(administrator.page.getByText('10 of 10 places taken')).toBeVisible();
    const goes = administrator.page.getByRole('region', { name: 'Participants from your authority' });
    await expect(goes.getByRole('listitem').filter({ hasText: 'Australia' })).toHaveCount(5);
    await expect(goes.getByRole('listitem')).toHaveCount(5);
  });

  await test.step('and whoever waits first has the place that somebody gives back', async () => {
    await swiss.page.getByRole('button', { name: 'Give back place…' }).click();
    await swiss.desks.dialog.getByRole('button', { name: 'Give back place' }).click();
    await expect.poll(() => last.place(session)).toBe('waiting 1');
    const told = officer.page.getByText('A place became free, and it is now yours.');
    await officer.desks.go('today');
    await expect(told).toBeVisible();
    await officer.open(TITLE);
    await expect(officer.place).toHaveText('You have a place');
    await expect(told).toBeVisible();
    await officer.desks.go('today');
    await expect(officer.page.getByRole('link', { name: TITLE })).toBeVisible();
    await expect(told).toHaveCount(0);
  });

  await test.step('when the session is brought forward, those who enrolled read why', async () => {
    await trainer.open(TITLE);
    await trainer.page.getByRole('link', { name: 'Change' }).click();
    await trainer.typeDays({ from: today(), until: addDays(today(), 1) });
    // It has begun, at whatever hour this story is told.
    await trainer.typeBegin('00:00');
    await trainer.page.getByLabel('Message to enrolled people').fill('The room is free from today.');
    const told = await holdAnswer(officer.page, '/api/training/desk');
    await officer.desks.go('sessions');
    await told.asked;
    await trainer.save(TITLE);
    // How long the server takes is no part of how long the row is pressed.
    await told.fetch();
    await officer.page.getByRole('link', { name: TITLE }).last().hover();
    await officer.page.mouse.down();
    told.letGo();
    await told.given;
    // The row goes to another day while it is pressed: what was pressed opens all the same.
    await officer.page.mouse.up();
    await expect(officer.desks.title).toHaveText(TITLE);
    await expect(officer.page.getByText('The room is free from today.')).toBeVisible();
  });

  await test.step('and both trainers take attendance without a line, by a code that is held up and by name', async () => {
    await second.open(TITLE);
    const code = await officer.showCode();
    for (const one of [trainer, second]) {
      await waitUntilPagesKept(one.page);
      await one.page.context().setOffline(true);
    }
    await trainer.holdUp(code);
    await trainer.page.getByRole('button', { name: 'Scan participants’ codes' }).click();
    await expect(trainer.page.getByText('Jack Brennan (Australia) is recorded as present.')).toBeVisible();
    await trainer.page.getByRole('button', { name: 'Stop scanning' }).click();
    for (const one of delegates.slice(0, 4)) await trainer.mark(one.name);
    for (const one of delegates.slice(3, 7)) await second.mark(one.name);
    await second.mark('Margaret Hale');
    await second.page.getByLabel('Name').fill('Achieng Otieno');
    await second.page.getByRole('combobox', { name: 'Country' }).fill('Kenya');
    await second.page.getByRole('option', { name: 'Kenya' }).first().click();
    await second.page.getByRole('button', { name: 'Add as present' }).click();
    await expect(trainer.page.getByText('5 people attended')).toBeVisible();
    await expect(second.page.getByText('6 people attended')).toBeVisible();
  });

  await test.step('then both lists are one, and what was noted wrongly is corrected with its reason', async () => {
    for (const one of [trainer, second]) {
      await expect(one.unsent).toBeVisible();
      await one.page.context().setOffline(false);
      // A page that stands open asks again after a minute: whoever opens one next finds what the server has by then.
      await expect(one.unsent).toBeHidden();
    }
    await second.open(TITLE);
    await expect(second.page.getByText('10 people attended')).toBeVisible();
    const wrong = second.attendee(delegates[0]?.name ?? '');
    await wrong.getByRole('checkbox').click();
    const reason = second.desks.dialog.getByLabel('Reason');
    const correct = second.desks.dialog.getByRole('button', { name: 'Correct' });
    await correct.click();
    await expect(second.desks.dialog.getByText('Give a reason.')).toBeVisible();
    await expect(reason).toBeFocused();
    await reason.fill('A colleague carried their code.');
    await correct.click();
    await expect(wrong.getByText('A colleague carried their code.')).toBeVisible();
    await expect(wrong.getByRole('checkbox')).not.toBeChecked();
    await expect(second.unsent).toBeHidden();
    await trainer.open(TITLE);
    await expect(trainer.page.getByText('9 people attended')).toBeVisible();
    await second.holdPhone();
  });

  const board = await atDesks(browser, SECRETARIAT, 'Desk');
  await test.step('and the secretariat begins the announcement that the trainer asked for', async () => {
    await board.desks.go('today');
    const asked = board.page.getByRole('listitem').filter({ hasText: TITLE });
    await asked.getByRole('button', { name: /Write the announcement/ }).click();
    await expect(new LetterPage(board.page).title('English')).toHaveValue(TITLE);
    await trainer.open(TITLE);
    await expect(trainer.page.getByText(/INCB started to write the announcement/)).toBeVisible();
    await board.desks.go('today');
    await expect(board.desks.title).toHaveText('Today');
    await expect(asked).toHaveCount(0);
  });

  await test.step('and nobody has a certificate or evaluates before the session has ended', async () => {
    await expect(trainer.page.getByText(english('session_certificates_early'))).toBeVisible();
    await officer.open(TITLE);
    await expect(officer.place).toHaveText('You have a place');
    const certificates = [trainer, officer].map(({ page }) =>
      page.getByRole('button', { name: /^Certificate/ })
    );
    for (const certificate of certificates) await expect(certificate).toHaveCount(0);
    await expect(officer.page.getByRole('heading', { name: 'Your evaluation' })).toHaveCount(0);
    await endSession(session);
  });

  const anew = await aPage(browser);
  await test.step('on a new device the tabs stay where they are when its first word comes, and attendance is not moved by materials', async () => {
    const { page } = anew;
    const told = await holdAnswer(page, '/api/training/desk');
    await anew.arriveAsTrainer(server.address, TRAINER);
    await told.asked;
    const tab = page.getByRole('tab', { name: 'Figures' });
    const before = await placeOf(tab);
    told.letGo();
    await expect(page.getByRole('link', { name: TITLE }).first()).toBeVisible();
    expect(await placeOf(tab)).toBe(before);
    await anew.open(TITLE);
    const headings = page.getByRole('main').getByRole('heading', { level: 2 });
    await expect(headings.last()).toHaveText('Recording and materials');
  });

  await test.step('and whoever was there has a certificate, and says without a line what they thought', async () => {
    await officer.open(TITLE);
    await waitUntilPagesKept(officer.page);
    const saving = officer.page.waitForEvent('download');
    await officer.page.getByRole('button', { name: 'Certificate of attendance', exact: true }).click();
    expect(await pagesOf(await saving)).toBe(1);
    await expect(
      swiss.page.getByRole('button', { name: 'Certificate of attendance', exact: true })
    ).toHaveCount(0);
    // The guest’s too, who has no account and gets it from the trainer.
    const certificates = trainer.page.getByRole('button', { name: 'Certificate of attendance', exact: true });
    await trainer.open(TITLE);
    await expect(certificates).toHaveCount(9);
    const bulk = trainer.page.waitForEvent('download');
    await trainer.page
      .getByRole('button', { name: 'Certificates for everyone present', exact: true })
      .click();
    expect(await pagesOf(await bulk)).toBe(9);
    // Nine buttons of one name: whoever hears them is told whose each is.
    for (const certificate of await certificates.all())
      await expect(certificate).toHaveAccessibleDescription(/\p{L}/u);
    await officer.page.context().setOffline(true);
    const sent = officer.evaluationsRecorded();
    await officer.evaluate();
    expect(sent).toEqual([]);
    const told = officer.toldAnew();
    await officer.page.context().setOffline(false);
    await told;
    expect(sent).toEqual([204]);
  });

  await test.step('and who scans a certificate on a telephone reads the verdict without scrolling', async () => {
    const address = `/api/training/sessions/${session}/certificates`;
    const given = await officer.page.evaluate(async (path) => (await fetch(path)).text(), address);
    const [certificate] = (JSON.parse(given) as { certificates: { badge: string }[] }).certificates;
    const { page } = await aPage(browser);
    await page.setViewportSize({ width: 390, height: 700 });
    await page.goto(`${server.address}/training/certificate#${shortenBadge(certificate?.badge ?? '')}`);
    await expect(page.getByText(english('training_verify_good'))).toBeInViewport({ ratio: 1 });
    await expect(page.getByText(english('training_verify_attendance'))).toBeInViewport({ ratio: 1 });
    await expect(page.getByText(TITLE)).toBeVisible();
    const forger = await importSigningKey(await generatePrivateJwk());
    const claimed = { path: 'officer', name: 'Ana', authority: 'CH', finishedOn: '2099-01-01' } as const;
    const forged = await signBadge({ ...claimed, word: 'self-declared' } as unknown as BadgeFacts, forger);
    await page.goto(`${server.address}/training/certificate#${forged}`);
    await expect(page.getByText(english('training_verify_doubtful'))).toBeInViewport({ ratio: 1 });
    await expect(page.getByText(english('training_verify_good'))).toBeHidden();
    await page.context().close();
  });

  await test.step('and a second click on what sends an evaluation at once sends no second one', async () => {
    await administrator.open(TITLE);
    const sent = administrator.evaluationsRecorded();
    const told = administrator.toldAnew();
    await administrator.evaluate();
    await told;
    await administrator.open(TITLE);
    await expect(administrator.page.getByText('Thank you.')).toBeVisible();
    expect(sent).toEqual([204]);
  });

  await test.step('and a plan that is typed without a line is kept, and saved when there is one', async () => {
    const { page } = second;
    await second.desks.go('sessions');
    await page.getByRole('link', { name: 'Plan a session' }).click();
    await page.context().setOffline(true);
    await page.getByLabel('Title').fill('Typed on a train');
    await page.getByLabel('Aims').fill('Participants plan a session offline.');
    await second.typeDays({ from: addDays(today(), 9), until: addDays(today(), 9) });
    await page.getByLabel('Location').fill('Geneva');
    await page.getByRole('button', { name: 'Save the session' }).click();
    await expect(page.getByText(english('session_offline_change'))).toBeVisible();
    await second.desks.go('sessions');
    await page.getByRole('link', { name: 'Typed on a train' }).click();
    await expect(page.getByLabel('Location')).toHaveValue('Geneva');
    await page.context().setOffline(false);
    await second.save('Typed on a train');
    await second.desks.go('sessions');
    await expect(page.getByRole('heading', { name: english('session_plans_kept') })).toHaveCount(0);
  });

  await test.step('and the Board reads how many came from how many countries, what they thought, and no name', async () => {
    await board.desks.go('sessions');
    await board.page.getByRole('tab', { name: 'Figures' }).click();
    await expect(board.page.getByText('Sessions: 1 · People: 9 · Countries: 3')).toBeVisible();
    await expect(board.page.getByRole('row').filter({ hasText: '2 not included yet' })).toHaveCount(3);
    await expect(board.page.getByRole('main')).not.toContainText(/Brennan|Otieno|Delegate \d/);
    await officer.desks.go('sessions');
    await officer.page.getByRole('tab', { name: 'Figures' }).click();
    await expect(officer.page.getByText('People: 4')).toBeVisible();
  });

  await test.step('and what the Board does not announce is asked about first, said, and leaves the keyboard on the page', async () => {
    const { page } = board;
    await board.desks.go('today');
    const decline = page.getByRole('main').getByRole('button', { name: /^Do not announce/ });
    await expect(decline).toHaveCount(1);
    // The second press of a double click answers nothing.
    await decline.dblclick();
    await expect(page.getByRole('dialog')).toContainText('still takes place');
    await page.keyboard.press('Escape');
    await expect(decline).toBeFocused();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Do not announce' }).press('Enter');
    await expect(page.getByRole('status').filter({ hasText: 'INCB does not announce' })).toBeVisible();
    await expect(decline).toHaveCount(0);
    await expect(page.locator('#content')).toBeFocused();
  });
});

test('a trainer plans three days without a connection, records attendance of forty people, and the server has all of it later', async ({
  browser
}) => {
  test.slow();
  const trainer = await atSessions(browser, TRAINER);
  const { page } = trainer;
  const title = 'Three days in Arusha';
  const first = addDays(today(), -1);
  const days = (one: SessionsPage) => one.page.getByLabel(english('session_day'), { exact: true });
  const present = (count: number) => expect(page.getByText(`${count} people attended`)).toBeVisible();
  const boxes = trainer.attendance.getByRole('listitem').getByRole('checkbox');

  await test.step('given a session of three days that this device alone has', async () => {
    await waitUntilPagesKept(page);
    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'Plan a session' }).click();
    await page.getByLabel('Title').fill(title);
    await page.getByLabel('Aims').fill('Participants endorse what arrived.');
    await trainer.typeDays({ from: first, until: addDays(first, 2) });
    await page.getByLabel('Location').fill('Arusha');
    await page.getByLabel('Places').fill('60');
    await page.getByRole('button', { name: 'Save the session' }).click();
    const question = page.getByRole('dialog', { name: english('session_past_question') });
    await question.getByRole('button', { name: 'Save the session' }).click();
    await expect(page.getByText(english('session_waiting_plan'))).toBeVisible();
    await trainer.desks.go('sessions');
    const planned = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: title }) });
    await planned.getByRole('link', { name: english('session_attendance'), exact: true }).click();
    await expect(trainer.desks.title).toHaveText(title);
    await takePictures(page, 'session planned offline');
  });

  await test.step('when forty people come on the first day, and fewer on each of the next', async () => {
    await days(trainer).selectOption(first);
    for (let number = 1; number <= 40; number++) {
      await page.getByLabel('Name').fill(`Participant ${number}`);
      const country = number % 2 === 0 ? 'Kenya' : 'Uganda';
      await page.getByRole('combobox', { name: 'Country' }).fill(country);
      await page.getByRole('option', { name: country }).first().click();
      await page.getByRole('button', { name: 'Add as present' }).click();
    }
    await present(40);
    for (const [day, count] of [
      [1, 38],
      [2, 35]
    ] as const) {
      await days(trainer).selectOption(addDays(first, day));
      await present(0);
      for (let index = 0; index < count; index++) await boxes.nth(index).click();
      await present(count);
    }
    await takePictures(page, 'attendance offline');
  });

  await test.step('then the session and all attendance reach the server once the connection is back', async () => {
    await expect(trainer.unsent).toBeVisible();
    await page.context().setOffline(false);
    await expect(trainer.unsent).toBeHidden({ timeout: 60_000 });
    await expect(page.getByText(english('session_waiting_plan'))).toBeHidden();
    const elsewhere = await atSessions(browser, TRAINER);
    await elsewhere.open(title);
    for (const [day, count] of [40, 38, 35].entries()) {
      await days(elsewhere).selectOption(addDays(first, day));
      await expect(elsewhere.page.getByText(`${count} people attended`)).toBeVisible();
    }
  });
});

test('a guest without an account takes a place by phone in Arabic, and has a certificate when the session is over', async ({
  browser
}) => {
  const trainer = await atSessions(browser, TRAINER);
  const { page } = trainer;
  const arabic = wordsOf('ar');
  const phone = await browser.newContext({ locale: 'ar', viewport: { width: 390, height: 844 } });
  const guest = await phone.newPage();
  guest.on('dialog', () => expect('a script ran').toBe('none'));
  let session = '' as SessionId;

  await test.step('given a trainer makes a link for two guests, which needs a connection', async () => {
    session = await trainer.plan({
      ...{ title: 'For laboratories', aims: AIMS, place: 'Nairobi', helpers: 'Second trainer' },
      ...{ from: addDays(today(), 7), until: addDays(today(), 8), capacity: '5' }
    });
    await page.getByRole('link', { name: 'Change' }).click();
    await trainer.typeDays({ from: today(), until: addDays(today(), 1) });
    await trainer.typeBegin('00:00');
    await trainer.save('For laboratories');
    await page.getByLabel(english('session_guests_seats')).fill('2');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: english('session_guests_make') }).click();
    await expect(page.getByText(english('session_guests_offline'))).toBeVisible();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: english('session_guests_make') }).click();
    await expect(page.getByRole('heading', { name: english('session_guests_made') })).toBeVisible();
    await expect(page.getByRole('img', { name: english('session_guests_code') })).toBeVisible();
    await takePictures(page, 'link for guests');
  });

  await test.step('when the guest opens it on a phone and reads what the session is, in Arabic', async () => {
    const address = await page.getByText(/\/guest#[\w-]{43}$/).innerText();
    await guest.goto(address);
    await expect(guest.getByRole('heading', { level: 1 })).toHaveText('For laboratories');
    await expect(guest.getByText('<img src=x onerror=alert(1)>')).toBeVisible();
    await expect(guest.locator('html')).toHaveAttribute('dir', 'rtl');
    await takePictures(guest, 'guest before');
  });

  await test.step('and takes a place after what is missing was said', async () => {
    const take = guest.getByRole('button', { name: arabic('guest_take') });
    await take.click();
    await expect(guest.getByText(arabic('guest_organisation_missing'))).toBeVisible();
    await expect(guest.getByLabel(arabic('session_name'))).toBeFocused();
    await guest.getByLabel(arabic('session_name')).fill('أمينة ديالو');
    await guest.getByLabel(arabic('guest_organisation')).fill('المختبر الوطني');
    await guest.getByRole('combobox', { name: arabic('session_country') }).fill('SN');
    await guest.getByRole('option').first().click();
    await take.click();
    await expect(guest.getByText(arabic('session_seat_confirmed'))).toBeVisible();
    await expect(guest).toHaveURL(/guest#place=/);
    await takePictures(guest, 'guest with a place');
  });

  await test.step('then a reload and the link itself both lead back to the place on this phone', async () => {
    await guest.reload();
    await expect(guest.getByText(arabic('session_seat_confirmed'))).toBeVisible();
    await guest.goto(await page.getByText(/\/guest#[\w-]{43}$/).innerText());
    await expect(guest.getByText(arabic('session_seat_confirmed'))).toBeVisible();
    await guest.getByRole('button', { name: arabic('guest_another') }).click();
    await expect(guest.getByRole('heading', { level: 1 })).toBeFocused();
    await expect(guest.getByLabel(arabic('session_name'))).toHaveValue('');
    await takePictures(guest, 'guest for another');
  });

  await test.step('and the trainer sees a guest, takes attendance and withdraws the link', async () => {
    await trainer.open('For laboratories');
    const row = trainer.attendee('أمينة ديالو');
    await expect(row.getByText(english('session_guest'), { exact: true })).toBeVisible();
    await expect(row.getByText('المختبر الوطني')).toBeVisible();
    await expect(page.getByText('1 of 2 places taken')).toBeVisible();
    await trainer.mark('أمينة ديالو');
    await expect(trainer.unsent).toBeHidden();
    const second = await (await browser.newContext()).newPage();
    await second.goto(`${server.address}/guest#${'x'.repeat(43)}`);
    await expect(second.getByText(english('problem_training_guests_unknown'))).toBeVisible();
    await page.getByRole('button', { name: english('session_guests_withdraw') }).click();
    await trainer.desks.dialog.getByRole('button', { name: english('session_guests_withdraw') }).click();
    await expect(page.getByText(english('session_guests_withdrawn'), { exact: true })).toBeVisible();
  });

  await test.step('and removes the guest of another link, whose details are then gone', async () => {
    await page.getByLabel(english('session_guests_seats')).fill('1');
    await page.getByRole('button', { name: english('session_guests_make') }).click();
    const address = await page.getByText(/\/guest#[\w-]{43}$/).innerText();
    const other = await (await browser.newContext({ locale: 'en' })).newPage();
    await other.goto(address);
    await other.getByLabel(english('session_name')).fill('John Guest');
    await other.getByLabel(english('guest_organisation')).fill('Port laboratory');
    await other.getByRole('combobox', { name: english('session_country') }).fill('KE');
    await other.getByRole('option').first().click();
    await other.getByRole('button', { name: english('guest_take') }).click();
    await expect(other.getByText(english('session_seat_confirmed'))).toBeVisible();
    await trainer.open('For laboratories');
    await expect(trainer.attendee('John Guest')).toBeVisible();
    const link = page.getByRole('listitem').filter({ hasText: '1 of 1 places taken' });
    await link.getByRole('button', { name: english('session_guests_withdraw') }).click();
    await trainer.desks.dialog.getByRole('button', { name: english('session_guests_withdraw') }).click();
    await link.getByRole('button', { name: english('session_guests_remove_action') }).click();
    await takePictures(page, 'removing guests');
    await trainer.desks.dialog.getByRole('button', { name: english('session_guests_remove_action') }).click();
    await expect(trainer.attendee('John Guest')).toHaveCount(0);
    await expect(trainer.attendee('أمينة ديالو')).toBeVisible();
    await other.reload();
    await expect(other.getByText(english('problem_training_guests_unknown'))).toBeVisible();
  });

  await test.step('and the guest has a certificate of a guest when the session is over', async () => {
    await endSession(session);
    await guest.reload();
    const saving = guest.waitForEvent('download');
    await guest.getByRole('button', { name: arabic('session_certificate'), exact: true }).click();
    expect(await pagesOf(await saving)).toBe(1);
    await takePictures(guest, 'guest afterwards');
  });
});
