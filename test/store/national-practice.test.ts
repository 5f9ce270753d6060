/** An administrator publishes a practice; officers of both sides issue by it, at a real gateway with its exchange. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { practiceFacts, practicesUsed } from '#lib/authorization/practice-words.ts';
import { practiceInForce, practicesBy } from '#lib/authorization/read-practice.ts';
import { printOptions } from '#lib/dossier/print-options.ts';
import type { Act, Factor, Line } from '#lib/domain/act/body.ts';
import type { PracticeAct } from '#lib/domain/authorization/practice-in-force.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { unwrap, type Result } from '#lib/domain/result.ts';
import { substanceTexts } from '#lib/pdf/goods-tables.ts';
import { conventionTexts } from '#lib/pdf/title-words.ts';
import { substanceName } from '#lib/register/substance-words.ts';
import { aLine } from '../samples/acts.ts';
import { A_PRACTICE, aPracticeAct, TRAMADOL_LINE } from '../samples/practice.ts';
import { importParticulars } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';

let world: World;
let administrator: Device;
beforeAll(async () => {
  world = await openWorld();
  administrator = await world.administrator('au.administrator');
});
afterAll(() => world.close());

describe('a national practice', () => {
  let officer: Device;
  let abroad: Device;
  beforeAll(async () => {
    officer = await world.officer('au.officer', administrator);
    abroad = world.device();
    await abroad.enrol('ch.officer');
  });

  const publish = async (over: object = {}): Promise<PracticeAct> => {
    const { store } = administrator;
    // Of two practices for one day, the later signed one counts.
    world.rig.clock.now += 60_000;
    const particulars = { ...A_PRACTICE, effectiveFrom: store.today, ...over };
    const act = unwrap(await store.state('national-practice', particulars));
    await until(() =>
      [officer, abroad].every((one) => practicesBy(one.store, 'AU').some(({ _id }) => _id === act._id))
    );
    return act;
  };

  test('reaches every country, and is what forms to and of that country are judged by', async () => {
    expect(practiceInForce(abroad.store, 'AU', abroad.store.today)).toBe(null);
    const act = await publish();
    expect(practiceInForce(abroad.store, 'AU', abroad.store.today)).toEqual(act);
    expect(practiceFacts(act.body).map(({ text }) => text)).toContain('Authorities on I2ES first');
    expect(practicesUsed({ practices: [act._id] }, abroad.store)).toEqual([
      'Australia, in force from 24 Nov 2026'
    ]);
    expect(practicesUsed({ practices: [act._id] }, sourcesWithout)).toEqual([
      'Australia, not on this device'
    ]);
  });

  test('that the server has refused is not used, though its signature is good', () => {
    const act = aPracticeAct({ effectiveFrom: '2026-11-20' });
    const refused = { actsOf: () => [act], counts: () => false, verdictOf: () => 'good' };
    expect(practiceInForce(refused, 'AU', administrator.store.today)).toBe(null);
  });

  test('that is replaced still serves an officer who was offline, and the dossier shows it', async () => {
    const before = practiceInForce(officer.store, 'AU', officer.store.today) as PracticeAct;
    const issued = (over: object): Promise<Result<Act>> =>
      officer.store.issue('import-authorization', importParticulars(over), {
        draft: officer.store.newDraftId()
      });
    await publish({ importMonths: 2 });
    const act = unwrap(await issued({ practices: [before._id] }));
    await until(() => officer.store.ledgerOf(act._id)?.server != null);
    expect(practicesUsed({ practices: [before._id] }, officer.store)).toEqual([
      'Australia, in force from 24 Nov 2026, replaced on 24 Nov 2026'
    ]);
    const [latest] = practicesBy(officer.store, 'AU');
    const long = unwrap(await issued({ practices: [latest!._id] }));
    await until(() => officer.store.refused().length === 1);
    expect(officer.store.refused()[0]).toMatchObject({
      id: long._id,
      problems: [{ code: 'validity.tooLong', values: { months: 2 } }]
    });
  });

  test('prints its schedule and country beside a national substance, and asks for its seal', async () => {
    const { store } = officer;
    const sealed = await publish({ sealRequired: true });
    const { preparation: _preparation, ...line } = aLine({ ...TRAMADOL_LINE, factor: ofToday(store) });
    const validUntil = '2027-01-20' as CalendarDate;
    const of = { practices: [sealed._id], lines: [line as Line], validUntil };
    const act = unwrap(
      await store.issue('import-authorization', importParticulars(of), { draft: store.newDraftId() })
    );
    await until(() => store.ledgerOf(act._id)?.server != null);
    const options = printOptions(act, { locale: 'en', copy: 'original' }, store);
    expect(options.sealRequired).toBe(true);
    expect(substanceTexts(line as Line, options.edition!, 'en')).toEqual([
      expect.stringContaining('national law of Australia, Schedule 4')
    ]);
    expect(substanceTexts(line as Line, CURRENT_EDITION, 'en')).toEqual([
      expect.stringContaining('national law of Australia')
    ]);
    expect(conventionTexts([line as Line], options.edition!, 'en')).toEqual(['Issued under national law']);
    expect(substanceName('national-au-tramadol')).toBe('tramadol (Australia, national law)');
  });
});

const sourcesWithout = { actsOf: () => [], counts: () => true };

function ofToday({ today }: Device['store']): Factor {
  return { ...TRAMADOL_LINE.factor, edition: `AU ${today}`, date: today } as Factor;
}
