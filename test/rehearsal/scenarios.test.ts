import { afterEach, describe, expect, test } from 'vitest';
import type { ActOf } from '#lib/domain/act/body.ts';
import { dossierKey } from '#lib/domain/act/dossier-key.ts';
import { readAuthorization } from '#lib/domain/act/stand-in.ts';
import { addDays } from '#lib/domain/calendar-date.ts';
import type { ActId, CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { reachedSteps, type Seen, type Side } from '#lib/domain/rehearsal/scenario.ts';
import { SCENARIOS, scenarioNamed } from '#lib/domain/rehearsal/scenarios.ts';
import { unwrap } from '#lib/domain/result.ts';
import { seenOf } from '#lib/rehearsal/rehearsal.svelte.ts';
import { HUNDRED_GRAMS, lineOf, saltTakenForBase } from '#lib/rehearsal/stage/goods.ts';
import { Prelude } from '#lib/rehearsal/stage/prelude.ts';
import { wordsOf, stepWords } from '#lib/rehearsal/scenario-words.ts';
import { AU, CH } from '../samples/acts.ts';
import { aPaperImport } from '../samples/papers.ts';
import { exportParticulars, importParticulars, shipmentParticulars } from '../store/particulars.ts';
import { openRehearsal, until, type RehearsalWorld } from './world.ts';

let world: RehearsalWorld;
afterEach(() => world.close());

const DAY_MS = 86_400_000;

/** What was stated on one side and is good on the other; nobody states the next in the same moment. */
async function cross(act: { readonly _id: ActId }, to: Side): Promise<void> {
  await until(() => world.stores[to].verdictOf(act._id) === 'good');
  world.clock.now += 1_000;
}

async function ask(over = {}): Promise<ActOf<'import-authorization'>> {
  const { importing } = world.stores;
  const act = unwrap(
    await importing.issue('import-authorization', importParticulars(over), { draft: importing.newDraftId() })
  );
  await cross(act, 'exporting');
  return act;
}

async function grant(
  asked: ActOf<'import-authorization'>,
  over = {}
): Promise<ActOf<'export-authorization'>> {
  const { exporting } = world.stores;
  const act = unwrap(
    await exporting.issue('export-authorization', exportParticulars(asked, over), {
      draft: exporting.newDraftId()
    })
  );
  await cross(act, 'importing');
  return act;
}

/** A line as a learner types it, of so many micrograms of the salt. */
const goods = lineOf;
const HALF = HUNDRED_GRAMS / 2;
const MORPHINE = { lines: [goods(HUNDRED_GRAMS)] };

/** `micrograms`: what went, or what arrived, where it is not what was granted. */
function arrived({ body }: ActOf<'export-authorization'>, micrograms?: number) {
  return body.lines.map(({ no, stated, base }) => {
    if (micrograms === undefined) return { no, stated, base };
    const line = lineOf(micrograms);
    return { no, stated: line.stated, base: line.base };
  });
}

/** By the server of the exporting side; a partner outside the practice answers nothing. */
async function stored({ _id }: { readonly _id: ActId }): Promise<void> {
  await until(() => Boolean(world.stores.exporting.ledgerOf(_id)?.server));
  world.clock.now += 1_000;
}

/** The import authorization is recorded from paper: the door accepts no export on an unknown one. */
async function grantOnPaper(number: string, partner: CountryCode): Promise<ActOf<'export-authorization'>> {
  const { exporting } = world.stores;
  const [validFrom, lines] = [addDays(exporting.today, -1), MORPHINE.lines];
  const terms = { ...{ lines, validFrom, issuedOn: validFrom }, validUntil: addDays(validFrom, 180) };
  const { paper, comparedBy } = aPaperImport({ number, partner, over: terms }).body;
  const dossier = dossierKey(partner, CH, validFrom, number);
  const particulars = { dossier, paper, comparedBy, comparedOn: exporting.today };
  const record = unwrap(await exporting.state('paper-record', particulars));
  await stored(record);
  const upon = readAuthorization(record) as ActOf<'import-authorization'>;
  const over = { importingCountry: partner, lines: [{ ...goods(HUNDRED_GRAMS), importLine: 1 }] };
  const act = unwrap(
    await exporting.issue('export-authorization', exportParticulars(upon, over), {
      draft: exporting.newDraftId()
    })
  );
  await stored(act);
  return act;
}

async function ship(granted: ActOf<'export-authorization'>, micrograms?: number): Promise<void> {
  const particulars = { ...shipmentParticulars(granted), lines: arrived(granted, micrograms) };
  await cross(unwrap(await world.stores.exporting.state('shipment', particulars)), 'importing');
}

async function endorse(
  granted: ActOf<'export-authorization'>,
  outcome: 'imported' | 'not-imported',
  micrograms?: number
): Promise<void> {
  const { importing } = world.stores;
  const { dossier } = granted.body;
  const lines =
    outcome === 'not-imported'
      ? granted.body.lines.map(({ no }) => ({ no, stated: '0', base: '0' }))
      : arrived(granted, micrograms);
  const stated = { dossier, exportAuthorization: granted._id, outcome, receivedOn: importing.today, lines };
  await cross(unwrap(await importing.state('endorsement', stated as never)), 'exporting');
}

async function reached(name: string, planted: Seen['planted'] = {}): Promise<readonly string[]> {
  const today = new Date(world.clock.now).toISOString().slice(0, 10) as CalendarDate;
  const scenario = scenarioNamed(name);
  if (!scenario) throw new Error(name);
  return reachedSteps(scenario, await seenOf(world.server, today, planted));
}

describe('a scenario', () => {
  test('has its words, and so has each of its steps', async () => {
    world = await openRehearsal();
    for (const scenario of SCENARIOS) {
      for (const say of Object.values(wordsOf(scenario))) expect((say as () => string)()).not.toBe('');
      for (const { name } of scenario.steps) expect(stepWords(name)).not.toBe(name);
    }
  });

  test('of a routine import is reached step by step, and not before', async () => {
    world = await openRehearsal();
    expect(await reached('routine')).toEqual([]);
    const asked = await ask(MORPHINE);
    expect(await reached('routine')).toEqual(['asked']);
    const granted = await grant(asked);
    await ship(granted);
    expect(await reached('routine')).toEqual(['asked', 'granted', 'shipped']);
    await endorse(granted, 'imported');
    expect(await reached('routine')).toEqual(['asked', 'granted', 'shipped', 'endorsed']);
    expect(await reached('partial')).toEqual(['asked', 'granted']);
  });

  test('of a partial shipment is reached by what arrived, and by nothing more', async () => {
    world = await openRehearsal();
    const granted = await grant(await ask(MORPHINE));
    await ship(granted, HALF);
    expect(await reached('partial')).toEqual(['asked', 'granted', 'shipped_less']);
    await endorse(granted, 'imported', HALF);
    expect(await reached('partial')).toEqual(['asked', 'granted', 'shipped_less', 'endorsed_exactly']);
  });

  test('of two consignments is reached by two export authorizations upon one import authorization', async () => {
    world = await openRehearsal();
    const asked = await ask({ ...MORPHINE, consignments: 2 });
    expect(await reached('consignments')).toEqual(['asked_for_two']);
    const half = { lines: [{ ...goods(HALF), importLine: 1 }] };
    for (const [index, name] of ['granted', 'granted_again'].entries()) {
      const granted = await grant(asked, half);
      expect(await reached('consignments')).toContain(name);
      if (index === 1) await ship(granted);
      await endorse(granted, 'imported');
      // Nobody has said what left: so far it is a word about nothing.
      if (index === 0) expect(await reached('consignments')).not.toContain('endorsed');
      if (index === 0) await ship(granted);
      expect((await reached('consignments')).includes('endorsed_both')).toBe(index === 1);
    }
    expect(await reached('consignments')).toHaveLength(5);
  });

  test('of an authorization that expires unused is reached by its return once the clock has passed it', async () => {
    world = await openRehearsal();
    const granted = await grant(await ask());
    world.clock.now += 120 * DAY_MS;
    expect(await reached('expired')).toEqual(['asked', 'granted', 'expired']);
    await endorse(granted, 'not-imported');
    expect(await reached('expired')).toEqual(['asked', 'granted', 'expired', 'returned']);
  });

  test('of a salt mistaken for a base lays a shortage of just the factor on the desk, and wants it questioned', async () => {
    world = await openRehearsal();
    const prelude = new Prelude(world.server, 'salt');
    await prelude.play();
    const { importing } = world.stores;
    const act = prelude.planted.act as ActId;
    await cross({ _id: act }, 'importing');
    expect(importing.dossierOf(act)?.exports[0]?.lines[0]).toMatchObject({
      authorized: { stated: 75_200_000 }
    });
    expect(await reached('salt', prelude.planted)).toEqual([]);
    const dossier = importing.dossierOf(act)?.key;
    const asked = unwrap(
      await importing.state('reply', { dossier, on: act, answer: 'query', text: 'Salt or base?' } as never)
    );
    await cross(asked, 'exporting');
    expect(await reached('salt', prelude.planted)).toEqual(['questioned']);
    const { exporting } = world.stores;
    const wrong = exporting.act(act) as ActOf<'export-authorization'>;
    const cancelled = await exporting.state('cancellation', {
      dossier,
      of: act,
      reason: 'The base was taken for the salt.'
    } as never);
    await cross(unwrap(cancelled), 'importing');
    expect(await reached('salt', prelude.planted)).toEqual(['questioned', 'withdrawn_wrong']);
    const upon = exporting.act(wrong.body.importAuthorization?.act as ActId);
    // The same mistake once more is no right one, though nothing has been shipped that would differ.
    const same = { lines: [{ ...saltTakenForBase(goods(HUNDRED_GRAMS)), importLine: 1 }] };
    const again = await grant(upon as ActOf<'import-authorization'>, same);
    expect(await reached('salt', prelude.planted)).toEqual(['questioned', 'withdrawn_wrong']);
    const withdrawn = { dossier, of: again._id, reason: 'The same mistake.' };
    await cross(unwrap(await exporting.state('cancellation', withdrawn as never)), 'importing');
    const right = { lines: [{ ...goods(HUNDRED_GRAMS), importLine: 1 }] };
    await grant(upon as ActOf<'import-authorization'>, right);
    expect(await reached('salt', prelude.planted)).toEqual([
      'questioned',
      'withdrawn_wrong',
      'granted_right'
    ]);
  });

  test('of a forgery shows it as bad on the desk that holds it, where nothing can be granted upon it', async () => {
    world = await openRehearsal();
    const prelude = new Prelude(world.server, 'forged');
    await prelude.play();
    const { exporting } = world.stores;
    const forged = prelude.planted.act as ActId;
    await until(() => exporting.verdictOf(forged) === 'bad');
    await until(() => exporting.registerRows().length > 0);
    const [genuine] = exporting.actsOf('import-authorization').filter(({ _id }) => _id !== forged);
    if (!genuine) throw new Error('no genuine one');
    expect(await reached('forged', prelude.planted)).toEqual([]);
    // Its number recorded as if from a paper is no way round the signature.
    const typed = await grantOnPaper('AU-I-2026-000009', AU);
    expect(await reached('forged', prelude.planted)).toEqual([]);
    const { dossier } = typed.body;
    world.clock.now += 1_000;
    const taken = { dossier, of: typed._id, reason: 'Nobody has signed it.' };
    await cross(unwrap(await exporting.state('cancellation', taken as never)), 'importing');
    const granted = await grant(genuine as ActOf<'import-authorization'>, {
      lines: [{ ...goods(HUNDRED_GRAMS), importLine: 1 }]
    });
    expect(granted.body.importAuthorization?.act).toBe(genuine._id);
    expect(await reached('forged', prelude.planted)).toEqual(['granted_genuine', 'left_forged']);
  });

  test('of a partner on paper is reached without anything of theirs, and nothing waits for an answer', async () => {
    world = await openRehearsal();
    const { exporting } = world.stores;
    const kenya = 'KE' as CountryCode;
    const other = unwrap(
      await exporting.state('shipment', shipmentParticulars(await grantOnPaper('4771', kenya)))
    );
    await stored(other);
    // Another number than the paper's is one for which the partner looks in vain.
    expect(await reached('paper')).toEqual([]);
    const granted = await grantOnPaper('4711', kenya);
    expect(await reached('paper')).toEqual(['granted_on_paper']);
    const shipped = unwrap(await exporting.state('shipment', shipmentParticulars(granted)));
    await stored(shipped);
    expect(await reached('paper')).toEqual(['granted_on_paper', 'shipped_on_paper']);
  });

  test('of a stolen laptop is reached by the withdrawal, after which the door refuses the thief', async () => {
    world = await openRehearsal();
    const prelude = new Prelude(world.server, 'stolen');
    await prelude.play();
    await prelude.follow();
    expect(await reached('stolen', prelude.planted)).toEqual([]);
    const { importing } = world.stores;
    const key = prelude.planted.key as never;
    await until(() =>
      importing.actsOf('certificate').some(({ body }) => 'keyId' in body && body.keyId === key)
    );
    unwrap(await importing.withdrawKey(key, 'Stolen.'));
    await until(() => importing.line?.state === 'all-delivered');
    world.clock.now += 1000;
    await prelude.follow();
    expect(await reached('stolen', prelude.planted)).toEqual(['withdrawn_key', 'refused_thief']);
  });
});
