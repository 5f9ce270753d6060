/** What a trainer types of a session becomes its plan, by whichever keyboard it is typed. */
import { expect, test } from 'vitest';
import { aSession } from '../samples/training.ts';
import { isTime, PlanForm, tidyTime } from '#lib/training-session/plan-form.svelte.ts';

function aForm(): PlanForm {
  return Object.assign(new PlanForm(), {
    title: 'التظهير',
    aims: 'يظهّر المشاركون شحنة جزئية.',
    place: 'نيروبي',
    zone: 'Africa/Nairobi',
    fromDate: '2026-12-10'
  });
}

test('figures of an Arabic or Persian keyboard are figures', () => {
  const form = Object.assign(aForm(), { fromTime: '٠٩:٣٠', untilTime: '۱۱:۰۰', capacity: '٢٥' });
  expect(form.read()).toMatchObject({
    value: { startsAt: '2026-12-10T06:30:00.000Z', endsAt: '2026-12-10T08:00:00.000Z', capacity: 25 }
  });
});

test('what is no hour and no number of places is told', () => {
  const form = Object.assign(aForm(), { fromTime: '٢٩:٣٠', capacity: 'ten' });
  expect(isTime(form.fromTime)).toBe(false);
  const read = form.read();
  expect(read.ok ? [] : read.problems.map(({ path }) => path)).toEqual(['time', 'capacity']);
});

test('a plan for a region that is not chosen asks for the region', () => {
  const form = Object.assign(aForm(), { whom: 'region' });
  const read = form.read();
  expect(read.ok ? [] : read.problems).toEqual([{ code: 'act.region.missing', path: 'audience.region' }]);
});

test.each([
  ['1130', '11:30'],
  ['930', '09:30'],
  ['9', '09:00'],
  ['9h', '09:00'],
  ['9h30', '09:30'],
  ['11.30', '11:30'],
  ['٠٩٣٠', '09:30'],
  ['23:59', '23:59'],
  ['2460', '2460'],
  ['25:00', '25:00'],
  ['noon', 'noon']
])('the time typed as %s is read as %s', (typed, time) => {
  expect(tidyTime(typed)).toBe(time);
});

test('a session that is typed to begin at 1130 begins at half past eleven', () => {
  const form = Object.assign(aForm(), { fromTime: '1130', untilTime: '13' });
  expect(form.read()).toMatchObject({ value: { startsAt: '2026-12-10T08:30:00.000Z' } });
});

test('what is typed is taken back as it was kept, and what an older version kept otherwise is left out', () => {
  const typed = Object.assign(aForm(), { isPublic: false, countries: ['KE'], helpers: 'incb.second' }).typed;
  const form = new PlanForm();
  form.takeTyped(JSON.parse(JSON.stringify(typed)));
  expect(form.typed).toEqual(typed);
  form.takeTyped({ title: 7, countries: 'KE', aims: 'Another aim.', unknown: 'x' });
  expect(form.typed).toEqual({ ...typed, aims: 'Another aim.' });
  form.takeTyped(null);
  expect(form.typed.aims).toBe('Another aim.');
});

test('a session that was stored under a former name of its time zone is planned under the current one', () => {
  const form = new PlanForm();
  form.take(aSession({ zone: 'Asia/Calcutta' }), false);
  expect(form.zone).toBe('Asia/Kolkata');
});
