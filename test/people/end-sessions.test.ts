import { expect, test } from 'vitest';
import { accept, refuse } from '#lib/domain/result.ts';
import { endSessions } from '#lib/people/end-sessions.ts';

/** What is done, in its order; the list comes when `tell` is called. */
function aServer(refuses = '', code = 'session.ended') {
  const done: string[] = [];
  let tell = (): void => undefined;
  const told = new Promise<void>((resolve) => (tell = resolve));
  return {
    done,
    tell,
    end: (id: string) => {
      done.push(id);
      return Promise.resolve(id === refuses ? refuse({ code }) : accept(null));
    },
    readAgain: () => {
      done.push('list');
      return told;
    }
  };
}

/** Whether it has come by the time that all that was ready is done. */
async function hasCome(promise: Promise<unknown>): Promise<boolean> {
  let is = false;
  void promise.then(() => (is = true));
  await new Promise((resolve) => setImmediate(resolve));
  return is;
}

test('whoever ended sessions is free again once the list has been read anew, and not before', async () => {
  const server = aServer();
  const ending = endSessions(['one', 'two'], server);
  expect(await hasCome(ending)).toBe(false);
  expect(server.done).toEqual(['one', 'two', 'list']);
  server.tell();
  expect(await ending).toMatchObject({ ok: true });
});

test('a refusal ends the ending, and the list is read anew all the same', async () => {
  const server = aServer('two');
  server.tell();
  expect(await endSessions(['one', 'two', 'three'], server)).toMatchObject({
    problems: [{ code: 'session.ended' }]
  });
  expect(server.done).toEqual(['one', 'two', 'list']);
});

test('one that is there no more has ended, and the rest are ended too: the first answer may have been lost', async () => {
  const server = aServer('one', 'session.unknown');
  server.tell();
  expect(await endSessions(['one', 'two'], server)).toMatchObject({ ok: true });
  expect(server.done).toEqual(['one', 'two', 'list']);
});

test('and also where the question itself fails', async () => {
  const server = aServer();
  server.tell();
  const ending = endSessions(['one'], { ...server, end: () => Promise.reject(new TypeError('no')) });
  await expect(ending).rejects.toThrow('no');
  expect(server.done).toEqual(['list']);
});
