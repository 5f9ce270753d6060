/** A partner's own rules as its partners read them. */
import { render } from 'svelte/server';
import { beforeAll, describe, expect, test } from 'vitest';
import PracticeShow from '#lib/authorization/PracticeShow.svelte';
import { substanceOptions } from '#lib/authorization/line-options.ts';
import { editionWith, type PracticeAct } from '#lib/domain/authorization/practice-in-force.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import { openPart } from '#lib/i18n/catalog.ts';
import { aPracticeAct } from '../samples/practice.ts';

beforeAll(() => openPart('dossiers'));

function shown(practice: PracticeAct | null): string {
  return render(PracticeShow, { props: { country: 'AU', practice } })
    .body.replace(/<[^>]+>/g, ' ')
    .replace(/[\u2068\u2069]/g, '')
    .replace(/\s+/g, ' ');
}

describe('a partner’s practice', () => {
  test('says that nothing is known where none is published', () => {
    expect(shown(null)).toContain('I2ES has no information on the national practice of Australia.');
  });

  test('says what the partner requires, accepts and answers first', () => {
    const text = shown(aPracticeAct({ extendedSchedules: ['IV', 'preparations'], sealRequired: true }));
    for (const fact of [
      'In force from 1 Dec 2026',
      '1971 Schedule IV, preparations in 1961 Schedule III',
      'In months: import 3, import by sea 6, export 3',
      'Accepted since 1 Jan 2026',
      'Official seal Required',
      'Authorities on I2ES first',
      'Only doubtful documents',
      'Only for authorities on I2ES',
      'Two people for each authorization Not required',
      'tramadol hydrochloride, Schedule 4, 0.8784'
    ])
      expect(text).toContain(fact);
  });

  test('says that paper is required where electronic originals are not accepted', () => {
    const { electronicSince: _since, ...body } = aPracticeAct().body;
    expect(shown({ ...aPracticeAct(), body } as PracticeAct)).toContain('Not accepted. Send the paper.');
  });

  test('offers its substances under the name of the country, and under no Convention', () => {
    const edition = editionWith(CURRENT_EDITION, [aPracticeAct()]);
    expect(substanceOptions('tramadol', edition)).toEqual([
      {
        value: 'national-au-tramadol|hydrochloride',
        label: 'tramadol hydrochloride',
        detail: 'Australia, Schedule 4 (national law only)'
      }
    ]);
  });
});
