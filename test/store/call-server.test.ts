/** A question to the server ends, whatever becomes of the answer: nobody waits before a button that stays busy. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { callServer, MAX_WAIT_MS, WAIT_PER_BYTE, type ServerCall } from '#lib/store/server/call-server.ts';

let server: Server;
let base = '';
let answer: (response: ServerResponse) => void = () => undefined;
let asked: () => void = () => undefined;
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    asked();
    answer(response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(() => vi.useRealTimers());

const READ: ServerCall = { method: 'GET', path: '/api/people' };
const CHANGE: ServerCall = { method: 'POST', path: '/api/invitations', body: { name: 'A. Person' } };

async function codeOf(call: ServerCall): Promise<string | undefined> {
  const result = await callServer({ base, fetch }, call);
  return result.ok ? undefined : result.problems[0]?.code;
}

/** Fetch hears that it is ended in every browser, not in every version of Node: what is waited for here is the limit. */
async function codeWhenSilent(call: ServerCall, wait = MAX_WAIT_MS): Promise<string | undefined> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const deaf: typeof fetch = (_input, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(new DOMException('ended', 'AbortError')));
    });
  const told = callServer({ base, fetch: deaf }, call);
  await vi.advanceTimersByTimeAsync(wait - 1);
  const early = await Promise.race([told, Promise.resolve('waiting')]);
  expect(early).toBe('waiting');
  await vi.advanceTimersByTimeAsync(1);
  const result = await told;
  return result.ok ? undefined : result.problems[0]?.code;
}

test('a server that takes a question and says nothing is given up after a minute', async () => {
  expect(await codeWhenSilent(READ)).toBe('line.offline');
});

test('of a change that was not answered it is said that nobody knows whether it was made', async () => {
  const wait = MAX_WAIT_MS + JSON.stringify(CHANGE.body).length * WAIT_PER_BYTE;
  expect(await codeWhenSilent(CHANGE, wait)).toBe('line.unanswered');
});

test('an answer that comes slowly is waited for as long as it comes, and given up when it stops', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const answerIn = async (parts: readonly string[], ends: boolean): Promise<unknown> => {
    let line: ReadableStreamDefaultController<Uint8Array> | undefined;
    const slow: typeof fetch = async (_input, init) => {
      const body = new ReadableStream<Uint8Array>({ start: (controller) => void (line = controller) });
      init?.signal?.addEventListener('abort', () => line?.error(new DOMException('ended', 'AbortError')));
      return new Response(body);
    };
    const told = callServer({ base, fetch: slow }, READ);
    for (const part of parts) {
      await vi.advanceTimersByTimeAsync(MAX_WAIT_MS - 1);
      line?.enqueue(new TextEncoder().encode(part));
    }
    if (ends) line?.close();
    await vi.advanceTimersByTimeAsync(MAX_WAIT_MS);
    return told;
  };
  expect(await answerIn(['{"name":', '"Zo', 'ë"}'], true)).toEqual({ ok: true, value: { name: 'Zoë' } });
  expect(await answerIn(['{"name":'], false)).toMatchObject({ problems: [{ code: 'line.offline' }] });
});

test('an answer that is cut in its middle is no answer, and never an empty one', async () => {
  answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
    response.write('{"id":"in');
    setTimeout(() => response.destroy(), 10);
  };
  expect(await codeOf(READ)).toBe('line.offline');
  expect(await codeOf(CHANGE)).toBe('line.unanswered');
});

test('the page of a hotel that stands between is no answer of the server', async () => {
  answer = (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
  expect(await codeOf(READ)).toBe('line.offline');
  expect(await codeOf(CHANGE)).toBe('line.unanswered');
});

test('whoever ends their question waits no longer', async () => {
  const ends = new AbortController();
  answer = () => undefined;
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  const told = callServer({ base, fetch }, { ...CHANGE, ends: ends.signal });
  await isAsked;
  ends.abort();
  expect(await told).toEqual({ ok: false, problems: [{ code: 'line.offline' }] });
});

test('a refusal keeps its reason, and one without any says what the server said', async () => {
  answer = (response) => response.writeHead(409).end('{"problems":[{"code":"person.taken"}]}');
  expect(await codeOf(CHANGE)).toBe('person.taken');
  answer = (response) => response.writeHead(502).end('<h1>Bad gateway</h1>');
  expect(await codeOf(CHANGE)).toBe('server.failed');
});
