/** One signed message reminds the partner of several dossiers, on two devices of an authority before a real gateway. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ActOf } from '#lib/domain/act/body.ts';
import { unwrap } from '#lib/domain/result.ts';
import { readThread, readWaits } from '#lib/partners/read-messages.ts';
import { PASSWORD } from '../couch/gateway/rig.ts';
import { CH } from '../samples/acts.ts';
import { importParticulars } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';

const DAY_MS = 86_400_000;
let world: World;
let first: Device;
let second: Device;
let issued: readonly ActOf<'import-authorization'>[];

const issue = async () =>
  unwrap(
    await first.store.issue('import-authorization', importParticulars(), { draft: first.store.newDraftId() })
  );
const remind = ({ store }: Device, acts = issued) =>
  store.state(
    'message',
    { text: 'Please reply.', reminds: acts.map(({ body }) => body.dossier) },
    { to: CH }
  );
/** Sessions end earlier, so everybody signs in again. */
async function wait(days: number): Promise<void> {
  world.rig.clock.now += days * DAY_MS;
  unwrap(await first.store.signIn('au.administrator', PASSWORD));
  unwrap(await second.store.signIn('au.officer', PASSWORD));
}
const listed = ({ store }: Device): number => store.desk().needs.get('remind')?.length ?? 0;

beforeAll(async () => {
  world = await openWorld();
  first = await world.administrator('au.administrator');
  second = await world.officer('au.officer', first);
  await until(() => (first.store.device?.numbersLeft['import-authorization'] ?? 0) > 1);
  unwrap(await first.store.saveSetting('country', { ...first.store.setting('country'), replyDays: 10 }));
  issued = [await issue(), await issue()];
  await until(() => issued.every(({ _id }) => second.store.act(_id) !== null));
  await wait(12);
});
afterAll(() => world.close());

test('both devices list what is overdue, until one of them reminds', async () => {
  await until(() => [first, second].every((one) => listed(one) === 2));
  expect(readWaits(second.store, CH).map(({ isDue }) => isDue)).toEqual([true, true]);
  const sent = unwrap(await remind(first));
  await until(() => second.store.act(sent._id) !== null && second.store.verdictOf(sent._id) === 'good');
  expect([listed(first), listed(second)]).toEqual([0, 0]);
  expect(readWaits(second.store, CH).map(({ isDue, reminder }) => [isDue, reminder?._id])).toEqual(
    issued.map(() => [false, sent._id])
  );
  expect(readWaits(second.store).map(({ partner, dossier }) => [partner, dossier.key])).toEqual(
    issued.map(({ body }) => [CH, body.dossier])
  );
  for (const { body } of issued)
    expect(readThread(second.store, CH, { dossier: body.dossier }).map(({ _id }) => _id)).toEqual([sent._id]);
});

test('a second press, and a second officer, are refused with the number of the dossier', async () => {
  for (const device of [first, second]) {
    const again = await remind(device, issued.slice(0, 1));
    expect(again).toMatchObject({
      ok: false,
      problems: [{ code: 'message.reminded', values: { number: issued[0]?.body.number } }]
    });
  }
});

test('a reminder that has no reply either is due again after the same days', async () => {
  await wait(11);
  await until(() => listed(second) === 2);
  expect((await remind(second)).ok).toBe(true);
});
