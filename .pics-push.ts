import { chromium } from 'playwright';
import { DesksPage } from './test/e2e/pages/desks.page.ts';
import { PushPage } from './test/e2e/pages/push.page.ts';
import { OFFICERS } from './test/e2e/pages/sign-in.page.ts';
import { Server } from './test/e2e/server.ts';
import { wordsOf } from './test/e2e/pages/words.ts';

const server = await Server.start();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } });
const page = await context.newPage();
page.on('console', (one) => one.type() === 'error' && console.log('console', one.text()));
const desks = new DesksPage(page);
await desks.arrive(server.address, OFFICERS.AU, 'Laptop with a rather long name for a device');
const push = new PushPage(page);
const shot = async (name: string) => {
  await page.evaluate(() => document.querySelector('#push')?.scrollIntoView({ block: 'center' }));
  await page.waitForTimeout(400);
  await page.screenshot({ path: `/tmp/push-pics/${name}.png` });
};
await desks.go('security');
await page.waitForTimeout(1500);
await shot('en-desktop-off');
await push.turnOn();
await page.waitForTimeout(1500);
console.log('blocked?', await page.getByRole('alert').allTextContents());
await context.grantPermissions(['notifications'], { origin: server.address });
const t = Date.now();
await push.turnOn();
await page.getByRole('alert').first().waitFor();
await page.waitForTimeout(3000);
console.log('noService?', Date.now() - t, await page.getByRole('alert').allTextContents());
await shot('en-desktop-noservice');
// A second browser, as from elsewhere.
await page.evaluate(async () => {
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const { publicKey } = await crypto.subtle.generateKey(curve, true, ['deriveBits']);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
  const b64 = btoa(String.fromCharCode(...point)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const body = { endpoint: 'https://push.example.org/other', p256dh: b64, auth: 'AAAAAAAAAAAAAAAAAAAAAA', hour: 6, zone: 'Pacific/Port_Moresby', language: 'en' };
  const r = await fetch('/api/notifications/browsers', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  console.log(r.status, await r.text());
});
await push.playPushService();
await push.turnOn();
await page.waitForTimeout(1500);
await page.route('**/api/notifications', async (route) => {
  const answer = await route.fetch();
  const told = (await answer.json()) as { browsers: Record<string, unknown>[] };
  if (told.browsers[0]) told.browsers[0]['failedAt'] = '2026-11-30T07:05:00.000Z';
  await route.fulfill({ response: answer, json: told });
});
for (const locale of ['en', 'ar'] as const) {
  const say = wordsOf(locale);
  for (const scheme of ['light', 'dark'] as const)
    for (const [size, width, height] of [['desktop', 1440, 900], ['phone', 390, 844]] as const) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: scheme });
      await page.evaluate((l) => localStorage.setItem('PARAGLIDE_LOCALE', l), locale);
      await page.reload();
      const pass = page.getByLabel(say('person_passphrase')).first();
      await page.waitForTimeout(1500);
      if (await pass.isVisible().catch(() => false)) { console.log('locked'); }
      await page.getByRole('region', { name: say('notify_push'), exact: true }).waitFor();
      await page.waitForTimeout(1200);
      await shot(`${locale}-${size}-${scheme}`);
      const other = await context.newPage();
      await other.setViewportSize({ width, height });
      await other.emulateMedia({ colorScheme: scheme });
      await other.goto(`${server.address}/unsubscribe#${'A'.repeat(60)}`);
      await other.getByRole('button', { name: say('notify_mail_stop') }).waitFor();
      await other.waitForTimeout(600);
      await other.screenshot({ path: `/tmp/push-pics/stop-${locale}-${size}-${scheme}.png` });
      await other.getByRole('button', { name: say('notify_mail_stop') }).dblclick();
      await other.waitForTimeout(800);
      await other.screenshot({ path: `/tmp/push-pics/stopped-${locale}-${size}-${scheme}.png` });
      await other.close();
    }
}
await browser.close();
await server.stop();
