import { expect } from '@playwright/test';
import { typeDate } from '../pages/date-field.ts';
import { aDesk } from '../pages/desks.page.ts';
import { findHindrances } from '../pages/ease.ts';
import { LetterPage } from '../pages/letter.page.ts';
import { waitUntilPagesKept } from '../pages/line.page.ts';
import { printPicture, takePictures } from '../pages/pictures.ts';
import { SessionsPage } from '../pages/sessions.page.ts';
import { ADMINISTRATORS, OFFICERS, SECRETARIAT, SignInPage } from '../pages/sign-in.page.ts';
import { english, wordsOf } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const PHONE = { width: 390, height: 844 };
const TITLE = 'Availability of national electronic systems';
const TRAINER = { account: 'trainer.demo', password: 'blackboard-river-26' };
const SCRIPT = '<script>alert(1)</script>';
const POINTS = [
  ['Law that accepts electronic signatures of your authority', 'Missing'],
  ['Rule of your authority for electronic instead of paper documents', 'Partly'],
  ['Trained officers, and an administrator with a deputy', 'Ready'],
  ['Computers with a current browser, and a printer', 'Ready'],
  ['Internet connection, at least once a day', 'Ready'],
  ['Connection of your national electronic system, if you have one', 'Ready'],
  ['Server of your own, if your law requires one', 'Ready']
] as const;
const WISH = 'Let me sort the register by date.';

