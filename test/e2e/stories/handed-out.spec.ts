/** A trainer hands out scenarios in a room without a network and reads what comes back, by square code and by file. */
import { readFileSync } from 'node:fs';
import { expect, type Browser, type Download, type Page } from '@playwright/test';
import { typeDate } from '../pages/date-field.ts';
import { waitUntilPagesKept } from '../pages/line.page.ts';
import { readSquareCode } from '../pages/square-code.ts';
import { RehearsalPage, type Desk } from '../pages/rehearsal.page.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

test.use(KEPT);

let server: Server;
test.beforeAll(async () => void (server = await Server.start()));
test.afterAll(() => server.stop());

const SESSION = 'Nairobi, 28 November';

async function aLearner(browser: Browser): Promise<RehearsalPage> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${server.address}/rehearsal`);
  await waitUntilPagesKept(page);
  await page.context().setOffline(true);
  return new RehearsalPage(page);
}

/** No. 4711, from an authority that does not use the system. */
async function grantUponPaper({ frame, form, dossier }: Desk): Promise<void> {
  // The officer's date: the browser of the stories is in Zurich, whatever the day is in UTC.
  const yesterday = new Date(Date.now() - 86_400_000).toLocaleDateString('sv', { timeZone: 'Europe/Zurich' });
  await form.box('number').getByRole('textbox').fill('4711');
  await typeDate(form.box('issuedOn'), yesterday);
  await form.box('authorityName').getByRole('textbox').fill('Pharmacy and Poisons Board');
  await form.box('authorityAddress').getByRole('textbox').fill('Lenana Road\nNairobi');
  await form.choose('Importing country', 'Keny', 'Kenya');
  await form.fillParty('importer', { name: 'Exercise Importer', address: 'Moi Avenue 3\nNairobi' });
  await form.fillParty('exporter', { name: 'Exercise Exporter', address: 'Quaistrasse 9\nZürich' });
  await form.fillLine(1, {
    find: 'morphine sulf',
    goods: 'morphine sulfate (2:1) pentahydrate',
    form: 'Powder',
    quantity: '100'
  });
  await typeDate(form.box('validFrom'), yesterday);
  await typeDate(form.box('validUntil'), `${Number(yesterday.slice(0, 4)) + 1}-12-31`);
  await form.box('comparedBy').getByRole('textbox').fill('Exercise Officer');
  await frame.getByRole('button', { name: english('paper_record'), exact: true }).click();
  await frame
    .getByRole('dialog')
    .getByRole('button', { name: english('paper_record_action') })
    .click();
  await dossier.begin(english('dossier_do_export'));
  await frame.getByLabel('Port or customs office of exit').fill('Zürich');
  await form.issue('Issue export authorization');
  await expect(frame.getByRole('heading', { level: 1, name: /CH-E-/ })).toBeVisible();
}

async function handBack({ page }: RehearsalPage, name: string): Promise<void> {
  await page.getByText('Give the result to your trainer').click();
  await page.getByLabel('Participant').fill(name);
  await page.getByRole('button', { name: 'Create result' }).click();
}

async function saved(page: Page, press: () => Promise<void>): Promise<string> {
  const saving = page.waitForEvent('download');
  await press();
  const download: Download = await saving;
  return download.path();
}

test('two scenarios go out and their results come back without a network, by square code and by file', async ({
  browser,
  page: trainer
}) => {
  const results = `${server.address}/rehearsal/results`;
  let address = '';
  let file = '';

  await test.step('given a trainer hands out the stolen laptop as a square code, and the partner on paper as a file', async () => {
    await trainer.goto(results);
    await waitUntilPagesKept(trainer);
    await trainer.context().setOffline(true);
    await trainer.getByLabel('Scenario', { exact: true }).selectOption({ label: 'A stolen laptop' });
    await trainer.getByLabel('Session', { exact: true }).fill(SESSION);
    await trainer.getByLabel('Message to the participants').fill('Work in pairs.\nعمل ثنائي، ثم ناقشوا معًا.');
    address = await readSquareCode(trainer.getByRole('img', { name: 'QR code with the link' }));
    expect(address).toContain(`${server.address}/rehearsal#`);
    await trainer.getByLabel('Scenario', { exact: true }).selectOption({ label: 'A partner on paper' });
    file = await saved(trainer, () => trainer.getByRole('button', { name: 'Save as a file' }).click());
  });

  await test.step('when a participant opens the code, withdraws the key of the laptop, and the thief is refused', async () => {
    const learner = await aLearner(browser);
    await learner.page.goto(address);
    await learner.page.reload();
    await expect(learner.page.getByText(SESSION)).toBeVisible();
    await expect(learner.page.getByRole('button', { name: 'Start' })).toHaveCount(1);
    await learner.begin('A stolen laptop');
    const { frame } = await learner.desk('importing');
    const laptop = frame.getByRole('listitem').filter({ hasText: 'Laptop (exercise)' });
    await laptop.getByRole('button', { name: 'Revoke…' }).click();
    await frame.getByRole('dialog').getByLabel('Reason').fill('Laptop stolen');
    await frame.getByRole('dialog').getByRole('button', { name: 'Revoke key' }).click();
    await expect(learner.end).toBeVisible();
    await handBack(learner, 'Ana Pérez');
    const code = learner.page.getByRole('img', { name: 'QR code with the result' });
    await trainer.goto(await readSquareCode(code));
  });

  await test.step('and another opens the file, and grants upon the paper what its partner allows', async () => {
    const learner = await aLearner(browser);
    await learner.page.getByLabel('Open a file from your trainer').setInputFiles({
      ...{ name: 'handed.json', mimeType: 'application/json' },
      buffer: readFileSync(file)
    });
    await learner.begin('A partner on paper');
    const desk = await learner.desk('exporting');
    await grantUponPaper(desk);
    await desk.dossier.state('Record shipment…', 'Exported', ['100'], 'Record shipment');
    await expect(learner.end).toBeVisible();
    await handBack(learner, 'لينا حداد');
    file = await saved(learner.page, () =>
      learner.page.getByRole('button', { name: 'Save as a file' }).click()
    );
  });

  await test.step('then the trainer reads both, whole, and an altered one is told as such', async () => {
    await expect(trainer.getByText('I2ES added the result.')).toBeVisible();
    const content = readFileSync(file, 'utf8');
    const read = async (text: string): Promise<void> =>
      trainer
        .getByLabel('Read files')
        .setInputFiles({ name: 'result.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await read(content.replace('لينا', 'ليلى'));
    await expect(trainer.getByText('Someone changed this result after it was created.')).toBeVisible();
    await read(content);
    for (const [name, scenario] of [
      ['Ana Pérez', 'A stolen laptop'],
      ['لينا حداد', 'A partner on paper']
    ] as const) {
      const row = trainer.getByRole('row').filter({ hasText: name });
      for (const words of [scenario, SESSION, '2 of 2']) await expect(row).toContainText(words);
    }
    await expect(trainer.getByRole('row')).toHaveCount(3);
  });
});
