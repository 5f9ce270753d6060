import { expect, test } from '@playwright/test';
import { OFFICERS, SignInPage } from '../pages/sign-in.page.ts';
import { Server } from '../server.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

test('an officer signs in, seals her records, and the device is certified by her administrator’s key', async ({
  page
}) => {
  const signIn = new SignInPage(page);
  await test.step('given her account', async () => {
    await signIn.open(server.address);
    await signIn.signIn(OFFICERS.AU);
  });
  await test.step('when she chooses a passphrase and names the device', async () => {
    await signIn.keepDataHere();
    await signIn.nameDevice('Laptop, room 12');
  });
  await test.step('then the administrator’s key certifies it and the desks open', async () => {
    await expect(page.getByText('Certified', { exact: true })).toBeVisible();
    await signIn.openDesks();
    await expect(page.getByRole('heading', { name: 'Today', level: 1 })).toBeVisible();
  });
});
