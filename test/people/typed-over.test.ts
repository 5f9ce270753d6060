/** What is typed in the settings while what is stored is read anew beneath it. */
import { expect, test } from 'vitest';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { TypedOver } from '../../src/routes/(app)/settings/typed-over.svelte.ts';

interface Boxes {
  readonly email: string;
  readonly telephone: string;
}

/** What is stored is another object each time that it is read. */
function aForm(): { typed: TypedOver<Boxes>; store: (boxes: Partial<Boxes>) => void } {
  let stored: Boxes = { email: 'office@un.example', telephone: '1' };
  return {
    typed: new TypedOver(() => ({ ...stored })),
    store: (boxes) => void (stored = { ...stored, ...boxes })
  };
}

test('a box shows what is stored, by a colleague too, until something is typed in it', () => {
  const { typed, store } = aForm();
  store({ email: 'colleague@un.example' });
  expect(typed).toMatchObject({ shown: { email: 'colleague@un.example', telephone: '1' }, isTyped: false });
});

test('what is typed stays when what is stored is read anew, and the other boxes follow it', () => {
  const { typed, store } = aForm();
  typed.type({ email: 'own@un.exam' });
  store({ email: 'colleague@un.example', telephone: '2' });
  expect(typed).toMatchObject({ shown: { email: 'own@un.exam', telephone: '2' }, isTyped: true });
});

test('a box that was emptied stays empty', () => {
  const { typed, store } = aForm();
  typed.type({ telephone: '' });
  store({});
  expect(typed.shown.telephone).toBe('');
});

test('what has been saved shows as it is stored, and what was typed meanwhile stays typed', async () => {
  const { typed, store } = aForm();
  typed.type({ email: ' own@un.example', telephone: '2' });
  let answer = (_: Result<boolean>): void => undefined;
  const saved = typed.save(new Promise<Result<boolean>>((resolve) => (answer = resolve)));
  typed.type({ telephone: '23' });
  store({ email: 'own@un.example', telephone: '2' });
  answer(accept(true));
  expect(await saved).toEqual(accept(true));
  expect(typed.shown).toEqual({ email: 'own@un.example', telephone: '23' });
});

test('what was refused stays as it was typed', async () => {
  const { typed } = aForm();
  typed.type({ email: 'own@un.example' });
  await typed.save(Promise.resolve(refuse({ code: 'line.offline' })));
  expect(typed.shown.email).toBe('own@un.example');
});

test('a box in which what is stored was typed again is nobody’s, and shows what a colleague stores later', () => {
  const { typed, store } = aForm();
  typed.type({ telephone: '12' });
  typed.type({ telephone: '1' });
  expect(typed.isTyped).toBe(false);
  store({ telephone: '2' });
  expect(typed.shown.telephone).toBe('2');
});
