/** What a trainer types of a session becomes its plan, by whichever keyboard it is typed. */
import { expect, test } from 'vitest';
import { isTime, PlanForm } from '#lib/session/plan-form.svelte.ts';

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
