/** Personal data of the register of companies, deleted when due by the server itself. */
import { expect, test } from 'vitest';
import { provisionCountry } from '#couch/installation/provision.ts';
import { DuePersons } from '#couch/registration/due-persons.ts';
import { withStatus } from '#lib/domain/company/company.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { aCompany } from '../../samples/companies.ts';
import { describeEngines } from '../with-engine.ts';

const ENDED = '2026-11-30' as CalendarDate;
const DAY = 86_400_000;

describeEngines('the server', (open) => {
  test('deletes the name of a company’s responsible person a year after its end, in every version, and no other name', async () => {
    const { engine, drop } = await open();
    await provisionCountry(engine, 'AU' as CountryCode);
    const database = engine.openAsAdministrator('country-au');
    const named = (no: number) => aCompany(no, { responsible: { name: `Ada North ${no}` } });
    const ended = withStatus(named(1), 'ended', ENDED, 'Closed');
    const { rev } = await database.put(ended as never);
    await database.put(named(2) as never);
    // Two devices changed it apart.
    const apart = (digit: string) => ({
      ...{ ...ended, _rev: `2-${digit.repeat(32)}`, name: `Company ${digit}` },
      _revisions: { start: 2, ids: [digit.repeat(32), rev.slice(2)] }
    });
    await database.bulkDocs([apart('a'), apart('b')] as never[], { new_edits: false });
    const clock = { now: Date.parse(`${ENDED}T12:00:00.000Z`) + 364 * DAY };
    const persons = new DuePersons({
      engine,
      clock: () => clock.now,
      warn: expect.fail,
      removeAccounts: async () => 0
    });
    expect(await persons.sweep()).toBe(0);
    clock.now += DAY;
    expect(await persons.sweep()).toBe(2);
    const leaves = (await database.get(ended._id, { open_revs: 'all' })) as unknown as { ok: object }[];
    expect(JSON.stringify(leaves)).not.toContain('Ada North 1');
    expect(await database.get(ended._id)).toMatchObject({ name: 'Company b', history: ended.history! });
    expect(await database.get(named(2)._id)).toHaveProperty('responsible');
    if (engine.kind === 'embedded')
      for (const old of [rev, `2-${'b'.repeat(32)}`])
        await expect(database.get(ended._id, { rev: old })).rejects.toMatchObject({ status: 404 });
    expect(await persons.sweep()).toBe(0);
    await drop();
  });
});
