/** INCB's links for the public page while the database fails. */
import { expect, test } from 'vitest';
import type { Engine } from '#couch/engine/engine.ts';
import { publicLinks } from '#couch/outreach/public-links.ts';

const LINK = {
  schema: 1,
  kind: 'convention',
  title: 'Single Convention',
  language: 'en',
  address: 'https://www.incb.example/1961'
};

test('the list before stays on the page while the database fails, and a minute later it is read again', async () => {
  let now = 0;
  let isBroken = false;
  const doc = { _id: 'setting:link-4f6f8b1e-0000-4000-8000-000000000001', ...LINK };
  const engine = {
    exists: async () => true,
    open: () => ({
      allDocs: async () => {
        if (isBroken) throw new Error('The disk is full.');
        return { rows: [{ doc }] };
      }
    })
  } as unknown as Engine;
  const links = publicLinks(engine, () => now);
  const read = await links();
  expect(read.map(({ title }) => title)).toEqual([LINK.title]);
  isBroken = true;
  now += 60_000;
  expect(await links()).toBe(read);
  isBroken = false;
  now += 60_000;
  expect(await links()).toEqual(read);
});
