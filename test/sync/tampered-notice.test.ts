import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import GapNotice from '#lib/sync/GapNotice.svelte';
import TamperedNotice from '#lib/sync/TamperedNotice.svelte';
import type { Gap, TamperedAct } from '#lib/store/api.ts';

const hash = 'A'.repeat(43);

function aTampered(over: object): TamperedAct {
  return {
    id: `act:20261001:AU:import-authorization:${hash}`,
    number: 'AU-I-2026-000101-98',
    issuer: 'AU',
    kind: 'import-authorization',
    statedOn: '2026-10-01',
    at: '2026-11-24T09:12:00.000Z',
    found: 'altered',
    where: 'CH',
    takenBack: null,
    isHere: true,
    ...over
  } as unknown as TamperedAct;
}

const textOf = (body: string): string =>
  body
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

test('who looks into it sees first which record is the first bad one, what became of it, and where', () => {
  const tampered = [
    aTampered({}),
    aTampered({
      id: `act:20261102:CH:reply:${hash}`,
      number: null,
      issuer: 'CH',
      kind: 'reply',
      found: 'deleted',
      where: 'AU',
      isHere: false
    })
  ];
  const { body } = render(TamperedNotice, { props: { tampered, hrefOf: ({ id }) => `/a/${id}` } });
  const text = textOf(body);
  expect(text.indexOf('AU-I-2026-000101-98')).toBeLessThan(text.indexOf('act:20261102:CH:reply'));
  expect(text).toContain('changed in the database of Switzerland');
  expect(text).toContain('no longer in the database of Australia');
  expect(text).toContain('does not have the signed original');
  expect(body.match(/<a /g)).toHaveLength(1);
});

test('what the exchange has taken back is told as that, apart from what stands', () => {
  const takenBack = '2026-11-25T08:00:00.000Z';
  const tampered = [aTampered({}), aTampered({ number: 'AU-I-2026-000102-96', found: 'deleted', takenBack })];
  const text = textOf(render(TamperedNotice, { props: { tampered, hrefOf: () => undefined } }).body);
  const back = text.indexOf('warning about a database was withdrawn');
  expect(text.indexOf('AU-I-2026-000101-98')).toBeLessThan(back);
  expect(text.slice(back)).toMatch(
    /AU-I-2026-000102-96.*no longer in the database of Switzerland.*warning withdrawn 25 Nov/
  );
  const [alone] = tampered.slice(1);
  const only = render(TamperedNotice, {
    props: { tampered: [alone as TamperedAct], hrefOf: () => undefined }
  });
  expect(textOf(only.body)).not.toContain('Someone with direct access');
});

test('a flood of findings is told by its number, not by its length', () => {
  const tampered = Array.from({ length: 500 }, (_, one) => aTampered({ id: `act:20261001:AU:reply:${one}` }));
  const { body } = render(TamperedNotice, { props: { tampered, hrefOf: () => undefined } });
  expect(body.match(/<li/g)).toHaveLength(20);
  expect(textOf(body)).toContain('and 480 more');
});

test('what has not arrived is told by its issuer, how many, and what came after it', () => {
  const gaps = [{ issuer: 'CH', key: 'k', missing: 2, before: `act:20261102:CH:shipment:${hash}` }];
  const { body } = render(GapNotice, { props: { gaps: gaps as unknown as Gap[] } });
  expect(textOf(body)).toMatch(/Switzerland: 2 missing before “Shipment” of 2 Nov/);
});
