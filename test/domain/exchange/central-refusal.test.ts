/** What a central server refused counts in nothing on the country's own devices, whatever and however much it said of it. */
import { expect, test } from 'vitest';
import {
  centralRefusalOf,
  mayBecomeAcceptable,
  parseCentralRefusal
} from '#lib/domain/exchange/central-refusal.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { CentralRefusals } from '#lib/store/disk/device-record.ts';

const OF = 'draft:1';
const aRefusal = (problems: readonly { code: string }[]) =>
  centralRefusalOf({ of: OF, rev: '1-a', problems, refusedAt: '2026-11-24T09:00:00.000Z' as Instant });
const said = (count: number) => Array.from({ length: count }, (_, no) => ({ code: `later.rule.${no}` }));

test('a refusal is read with all that was said, and with what a later server adds', () => {
  for (const count of [1, 60, 5000]) {
    const refusal = { ...aRefusal(said(count)), _rev: '1-b', later: true };
    expect(parseCentralRefusal(refusal)).toEqual({ ok: true, value: refusal });
  }
  const explained = {
    ...aRefusal([]),
    problems: [{ code: 'later.rule', because: ['this'], values: { most: 1 } }]
  };
  expect(parseCentralRefusal(explained).ok).toBe(true);
});

test('of what was refused with very many reasons the device keeps that it was', () => {
  const refusals = new CentralRefusals();
  const document = aRefusal(said(5000));
  expect(refusals.take({ id: document._id, document })).toBe(true);
  expect(refusals.get(OF)?.problems).toHaveLength(5000);
});

test('what says nothing, or of another document, is no refusal', () => {
  expect(parseCentralRefusal(aRefusal([])).ok).toBe(false);
  expect(parseCentralRefusal({ ...aRefusal(said(1)), of: 'draft:2' }).ok).toBe(false);
  expect(parseCentralRefusal({ ...aRefusal(said(1)), problems: ['no code'] }).ok).toBe(false);
});

test('the codes of a form are sent again, since its act can be accepted later than at first', () => {
  expect(mayBecomeAcceptable([{ code: 'printCode.noAct' }])).toBe(true);
  expect(mayBecomeAcceptable([{ code: 'printCode.notSigned' }])).toBe(false);
});
