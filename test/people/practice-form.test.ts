import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { DEFAULT_SETTINGS } from '#lib/domain/authorization/country-settings.ts';
import type { NationalPracticeBody } from '#lib/domain/act/body.ts';
import { accept } from '#lib/domain/result.ts';
import PracticeForm from '../../src/routes/(app)/settings/PracticeForm.svelte';
import { A_PRACTICE } from '../samples/practice.ts';

function shown(published: NationalPracticeBody | null): string {
  const { body } = render(PracticeForm, {
    props: {
      ...{ country: 'AU' as CountryCode, published, today: '2026-11-29' as CalendarDate },
      settings: { ...DEFAULT_SETTINGS, extendedSchedules: ['IV'] },
      onpublish: () => Promise.resolve(accept(true))
    }
  });
  return body;
}

function ticks(body: string): readonly boolean[] {
  const boxes = body.match(/<input[^>]*type="checkbox"[^>]*>/g) ?? [];
  return boxes.map((box) => box.includes('checked'));
}

describe('a national practice on the screen', () => {
  const unpublished = shown(null);

  test('asks for each period and shows the default of each', () => {
    for (const name of ['importMonths', 'importMonthsBySea', 'exportMonths'])
      expect(unpublished).toContain(`name="${name}"`);
    expect(unpublished.match(/Default: 3. Maximum: 24./g)).toHaveLength(2);
    expect(unpublished).toContain('Default: 6. Maximum: 24.');
  });

  test('begins with the settings that the country had before it published one', () => {
    expect(ticks(unpublished)).toEqual([false, true, false, false, false, false, false]);
    expect(unpublished).not.toContain('Remove');
  });

  test('continues with what is published: electronic originals, partners on I2ES first, own substances', () => {
    const body = shown({ kind: 'national-practice', ...A_PRACTICE } as NationalPracticeBody);
    expect(ticks(body)).toEqual([false, true, false, false, true, true, false]);
    expect(body).toContain('Electronic originals accepted since');
    for (const value of ['tramadol', 'hydrochloride', 'Schedule 4', '0.8784'])
      expect(body).toContain(`value="${value}"`);
  });
});
