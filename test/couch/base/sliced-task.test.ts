import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runImmediately, SlicedTask, scheduleSliced, Slices, type Turn } from '#couch/base/sliced-task.ts';

/** A process whose time passes as the test says, and who went on in it, in order. */
class Process {
  /** Milliseconds, in which it answers nobody. */
  worked = 0;
  readonly slices = new Slices({ now: () => performance.now() + this.worked, worked: () => this.worked });
  readonly told: string[] = [];

  /** Works so many milliseconds in each of its slices, in which nothing else can happen. */
  async work(of: string, slices: number, { ms = 4, name = of } = {}): Promise<void> {
    for (let slice = 0; slice < slices; slice++) {
      await this.slices.next(of);
      this.told.push(name);
      this.worked += ms;
    }
    await this.slices.next(of);
    this.told.push(`${name} ended`);
  }

  /** Is answered shortly until it is told to end. */
  answer(of: string): () => void {
    let end = (): void => undefined;
    void this.slices.before(of, () => new Promise<void>((resolve) => (end = resolve)));
    return end;
  }
}

let process: Process;

beforeEach(() => {
  vi.useFakeTimers();
  process = new Process();
});
afterEach(() => void vi.useRealTimers());

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

test('of long works one has a slice at a time, and countries take turns however much one of them asks', async () => {
  for (const name of ['AU 1', 'AU 2', 'AU 3']) void process.work('AU', 2, { name });
  void process.work('CH', 2);
  await pass(1_000);
  expect(process.told.slice(0, 4)).toEqual(['AU 1', 'CH', 'AU 2', 'CH']);
  expect(process.told).toHaveLength(4 * 3);
});

test('all that is worked for a country goes on in its slice until that is over, whatever is waited for in it', async () => {
  for (const [of, name] of [
    ['AU', 'AU'],
    ['AU', 'AU too'],
    ['CH', 'CH']
  ] as const)
    void process.slices.next(of).then(() => process.told.push(name));
  await pass(3);
  expect(process.told).toEqual(['AU', 'AU too']);
  expect(['AU', 'CH'].map((of) => process.slices.mayGoOn(of))).toEqual([true, false]);
  await pass(3);
  expect(process.told).toEqual(['AU', 'AU too', 'CH']);
  expect(['AU', 'CH'].map((of) => process.slices.mayGoOn(of))).toEqual([false, true]);
});

test('while another country is answered shortly, long work rests four times as long as it worked', async () => {
  const end = process.answer('CH');
  void process.work('AU', 3);
  await pass(15);
  expect(process.told).toEqual(['AU']);
  await pass(2);
  expect(process.told).toEqual(['AU', 'AU']);
  end();
  await pass(1);
  expect(process.told).toEqual(['AU', 'AU', 'AU', 'AU ended']);
});

test('what waits for a disk in its slice has not worked, and rests for nothing', async () => {
  process.answer('CH');
  await Promise.all([process.slices.next('AU'), pass(1)]);
  await pass(20);
  void process.slices.next('AU').then(() => process.told.push('AU'));
  await pass(1);
  expect(process.told).toEqual(['AU']);
});

test('what others worked after a slice is not rested for, however late the next is asked for', async () => {
  process.answer('CH');
  await Promise.all([process.slices.next('AU'), pass(5)]);
  process.worked += 1_000;
  await pass(5);
  void process.slices.next('AU').then(() => process.told.push('AU'));
  await pass(1);
  expect(process.told).toEqual(['AU']);
});

test('nobody rests for a country that itself waits for a slice, though it is taken for short', async () => {
  process.answer('AU');
  void process.work('FR', 1);
  await pass(1);
  void process.work('AU', 20, { ms: 1 });
  void process.work('FR', 20, { ms: 1, name: 'FR too' });
  await pass(30);
  const [ofOne, ofOther] = ['AU', 'FR too'].map(
    (name) => process.told.filter((told) => told === name).length
  );
  expect(ofOther).toBeGreaterThanOrEqual((ofOne ?? 0) - 4);
  expect(ofOther).toBeGreaterThan(5);
});

test('what a country worked on when its slice was over already is rested for as well', async () => {
  process.answer('CH');
  await Promise.all([process.slices.next('AU'), pass(1)]);
  process.worked += 20;
  expect(process.slices.mayGoOn('AU')).toBe(false);
  void process.slices.next('AU').then(() => process.told.push('AU'));
  await pass(75);
  expect(process.told).toEqual([]);
  await pass(10);
  expect(process.told).toEqual(['AU']);
});

test('of several countries that work long, short answers have half of the time', async () => {
  const end = process.answer('CH');
  for (const of of ['AU', 'FR', 'DE', 'BD']) void process.work(of, 50);
  await pass(100);
  end();
  // What passed beside the work.
  expect(process.worked).toBeGreaterThan(60);
  expect(process.worked).toBeLessThanOrEqual(104);
});

test('nobody rests for the short answers of their own country', async () => {
  process.answer('AU');
  void process.work('AU', 3);
  await pass(5);
  expect(process.told).toEqual(['AU', 'AU', 'AU', 'AU ended']);
});

test('long work comes to its turn although another country is answered shortly without end and works beside it', async () => {
  process.answer('AU');
  for (const name of ['1', '2', '3', '4']) void process.work('AU', 100, { name, ms: 1 });
  void process.work('CH', 3);
  await pass(40);
  expect(process.told).toContain('CH ended');
});

test('a short answer that fails holds nobody up', async () => {
  const failing = process.slices.before('CH', () => Promise.reject(new Error('failed')));
  await expect(failing).rejects.toThrow('failed');
  void process.work('AU', 2);
  await pass(10);
  expect(process.told).toEqual(['AU', 'AU', 'AU ended']);
});

test('what is taken for short is long from its thirty-second piece on', async () => {
  vi.useRealTimers();
  let turn: Turn = scheduleSliced('CH');
  await runImmediately('AU', async (taken) => {
    turn = taken;
    const work = new SlicedTask(taken);
    for (let piece = 1; piece < 32; piece++) await work.yieldWhenDue();
    expect(taken.isShort()).toBe(true);
    await work.yieldWhenDue();
    expect(taken.isShort()).toBe(false);
  });
  expect(turn.isShort()).toBe(false);
});

test('a portion counts as many pieces as it has', async () => {
  vi.useRealTimers();
  await runImmediately('AU', async (taken) => {
    await new SlicedTask(taken).yieldWhenDue(31);
    expect(taken.isShort()).toBe(true);
    await new SlicedTask(taken).yieldWhenDue(32);
    expect(taken.isShort()).toBe(false);
  });
});

test('what long work has waited for its slices is not what it worked', async () => {
  vi.useRealTimers();
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const work = new SlicedTask(scheduleSliced('AU'));
  await wait(20);
  expect(work.worked).toBe(0);
  await work.yieldNow();
  await wait(5);
  expect(work.worked).toBeGreaterThan(3);
  const slice = work.yieldNow();
  const told = work.worked;
  const end = performance.now() + 3;
  while (performance.now() < end);
  expect(work.worked).toBe(told);
  await slice;
});
