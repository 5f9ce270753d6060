import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Semaphore } from '#couch/base/turns.ts';

interface Asked {
  readonly country: string;
  readonly person: string;
  readonly end: () => void;
}

/** Works that end when they are told to, and the order in which they began. */
class Desk {
  readonly begun: Asked[] = [];
  readonly #turns: Semaphore;

  constructor(atOnce: number, ofOne = Math.max(1, Math.floor(atOnce / 2))) {
    this.#turns = new Semaphore(atOnce, ofOne);
  }

  ask(country: string, person = 'officer'): void {
    void this.#turns.pass(
      () => new Promise<void>((end) => void this.begun.push({ country, person, end })),
      country,
      person
    );
  }

  get order(): string {
    return this.begun.map(({ country }) => country).join(' ');
  }
}

/** Whatever was let go has taken effect. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('without shares all are one queue: as many as there is room for, in the order they came', async () => {
  const desk = new Desk(2, 2);
  const people = ['one', 'two', 'three', 'four'];
  for (const person of people) desk.ask('', person);
  await settled();
  expect(desk.begun).toHaveLength(2);
  for (let ended = 0; ended < people.length; ended++) {
    desk.begun[ended]?.end();
    await settled();
  }
  expect(desk.begun.map(({ person }) => person)).toEqual(people);
});

test('work that fails leaves its place to the next', async () => {
  const semaphore = new Semaphore(1);
  const failing = semaphore.pass(() => Promise.reject(new Error('no room')));
  const next = semaphore.pass(async () => 'next');
  await expect(failing).rejects.toThrow('no room');
  expect(await next).toBe('next');
});

test('a country that asks after a flood of another begins at once while there is room', async () => {
  const desk = new Desk(8);
  for (let time = 0; time < 100; time++) desk.ask('AU');
  desk.ask('CH');
  await settled();
  expect(desk.order).toBe('AU AU AU AU CH');
});

test('where nothing is free, it stands behind one of each country that waits, and behind no more', async () => {
  const desk = new Desk(4);
  for (const country of ['AU', 'NZ']) for (let time = 0; time < 50; time++) desk.ask(country);
  await settled();
  expect(desk.order).toBe('AU AU NZ NZ');
  desk.ask('CH');
  for (let ended = 0; ended < 3; ended++) {
    desk.begun[ended]?.end();
    await settled();
  }
  expect(desk.order.split(' ').slice(4)).toContain('CH');
});

test('colleagues take turns as well: one of them who floods is next after each other', async () => {
  const desk = new Desk(2);
  for (let time = 0; time < 20; time++) desk.ask('AU', 'greedy');
  for (const person of ['one', 'two', 'one']) desk.ask('AU', person);
  for (let ended = 0; ended < 6; ended++) {
    await settled();
    desk.begun[ended]?.end();
  }
  await settled();
  expect(desk.begun.map(({ person }) => person).slice(0, 7)).toEqual([
    'greedy',
    'greedy',
    'one',
    'two',
    'greedy',
    'one',
    'greedy'
  ]);
});

test('however it is asked and answered: all are answered once, never too many at a time, none waits for ever', async () => {
  const asked = fc.array(fc.constantFrom('AU', 'CH', 'FR', 'NZ'), { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(asked, fc.integer({ min: 1, max: 8 }), async (countries, atOnce) => {
      const desk = new Desk(atOnce);
      countries.forEach((country) => desk.ask(country));
      await settled();
      for (let ended = 0; ended < countries.length; ended++) {
        expect(desk.begun.length - ended).toBeLessThanOrEqual(atOnce);
        expect(desk.begun.length).toBeGreaterThan(ended);
        desk.begun[ended]?.end();
        await settled();
      }
      expect(desk.begun.map(({ country }) => country).sort()).toEqual([...countries].sort());
    }),
    { numRuns: 50 }
  );
});
