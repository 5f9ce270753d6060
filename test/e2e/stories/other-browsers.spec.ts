/**
 * The same hour in browsers that Playwright cannot drive as Debian packs them: sign in, seal, issue without a line,
 * reload, deliver. WebKitGTK's driver opens private windows alone, so that this is also the story of one.
 */
import { expect } from '@playwright/test';
import type { DrivenWindow } from '../drivers/driven-window.ts';
import { FirefoxWindow } from '../drivers/firefox.ts';
import { Hand } from '../drivers/hand.ts';
import { DISPLAY_SERVER, findProgram, FIREFOX, WEBKIT_DRIVER } from '../drivers/programs.ts';
import { WebkitWindow } from '../drivers/webkit.ts';
import { FIRST_SYNC_MS, OFFICERS, PASSPHRASE } from '../pages/sign-in.page.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { test } from '../story.ts';

// Each has a server of its own.
test.describe.configure({ mode: 'parallel' });

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const BROWSERS = [
  { name: 'Firefox', programs: [FIREFOX], start: () => FirefoxWindow.start(), isPrivate: false },
  {
    name: 'WebKitGTK',
    programs: [WEBKIT_DRIVER, DISPLAY_SERVER],
    start: () => WebkitWindow.start(),
    isPrivate: true
  }
] as const;

for (const { name, programs, start, isPrivate } of BROWSERS) {
  test(`an officer seals, issues without a line, reloads and delivers in ${name}`, async () => {
    test.skip(
      programs.some((names) => findProgram(names) === null),
      `${name} is not installed`
    );
    const window = await start();
    try {
      await tellStory(window, isPrivate);
    } finally {
      await test
        .info()
        .attach(`${name} at the end`, { body: await window.picture(), contentType: 'image/png' });
      await window.end();
    }
  });
}

async function tellStory(window: DrivenWindow, isPrivate: boolean): Promise<void> {
  const hand = new Hand(window);
  await test.step('signs in and seals', () => arrive(hand, isPrivate));
  await test.step('leaves a form by its address, and comes back to it: the records open', () =>
    leaveForm(hand));
  await server.halt();
  await test.step('issues without a line', () => issue(hand));
  await test.step('reloads: it is here still, and on this device alone', async () => {
    await window.run(() => location.reload());
    await hand.seeDesk(PASSPHRASE);
    await hand.see(/AU-I-/, 'h1');
    await hand.see(/Only on this device: .*1 issued document/, 'header');
  });
  await server.start();
  await test.step('delivers once there is a line', async () => {
    // Nothing tells these browsers that the server is back: they try again, after a minute at most.
    await hand.see(/\b(?:delivered|opened)\b/, 'article', 120_000);
    expect(
      await window.run((selector: string) => document.querySelectorAll(selector).length, 'article h3')
    ).toBe(1);
  });
}

async function arrive(hand: Hand, isPrivate: boolean): Promise<void> {
  await hand.window.open(`${server.address}/sign-in`);
  // What is told above the boxes moves them: it is waited for.
  await hand.see(english('person_demonstration'));
  if (isPrivate) await hand.see(english('person_private_title'));
  await hand.type('Account', OFFICERS.AU.account);
  await hand.type('Password', OFFICERS.AU.password);
  await hand.press('Sign in');
  await hand.type('Choose a passphrase', PASSPHRASE);
  await hand.type('Repeat the passphrase', PASSPHRASE);
  await hand.press('Encrypt and download the data');
  await hand.see('Name of this device', 'body', FIRST_SYNC_MS);
  await hand.type('Name of this device', 'Another browser');
  await hand.press('Request certification');
  await hand.see('Certified');
  await hand.press('Open I2ES');
  await hand.see('Today', 'h1');
  await hand.see(/on our server$/, 'header a[href$="/sync"]');
  await hand.seeKept();
}

/** A browser puts the page aside in the middle of saving what was typed. */
async function leaveForm(hand: Hand): Promise<void> {
  await hand.point({ kind: 'place', selector: 'main a[href$="/authorizations/new"]' });
  await hand.type({ selector: '[data-path=importerName] input' }, 'Wattle Clinic');
  await hand.window.open(`${server.address}/help`);
  await hand.seeDesk(PASSPHRASE);
  await hand.see(english('help_title'), 'h1');
}

async function issue(hand: Hand): Promise<void> {
  await hand.point({ kind: 'place', selector: 'nav a[href$="/today"]' });
  await hand.point({ kind: 'place', selector: 'main a[href$="/authorizations/new"]' });
  await hand.type({ selector: '[data-path=importerName] input' }, 'Banksia Clinic');
  await hand.type(
    { selector: '[data-path=importerAddress] :is(input, textarea)' },
    '4 Kurrajong Street, Perth'
  );
  await hand.type({ selector: '[data-path=exporterName] input' }, 'Limmat Pharma AG');
  await hand.type({ selector: '[data-path=exporterAddress] :is(input, textarea)' }, 'Quaistrasse 9, Zurich');
  await hand.find('Exporting country', 'Switz', 'Switzerland');
  await hand.type('Port or customs office of entry', 'Perth');
  await hand.find('Substance and form', 'codeine phosphate hemi', 'codeine phosphate hemihydrate');
  await hand.choose('Pharmaceutical form', 'Powder');
  await hand.type('Quantity', '200');
  await hand.press('Issue…');
  await hand.press('Issue import authorization');
  await hand.see(/AU-I-/, 'h1');
}
