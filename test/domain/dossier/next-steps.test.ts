/** What each side may do next, from the first statement to the last. */
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { addDays } from '#lib/domain/calendar-date.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { actionsOf, type Action, type Actions } from '#lib/domain/dossier/next-steps.ts';
import { needsOfExport, needsOfImport, talkNeeds, type Need } from '#lib/domain/dossier/needs.ts';
import { exceptAnswers } from '#lib/domain/dossier/find-action.ts';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { openQuestions } from '#lib/domain/dossier/open-question.ts';
import { routeActs } from '#lib/domain/dossier/dossier-index.ts';
import { endorsementsDue } from '#lib/domain/dossier/status-on.ts';
import type { AuthorityCode, CalendarDate } from '#lib/domain/ids.ts';
import { MatchingIndex } from '#lib/domain/matching/matching-index.ts';
import {
  aCancellation,
  aMatchDecision,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment,
  AU,
  CH
} from '../../samples/acts.ts';
import { aHistory, seeds } from '../../samples/history.ts';
import { aPaperExport } from '../../samples/papers.ts';
import { generatePairs } from '../../score/generate-pairs.ts';

const TODAY = '2026-11-24' as CalendarDate;
const AFTER = '2027-01-05' as CalendarDate;

const ia = anImportAuthorization();
const ea = anExportAuthorization(ia);
const shipment = aShipment(ea);

function actionsIn(acts: readonly DossierAct[], authority: AuthorityCode, today = TODAY): Actions {
  return actionsOf(foldDossier(ia.body.dossier, acts), authority, { today });
}

function kindsOf({ primary, others }: Actions): [string | undefined, string[]] {
  // Suspending is possible until the goods have left: stops.test.ts.
  return [primary?.kind, others.map((one) => one.kind).filter((kind) => kind !== 'suspend')];
}

describe('after the import authorization', () => {
  test('the exporting authority is asked to issue upon it, and may reply', () => {
    expect(kindsOf(actionsIn([ia], CH))).toEqual(['export', ['reply']]);
  });

  test('its issuer waits, and may cancel', () => {
    expect(kindsOf(actionsIn([ia], AU))).toEqual([undefined, ['cancel']]);
  });

  test('nobody exports upon one that has expired or was cancelled', () => {
    expect(kindsOf(actionsIn([ia], CH, AFTER))[0]).toBeUndefined();
    expect(kindsOf(actionsIn([ia, aCancellation(ia)], CH))).toEqual([undefined, []]);
  });

  test('a third authority is offered nothing', () => {
    expect(actionsIn([ia], 'DE' as AuthorityCode)).toEqual({ primary: null, others: [] });
  });
});

describe('after a question of the partner', () => {
  const query = aReply(ia, { over: { answer: 'query', text: 'Is the licence still valid?' } });

  test('the issuer is asked to answer that question, and may still cancel', () => {
    const actions = actionsIn([ia, query], AU);
    expect(actions.primary).toEqual({ kind: 'reply', on: query._id });
    expect(kindsOf(actions)[1]).toEqual(['cancel']);
  });

  test('an answer settles it, and the partner is asked for an answer where it is a question again', () => {
    const answer = aReply(query, { at: '2026-10-02T11:00:00.000Z' });
    expect(actionsIn([ia, query, answer], AU).primary).toBeNull();
    expect(actionsIn([ia, query, answer], CH).primary?.kind).toBe('export');
    const back = aReply(query, {
      at: '2026-10-02T11:00:00.000Z',
      over: { answer: 'query', text: 'Which licence?' }
    });
    expect(actionsIn([ia, query, back], CH).primary).toEqual({ kind: 'reply', on: back._id });
  });

  test('the answer stands beside the question and not a second time among what else can be done', () => {
    const asked = openQuestions(foldDossier(ia.body.dossier, [ia, query]));
    expect(kindsOf(exceptAnswers(actionsIn([ia, query], AU), asked))).toEqual([undefined, ['cancel']]);
    expect(kindsOf(exceptAnswers(actionsIn([ia, query], CH), asked))).toEqual(['export', ['reply']]);
  });

  test('a question upon an export authorization comes before its shipment', () => {
    const doubt = aReply(ea, { at: '2026-10-05T10:00:00.000Z', over: { answer: 'objection', text: 'No.' } });
    expect(actionsIn([ia, ea, doubt], CH).primary).toEqual({ kind: 'reply', on: doubt._id });
    expect(kindsOf(actionsIn([ia, ea, doubt], CH))[1]).toEqual(['reply', 'ship', 'cancel']);
  });
});

