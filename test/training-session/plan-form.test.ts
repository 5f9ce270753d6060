/** What a trainer types of a session becomes its plan, by whichever keyboard it is typed. */
import { expect, test } from 'vitest';
import { parseSession } from '#lib/domain/training/session.ts';
import { aSession } from '../samples/training.ts';
import { SESSION_ID } from '../samples/training.ts';
import {
  changeDay,
  isTime,
  keptToPlan,
  planOf,
  readMaterials,
  readPlan,
  readSeries,
  tidyTime,
  typedDays,
  writeMaterials,
  type TypedPlan
} from '#lib/training-session/plan-form.ts';

function aPlan(more: Partial<TypedPlan> = {}): TypedPlan {
  return {
    ...planOf(null, true),
    title: 'التظهير',
    aims: 'يظهّر المشاركون شحنة جزئية.',
    place: 'نيروبي',
    zone: 'Africa/Nairobi',
    fromDate: '2026-12-10',
    ...more
  };
}

test('figures of an Arabic or Persian keyboard are figures', () => {
  const form = aPlan({ fromTime: '٠٩:٣٠', untilTime: '۱۱:۰۰', capacity: '٢٥' });
  expect(readPlan(form)).toMatchObject({
    value: { startsAt: '2026-12-10T06:30:00.000Z', endsAt: '2026-12-10T08:00:00.000Z', capacity: 25 }
  });
});

test('what is no hour and no number of places is told', () => {
  const form = aPlan({ fromTime: '٢٩:٣٠', capacity: 'ten' });
  expect(isTime(form.fromTime)).toBe(false);
  const read = readPlan(form);
  expect(read.ok ? [] : read.problems.map(({ path }) => path)).toEqual(['time', 'capacity']);
});

test('a plan for a region that is not chosen asks for the region', () => {
  const form = aPlan({ whom: 'region' });
  const read = readPlan(form);
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
  const form = aPlan({ fromTime: '1130', untilTime: '13' });
  expect(readPlan(form)).toMatchObject({ value: { startsAt: '2026-12-10T08:30:00.000Z' } });
});

test('what is typed is taken back as it was kept, and what an older version kept otherwise is left out', () => {
  const typed = aPlan({ isPublic: '', countries: 'KE', helpers: 'incb.second' });
  const blank = planOf(null, true);
  expect(keptToPlan(JSON.parse(JSON.stringify(typed)), blank)).toEqual(typed);
  expect(keptToPlan({ ...typed, isPublic: false, countries: ['KE'] }, blank)).toEqual(typed);
  expect(keptToPlan({ title: 7, aims: 'Another aim.', unknown: 'x' }, typed)).toEqual({
    ...typed,
    aims: 'Another aim.'
  });
  expect(keptToPlan(null, typed)).toEqual(typed);
});

test('a session that was stored under a former name of its time zone is planned under the current one', () => {
  expect(planOf(aSession({ zone: 'Asia/Calcutta' }), false).zone).toBe('Asia/Kolkata');
});

test('a session of three days has the same hours on each, unless a day has others or is left out', () => {
  const typed = aPlan({ untilDate: '2026-12-13', fromTime: '9', untilTime: '16:30' });
  const hours = (plan: TypedPlan) => {
    const read = readPlan(plan);
    return read.ok && read.value.days?.map(({ startsAt, endsAt }) => [startsAt, endsAt].join(' '));
  };
  const usual = (day: number) => `2026-12-${day}T06:00:00.000Z 2026-12-${day}T13:30:00.000Z`;
  expect(hours(typed)).toEqual([10, 11, 12, 13].map(usual));
  const [, second, third] = typedDays(typed);
  const shorter = { ...typed, days: changeDay(typed, { ...second!, until: '12:00' }) };
  const two = { ...shorter, days: changeDay(shorter, { ...third!, isHeld: false }) };
  expect(hours(two)).toEqual([usual(10), '2026-12-11T06:00:00.000Z 2026-12-11T09:00:00.000Z', usual(13)]);
  // The form of a stored session shows the days that were stored.
  const stored = readPlan(two);
  expect(stored.ok && hours(planOf(aSession(stored.value), false))).toEqual(hours(two));
  expect(hours({ ...typed, isDaily: '' })).toBeUndefined();
});

test('a day that ends before it begins is refused at the days', () => {
  const typed = aPlan({ untilDate: '2026-12-11', fromTime: '22:00', untilTime: '01:00' });
  const read = readPlan(typed);
  expect(read.ok ? [] : read.problems.map(({ code }) => code)).toContain('training.days.order');
  expect(readPlan({ ...typed, isDaily: '' }).ok).toBe(true);
});

test('a series repeats at the same hour of the clock, also after summer time, and a second attempt plans the same sessions', () => {
  const weekly = { repeat: '2', repeatCount: '٣', zone: 'Europe/Vienna', fromDate: '2027-03-16' };
  const typed = aPlan({ ...weekly, untilDate: '2027-03-17' });
  const [series, again] = [readSeries(SESSION_ID, typed), readSeries(SESSION_ID, typed)];
  expect(again).toEqual(series);
  const parts = series.ok ? series.value : [];
  expect(parts.map(({ plan }) => plan.startsAt)).toEqual([
    '2027-03-16T08:00:00.000Z',
    '2027-03-30T07:00:00.000Z',
    '2027-04-13T07:00:00.000Z'
  ]);
  expect(parts.every(({ plan }) => plan.days?.length === 2)).toBe(true);
  expect(parts[0]?.id).toBe(SESSION_ID);
  expect(new Set(parts.map(({ id }) => id)).size).toBe(3);
  for (const { id, plan } of parts) expect(parseSession({ ...aSession(plan), _id: id }).ok).toBe(true);
});

test('a series of no session or of too many is refused', () => {
  for (const repeatCount of ['0', '13', 'two', '1.5'])
    expect(readSeries(SESSION_ID, aPlan({ repeat: '1', repeatCount }))).toMatchObject({
      problems: [{ code: 'training.series.count' }]
    });
});

test('materials are read as they were typed, also from a plan that an older version kept', () => {
  const typed = [
    { title: 'Slides of day 1', link: 'https://files.example.org/1' },
    { title: '', link: '' },
    { title: 'Notes', link: '' }
  ];
  expect(readMaterials(writeMaterials(typed))).toEqual(typed);
  expect(readMaterials('Slides of day 1 https://files.example.org/1')).toEqual([typed[0]]);
  const read = readPlan(aPlan({ materials: writeMaterials(typed.slice(0, 2)) }));
  expect(read.ok && read.value.materials).toEqual([typed[0]]);
  const missing = readPlan(aPlan({ materials: writeMaterials(typed) }));
  expect(missing.ok ? [] : missing.problems.map(({ path }) => path)).toEqual(['materials.1.link']);
});