test('INCB asks; an administrator answers off line on a phone; who has not is reminded; the results have figures', async ({
  browser
}) => {
  test.slow();
  const board = await aDesk(browser, server.address, SECRETARIAT, 'Secretariat', KEPT);
  const administrator = await aDesk(browser, server.address, ADMINISTRATORS.AU, 'Phone', KEPT);
  const other = await aDesk(browser, server.address, ADMINISTRATORS.CH, 'Office', KEPT);
  const { page: phone } = administrator;

  await test.step('given INCB sends the questionnaire on national systems, and says who sees the results', async () => {
    const { page } = board;
    await board.go('surveys');
    await takePictures(page, 'board-empty');
    await page.getByRole('link', { name: 'Start with the questionnaire on national systems' }).click();
    const asked = new LetterPage(page);
    await expect(asked.title('English')).toHaveValue(TITLE);
    await expect(asked.column('العربية')).toContainText('Written');
    await expect(page.getByLabel('Question · العربية').first()).toHaveAttribute('dir', 'rtl');
    await page.getByLabel('Question · Français').first().fill('');
    await expect(asked.column('Français')).toContainText('Not complete');
    await page.getByLabel('Question · Français').first().fill('Votre pays a-t-il un système ?');
    await expect(asked.column('Français')).toContainText('Written');
    await page.getByRole('button', { name: 'Send…' }).click();
    await expect(page.getByText('The survey cannot be sent yet')).toBeVisible();
    await typeDate(page.getByRole('group', { name: 'Last day' }), '2099-12-31');
    await takePictures(page, 'board-editor');
    await page.getByRole('button', { name: 'Send…' }).click();
    await expect(board.dialog).toContainText('Only INCB sees the answers');
    await board.dialog.getByRole('button', { name: 'Send the survey' }).click();
    await expect(page.getByText('0 of 3 countries that can answer have answered.').first()).toBeVisible();
  });

  await test.step('when Australia’s administrator answers on a phone without a connection, it is kept as it is typed', async () => {
    await expect(phone.getByRole('link', { name: '1 INCB survey to answer' })).toBeVisible();
    await phone.setViewportSize(PHONE);
    await phone.getByRole('link', { name: '1 INCB survey to answer' }).click();
    await expect(phone.getByText('Only INCB sees the answers')).toBeVisible();
    await takePictures(phone, 'country-survey');
    await waitUntilPagesKept(phone);
    await phone.context().setOffline(true);
    await phone.getByRole('link', { name: 'Answer', exact: true }).click();
    await phone.getByRole('radio', { name: 'Yes' }).check();
    await takePictures(phone, 'country-question');
    await phone.getByRole('button', { name: 'Next' }).click();
    await typeDate(phone.getByRole('group', { name: /^Since when is it in use\?/ }), '2015-03-01');
    await expect(phone.getByText(/^Saved on this device/)).toBeVisible();
    await phone.reload();
    await new SignInPage(phone).unlockDesk();
    await phone.getByRole('checkbox', { name: 'Import authorizations' }).check();
    await phone.getByRole('button', { name: 'Next' }).click();
    await phone.getByRole('button', { name: 'Next' }).click();
    await phone.getByLabel(/how many import and export authorizations/).fill('420');
    await phone.getByRole('button', { name: 'Next' }).click();
    await phone.getByRole('radio', { name: 'Nearly always there' }).check();
    await phone.getByRole('button', { name: 'Next' }).click();
    await phone.getByRole('checkbox', { name: 'Partners do not use it' }).check();
    await phone.getByRole('button', { name: 'Next' }).click();
    await phone.getByLabel('What would make it useful to you?').fill(SCRIPT);
  });

  await test.step('and sees all answers together, without what a yes has made idle, before signing', async () => {
    phone.on('dialog', () => expect('a script ran').toBe('none'));
    await phone.getByRole('button', { name: 'Go to summary' }).click();
    await expect(phone.getByText(SCRIPT)).toBeVisible();
    await expect(phone.getByText('How are authorizations issued without it?')).toHaveCount(0);
    await takePictures(phone, 'country-summary');
    await phone.getByRole('button', { name: 'Sign and send…' }).click();
    await administrator.dialog.getByRole('button', { name: 'Sign and send' }).click();
    await expect(phone.getByText('waiting on this device for a connection')).toBeVisible();
    await expect(phone.getByRole('link', { name: 'Correct the answer' })).toBeVisible();
    await phone.context().setOffline(false);
    await expect(phone.getByText('waiting on this device for a connection')).toHaveCount(0);
  });

  await test.step('then INCB sees the answer with its figures, and who has not answered', async () => {
    const { page } = board;
    await expect(page.getByText('1 of 3 countries that can answer have answered.').first()).toBeVisible();
    const asked = page.locator('section', { has: page.getByRole('heading', { level: 3 }) });
    await expect(
      asked.filter({ hasText: 'How reliable' }).getByRole('row', { name: 'Nearly always there 1 100%' })
    ).toBeVisible();
    await expect(
      asked.filter({ hasText: 'how many import and export' }).getByRole('row', { name: 'Median 420' })
    ).toBeVisible();
    await expect(page.getByText(SCRIPT).first()).toBeVisible();
    await takePictures(page, 'board-results');
    await printPicture(page, 'board-results');
    await board.speak('ar');
    await takePictures(page, 'board-results-arabic');
    await printPicture(page, 'board-results-arabic');
    await board.speak('en');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('button', { name: 'Save the answers' })
        .click()
        .then(() => page.getByRole('menuitem', { name: /CSV/ }).click())
    ]);
    expect(file.suggestedFilename()).toMatch(/survey.*\.csv$/);
  });

  await test.step('and writes to those who have not answered by one click; the letter is theirs alone', async () => {
    const { page } = board;
    await page.getByRole('button', { name: 'Write a reminder' }).click();
    await expect(new LetterPage(page).text('English')).toHaveValue(new RegExp(TITLE));
    await expect(page.getByText('Switzerland').first()).toBeVisible();
    await page.getByRole('button', { name: 'Send…' }).click();
    await board.dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await other.go('today');
    await expect(other.page.getByText('Reminder: please answer an INCB survey')).toBeVisible();
    await administrator.go('today');
    await expect(phone.getByText('Reminder: please answer an INCB survey')).toHaveCount(0);
  });

  await test.step('and where INCB takes the survey back, everybody reads why, when and by whom', async () => {
    const { page } = board;
    await board.go('surveys');
    await page.getByRole('link', { name: TITLE }).click();
    await page.getByRole('button', { name: 'Withdraw survey…' }).click();
    await board.dialog.getByRole('button', { name: 'Withdraw survey' }).click();
    await expect(board.dialog.getByText(/^Give a reason\./)).toBeVisible();
    await board.dialog.getByRole('textbox', { name: /^Reason/ }).fill('A question was wrong.');
    await board.dialog.getByRole('button', { name: 'Withdraw survey' }).click();
    const said = /Withdrawn on .+ by .+\. The survey accepts no more answers\./;
    await expect(page.getByText(said)).toHaveCount(2);
    await expect(page.getByText('INCB received these answers before the survey was withdrawn')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Countries that have not answered' })).toHaveCount(0);
    await takePictures(page, 'board-withdrawn');
    await board.go('surveys');
    await expect(page.getByText(/withdrawn on \d+ \w+ \d{4}/)).toBeVisible();
    await other.go('surveys');
    await expect(other.page.getByText(/withdrawn on \d+ \w+ \d{4}/)).toBeVisible();
    await other.page.getByRole('link', { name: TITLE }).click();
    await expect(other.page.getByText('A question was wrong.')).toBeVisible();
    await expect(other.page.getByText(said)).toBeVisible();
    await expect(other.page.getByRole('link', { name: 'Answer', exact: true })).toHaveCount(0);
  });
});

