/** What another has sent is drawn when whoever sits before the screen has let go, and not under their hand. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unwrap } from '#lib/domain/result.ts';
import { openWorld, until, type Device, type World } from './world.ts';

let world: World;
let officer: Device;
beforeAll(async () => {
  world = await openWorld();
  officer = await world.administrator('au.administrator');
});
afterAll(() => world.close());

async function askForKey(person: string): Promise<void> {
  const other = await world.device().enrol(person);
  unwrap(await other.requestDevice('Desk 1'));
}

test('all that comes while a screen is pressed is drawn at once when it is let go, and what comes later after it', async () => {
  const { store } = officer;
  const held: (() => void)[] = [];
  store.setRepaintGate((draw) => void held.push(draw));
  await askForKey('au.officer');
  await askForKey('au.other');
  await until(() => store.desk().deviceRequests.length === 2);
  expect(held).toHaveLength(1);
  held[0]?.();
  officer.network.on = false;
  store.syncNow();
  await until(() => held.length === 2);
});
