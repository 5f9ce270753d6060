/** What one country sends in large bodies is read at a pace that leaves the process to the others (threats P5). */
import { describe, expect, test } from 'vitest';
import { LargeBodies } from '#couch/gateway/bounds/large-bodies.ts';

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
  const bodies = new LargeBodies(clock);
  const read: string[] = [];
  const send = (country: string, name: string, work: () => Promise<void> = () => Promise.resolve()) =>
    bodies.read(country, 1_000_000, async () => {
      read.push(name);
      await work();
    });
  return { clock, read, send };
}

describe('large bodies', () => {
  test('of one country are read one after the other, each after a rest of twice what the one before cost', async () => {
    const { clock, read, send } = aReading();
    const first = send('AU', 'first', () => clock.wait(30));
    const second = send('AU', 'second');
    await settle();
    await clock.pass(30);
    await first;
    // Thirty milliseconds of reading and twenty of receiving.
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
    const { clock, read, send } = aReading();
    const first = send('AU', 'endless', () => clock.wait(60_000));
    const next = send('AU', 'next');
    await settle();
    await clock.pass(60_000);
    await first;
    await clock.pass(1000);
    await next;
    expect(read).toEqual(['endless', 'next']);
  });
});
