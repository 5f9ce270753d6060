/** A page that is loaded anew between signing in and unlocking. */
import { expect, test } from 'vitest';
import { openWorld, type Device } from './world.ts';

/** The server's word on whose session it is waits until it is let go, and has come when that is told. */
function holdSession({ network }: Device): () => Promise<unknown> {
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let answer: Promise<unknown> = held;
  network.line = (send, url) => {
    if (!url.endsWith('/api/session')) return send();
    const told = held.then(send);
    answer = told;
    return told;
  };
  return async () => {
    letGo();
    await answer;
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
}

test('the server’s word on who it was is waited for with patience, and moves nothing once that is over', async () => {
  const world = await openWorld();
  const device = await world.administrator('au.administrator');
  await device.killTab();
  device.network.on = true;
  const letGo = holdSession(device);
  const patience = new AbortController();
  const resuming = device.store.resumeSession(patience.signal);
  patience.abort();
  expect(await resuming).toMatchObject({ problems: [{ code: 'line.offline' }] });
  await letGo();
  expect(device.store.phase.name).toBe('signed-out');
  expect(await device.store.resumeSession(new AbortController().signal)).toMatchObject({ ok: true });
  expect(device.store.phase.name).toBe('locked');
  await world.close();
});
