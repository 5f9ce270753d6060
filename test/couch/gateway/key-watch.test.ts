import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { Database } from '#couch/engine/engine.ts';
import { KeyWatch } from '#couch/gateway/door/withdrawn-keys.ts';
import { KeyRegister } from '#couch/database/registers.ts';
import { provisionSystem } from '#couch/installation/provision.ts';
import { describeEngines, type OpenTestEngine } from '../with-engine.ts';

async function aWatch(open: OpenTestEngine) {
  const held = await open();
  await provisionSystem(held.engine);
  const warned: unknown[] = [];
  const warn = (_about: string, error: unknown): void => void warned.push(error);
  const watch = new KeyWatch({ engine: held.engine, keys: new KeyRegister([]), warn });
  return { held, warned, watch, reference: held.engine.open('reference') };
}

describeEngines('the watch of keys', (open) => {
  test('tells why its feed ended, and nothing once it is closed', async () => {
    const { held, warned, watch, reference } = await aWatch(open);
    const feed = Object.assign(new EventEmitter(), { cancel: () => undefined });
    const changes = reference.changes.bind(reference) as (options: object) => unknown;
    Object.assign(reference, {
      changes: (options: { live?: boolean }) => (options.live === true ? feed : changes(options))
    });
    await watch.begin();
    feed.emit('error', new Error('the database is gone'));
    expect(warned.map(String)).toEqual(['Error: the database is gone']);
    watch.close();
    feed.emit('error', new Error('closed'));
    expect(warned).toHaveLength(1);
    await watch.settled();
    await held.drop();
  });

  test('is settled only when what it has begun has ended', async () => {
    const { held, warned, watch, reference } = await aWatch(open);
    const info = reference.info.bind(reference);
    const order: string[] = [];
    let goOn: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      const wait = new Promise<void>((end) => (goOn = end));
      const slow: Database['info'] = async () => {
        resolve();
        await wait;
        order.push('read');
        return info();
      };
      Object.assign(reference, { info: slow });
    });
    const begun = watch.begin();
    await asked;
    watch.close();
    const settled = watch.settled().then(() => order.push('settled'));
    goOn();
    await Promise.all([begun, settled]);
    expect(order).toEqual(['read', 'settled']);
    expect(warned).toEqual([]);
    await held.drop();
  });
});
