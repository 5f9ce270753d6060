import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { DEFAULT_SETTINGS } from '#lib/domain/authorization/country-settings.ts';
import { accept } from '#lib/domain/result.ts';
import PracticeForm from '../../src/routes/(app)/settings/PracticeForm.svelte';

describe('what a country sets for itself, on the screen', () => {
  const { body } = render(PracticeForm, {
    props: {
      practice: { ...DEFAULT_SETTINGS, extendedSchedules: ['IV'] },
      today: '2026-11-29' as CalendarDate,
      onsave: () => Promise.resolve(accept(true))
    }
  });

  test('asks for each period and says what stands where nothing is set', () => {
    for (const name of ['importMonths', 'importMonthsBySea', 'exportMonths'])
      expect(body).toContain(`name="${name}"`);
    expect(body.match(/Default: 3. Maximum: 24./g)).toHaveLength(2);
    expect(body).toContain('Default: 6. Maximum: 24.');
  });

  test('ticks the schedules for which authorizations are asked, and the seal where it is required', () => {
    const boxes = body.match(/<input[^>]*type="checkbox"[^>]*>/g) ?? [];
    expect(boxes.map((box) => box.includes('checked'))).toEqual([false, true, false]);
  });
});
