import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import Emitter from '#lib/store/disk/pouch-events.ts';

const NAMES = ['change', 'error'] as const;
const RUNS = 4;

const step = fc.record({
  deed: fc.constantFrom('on', 'once', 'removeListener', 'removeAllListeners', 'emit'),
  name: fc.constantFrom(...NAMES),
  run: fc.nat(RUNS - 1)
});

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Listeners note who was called with which words; one removes another, and one speaks again. */
function play(emitter: EventEmitter, steps: readonly Step[]): readonly string[] {
  const heard: string[] = [];
  const runs: ((word: unknown) => void)[] = Array.from({ length: RUNS }, (_, no) => (word: unknown) => {
    heard.push(`${no} ${String(word)}`);
    if (no === 1) emitter.removeListener('change', runs[0]!);
    if (no === 2 && word === 'first') emitter.emit('change', 'second');
  });
  for (const { deed, name, run } of steps) {
    try {
      if (deed === 'emit') heard.push(String(emitter.emit(name, 'first')));
      else if (deed === 'removeAllListeners') emitter.removeAllListeners(...(run === 0 ? [] : [name]));
      else emitter[deed](name, runs[run]!);
    } catch (error) {
      heard.push(`thrown ${String(error)}`);
    }
    heard.push(NAMES.map((one) => emitter.listenerCount(one)).join());
  }
  return heard;
}

test('the small emitter calls listeners as the platform’s own does, whatever is added, removed or said meanwhile', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      // Node names what was thrown, and the small one throws it as it is.
      const own = play(new Emitter() as unknown as EventEmitter, steps);
      const theirs = play(new EventEmitter(), steps);
      const isThrown = (one: string): boolean => one.startsWith('thrown');
      expect(own.filter((one) => !isThrown(one))).toEqual(theirs.filter((one) => !isThrown(one)));
      expect(own.filter(isThrown).length).toBe(theirs.filter(isThrown).length);
    })
  );
});

test('PouchDB finds the methods by name, and an object that was made without the constructor has them', () => {
  const made = Object.create(Emitter.prototype) as EventEmitter;
  const heard: string[] = [];
  made.on('change', (word: string) => heard.push(word));
  made.emit('change', 'said');
  expect(heard).toEqual(['said']);
  expect(made.listeners('change')).toHaveLength(1);
  expect(Object.keys(Emitter.prototype)).toContain('emit');
});
