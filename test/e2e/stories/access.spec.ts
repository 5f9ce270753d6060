import { expect, type Browser } from '@playwright/test';
import { DesksPage } from '../pages/desks.page.ts';
import { findHindrances, namelessOf, pressedOf, sidewaysOf } from '../pages/ease.ts';
import { walkByTab } from '../pages/focus.ts';
import { takePictures } from '../pages/pictures.ts';
import {
  lookAtTheDossiers,
  lookAtTheForm,
  lookAtThePeople,
  lookAtTheRegister,
  lookAtTheRest,
  lookAtTheWayIn,
  type Look
} from '../pages/round.ts';
import { ADMINISTRATORS } from '../pages/sign-in.page.ts';
import { wordsOf } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

test.use(KEPT);

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

function aContext(browser: Browser, locale: string): ReturnType<Browser['newContext']> {
  return browser.newContext({ locale, reducedMotion: 'reduce' });
}

type Step = readonly [where: string, walk: (desks: DesksPage, look: Look) => Promise<void>];

/** Each part in a test of its own, so that none takes long; they share nothing but the server. */
const ROUND: Readonly<Record<string, readonly Step[]>> = {
  'before the desks, in the register or in the form': [
    ['on the way in', ({ page, say }, look) => lookAtTheWayIn(page, say, server.address, look)],
    ['at today’s desk and in the register', lookAtTheRegister],
    ['while an authorization is typed', lookAtTheForm]
  ],
  'in a dossier, at the other desks or outside them': [
    ['past the way in', ({ page, say }) => lookAtTheWayIn(page, say, server.address, passBy)],
    ['in the dossiers of both sides', lookAtTheDossiers],
    ['at the administrator’s desks', lookAtThePeople],
    ['at the other desks, and outside them', (desks, look) => lookAtTheRest(desks, server.address, look)]
  ]
};

async function passBy(): Promise<void> {}

for (const [language, locale, direction, schemes] of [
  ['English, in light or in dark', 'en', 'ltr', ['light', 'dark']],
  ['Arabic', 'ar', 'rtl', ['light']]
] as const)
  for (const [part, steps] of Object.entries(ROUND))
    test(`no page hinders a reader in ${language}, ${part}`, async ({ browser }) => {
      const context = await aContext(browser, locale);
      const page = await context.newPage();
      const desks = new DesksPage(page, wordsOf(locale));
      const hindrances: string[] = [];
      const look: Look = async (where) => {
        hindrances.push(...(await findHindrances(page, where, schemes)));
        await takePictures(page, `${locale}, ${where}`);
        const { lang, dir } = await page.evaluate(() => ({
          lang: document.documentElement.lang,
          dir: document.documentElement.dir
        }));
        if (lang !== locale || dir !== direction) hindrances.push(`${where}: said in ${lang}, ${dir}`);
      };
      for (const [where, walk] of steps) await test.step(where, () => walk(desks, look));
      expect(hindrances).toEqual([]);
      await context.close();
    });

test('on a phone everything stands within the width and has a name, and three desks hinder nobody', async ({
  browser
}) => {
  const context = await aContext(browser, 'en');
  const page = await context.newPage();
  await page.setViewportSize({ width: 390, height: 844 });
  const desks = new DesksPage(page);
  const hindrances: string[] = [];
  const measure: Look = async (where) => {
    // A phone, a small one, and an ordinary screen whose letters are drawn at twice their size.
    for (const width of [390, 320, 720]) {
      await page.setViewportSize({ width, height: 844 });
      const beyond = await sidewaysOf(page);
      if (beyond > 0) hindrances.push(`${where}: ${beyond} px beyond ${width}`);
      hindrances.push(
        ...(await pressedOf(page)).map((text) => `${where}, ${width}: letter under letter: ${text}`)
      );
    }
    await page.setViewportSize({ width: 390, height: 844 });
    hindrances.push(...(await namelessOf(page)).map((line) => `${where}: without a name: ${line.trim()}`));
  };
  const look: Look = async (where) => void hindrances.push(...(await findHindrances(page, where)));

  await page.goto(server.address);
  await measure('start page');
  await page.goto(`${server.address}/sign-in`);
  await measure('sign in');
  await desks.arrive(server.address, ADMINISTRATORS.AU, 'Phone');
  await measure('today');
  await look('today');
  await desks.go('authorizations');
  await measure('register');
  await look('register');
  await desks.startImport();
  await measure('new authorization');
  await look('new authorization');
  const issue = page.getByRole('button', { name: desks.say('authorization_issue'), exact: true });
  await test.step('what floats at the foot of the window leaves the buttons of the form free', async () => {
    await page.evaluate(() => void Promise.reject(new TypeError('the press jammed')));
    const notice = page.getByRole('alert').filter({ hasText: 'the press jammed' });
    await expect(notice).toBeVisible();
    const [floats, action] = [await notice.boundingBox(), await issue.boundingBox()];
    expect(floats!.y + floats!.height).toBeLessThanOrEqual(action!.y);
    await notice.getByRole('button', { name: desks.say('ui_close') }).click();
    await expect(notice).toBeHidden();
  });
  await issue.click();
  await measure('new authorization with problems');
  for (const step of ['decide', 'ship', 'endorse'] as const) {
    await desks.openFirst(step);
    await measure(`dossier to ${step}`);
    if (step === 'decide') continue;
    await page.getByRole('button', { name: desks.say(`dossier_do_${step}`) }).click();
    await measure(`dialog to ${step}`);
    await desks.closeDialog();
  }
  for (const desk of [
    'lists',
    'announcements',
    'surveys',
    'suggestions',
    'sync',
    'devices',
    'people',
    'settings',
    'security',
    'help'
  ] as const) {
    await desks.go(desk);
    await measure(desk);
  }
  await page.goto(`${server.address}/no-such-page`);
  await measure('no such page');
  expect(hindrances).toEqual([]);
  await context.close();
});

test('the form of a new authorization is worked by the keyboard alone, and the focus is always in sight', async ({
  browser
}) => {
  const context = await aContext(browser, 'en');
  const page = await context.newPage();
  const desks = new DesksPage(page);
  await desks.arrive(server.address, ADMINISTRATORS.AU, 'Keyboard');
  await desks.startImport();
  const walk = await walkByTab(page);
  expect(walk.unreached).toEqual([]);
  expect(walk.unmarked).toEqual([]);
  expect(walk.hidden).toEqual([]);
  // A letter on a button among the boxes was meant for a box; outside the form it opens a new one.
  const draft = page.url();
  await page.getByRole('button', { name: desks.say('authorization_line_remove', { no: '1' }) }).focus();
  await page.keyboard.press('n');
  await page.getByRole('button', { name: desks.say('authorization_preview'), exact: true }).click();
  await expect(desks.dialog).toBeVisible();
  expect(page.url()).toBe(draft);
  await desks.closeDialog();
  const today = page.locator('nav a[href$="/today"]').first();
  await today.focus();
  await page.keyboard.press('?');
  await expect(desks.dialog).toContainText(desks.say('app_key_help'));
  await page.getByRole('button', { name: desks.say('ui_close'), exact: true }).click();
  await expect(desks.dialog).toBeHidden();
  await expect(today).toBeFocused();
  await page.keyboard.press('n');
  await expect(page).not.toHaveURL(draft);
  await context.close();
});