describe('after the export authorization', () => {
  test('its issuer records the shipment or cancels; a second one needs another consignment', () => {
    expect(kindsOf(actionsIn([ia, ea], CH))).toEqual(['ship', ['reply', 'cancel']]);
  });

  test('with several consignments and something left, a further export is possible', () => {
    const several = anImportAuthorization({ over: { consignments: 2 } });
    const first = anExportAuthorization(several);
    const acts = [several, first, aShipment(first)];
    const dossier = foldDossier(several.body.dossier, acts);
    expect(actionsOf(dossier, CH, { today: TODAY }).primary).toEqual({ kind: 'export', on: several._id });
    const all = aShipment(first, { stated: ['500000000', '200000000'] });
    const used = foldDossier(several.body.dossier, [several, first, all]);
    expect(actionsOf(used, CH, { today: TODAY }).primary).toBeNull();
  });

  test('one that was returned unused may be issued anew, as the partner accepts it', () => {
    const short = anExportAuthorization(ia, { over: { validUntil: '2026-10-31' } });
    const nil = anEndorsement(short, {
      at: '2026-11-03T10:00:00.000Z',
      stated: ['0', '0'],
      over: { outcome: 'not-imported' }
    });
    expect(actionsIn([ia, short, nil], CH).primary).toEqual({ kind: 'export', on: ia._id });
    // Goods that left and came back as never arrived are to be asked about, and no more are sent meanwhile.
    const lost = actionsIn([ia, short, aShipment(short), nil], CH);
    expect([lost.primary, kindsOf(lost)[1]]).toEqual([{ kind: 'ask', on: ia._id }, ['reply']]);
  });

  test('the importing authority may endorse early, and must once goods have left or the period is over', () => {
    expect(kindsOf(actionsIn([ia, ea], AU))).toEqual([undefined, ['endorse', 'reply', 'cancel']]);
    expect(actionsIn([ia, ea, shipment], AU).primary).toEqual({ kind: 'endorse', on: ea._id });
    expect(actionsIn([ia, ea], AU, AFTER).primary?.kind).toBe('endorse');
  });

  test('nothing is cancelled any more once goods have left', () => {
    for (const side of [AU, CH]) {
      expect(kindsOf(actionsIn([ia, ea, shipment], side))[1]).not.toContain('cancel');
    }
  });

  test('goods that left in time may be stated after the end of validity', () => {
    expect(kindsOf(actionsIn([ia, ea], CH, AFTER))).toEqual([undefined, ['reply', 'ship', 'cancel']]);
  });
});

describe('goods that left without an import authorization that is here', () => {
  const later = addDays(ea.body.validUntil, 60);
  const acts = [ea, shipment];
  const asked = aReply(ea, { at: '2026-10-12T10:00:00.000Z', over: { answer: 'query', text: 'Which one?' } });

  test('are asked about; their endorsement may be stated, and is nowhere told as overdue', () => {
    const dossier = foldDossier(ia.body.dossier, acts);
    const [strand] = dossier.exports;
    if (!strand) throw new Error('no export authorization counts');
    expect(needsOfExport(dossier, AU, { strand, today: later })).toEqual({ needs: ['match'], due: null });
    expect(endorsementsDue(dossier, later)).toEqual([]);
    expect(kindsOf(actionsIn(acts, AU, later))).toEqual(['ask', ['endorse', 'reply', 'justify']]);
    expect(kindsOf(actionsIn([...acts, asked], AU, later))[0]).toBeUndefined();
  });

  test('are late from the day on which it is here', () => {
    const dossier = foldDossier(ia.body.dossier, [ia, ...acts]);
    const [strand] = dossier.exports;
    if (!strand) throw new Error('no export authorization counts');
    const { needs, due } = needsOfExport(dossier, AU, { strand, today: later });
    expect([needs, due?.overdue]).toEqual([['endorse'], true]);
  });

  test('are counted on Today as on the matching desk, whatever the trade', () => {
    const trades = generatePairs(400, 11, AU);
    const byId = new Map(trades.flatMap(({ acts: all }) => all).map((act) => [act._id, act]));
    const dossiers = Array.from(routeActs([...byId.values()]), ([key, all]) => foldDossier(key, all));
    const late = ['endorsement-overdue', 'expired-unused'];
    const { findings } = new MatchingIndex((id) => byId.get(id) ?? null).read(dossiers, later);
    const onMatching = findings.filter(
      ({ class: what, importing }) => importing === AU && late.includes(what)
    );
    const onToday = dossiers.flatMap((dossier) =>
      dossier.exports.filter((strand) => needsOfExport(dossier, AU, { strand, today: later }).due?.overdue)
    );
    expect(onToday.length).toBeGreaterThan(10);
    expect(onToday.map(({ act }) => act).sort()).toEqual(onMatching.map(({ on }) => on).sort());
  });
});

