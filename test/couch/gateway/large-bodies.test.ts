/** What one country sends in large bodies is read at a pace that leaves the process to the others (threats P5). */
import { describe, expect, test } from 'vitest';
import type { SlicedTask } from '#couch/base/sliced-task.ts';
import { LargeBodies } from '#couch/gateway/bounds/bodies.ts';

/** A clock that goes on only where it is told to. */
function aClock() {
  let now = 0;
  const waits: { until: number; go: () => void }[] = [];
  return {
    now: () => now,
    wait: (ms: number) => new Promise<void>((go) => void waits.push({ until: now + ms, go })),
    async pass(ms: number): Promise<void> {
      now += ms;
      for (const { go } of waits.filter(({ until }) => until <= now)) go();
      await settle();
    }
  };
}

/** Everything that waits for nothing but what is done. */
function settle(): Promise<void> {
  return new Promise((go) => setImmediate(go));
}

function aReading() {
  const clock = aClock();
  const work = { worked: 0 } as { worked: number } & SlicedTask;
  const bodies = new LargeBodies({ begin: () => work, wait: clock.wait });
  const read: string[] = [];
  const send = (country: string, name: string, how: () => Promise<void> = () => Promise.resolve()) =>
    bodies.read(country, 1_000_000, async () => {
      read.push(name);
      await how();
    });
  /** Works so long, and waits as long for others. */
  const during = (ms: number) => async (): Promise<void> => {
    Object.assign(work, { worked: ms });
    await clock.wait(2 * ms);
  };
  return { clock, read, send, during };
}

describe('large bodies', () => {
  test('of one country are read one after the other, each after a rest of twice what the one before cost', async () => {
    const { clock, read, send, during } = aReading();
    const first = send('AU', 'first', during(30));
    const second = send('AU', 'second');
    await settle();
    await clock.pass(60);
    await first;
    // Thirty milliseconds of reading and twenty of receiving; what it waited for others is not counted.
    await clock.pass(99);
    expect(read).toEqual(['first']);
    await clock.pass(1);
    await second;
    expect(read).toEqual(['first', 'second']);
  });

  test('of another country are read meanwhile', async () => {
    const { read, send } = aReading();
    await send('AU', 'of Australia');
    await send('CH', 'of Switzerland');
    expect(read).toEqual(['of Australia', 'of Switzerland']);
  });

  test('that are refused cost their sender the same rest, and are told as refused', async () => {
    const { clock, read, send } = aReading();
    await expect(send('AU', 'nonsense', () => Promise.reject(new Error('too deep')))).rejects.toThrow(
      'too deep'
    );
    const next = send('AU', 'next');
    await clock.pass(39);
    expect(read).toEqual(['nonsense']);
    await clock.pass(1);
    await next;
  });

  test('hold their country for a second at most, whatever one of them cost', async () => {
    const { clock, read, send, during } = aReading();
    const first = send('AU', 'endless', during(30_000));
    const next = send('AU', 'next');
    await settle();
    await clock.pass(60_000);
    await first;
    await clock.pass(1000);
    await next;
    expect(read).toEqual(['endless', 'next']);
  });
});
