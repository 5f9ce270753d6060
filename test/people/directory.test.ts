import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import { NO_PARTICULARS } from '#lib/people/particulars.ts';
import DirectoryShow from '../../src/routes/(app)/settings/DirectoryShow.svelte';

const ENTRY = { ...NO_PARTICULARS, name: 'Office of Drug Control', address: '1 Main Street' };

describe('INCB’s entry of the authority, in the settings', () => {
  const shown = (own: typeof ENTRY | null): string =>
    render(DirectoryShow, { props: { own, directory: ENTRY } }).body;

  test('is read where forms print it because no words of one’s own are saved', () => {
    expect(shown(null)).toContain('Office of Drug Control');
  });

  test('is read where it differs, and not said twice where it is the same', () => {
    expect(shown({ ...ENTRY, name: 'Drug Control' })).toContain('Office of Drug Control');
    expect(shown(ENTRY)).not.toContain('Office of Drug Control');
  });
});
