import { expect, type Page } from '@playwright/test';
import { applicationId, applicationNumber } from '#lib/domain/application/application-id.ts';
import { SUBMISSION, type Submission } from '#lib/domain/application/application.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { ConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import { fits } from '#lib/domain/shape/shape.ts';
import { Looks } from '../pages/ease.ts';
import { waitUntilPagesKept } from '../pages/line.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { english as say } from '../pages/words.ts';
import { Server } from '../server.ts';
import { test } from '../story.ts';

const AU = 'AU' as CountryCode;
const AT = new Date().toISOString();

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

/** The authority's server as `couch/gateway/routes` answers: a country that takes applications, and one of them. */
class Office {
  isOffline = false;
  held: Submission | null = null;
  answered = '';

  async follow(page: Page): Promise<void> {
    await page.context().route('**/api/applications/AU**', (route) => {
      if (this.isOffline) return route.abort('internetdisconnected');
      const path = new URL(route.request().url()).pathname.replace('/api/applications/AU', '');
      const body = (route.request().postDataJSON() ?? {}) as Record<string, unknown>;
      if (route.request().method() === 'GET')
        return route.fulfill({
          json: {
            isOpen: true,
            authority: { name: 'Office of Drug Control' },
            advice: '',
            fee: null,
            targetDays: 15,
            at: null
          }
        });
      if (path === '' && fits(SUBMISSION, body['application'])) this.held ??= body['application'];
      if (path === '/answer') this.answered = String(body['text']);
      if (!this.held)
        return route.fulfill({ status: 404, json: { problems: [{ code: 'application.unknown' }] } });
      const number = applicationNumber(AU, applicationId(AU, body['code'] as ConfirmationCode));
      if (path === '') return route.fulfill({ status: 201, json: { number, at: AT } });
      const isAsking = this.answered === '';
      return route.fulfill({
        json: {
          number,
          at: AT,
          status: isAsking ? 'question' : 'review',
          lastAt: AT,
          question: isAsking ? 'Which warehouse receives the goods?' : null,
          reason: null,
          fee: null,
          authorization: null,
          waiting: false
        }
      });
    });
  }
}

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });

test('a company applies on an offline phone, sends when it is online, and answers a question', async ({
  browser
}) => {
  const phone = await browser.newContext({ viewport: { width: 390, height: 800 } });
  const page = await phone.newPage();
  const office = new Office();
  const looks = new Looks();
  await office.follow(page);
  const next = (): Promise<void> => page.getByRole('button', { name: say('survey_next') }).click();

  await test.step('given a phone that has opened any page of I2ES once', async () => {
    await page.goto(server.address);
    await waitUntilPagesKept(page);
    office.isOffline = true;
    await phone.setOffline(true);
    await page.goto(`${server.address}/apply/AU`);
    await page.getByRole('button', { name: say('apply_for_import') }).click();
  });
  await test.step('when the company answers one question a screen', async () => {
    await field(page, say('form_importer')).fill('Southern Pharma');
    await field(page, say('authorization_address')).fill('1 Depot Road, Perth');
    await page.reload();
    await expect(field(page, say('form_importer'))).toHaveValue('Southern Pharma');
    await looks.at(page, 'first question');
    await takePictures(page, 'apply, first question');
    await next();
    await page.goBack();
    await expect(field(page, say('form_importer'))).toHaveValue('Southern Pharma');
    await next();
    await field(page, say('form_exporter')).fill('Alpine Labs');
    await field(page, say('authorization_address')).fill('2 Rue Neuve, Bern');
    await choose(page, say('authorization_exporter_country'), 'Switzerland');
    await next();
    await choose(page, say('authorization_substance'), 'morphine (anhydrous base)');
    await field(page, say('authorization_pharmaceutical_form')).selectOption('raw-material');
    await field(page, say('authorization_quantity')).fill('1,5 kg');
    await next();
    await page.getByRole('radio').first().check();
    for (let step = 0; step < 4; step++) await next();
    await field(page, say('apply_contact_name')).fill('R. Lane');
    await field(page, say('apply_contact_email')).fill('lane@southern.example');
    await next();
  });
  await test.step('then it stays ready to send while there is no connection', async () => {
    await page.getByRole('button', { name: say('apply_send') }).click();
    await expect(page.getByText(say('apply_ready_title'))).toBeVisible();
    await page.reload();
    await expect(page.getByText(say('apply_ready_title'))).toBeVisible();
    expect(office.held).toBeNull();
  });
  await test.step('and goes once the person presses Send online, with a code to keep', async () => {
    office.isOffline = false;
    await phone.setOffline(false);
    await page.getByRole('button', { name: say('apply_send') }).click();
    await expect(page.getByRole('heading', { name: say('apply_sent_title') })).toBeVisible();
    expect(office.held?.form.fields['importerName']).toBe('Southern Pharma');
    await looks.at(page, 'sent');
    await takePictures(page, 'apply, sent');
  });
  await test.step('and the company answers the authority’s question', async () => {
    await expect(page.getByText('Which warehouse receives the goods?')).toBeVisible();
    await field(page, say('apply_answer')).fill('The one in Perth.');
    await page.getByRole('button', { name: say('apply_answer_send') }).click();
    await expect(page.getByText(say('apply_status_review')).first()).toBeVisible();
    expect(office.answered).toBe('The one in Perth.');
  });
  expect(looks.found).toEqual([]);
});

async function choose(page: Page, label: string, text: string): Promise<void> {
  await field(page, label).fill(text);
  await page.getByRole('option').first().click();
}
