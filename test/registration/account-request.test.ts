/** A request for an account over a line that takes it and never answers. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { AccountRequest } from '#lib/registration/account-request.svelte.ts';
import { callServer } from '#lib/store/server/call-server.ts';
import { aRegistration } from '../samples/registration.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Nothing comes of what is asked, until whoever asked ends it. */
const stalled: typeof fetch = (_input, init) =>
  new Promise((_answer, fail) => init?.signal?.addEventListener('abort', () => fail(new Error('aborted'))));

function aRequest(send: (ends: AbortSignal) => Promise<Result<unknown>>): AccountRequest {
  const request = new AccountRequest(
    (_, ends) => send(ends),
    () => '2026-11-28T12:00:00.000Z' as Instant
  );
  const { country, authority, name, function: office, email, address, language } = aRegistration();
  request.start('en');
  request.values = { country, authority, name, function: office, email, address, language };
  return request;
}

const overStalledLine = (ends: AbortSignal): Promise<Result<unknown>> =>
  callServer({ base: '', fetch: stalled }, { method: 'POST', path: '/api/registrations', ends });

test('a request that a former version sent, without a number, is still told as sent', () => {
  const sent = { country: 'KE', at: '2026-11-20T08:00:00.000Z' };
  const kept = new Map([['I2ES_ACCOUNT_REQUEST_SENT', JSON.stringify(sent)]]);
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null });
  const request = aRequest(() => Promise.resolve(accept(null)));
  vi.unstubAllGlobals();
  expect(request.phase).toBe('sent');
  expect(request.sent).toEqual({ ...sent, number: null, secret: null });
});

test('a try that is not answered ends, and the request waits for the next', async () => {
  const request = aRequest(overStalledLine);
  const sending = request.send();
  expect(request.phase).toBe('sending');
  await vi.advanceTimersByTimeAsync(60_000);
  await sending;
  expect(request).toMatchObject({ phase: 'waiting', isReady: true, problems: [] });
});

test('changing it during a try ends the try, and it does not wait to be sent any more', async () => {
  const request = aRequest(overStalledLine);
  const sending = request.send();
  request.change();
  await sending;
  expect(request).toMatchObject({ phase: 'typing', isReady: false, isEmpty: false });
});

test('what was removed during a try does not come back as one that waits', async () => {
  const request = aRequest(overStalledLine);
  const sending = request.send();
  request.removeTyped();
  await sending;
  expect(request).toMatchObject({ phase: 'typing', isReady: false, isEmpty: true });
});

test('what the server has by then counts as sent, whoever wanted to change it', async () => {
  let answer = (_: Result<unknown>): void => undefined;
  const request = aRequest(() => new Promise((resolve) => (answer = resolve)));
  const sending = request.send();
  request.change();
  answer(accept({ received: true }));
  await sending;
  expect(request.phase).toBe('sent');
});

test('an answer to a try that was ended says nothing of the next one', async () => {
  const answers: ((told: Result<unknown>) => void)[] = [];
  const request = aRequest(() => new Promise((resolve) => answers.push(resolve)));
  const first = request.send();
  request.change();
  const second = request.send();
  answers[0]?.(refuse({ code: 'registration.tooManyOpen' }));
  await first;
  expect(request).toMatchObject({ phase: 'sending', problems: [] });
  answers[1]?.(accept({ received: true }));
  await second;
  expect(request.phase).toBe('sent');
});