test('a wish goes to INCB with the name of its screen alone, and everybody reads INCB’s answer without a country', async ({
  browser
}) => {
  test.slow();
  const board = await aDesk(browser, server.address, SECRETARIAT, 'Secretariat 2', KEPT);
  const officer = await aDesk(browser, server.address, OFFICERS.AU, 'Office', KEPT);
  const abroad = await aDesk(browser, server.address, ADMINISTRATORS.CH, 'Office', KEPT);

  await test.step('when an officer wishes something from the register, off line', async () => {
    const { page } = officer;
    await officer.go('authorizations');
    await waitUntilPagesKept(page);
    await page.context().setOffline(true);
    await page.keyboard.press('ControlOrMeta+k');
    await officer.dialog.getByRole('combobox').fill('suggestion');
    await page.getByRole('option', { name: 'Send a suggestion to INCB…' }).click();
    await expect(officer.dialog).toContainText('Authorizations');
    await officer.dialog.getByLabel('Your suggestion').fill(WISH);
    await takePictures(page, 'wish-dialog');
    await officer.dialog.getByRole('button', { name: 'Sign and send' }).click();
    await expect(officer.dialog).toContainText('when you are online');
    // Nothing typed is left, so Escape closes it without a question.
    await page.keyboard.press('Escape');
    await expect(officer.dialog).toBeHidden();
    await page.context().setOffline(false);
  });

  await test.step('then INCB answers it in its own words', async () => {
    const { page } = board;
    await board.go('suggestions');
    await page.getByRole('checkbox', { name: /Australia/ }).check();
    await expect(page.getByText(WISH)).toBeVisible();
    await takePictures(page, 'board-wishes');
    await page.getByRole('button', { name: 'Answer 1 marked suggestion' }).click();
    await board.dialog.getByLabel('Suggestion, in your own words').fill('Sorting of the register');
    await board.dialog.getByLabel('Answer', { exact: true }).fill('It comes with the next version.');
    await takePictures(page, 'board-word');
    await board.dialog.getByRole('button', { name: 'Publish answer' }).click();
    await expect(
      page.getByText('You have answered every suggestion. New suggestions appear here.')
    ).toBeVisible();
  });

  await test.step('and the sender sees the answer, and another country what is planned, not who asked', async () => {
    await officer.go('suggestions');
    await expect(officer.page.getByText('It comes with the next version.').first()).toBeVisible();
    await takePictures(officer.page, 'officer-wishes');
    await abroad.go('suggestions');
    await expect(abroad.page.getByRole('heading', { name: 'Sorting of the register' })).toBeVisible();
    const main = abroad.page.getByRole('main');
    await expect(main.getByText(WISH)).toHaveCount(0);
    await expect(main.getByText('Australia')).toHaveCount(0);
  });

  await test.step('and INCB publishes a meeting of the user group that discusses it, with an action', async () => {
    const { page } = board;
    const typed = new LetterPage(page);
    const publish = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Publish…' }).click();
      await board.dialog.getByRole('button', { name: 'Sign and publish' }).click();
    };
    await page.getByRole('link', { name: 'Meetings and actions' }).click();
    await page.getByRole('link', { name: 'New meeting' }).click();
    await page.getByRole('button', { name: 'Publish…' }).click();
    await expect(page.getByText('Fill in this field.')).toBeVisible();
    await typed.title('English').fill('Fifth user group meeting');
    await typed.text('English', 'Agenda').fill('1. Sorting of the register');
    await typeDate(page.getByRole('group', { name: 'Day of the meeting' }), '2099-03-22');
    await takePictures(page, 'board-meeting');
    await publish();
    await expect(page.getByRole('heading', { name: 'Fifth user group meeting', level: 1 })).toBeVisible();
    await page.getByRole('link', { name: 'Add action…' }).click();
    await typed.title('English').fill('Try the sorting');
    await typed.text('English').fill('Each user tries it and writes to INCB.');
    await page.getByLabel('Owner').selectOption('All users of I2ES');
    await typeDate(page.getByRole('group', { name: 'Due date' }), '2099-06-30');
    await takePictures(page, 'board-action');
    await publish();
    await expect(page.getByText('All users of I2ES').first()).toBeVisible();
    await board.go('suggestions');
    await page.getByRole('button', { name: 'Change answer' }).click();
    await board.dialog.getByLabel('For the meeting').selectOption('Fifth user group meeting');
    await board.dialog.getByLabel('Status').selectOption('Done');
    await board.dialog.getByRole('button', { name: 'Publish answer' }).click();
    await expect(page.getByText(/^Planned on /)).toBeVisible();
  });

  await test.step('then a country votes for the suggestion, and everybody reads which one did', async () => {
    const { page } = abroad;
    await expect(page.getByText(/^Planned on /)).toBeVisible();
    await page.getByRole('button', { name: 'Support: Sorting of the register' }).click();
    await expect(abroad.dialog).toContainText('You sign in the name of your country');
    await abroad.dialog.getByRole('button', { name: 'Support', exact: true }).click();
    await expect(page.getByText('1 country supports it')).toBeVisible();
    await page.getByRole('link', { name: 'Fifth user group meeting' }).click();
    await expect(page.getByText('1. Sorting of the register')).toBeVisible();
    await expect(page.getByText('Try the sorting')).toBeVisible();
    await expect(page.getByText('The minutes are not published yet.')).toBeVisible();
    await page.getByRole('button', { name: 'Report: Try the sorting' }).click();
    await abroad.dialog.getByLabel('Status').selectOption('Done');
    await abroad.dialog.getByLabel('Work of your country (optional)').fill('Three officers tried it.');
    await abroad.dialog.getByRole('button', { name: 'Sign and report' }).dblclick();
    await expect(page.getByText('Three officers tried it.')).toHaveCount(1);
    await takePictures(page, 'abroad-meeting');
    await officer.page.getByText('1 country supports it').click();
    await expect(officer.page.getByRole('main').getByText('Switzerland')).toBeVisible();
    await expect(officer.page.getByRole('button', { name: /^Support/ })).toHaveCount(0);
    const trainer = new SessionsPage(await (await browser.newContext(KEPT)).newPage());
    await trainer.arriveAsTrainer(server.address, TRAINER);
    await trainer.desks.go('suggestions');
    await expect(trainer.page.getByRole('heading', { name: 'Sorting of the register' })).toBeVisible();
    await expect(trainer.page.getByRole('button', { name: /^Support/ })).toHaveCount(0);
    await trainer.page.getByRole('link', { name: 'Meetings and actions' }).click();
    await expect(trainer.page.getByText('Try the sorting')).toBeVisible();
    await abroad.speak('ar');
    await takePictures(page, 'abroad-meeting-arabic');
    await abroad.go('suggestions');
    await takePictures(page, 'abroad-wishes-arabic');
  });

  await test.step('and after the meeting INCB publishes minutes and a decision, which a country reads', async () => {
    const { page } = board;
    const typed = new LetterPage(page);
    await page.getByRole('link', { name: 'Meetings and actions' }).click();
    await page.getByRole('link', { name: 'Fifth user group meeting' }).first().click();
    for (const [name, title, text] of [
      [english('user_group_write_minutes'), 'Minutes of the fifth meeting', 'Twelve countries took part.'],
      [english('user_group_new_decision'), 'The register sorts by date', 'In the order of their dates.']
    ] as const) {
      await page.getByRole('link', { name }).click();
      await typed.title('English').fill(title);
      await typed.text('English').fill(text);
      await page.getByRole('button', { name: 'Publish…' }).click();
      await board.dialog.getByRole('button', { name: 'Sign and publish' }).click();
      await expect(page.getByText(text)).toBeVisible();
    }
    await takePictures(page, 'board-minutes');
    const read = officer.page;
    await officer.go('suggestions');
    await read.getByRole('link', { name: 'Meetings and actions' }).click();
    await read.getByRole('link', { name: 'Fifth user group meeting' }).first().click();
    await expect(read.getByText('Twelve countries took part.')).toBeVisible();
    await expect(read.getByText('The register sorts by date')).toBeVisible();
    await takePictures(read, 'officer-minutes');
    await page.getByRole('link', { name: 'Suggestions', exact: true }).first().click();
  });

  await test.step('and of two changes of an action that were begun together, the earlier one is told to INCB alone', async () => {
    const { page } = board;
    const typed = new LetterPage(page);
    const publish = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Publish…' }).click();
      await board.dialog.getByRole('button', { name: 'Sign and publish' }).click();
    };
    const change = page.getByRole('link', { name: /^Change: Try the sorting/ });
    await page.getByRole('link', { name: 'Meetings and actions' }).click();
    await change.click();
    await typed.title('English').fill('Try the sorting for a month');
    await expect(page.getByText(/^Saved on this device/)).toBeVisible();
    await page.getByRole('link', { name: 'Meetings and actions' }).click();
    await change.click();
    await typed.title('English').fill('Try the sorting twice');
    await publish();
    await page.getByRole('link', { name: 'Meetings and actions' }).click();
    await page.getByRole('link', { name: 'Try the sorting for a month' }).click();
    await expect(page.getByText('This entry has changed since you began')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Try the sorting twice' })).toBeVisible();
    await takePictures(page, 'board-changed-since');
    await publish();
    await expect(page.getByText('An earlier change of this entry is not shown')).toBeVisible();
    await takePictures(page, 'board-unseen-change');
    await abroad.page.getByRole('link', { name: wordsOf('ar')('user_group_title') }).click();
    await expect(abroad.page.getByText('Try the sorting for a month')).toBeVisible();
    await expect(abroad.page.getByText(wordsOf('ar')('user_group_unseen'))).toHaveCount(0);
    await page.getByRole('link', { name: 'Open this change as a draft' }).click();
    await expect(typed.title('English')).toHaveValue('Try the sorting twice');
    await publish();
    await expect(page.getByText('Try the sorting twice')).toBeVisible();
    await expect(page.getByText('An earlier change of this entry is not shown')).toHaveCount(0);
  });
});

