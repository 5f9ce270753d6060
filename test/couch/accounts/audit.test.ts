import { afterAll, beforeAll, expect, test } from 'vitest';
import { Audit, MAX_ENTRIES, AUDIT_VERBS, claimPlaces } from '#couch/accounts/audit.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import messages from '../../../src/lib/i18n/messages/en.json' with { type: 'json' };
import { describeEngines, type TestEngine } from '../with-engine.ts';

const AU = 'AU' as AuthorityCode;
const CH = 'CH' as AuthorityCode;

describeEngines('the audit of administration', (open) => {
  let held: TestEngine;
  let audit: Audit;
  let now = Date.UTC(2026, 10, 24, 9);

  beforeAll(async () => {
    held = await open();
    await held.engine.create('accounts');
    audit = new Audit({ engine: held.engine, clock: () => now });
    await audit.note({ authority: CH, by: 'ch.admin', what: 'person.suspended', about: 'ch.officer' });
    for (let serial = 1; serial <= 7; serial++) {
      await audit.note({ authority: AU, by: 'au.admin', what: 'person.role', about: `au.person${serial}` });
      if (serial % 2 === 0) now += 1000;
    }
  });
  afterAll(() => held.drop());

  test('is told newest first, page by page, without a gap or a repetition, also within one millisecond', async () => {
    const told: (string | undefined)[] = [];
    for (let before: string | undefined; ;) {
      const page = await audit.list(AU, { limit: 3, ...(before === undefined ? {} : { before }) });
      told.push(...page.map(({ about }) => about));
      before = page[page.length - 1]?.id;
      if (before === undefined) break;
    }
    expect(told).toEqual([7, 6, 5, 4, 3, 2, 1].map((serial) => `au.person${serial}`));
  });

  test('of one authority holds nothing of another', async () => {
    expect(await audit.list(CH, { limit: 50 })).toMatchObject([{ by: 'ch.admin', about: 'ch.officer' }]);
    expect(await audit.list('INCB', { limit: 50 })).toEqual([]);
  });

  test('can be asked for from an instant on', async () => {
    const page = await audit.list(AU, {
      before: new Date(Date.UTC(2026, 10, 24, 9, 0, 1)).toISOString(),
      limit: 9
    });
    expect(page.map(({ about }) => about)).toEqual(['au.person2', 'au.person1']);
  });

  test('tells a deed once that two gateways note at the same moment', async () => {
    const deeds = ['first', 'second'].map((about) => ({
      document: `company:${about} 1-a`,
      entry: { authority: 'FR' as AuthorityCode, by: 'fr.admin', what: 'company.changed', about } as const
    }));
    const other = new Audit({ engine: held.engine, clock: () => now + 1 });
    await Promise.all([audit.noteOnce(deeds), other.noteOnce(deeds)]);
    await other.noteOnce(deeds);
    const told = await audit.list('FR' as AuthorityCode, { limit: 9 });
    expect(told.map(({ about }) => about).sort()).toEqual(['first', 'second']);
  });

  test('writes an entry whose place alone was written before a gateway ended', async () => {
    const entry = { authority: 'DE' as AuthorityCode, by: 'de.admin', what: 'company.changed' } as const;
    const deeds = [{ document: 'company:c 1-a', entry }];
    await claimPlaces(held.engine.open('accounts'), deeds, () => '2026-11-24T08:00:00.000Z:0000AAAAAAAA');
    await audit.noteOnce(deeds);
    expect(await audit.list('DE' as AuthorityCode, { limit: 9 })).toMatchObject([
      { at: '2026-11-24T08:00:00.000Z', what: 'company.changed' }
    ]);
  });

  test('tells no more than its bound, however much is asked for', async () => {
    for (let serial = 0; serial < MAX_ENTRIES + 1; serial++)
      await audit.note({
        authority: 'INCB',
        by: 'server',
        what: 'policy.changed',
        values: { long: 'x'.repeat(9000) }
      });
    const page = await audit.list('INCB', { limit: 1_000_000 });
    expect(page).toHaveLength(MAX_ENTRIES);
    expect(page[0]?.values?.['long']).toHaveLength(200);
  });
});

test('every verb of the audit has its words', () => {
  const keys = AUDIT_VERBS.map((verb) => `audit_${verb.replace('.', '_')}`);
  expect(keys.filter((key) => !(key in messages))).toEqual([]);
});
