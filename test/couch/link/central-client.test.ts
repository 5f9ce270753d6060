/** A request that neither answers nor hears that it was ended keeps no server from being stopped. */
import { afterEach, expect, test, vi } from 'vitest';
import { CentralClient, LinkError } from '#couch/link/central-client.ts';

const options = { url: 'http://central.example', account: 'ch.service', passwordFile: '/dev/null' };

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Signs in; whatever is asked afterwards is never answered. */
function aDeafLine(): { readonly asked: Promise<void> } {
  let noteAsked = (): void => undefined;
  const asked = new Promise<void>((resolve) => (noteAsked = resolve));
  vi.stubGlobal('fetch', (url: string) => {
    if (url.endsWith('/api/session'))
      return Promise.resolve(new Response('{}', { status: 201, headers: { 'set-cookie': 'session=1' } }));
    noteAsked();
    return new Promise<Response>(() => undefined);
  });
  return { asked };
}

test('what is ended while it waits is given up at once', async () => {
  const { asked } = aDeafLine();
  const ended = new AbortController();
  const answer = new CentralClient(options).ask({ path: '/db/country-ch', signal: ended.signal });
  const refused = expect(answer).rejects.toBeInstanceOf(LinkError);
  await asked;
  ended.abort();
  await refused;
});

test('what was ended before it was asked is not waited for', async () => {
  aDeafLine();
  const answer = new CentralClient(options).ask({ path: '/db/country-ch', signal: AbortSignal.abort() });
  await expect(answer).rejects.toBeInstanceOf(LinkError);
});

test('a line that is silent for longer than any poll is a dead one', async () => {
  vi.useFakeTimers();
  const { asked } = aDeafLine();
  const { signal } = new AbortController();
  const answer = new CentralClient(options).ask({ path: '/db/country-ch', signal });
  const refused = expect(answer).rejects.toThrow(/does not answer/);
  await asked;
  await vi.advanceTimersByTimeAsync(90_000);
  await refused;
});