test('a dossier that is endorsed waits for nobody', () => {
  const acts = [ia, ea, shipment, anEndorsement(ea)];
  expect(actionsIn(acts, AU).primary).toBeNull();
  expect(actionsIn(acts, CH).primary).toBeNull();
});

describe('an export authorization whose import authorization is not here', () => {
  const meant = anImportAuthorization({ over: { number: 'AU-I-2026-000110-98' } });
  const stray = anExportAuthorization(meant);
  const actionsFor = (acts: readonly DossierAct[], authority: AuthorityCode, isLinkable = false): Actions =>
    actionsOf(foldDossier(meant.body.dossier, acts), authority, {
      today: TODAY,
      isLinkable: () => isLinkable
    });

  test('is asked about by the importing authority, or linked where one is here that it may belong to', () => {
    expect(actionsFor([stray], AU).primary).toEqual({ kind: 'ask', on: stray._id });
    expect(actionsFor([stray], AU, true).primary).toEqual({ kind: 'link', on: stray._id });
    expect(kindsOf(actionsFor([stray], AU, true))[1]).toContain('ask');
  });

  test('is not asked about again while the partner has the next word', () => {
    const asked = aReply(stray, {
      at: '2026-10-06T10:00:00.000Z',
      over: { answer: 'query', text: 'Which number?' }
    });
    expect(actionsFor([stray, asked], AU).primary).toBeNull();
    expect(actionsFor([stray, asked], CH).primary).toEqual({ kind: 'reply', on: asked._id });
  });

  test('is shipped by its issuer, who may link it as well', () => {
    expect(kindsOf(actionsFor([stray], CH))).toEqual(['ship', ['cancel', 'justify']]);
    expect(kindsOf(actionsFor([stray], CH, true))).toEqual(['ship', ['cancel', 'link', 'justify']]);
  });

  test('once linked is separated again by either side', () => {
    const linked = [ia, stray, aMatchDecision(stray, ia.body.dossier)];
    for (const side of [AU, CH]) expect(kindsOf(actionsIn(linked, side))[1]).toContain('unlink');
    expect(kindsOf(actionsIn([ia, ea], AU))[1]).not.toContain('unlink');
  });
});

describe('an export authorization that is set aside', () => {
  const more = anExportAuthorization(ia, {
    at: '2026-10-06T09:00:00.000Z',
    over: { number: 'CH-E-2026-000078-10' }
  });
  const acts = [ia, ea, more];

  test('is asked about by the partner and cancelled by its issuer; then nothing is left to do about it', () => {
    expect(actionsIn(acts, AU).primary).toEqual({ kind: 'ask', on: more._id });
    expect(actionsIn(acts, CH).primary).toEqual({ kind: 'cancel', on: more._id });
    const cancelled = [...acts, aCancellation(more, { at: '2026-10-07T10:00:00.000Z' })];
    expect(actionsIn(cancelled, AU).primary).toBeNull();
    expect(actionsIn(cancelled, CH).primary).toEqual({ kind: 'ship', on: ea._id });
  });
});

