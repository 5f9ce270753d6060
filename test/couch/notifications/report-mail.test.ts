/** INCB's monthly report over a real gateway and mail server: to whom, when, how often, and with what first. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Notifications } from '#couch/notifications/notifications.ts';
import { openMailer } from '#couch/outreach/mailer.ts';
import { Standings } from '#couch/registration/standings.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { monthToReport } from '#lib/domain/usage/monthly-report.ts';
import { REPORT_WORDS } from '#lib/domain/usage/report-text.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { aPerson, openRig, type Client, type Rig } from '../gateway/rig.ts';
import { openMailServer, type MailServer } from '../outreach/mail-server.ts';
import { aUsage } from '../../samples/usage.ts';
import { describeEngines, TEST_SECRET } from '../with-engine.ts';

const FROM = 'I2ES <i2es@example.org>';

test('a month is reported from its sixth day after it', () => {
  expect(monthToReport('2026-12-05' as CalendarDate)).toBe('2026-10');
  expect(monthToReport('2026-12-06' as CalendarDate)).toBe('2026-11');
});

describeEngines('the monthly report', (open) => {
  let rig: Rig;
  let mail: MailServer;
  let standings: Standings;
  let observer: Client;

  beforeAll(async () => {
    mail = await openMailServer();
    rig = await openRig(open, {
      mail: { url: mail.url, from: FROM },
      origin: 'https://i2es.example',
      isOriginNamed: true
    });
    standings = new Standings(rig.engine);
    await rig.accounts.createPerson(aPerson('incb.observer', 'observer', 'INCB'));
    const accounts = rig.engine.open('accounts');
    const held = await accounts.get('person:incb.observer');
    await accounts.put({ ...(held as object), email: 'observer@example.org' } as never);
    const months = [
      aUsage('AU' as CountryCode, '2026-09', { imports: 4, firstActive: '2026-09-02' as never }),
      aUsage('AU' as CountryCode, '2026-10', { imports: 6, exchanged: 0 })
    ];
    await rig.engine.open('incb').bulkDocs(months as object[]);
    observer = await rig.signIn('incb.observer');
  });
  afterAll(async () => {
    standings.close();
    await mail.stop();
    await rig.drop();
  });

  /** As another gateway, or one after a restart, would. */
  async function sendDue(): Promise<readonly string[]> {
    const before = mail.taken.length;
    const notifications = new Notifications({
      ...{ engine: rig.engine, clock: () => rig.clock.now, standings, national: null, trainings: null },
      ...{ secret: TEST_SECRET, from: FROM, address: 'https://i2es.example' },
      send: openMailer({ url: mail.url, from: FROM }),
      warn: (about, error) => {
        throw new Error(`${about}: ${String(error)}`);
      }
    });
    await notifications.sendReports();
    return mail.taken.slice(before).map(({ content }) => content.replaceAll('=\r\n', ''));
  }

  test('is not offered to a country’s people', async () => {
    const administrator = await rig.signIn('au.administrator');
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect(
        (await administrator.ask(method, '/api/report-mail', method === 'PUT' ? {} : undefined)).status
      ).toBe(403);
  });

  test('goes to a person who asked for it, once a month, the changes first', async () => {
    expect(await sendDue()).toEqual([]);
    expect((await observer.ask('PUT', '/api/report-mail', { language: 'en' })).status).toBe(204);
    expect((await observer.ask('GET', '/api/report-mail')).body).toEqual({
      isOn: true,
      email: 'observer@example.org',
      isMailSet: true
    });
    const [letter, ...more] = await sendDue();
    expect(more).toEqual([]);
    const words = REPORT_WORDS.en;
    expect(letter).toContain(`${words.issued}: 6 (+2)`);
    expect(letter).toContain(`${words.exchanged}: 0 (${words.same})`);
    expect(letter!.indexOf(words.issued)).toBeLessThan(letter!.indexOf(words.exchanged));
    expect(letter).toContain('https://i2es.example/overview');
    expect(await sendDue()).toEqual([]);
    rig.clock.now = Date.UTC(2026, 11, 6, 9);
    expect(await sendDue()).toHaveLength(1);
  });

  test('is sent again in the next round, if the mail server refused it for certain', async () => {
    rig.clock.now = Date.UTC(2027, 0, 8);
    const warned: string[] = [];
    let isDown = true;
    const later = new Notifications({
      ...{ engine: rig.engine, clock: () => rig.clock.now, standings, national: null, trainings: null },
      ...{ secret: TEST_SECRET, from: FROM, address: 'https://i2es.example' },
      send: async (message) =>
        isDown
          ? { state: 'refused', words: '451 Later.' }
          : openMailer({ url: mail.url, from: FROM })(message),
      warn: (about) => void warned.push(about)
    });
    const before = mail.taken.length;
    await later.sendReports();
    expect([warned.length, mail.taken.length - before]).toEqual([1, 0]);
    isDown = false;
    await later.sendReports();
    await later.sendReports();
    expect([warned.length, mail.taken.length - before]).toEqual([1, 1]);
  });

  test('ends with the right to the overview, and by the person', async () => {
    rig.clock.now = Date.UTC(2027, 0, 7, 9);
    const board = await rig.signIn('incb.secretary');
    expect((await board.ask('PATCH', '/api/people/incb.observer', { suspended: true })).status).toBe(200);
    expect(await sendDue()).toEqual([]);
    expect((await board.ask('PATCH', '/api/people/incb.observer', { suspended: false })).status).toBe(200);
    observer = await rig.signIn('incb.observer');
    expect((await observer.ask('DELETE', '/api/report-mail')).status).toBe(204);
    expect(await sendDue()).toEqual([]);
  });
});
