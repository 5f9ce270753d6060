/** What the screen draws of a dossier: the steps, the bars, and everything that does not count. */
import { describe, expect, test, vi } from 'vitest';
import { correctionWords, replacementOf } from '#lib/dossier/act-words.ts';
import { listEntries, type DossierEntry, scansOf } from '#lib/dossier/dossier-acts.ts';
import { exportToQuantityLines, measureOf, dossierToQuantityLines } from '#lib/dossier/quantity-lines.ts';
import { dossierToJourney } from '#lib/dossier/journey.ts';
import { matchWords } from '#lib/dossier/match-words.ts';
import { OPENED_AFTER_MS, OpenedMarks, type Opener } from '#lib/dossier/opened-marks.ts';
import { copyOptions, formOf, printOptions, type PrintSources } from '#lib/dossier/print-options.ts';
import { receivedToDelivery } from '#lib/dossier/received-hops.ts';
import type { Act, DossierAct } from '#lib/domain/act/body.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { addDays } from '#lib/domain/calendar-date.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { endorsementsDue } from '#lib/domain/dossier/status-on.ts';
import type { ActId, CalendarDate, CountryCode, Instant } from '#lib/domain/ids.ts';
import { readComparisons } from '#lib/domain/matching/comparisons.ts';
import { accept } from '#lib/domain/result.ts';
import { formatDate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { copiesOfKind } from '#lib/pdf/print-request.ts';
import type { Ledger } from '#lib/store/api.ts';
import {
  aCancellation,
  aClosedTrade,
  aLine,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment,
  aSpecialLicence,
  AU,
  CH
} from '../samples/acts.ts';
import { aDeclaration } from '../samples/declarations.ts';
import { aPaper, aPaperExport } from '../samples/papers.ts';

const TODAY = '2026-11-24' as CalendarDate;
const ia = anImportAuthorization();
const ea = anExportAuthorization(ia);

function fold(acts: readonly DossierAct[]): Dossier {
  return foldDossier(ia.body.dossier, acts);
}

function finder(acts: readonly Act[]): (id: ActId) => Act | null {
  return (id) => acts.find((act) => act._id === id) ?? null;
}

function compared(dossier: Dossier, acts: readonly Act[]) {
  return readComparisons(dossier, finder(acts), TODAY);
}

describe('the agreement of both sides', () => {
  const wordOf = (acts: readonly DossierAct[]): string => matchWords(fold(acts), []).word;

  test('is said only when the importing authority has recorded the goods', () => {
    const shipment = aShipment(ea);
    expect(wordOf([ia])).toBe(m.dossier_match_none());
    expect(wordOf([ia, ea])).toBe(m.dossier_match_so_far());
    expect(wordOf([ia, ea, shipment])).toBe(m.dossier_match_so_far());
    expect(wordOf(aClosedTrade())).toBe(m.dossier_match_matched());
  });

  test('is not in question in red while the import authorization is on paper', () => {
    expect(matchWords(fold([ea]), []).tone).toBe('bad');
    expect(matchWords(fold([ea]), [], true)).toEqual({ tone: 'info', word: m.matching_class_paper_import() });
  });
});

describe('the journey', () => {
  function statesOf(acts: readonly DossierAct[], today = TODAY): string[] {
    const dossier = fold(acts);
    const steps = dossierToJourney(dossier, dossier.exports[0] ?? null, { today, actOf: finder(acts) });
    return steps.map((step) => step.state);
  }

  test('goes step by step with what was stated', () => {
    const shipment = aShipment(ea);
    expect(statesOf([ia])).toEqual(['done', 'current', 'waiting', 'waiting', 'waiting']);
    expect(statesOf([ia, ea])).toEqual(['done', 'done', 'current', 'waiting', 'waiting']);
    expect(statesOf([ia, ea, shipment])).toEqual(['done', 'done', 'done', 'current', 'waiting']);
    expect(statesOf(aClosedTrade())).toEqual(['done', 'done', 'done', 'done', 'done']);
  });

  test('stops where an authorization was cancelled or expired unused', () => {
    expect(statesOf([ia, aCancellation(ia)])[0]).toBe('stopped');
    expect(statesOf([ia, ea, aCancellation(ea)])[1]).toBe('stopped');
    expect(statesOf([ia], '2027-01-05' as CalendarDate)[1]).toBe('stopped');
  });

  test('stops before the goods leave where the partner objects', () => {
    const over = { answer: 'objection', text: 'The licence has ended.' };
    const objection = aReply(ea, { at: '2026-10-06T10:00:00.000Z', over });
    expect(statesOf([ia, ea, objection])).toEqual(['done', 'done', 'stopped', 'waiting', 'waiting']);
    expect(statesOf([ia, ea, aShipment(ea), objection])[2]).toBe('done');
  });

  test('says until when the endorsement is waited for as Today does, and that it is overdue', () => {
    const acts = [ia, ea, aShipment(ea)];
    const dossier = fold(acts);
    const [due] = endorsementsDue(dossier, TODAY);
    if (!due) throw new Error('no endorsement is waited for');
    const endorsing = (today: CalendarDate) =>
      dossierToJourney(dossier, dossier.exports[0] ?? null, { today, actOf: finder(acts) })[4];
    expect(endorsing(due.due)?.noteTone).toBe('info');
    expect(endorsing(due.due)?.note).toContain(formatDate(due.due));
    const late = endorsing(addDays(due.due, 1));
    expect(late?.noteTone).toBe('bad');
    expect(late?.note).toContain(m.today_overdue());
    expect(late?.note).toContain(formatDate(due.due));
  });

  test('waits for paper of a partner that is not on I2ES, whose export authorization came with the goods', () => {
    const onPaper = (acts: readonly DossierAct[]) => {
      const dossier = fold(acts);
      const [strand = null] = dossier.exports;
      return dossierToJourney(dossier, strand, { today: TODAY, actOf: finder(acts), off: CH });
    };
    expect(onPaper([ia])[1]).toMatchObject({ state: 'current', isOnPaper: true });
    const acts = [ia, aPaperExport(ia)];
    expect(onPaper(acts).map(({ state }) => state)).toEqual(['done', 'done', 'done', 'current', 'waiting']);
    expect(onPaper(acts)[3]?.isOnPaper).toBe(false);
  });

  test('begins with a gap where the import authorization is not here', () => {
    expect(statesOf([ea])[0]).not.toBe('done');
  });
});

test('a declaration shows what left and what came, and nobody owes what follows its copy', () => {
  const declaration = aDeclaration();
  const { dossier: key, lines } = declaration.body;
  const dossier = foldDossier(key, [declaration]);
  const [strand] = dossier.exports;
  const actOf = finder([declaration]);
  const [line] = exportToQuantityLines(dossier, strand!, { actOf, comparisons: [] });
  expect(line?.label).toBe(lines[0]!.designation);
  expect(line?.bars.map(({ name }) => name)).toEqual([m.dossier_exported(), m.dossier_imported()]);
  const states = dossierToJourney(dossier, strand!, { today: TODAY, actOf }).map(({ state }) => state);
  expect(states).toEqual(['done', 'done', 'done', 'waiting', 'waiting']);
});

describe('the bars', () => {
  function linesOf(acts: readonly DossierAct[]) {
    const dossier = fold(acts);
    return dossierToQuantityLines(dossier, compared(dossier, acts), finder(acts));
  }

  test('show what was never stated as not stated, and not as zero', () => {
    expect(linesOf([ia])[0]?.bars.map((bar) => bar.micrograms)).toEqual([500000000, undefined, undefined]);
  });

  test('name 20 g of the first line that were not used, and nothing for the second', () => {
    const [first, second] = linesOf(aClosedTrade());
    expect(first?.differences[0]?.tone).toBe('info');
    expect(first?.differences[0]?.text).toContain('20');
    expect(second?.differences).toEqual([]);
  });

  test('warn where less arrived than left, and more so where more arrived', () => {
    const shipment = aShipment(ea);
    const less = anEndorsement(ea, { stated: ['470000000', '200000000'] });
    const more = anEndorsement(ea, { stated: ['490000000', '200000000'] });
    expect(linesOf([ia, ea, shipment, less])[0]?.differences[0]?.tone).toBe('warn');
    expect(linesOf([ia, ea, shipment, more])[0]?.differences[0]?.tone).toBe('bad');
  });

  test('never set what one consignment lacks against what another has too much', () => {
    const two = anImportAuthorization({ over: { consignments: 2, lines: [aLine()] } });
    const part = (number: string, at: string) =>
      anExportAuthorization(two, {
        at,
        over: { number, lines: [aLine({ stated: '250000000', importLine: 1 })] }
      });
    const [first, second] = [
      part('CH-E-2026-000077-13', '2026-10-05T09:00:00.000Z'),
      part('CH-E-2026-000078-10', '2026-10-06T09:00:00.000Z')
    ];
    const shipped = [first, second].map((one) => aShipment(one, { stated: ['250000000'] }));
    const came = [
      anEndorsement(first, { stated: ['248000000'] }),
      anEndorsement(second, { stated: ['252000000'] })
    ];
    const [line] = linesOf([two, first, second, ...shipped, ...came]);
    expect(line?.differences.map(({ tone }) => tone)).toEqual(['warn', 'bad']);
    expect(line?.differences.map(({ text }) => /2\u00a0g/.test(text))).toEqual([true, true]);
  });

  test('name the goods by the export authorization where the import authorization is not here', () => {
    const names = ea.body.lines.map((line) => line.designation);
    expect(linesOf([ea]).map((line) => line.label)).toEqual(names);
  });

  test('of a paper export authorization name its goods', () => {
    const acts = [ia, aPaperExport(ia)];
    const dossier = fold(acts);
    const known = { actOf: finder(acts), comparisons: compared(dossier, acts) };
    const [line] = exportToQuantityLines(dossier, dossier.exports[0]!, known);
    expect(line?.label).toBe(aLine({}).designation);
  });

  test('say how much of what left came back', () => {
    const [first, second] = ea.body.lines.map(({ no }) => ({ no, stated: '0', base: '0' }));
    const { stated, base } = aLine({ stated: '50000000' });
    const lines = [{ ...first, stated, base }, second];
    const paper = { instrument: 'return', returnedOn: '2026-10-14', exportAuthorization: ea._id, lines };
    const returned = aPaper(paper as never, { at: '2026-10-15T08:00:00.000Z', dossier: ia.body.dossier });
    const acts = [ia, ea, aShipment(ea), returned];
    const dossier = fold(acts);
    const known = { actOf: finder(acts), comparisons: compared(dossier, acts) };
    const told = exportToQuantityLines(dossier, dossier.exports[0]!, known).map(({ differences }) =>
      differences.map(({ text }) => text)
    );
    expect(told[0]?.some((text) => /50\u00a0g.* returned or diverted/.test(text))).toBe(true);
    expect(told[1]?.some((text) => text.includes('returned'))).toBe(false);
  });

  test('compare in anhydrous base where the other side states another form', () => {
    const factor = { value: '0.7592', source: 'computed', edition: '2026-1', date: '2026-11-24' };
    const other = aLine({ form: 'hydrochloride-trihydrate', stated: '400000000', factor, importLine: 1 });
    const inAnotherForm = anExportAuthorization(ia, { over: { lines: [other] } });
    const acts = [ia, inAnotherForm];
    expect(measureOf(fold(acts), finder(acts))(1)).toBe('base');
    expect(measureOf(fold(acts), finder(acts))(2)).toBe('stated');
  });
});

describe('the bars of an export authorization', () => {
  const several = anImportAuthorization({ over: { consignments: 3 } });
  const half = anExportAuthorization(several, {
    over: { lines: [aLine({ stated: '300000000', importLine: 1 })] }
  });

  function linesOf(acts: readonly DossierAct[], of: ActId = half._id) {
    const dossier = foldDossier(several.body.dossier, acts);
    const strand = dossier.exports.find((one) => one.act === of);
    if (!strand) throw new Error('no such export authorization');
    return exportToQuantityLines(dossier, strand, {
      actOf: finder(acts),
      comparisons: compared(dossier, acts)
    });
  }
  const differencesOf = (acts: readonly DossierAct[]) => linesOf(acts)[0]?.differences ?? [];

  test('begin with what the import authorization allows, and name what was not granted of it', () => {
    const [line] = linesOf([several, half]);
    expect(line?.bars.map(({ micrograms }) => micrograms)).toEqual([
      500000000,
      300000000,
      undefined,
      undefined
    ]);
    expect(line?.differences.map(({ tone }) => tone)).toEqual(['info']);
    expect(line?.differences[0]?.text).toContain('200');
  });

  test('count its own quantities alone, not those of another consignment', () => {
    const other = anExportAuthorization(several, {
      over: { number: 'CH-E-2026-000078-11', lines: [aLine({ stated: '200000000', importLine: 1 })] }
    });
    const shipped = aShipment(other, { stated: ['200000000'] });
    expect(linesOf([several, half, other, shipped])[0]?.bars[2]?.micrograms).toBeUndefined();
    expect(linesOf([several, half, other, shipped], other._id)[0]?.bars[2]?.micrograms).toBe(200000000);
  });

  test('name less shipped than granted, and less arrived than shipped, each by itself', () => {
    const shipment = aShipment(half, { stated: ['280000000'] });
    const received = anEndorsement(half, { stated: ['279000000'] });
    const told = differencesOf([several, half, shipment, received]);
    expect(told.map(({ tone }) => tone)).toEqual(['info', 'info', 'warn']);
    expect(told[1]?.text).toContain('20');
    expect(told[2]?.text).toContain('1');
  });

  test('name what returned unused where nothing left', () => {
    const nil = anEndorsement(half, {
      stated: ['0'],
      at: '2027-01-10T10:00:00.000Z',
      over: { outcome: 'not-imported', receivedOn: '2027-01-10' }
    });
    expect(differencesOf([several, half, nil])[1]?.text).toContain('300');
  });

  test('find nothing to tell of one that was cancelled', () => {
    expect(differencesOf([several, half, aCancellation(half)])).toEqual([]);
  });

  test('compare in anhydrous base where it grants another salt', () => {
    const factor = { value: '0.7592', source: 'computed', edition: '2026-1', date: '2026-11-24' };
    const other = aLine({ form: 'hydrochloride-trihydrate', stated: '300000000', factor, importLine: 1 });
    const inAnotherForm = anExportAuthorization(several, { over: { lines: [other] } });
    const [line] = linesOf([several, inAnotherForm], inAnotherForm._id);
    expect(line?.bars.map(({ micrograms }) => micrograms).slice(0, 2)).toEqual([376000000, 227760000]);
    expect(line?.label).toBe(m.dossier_line_in_base({ designation: other.designation }));
  });

  test('stand apart where two rest on a paper import authorization that is not here', () => {
    const second = anExportAuthorization(several, { over: { number: 'CH-E-2026-000079-08' } });
    const dossier = foldDossier(several.body.dossier, [half, second]);
    const acts = [half, second];
    const lines = dossierToQuantityLines(dossier, compared(dossier, acts), finder(acts));
    expect(lines).toHaveLength(3);
    expect(new Set(lines.map(({ key }) => key)).size).toBe(3);
    expect(lines[0]?.bars).toHaveLength(3);
    expect(lines[0]?.differences).toEqual([]);
  });
});

describe('the timeline', () => {
  test('keeps what the rules set aside, what the server refused and what is not verified, with the reason', () => {
    const twice = aShipment(ea, { at: '2026-10-11T10:00:00.000Z' });
    const refused = aCancellation(ia);
    const pending = aShipment(ea, { at: '2026-10-12T10:00:00.000Z' });
    const good = [ia, ea, aShipment(ea), twice];
    const entries = listEntries(ia.body.dossier, {
      acts: [...good, refused, pending],
      dossier: fold(good),
      refused: [
        {
          id: refused._id,
          problems: [{ code: 'cancellation.afterShipment' }],
          refusedAt: '' as Instant,
          act: refused,
          setAside: false
        }
      ],
      verdictOf: (act) => (act === pending ? 'pending' : 'good')
    });
    const byId = new Map(entries.map((entry) => [entry.act._id, entry]));
    expect(entries).toHaveLength(6);
    expect(byId.get(twice._id)).toMatchObject({ counts: false, problems: [{ code: 'shipment.twice' }] });
    expect(byId.get(refused._id)).toMatchObject({
      counts: false,
      problems: [{ code: 'cancellation.afterShipment' }]
    });
    expect(byId.get(pending._id)).toMatchObject({ counts: false, verdict: 'pending' });
    expect(entries.slice(0, 3).every((entry) => entry.counts)).toBe(true);
  });

  test('says of a statement that does not count yet that what it refers to is not here', () => {
    const shipment = aShipment(ea);
    const acts = [ia, shipment];
    const sources = { acts, dossier: fold(acts), refused: [], verdictOf: () => 'good' as const };
    const entry = listEntries(ia.body.dossier, sources).find(({ act }) => act === shipment);
    expect(entry).toMatchObject({ counts: false, problems: [{ code: 'dossier.reference.missing' }] });
  });
});

describe('an authorization in place of another', () => {
  const next = anImportAuthorization({ over: { number: 'AU-I-2026-000102-40', replaces: ia._id } });
  const cancellation = aCancellation(ia, { over: { replacedBy: next._id } });

  test('and the cancellation of that one name each other in words, as far as they are here', () => {
    const actOf = finder([ia, next, cancellation]);
    expect(replacementOf(next, actOf)?.words).toMatch(/^Replaces .*AU-I-2026-000101-98/);
    expect(replacementOf(cancellation, actOf)?.words).toMatch(/^Replaced by .*AU-I-2026-000102-40/);
    expect(replacementOf(cancellation, actOf)?.act).toBe(next._id);
    expect(replacementOf(cancellation, finder([ia]))).toBeNull();
    expect(replacementOf(ia, actOf)).toBeNull();
  });
});

describe('a partner’s act', () => {
  const entry = (act: Act, verdict: DossierEntry['verdict'] = 'good'): DossierEntry => ({
    act,
    verdict,
    counts: verdict === 'good',
    problems: []
  });
  const officer = { role: 'officer', authority: CH } as never;
  const certified = { state: 'certified' } as never;

  function anOpener(over: Partial<Opener> = {}): Opener {
    return { person: officer, device: certified, markOpened: vi.fn(async () => accept([])), ...over };
  }

  test('is said to be opened once, and only where its signature is good', () => {
    const opener = anOpener();
    const forged = anImportAuthorization({ over: { number: 'AU-I-2026-000102-39' } });
    const marks = new OpenedMarks(opener);
    marks.mark([entry(ia), entry(ea)]);
    marks.mark([entry(ia), entry(forged, 'bad')]);
    expect(opener.markOpened).toHaveBeenCalledTimes(1);
    expect(opener.markOpened).toHaveBeenCalledWith(ia._id);
  });

  test('is not said to be opened by a reader, nor by a device that may not sign', () => {
    for (const over of [
      { person: { role: 'reader', authority: CH } as never },
      { device: { state: 'waiting' } as never }
    ]) {
      const opener = anOpener(over);
      new OpenedMarks(opener).mark([entry(ia)]);
      expect(opener.markOpened).not.toHaveBeenCalled();
    }
  });

  test('is opened by staying with it, not by passing it with the arrows', () => {
    vi.useFakeTimers();
    try {
      const opener = anOpener();
      const marks = new OpenedMarks(opener);
      const leave = marks.watch([entry(ia)]);
      vi.advanceTimersByTime(OPENED_AFTER_MS - 1);
      leave();
      vi.advanceTimersByTime(OPENED_AFTER_MS);
      expect(opener.markOpened).not.toHaveBeenCalled();
      marks.watch([entry(ia)]);
      vi.advanceTimersByTime(OPENED_AFTER_MS);
      expect(opener.markOpened).toHaveBeenCalledExactlyOnceWith(ia._id);
    } finally {
      vi.useRealTimers();
    }
  });

  test('is received by being here; that it was opened needs our own receipt', () => {
    const ledger: Ledger = {
      device: null,
      server: null,
      partner: { CH: null },
      opened: { CH: null },
      refused: false
    };
    const at = '2026-10-01T08:00:00.000Z' as Instant;
    expect(receivedToDelivery(ledger, CH, at).hops.map((hop) => hop.status)).toEqual([
      'reached',
      'reached',
      'reached',
      'waiting'
    ]);
    const opened = { ...ledger, opened: { CH: { at, by: 'Officer' } } };
    expect(receivedToDelivery(opened, CH, at).hops[3]?.status).toBe('reached');
  });
});

describe('the printed form', () => {
  const KNOWN = '2026-11-24T09:12:00.000Z' as Instant;

  function sourcesOf(
    acts: readonly DossierAct[],
    ledger: Ledger | null,
    authority: string,
    over: Partial<PrintSources> = {}
  ): PrintSources {
    return {
      act: finder(acts),
      dossierOf: () => fold(acts),
      ledgerOf: () => ledger,
      verdictOf: () => 'good',
      counts: () => true,
      actsOf: () => [],
      setting: () => ({ sealRequired: true }),
      person: { authority },
      trustAge: { knownAt: KNOWN, state: 'fresh' },
      ...over
    };
  }
  /** By which a country is known to be on the system. */
  const certificateOf = (authority: string): Act =>
    ({
      _id: `act:20260901:INCB:certificate:${'c'.repeat(43)}`,
      body: { kind: 'certificate', at: '2026-09-01T08:00:00.000Z', holder: { authority } }
    }) as never;
  const chosen = { locale: 'en', copy: 'original' } as const;
  const waiting = { device: null, server: null, partner: { CH: null }, opened: {}, refused: false } as Ledger;
  const delivered = { ...waiting, partner: { CH: '2026-10-01T08:00:01.000Z' as Instant } };

  test('only the issuing authority prints an original; the other one a copy, in both directions', () => {
    const copyOf = (act: typeof ia | typeof ea, authority: CountryCode): string =>
      printOptions(act, chosen, sourcesOf([ia, ea], delivered, authority)).copy;
    expect([copyOf(ia, AU), copyOf(ia, CH), copyOf(ea, CH), copyOf(ea, AU)]).toEqual([
      'original',
      'copy',
      'original',
      'copy'
    ]);
    const offered = (act: typeof ia | typeof ea, authority: CountryCode): readonly string[] =>
      copyOptions(act, { person: { authority } }).map(({ value }) => value);
    expect(offered(ia, CH)).toEqual(['copy']);
    expect(offered(ea, AU)).toEqual(['copy']);
    expect(offered(ea, CH)).toEqual([...copiesOfKind('export-authorization'), 'all']);
  });

  test('says that the official seal is required where the issuing authority prints and its country requires it', () => {
    const isRequired = (authority: CountryCode, setting: unknown = { sealRequired: true }) =>
      printOptions(ia, chosen, sourcesOf([ia], delivered, authority, { setting: () => setting }))
        .sealRequired;
    expect([isRequired(AU), isRequired(AU, null), isRequired(CH)]).toEqual([true, false, false]);
  });

  test('names the seal only on authorizations issued since the rule was set', () => {
    const isRequired = (sealRequiredSince: string) =>
      printOptions(
        ia,
        chosen,
        sourcesOf([ia], delivered, AU, { setting: () => ({ sealRequired: true, sealRequiredSince }) })
      ).sealRequired;
    const { issuedOn } = ia.body;
    expect([isRequired(issuedOn), isRequired('2026-11-29')]).toEqual([true, false]);
  });

  test('says that it was issued off line while our server has it not, and then until the partner’s has it', () => {
    const noteOf = (...given: Parameters<typeof sourcesOf>) =>
      printOptions(ia, chosen, sourcesOf(...given)).ledgerNote;
    const sent = { ...waiting, server: '2026-10-01T08:00:00.000Z' as Instant };
    const member = { actsOf: () => [certificateOf('CH')] };
    expect(noteOf([ia], waiting, AU, member)).toBe('delivery-pending');
    expect(noteOf([ia], sent, AU, member)).toBe('partner-pending');
    expect(noteOf([ia], { ...sent, ...delivered, server: sent.server }, AU, member)).toBeUndefined();
    expect(noteOf([ia], waiting, CH, member)).toBeUndefined();
  });

  test('says nothing of a delivery to a partner who is not on the system: it goes to them on paper alone', () => {
    const sent = { ...waiting, server: '2026-10-01T08:00:00.000Z' as Instant };
    expect(printOptions(ia, chosen, sourcesOf([ia], sent, AU)).ledgerNote).toBeUndefined();
    expect(printOptions(ia, chosen, sourcesOf([ia], waiting, AU)).ledgerNote).toBe('delivery-pending');
    // Where the lists have not come, nobody knows that the partner is not on it.
    const unknown = { trustAge: { knownAt: null, state: 'never' } } as never;
    expect(printOptions(ia, chosen, sourcesOf([ia], sent, AU, unknown)).ledgerNote).toBe('partner-pending');
  });

  test('bears from when the keys are that its signature was judged by, where it was judged good', () => {
    expect(printOptions(ia, chosen, sourcesOf([ia], delivered, AU)).keysKnownAt).toBe(KNOWN);
    const bad = sourcesOf([ia], delivered, AU, { verdictOf: () => 'bad' });
    expect(printOptions(ia, chosen, bad).keysKnownAt).toBeUndefined();
    const never = sourcesOf([ia], delivered, AU, { trustAge: { knownAt: null, state: 'unknown' } });
    expect(printOptions(ia, chosen, never).keysKnownAt).toBeUndefined();
  });

  test('bears for whom the key is certified where the act names its signatory otherwise', () => {
    const certifiedFor = (name: string, office?: string) => {
      const holder = { authority: AU, person: 'au.officer', name, ...(office ? { function: office } : {}) };
      const times = { validFrom: '2026-01-01T00:00:00.000Z', validUntil: '2027-01-01T00:00:00.000Z' };
      const body = { kind: 'certificate', keyId: ia.signature.key, holder, ...times };
      const sources = sourcesOf([ia], delivered, AU, { actsOf: () => [{ body }] as never });
      return printOptions(ia, chosen, sources).certifiedAs;
    };
    expect(certifiedFor('Officer of AU', 'Delegate')).toBeUndefined();
    expect(certifiedFor('Officer of AU')).toBeUndefined();
    expect(certifiedFor('A. Clerk')).toBe('A. Clerk');
    expect(certifiedFor('Officer of AU', 'Clerk')).toBe('Clerk');
  });

  test('bears what was actually exported and imported, and that it was cancelled', () => {
    const trade = aClosedTrade();
    const exportAct = trade[2] as typeof ea;
    const { related } = printOptions(exportAct, chosen, sourcesOf(trade, delivered, CH));
    expect(related?.shipment?._id).toBe(trade[3]?._id);
    expect(related?.endorsement?._id).toBe(trade[4]?._id);
    const cancelled = [ia, aCancellation(ia)];
    expect(printOptions(ia, chosen, sourcesOf(cancelled, delivered, AU)).mark?.kind).toBe('cancelled');
    const next = anImportAuthorization({ over: { number: 'AU-I-2026-000102-40', replaces: ia._id } });
    const replaced = [ia, aCancellation(ia, { over: { replacedBy: next._id } })];
    const sources = { ...sourcesOf(replaced, delivered, AU), act: finder([...replaced, next]) };
    expect(printOptions(ia, chosen, sources).mark).toMatchObject({
      kind: 'replaced',
      by: 'AU-I-2026-000102-40'
    });
  });

  test('of a special licence names the parties of its import authorization, and ends with it', () => {
    const licence = aSpecialLicence(ia);
    expect(formOf(licence, { act: finder([]) })).toBeNull();
    const sources = sourcesOf([ia, licence, aCancellation(ia)], delivered, AU);
    expect(formOf(licence, sources)).toBe(licence);
    expect(printOptions(licence, chosen, sources)).toMatchObject({
      related: { licensed: { _id: ia._id } },
      mark: { kind: 'cancelled' }
    });
    expect(copyOptions(licence, sources)).toHaveLength(4);
  });
});

test('the copies of special licences are opened from the acts that name them', () => {
  const copy = { sha256: 'A'.repeat(43), bytes: 1200, type: 'application/pdf' } as const;
  const licence = { line: 1, number: 'SIL 4/2026', issuedOn: TODAY };
  const citing = { ...ea.body, specialLicences: [licence, { ...licence, line: 2, copy }] };
  const own = { ...ia.body, kind: 'special-import-licence', copy } as unknown as Act['body'];
  expect([citing, own, ia.body].map(scansOf)).toEqual([[copy], [copy], []]);
});

test('a correction is not said to be seen by a partner on paper', () => {
  const endorsement = anEndorsement(anExportAuthorization(ia));
  const said = (isOff: boolean): string =>
    correctionWords(endorsement, (country) => isOff && country === CH).consequence;
  expect(said(true)).toBe(m.dossier_correct_consequence_paper());
  expect(said(false)).toBe(m.dossier_correct_consequence());
});