test('an administrator assesses the country; what is missing becomes a plan that INCB sees too', async ({
  browser
}) => {
  const board = await aDesk(browser, server.address, SECRETARIAT, 'Secretariat');
  const own = await aDesk(browser, server.address, ADMINISTRATORS.AU, 'Office', KEPT);

  await test.step('given INCB sends the self-assessment as it is', async () => {
    const { page } = board;
    await board.go('surveys');
    await page.getByRole('link', { name: english('survey_new_readiness') }).click();
    await typeDate(page.getByRole('group', { name: 'Last day' }), '2099-12-31');
    await page.getByRole('button', { name: 'Send…' }).click();
    await board.dialog.getByRole('button', { name: 'Send the survey' }).click();
    await expect(page.getByText('0 of 3 countries that can answer have answered.').first()).toBeVisible();
  });
  await test.step('when the administrator answers that one point is missing and another partly there', async () => {
    const { page } = own;
    await page.getByRole('link', { name: '1 INCB survey to answer' }).click();
    await page.getByRole('link', { name: 'Answer', exact: true }).click();
    const next = page.getByRole('button', { name: 'Next' });
    for (const [name, state] of POINTS) {
      await page.getByRole('radiogroup', { name }).getByRole('radio', { name: state, exact: true }).check();
      await next.click();
      if (state === 'Ready') continue;
      await page.getByLabel('What is missing?').fill(`${name}, in <b>part</b>`);
      await next.click();
      await page.getByRole('radio', { name: 'Our authority' }).check();
      await next.click();
      if (state === 'Missing') await typeDate(page.getByRole('group', { name: /^Until when/ }), '2027-06-30');
      await next.click();
    }
    for (const number of [1, 2]) {
      await expect(page.getByText(`Question ${13 + number} of 16`)).toBeVisible();
      await next.click();
    }
    await page.getByRole('button', { name: 'Go to summary' }).click();
    await page.getByRole('button', { name: 'Sign and send…' }).click();
    await own.dialog.getByRole('button', { name: 'Sign and send' }).click();
  });
  await test.step('then both see the plan, the earliest date first and what has none last', async () => {
    for (const { page } of [own, board]) {
      const plan = page.getByRole('group', { name: english('plan_title'), exact: true });
      await expect(plan.getByRole('row')).toHaveCount(3);
      await expect(plan.getByRole('row').nth(1)).toContainText('30 Jun 2027');
      await expect(plan.getByRole('row').nth(1)).toContainText('in <b>part</b>');
      await expect(plan.getByRole('row').nth(2)).toContainText(english('plan_undated'));
    }
    await takePictures(own.page, 'plan of the own country');
    await takePictures(board.page, 'plans of countries');
    const saved = board.page.waitForEvent('download');
    await board.page
      .locator('section', {
        has: board.page.getByRole('group', { name: english('plan_title'), exact: true })
      })
      .getByRole('button')
      .first()
      .click();
    await board.page.getByRole('menuitem', { name: /XLSX|Excel/ }).click();
    expect((await saved).suggestedFilename()).toMatch(/i2es-plan.*\.xlsx$/);
  });
  await test.step('and in Arabic nothing hinders a reader', async () => {
    await own.speak('ar');
    await expect(
      own.page.getByRole('group', { name: wordsOf('ar')('plan_title'), exact: true })
    ).toBeVisible();
    await takePictures(own.page, 'plan in Arabic');
    expect(await findHindrances(own.page, 'plan in Arabic')).toEqual([]);
  });
});