/** What a need calls for, in the words of the dossier's buttons. */
const CALLS_FOR: Readonly<Record<Exclude<Need, 'expiring' | 'remind'>, readonly Action['kind'][]>> = {
  decide: ['export'],
  answer: ['reply'],
  settle: ['settle'],
  confirm: ['confirm'],
  suspended: ['release', 'suspend', 'cancel', 'reply'],
  endorse: ['endorse'],
  ship: ['ship'],
  match: ['ask', 'cancel'],
  record: ['record'],
  copy: ['copy'],
  reconcile: ['link'],
  compare: ['ask']
};

/** Every authorization of the dossier, with what it waits for from this side. */
function needsIn(dossier: Dossier, authority: AuthorityCode, today: CalendarDate): Need[] {
  const { importAuthorization, exports, setAside } = dossier;
  return [
    ...(importAuthorization
      ? needsOfImport(dossier, authority, { act: importAuthorization, today }).needs
      : []),
    ...exports.flatMap((strand) => needsOfExport(dossier, authority, { strand, today }).needs),
    ...setAside.flatMap(({ act }) => talkNeeds(dossier, authority, act))
  ];
}

test('goods of a paper export authorization are endorsed next, although no shipment is recorded', () => {
  const paper = aPaperExport(ia);
  const { primary } = actionsOf(foldDossier(ia.body.dossier, [ia, paper]), AU, { today: TODAY, isOff: true });
  expect(primary).toEqual({ kind: 'endorse', on: paper._id });
});

describe('a special import licence', () => {
  test('is issued by the importing authority for goods that its own country prohibits (1971 art. 13(3))', () => {
    const dossier = foldDossier(ia.body.dossier, [ia]);
    const kinds = (authority: AuthorityCode, isProhibited: boolean): string[] => {
      const context = { today: TODAY, isProhibited: () => isProhibited };
      const { primary, others } = actionsOf(dossier, authority, context);
      return [primary, ...others].map((one) => one?.kind ?? '');
    };
    expect(kinds(AU, true)).toContain('license');
    expect(kinds(AU, false)).not.toContain('license');
    expect(kinds(CH, true)).not.toContain('license');
  });
});

describe('an action', () => {
  test('is offered once, even if its number was given twice and its figures differ', () => {
    const acts = [ia, ea, shipment, anEndorsement(ea, { stated: ['1', '1'] })];
    const dossier = foldDossier(ia.body.dossier, acts);
    const { primary, others } = actionsOf(dossier, AU, { today: TODAY, isTwice: () => true });
    const offered = [primary, ...others].map((one) => `${one?.kind} ${one?.on}`);
    expect(offered.filter((one) => one.startsWith('ask')).length).toBeGreaterThan(0);
    expect(new Set(offered).size).toBe(offered.length);
  });
});

describe('whatever Today calls for', () => {
  test('the dossier offers, and first where nothing else presses', () => {
    const met = new Set<Need>();
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 240 }), fc.boolean(), (seed, days, asks) => {
        // The exporting authority has answered half of them.
        const acts = aHistory(seed).filter((_, at) => at !== 1 || seed[3]! % 2 === 0);
        const query = { answer: 'query', text: 'Which consignment?' };
        if (asks)
          acts.push(
            aReply(acts[seed[0]! % 2 ? 0 : 2] ?? acts[0]!, { at: '2027-06-01T10:00:00.000Z', over: query })
          );
        const dossier = foldDossier(acts[0]!.body.dossier, acts);
        const today = addDays('2026-10-01' as CalendarDate, days);
        for (const authority of [AU, CH]) {
          const { primary, others } = actionsOf(dossier, authority, { today });
          const offered = [primary, ...others].map((one) => one?.kind);
          for (const need of needsIn(dossier, authority, today)) {
            met.add(need);
            if (need === 'expiring' || need === 'remind') continue;
            expect(primary).not.toBeNull();
            expect(CALLS_FOR[need].some((kind) => offered.includes(kind))).toBe(true);
          }
        }
      }),
      { numRuns: 400 }
    );
    // The histories reach what Today knows; what is unclear has its own cases above.
    expect([...met].sort()).toEqual(
      expect.arrayContaining(['answer', 'compare', 'decide', 'endorse', 'expiring', 'ship'])
    );
  });
});
