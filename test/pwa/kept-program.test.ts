import { render } from 'svelte/server';
import { afterEach, expect, test } from 'vitest';
import WithoutConnectionShow from '#lib/sync/WithoutConnectionShow.svelte';
import { programVersion } from '#lib/pwa/program-version.svelte.ts';
import { readMessages } from '../i18n/message-file.ts';

const words = readMessages('en') as Record<string, string>;
const WORKS = new RegExp(
  `${words['sync_without_works'] ?? ''}</h3>.*${words['sync_works_print'] ?? ''}.*<h3>`,
  's'
);

const shownTo = (role: string, isCertified = true): string =>
  render(WithoutConnectionShow, { props: { person: { role }, isCertified } }).body;

afterEach(() => {
  programVersion.keeping = 'fetching';
  programVersion.isReadyToPrint = false;
});

test.each(['fetching', 'kept', 'failed'] as const)(
  'whether the program opens without a connection is said as it is: %s',
  (keeping) => {
    programVersion.keeping = keeping;
    const body = shownTo('officer');
    for (const one of ['fetching', 'kept', 'failed'])
      expect(body.includes(words[`sync_program_${one}`] ?? '')).toBe(one === keeping);
  }
);

test('printing is said to work without a connection only once what it needs is on this device', () => {
  expect(shownTo('officer')).not.toMatch(WORKS);
  programVersion.isReadyToPrint = true;
  expect(shownTo('officer')).toMatch(WORKS);
});

test('nobody is told of work that is not theirs', () => {
  programVersion.isReadyToPrint = true;
  const issues = words['sync_works_issue'] ?? '';
  const numbers = words['sync_waits_numbers'] ?? '';
  expect(shownTo('officer')).toContain(issues);
  for (const role of ['reader', 'incb', 'trainer']) {
    expect(shownTo(role)).not.toContain(issues);
    expect(shownTo(role)).not.toContain(numbers);
  }
  expect(shownTo('reader')).toMatch(WORKS);
  expect(shownTo('trainer')).not.toMatch(WORKS);
});

test('issuing is not said to work on a device that waits for certification', () => {
  const [issues, waits] = ['sync_works_issue', 'sync_waits_device'].map((key) => words[key] ?? '');
  expect(shownTo('officer')).toContain(issues);
  expect(shownTo('officer')).not.toContain(waits);
  expect(shownTo('officer', false)).not.toContain(issues);
  expect(shownTo('officer', false)).toContain(waits);
  expect(shownTo('reader', false)).not.toContain(waits);
});
