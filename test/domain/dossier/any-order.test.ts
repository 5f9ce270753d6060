/** Papers, the partner's own documents, links, corrections, returns and stops: any set, in any order and any parts. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { readAuthorization } from '#lib/domain/act/stand-in.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { DossierIndex, routeActs } from '#lib/domain/dossier/dossier-index.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import {
  aCancellation,
  aCorrection,
  aLine,
  aMatchDecision,
  anAct,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment,
  aSuspension,
  CH
} from '../../samples/acts.ts';
import {
  aCorrectedPaper,
  aPaper,
  aPaperDecision,
  aPaperExport,
  aPaperImport,
  anEndorsedCopy
} from '../../samples/papers.ts';

const grams = (count: number): string => String(count * 1_000_000);
const readImport = (record: DossierAct) =>
  readAuthorization(record) as ReturnType<typeof anImportAuthorization>;

const record = aPaperImport();
const other = aPaperImport({ number: 'PAPER 4712', at: '2026-10-03T08:30:00.000Z' });
function exportUpon(paper: DossierAct, number: string, at: string) {
  const lines = [aLine({ stated: grams(300), importLine: 1 })];
  return anExportAuthorization(readImport(paper), { at, over: { number, lines } });
}
const first = exportUpon(record, 'CH-E-2026-000001-01', '2026-10-05T09:00:00.000Z');
const second = exportUpon(other, 'CH-E-2026-000002-01', '2026-10-06T09:00:00.000Z');
const own = anImportAuthorization({
  at: '2026-10-20T08:00:00.000Z',
  over: { lines: [aLine()], consignments: 3 }
});
const abroad = aPaperExport(own, { at: '2026-10-21T08:00:00.000Z', stated: grams(100) });
const endorsed = anEndorsement(readAuthorization(abroad) as typeof first, {
  at: '2026-11-01T08:00:00.000Z',
  stated: [grams(100)]
});
const shipped = aShipment(first, { stated: [grams(300)] });
const corrected = aCorrection(shipped, first, { at: '2026-10-12T00:00:00.000Z', stated: [grams(250)] });
const line = { no: 1, stated: grams(150), base: aLine({ stated: grams(150) }).base };
const back = {
  instrument: 'return',
  returnedOn: '2026-10-14',
  exportAuthorization: first._id,
  lines: [line]
};

const returned = aPaper(back as never, { at: '2026-10-14T09:00:00.000Z', dossier: first.body.dossier });
const copy = anEndorsedCopy(first, { stated: grams(240) });
const less = aCorrectedPaper(record, { lines: [aLine({ stated: grams(200) })] });
const renumbered = aCorrectedPaper(
  other,
  { number: 'PAPER 4721' },
  { at: '2026-10-09T08:00:00.000Z', dossier: aPaperImport({ number: 'PAPER 4721' }).body.dossier }
);
const rewritten = aCorrectedPaper(abroad, { number: 'CH 89/2026' }, { at: '2026-11-03T08:00:00.000Z' });

const { act: _named, ...cited } = exportUpon(own, 'CH-E-2026-000003-01', '2026-10-22T09:00:00.000Z').body
  .importAuthorization!;
const elsewhere = anAct({
  ...exportUpon(own, 'CH-E-2026-000003-01', '2026-10-22T09:00:00.000Z').body,
  importAuthorization: { ...cited, authority: 'Customs of Australia' }
});

const ALL: readonly DossierAct[] = [
  record,
  other,
  first,
  second,
  own,
  abroad,
  endorsed,
  aReply(abroad, { at: '2026-11-02T08:00:00.000Z', over: { answer: 'objection', text: 'Not ours.' } }),
  shipped,
  corrected,
  aCorrection(shipped, first, { at: '2026-10-13T00:00:00.000Z', stated: [grams(200)] }),
  aCorrection(corrected, first, { at: '2026-10-14T00:00:00.000Z', stated: [grams(100)] }),
  elsewhere,
  aShipment(elsewhere as typeof first, { at: '2026-10-23T09:00:00.000Z', stated: [grams(300)] }),
  aMatchDecision(elsewhere as typeof first, own.body.dossier, { at: '2026-10-24T09:00:00.000Z' }),
  aMatchDecision(elsewhere as typeof first, own.body.dossier, {
    at: '2026-10-25T09:00:00.000Z',
    over: { decision: 'unlink' }
  }),
  returned,
  copy,
  less,
  renumbered,
  rewritten,
  aCorrectedPaper(less, { lines: [aLine({ stated: grams(900) })] }, { at: '2026-10-17T08:00:00.000Z' }),
  aCorrectedPaper(record, { consignments: 1 }, { at: '2026-10-16T08:00:00.000Z' }),
  aCorrectedPaper(
    renumbered,
    { number: 'PAPER 4712' },
    { at: '2026-10-19T08:00:00.000Z', dossier: other.body.dossier }
  ),
  aCorrectedPaper(copy, { receivedOn: '2026-10-22' }, { at: '2026-11-06T08:00:00.000Z' }),
  aCorrectedPaper(returned, { returnedOn: '2026-10-15' }, { at: '2026-10-18T08:00:00.000Z' }),
  anEndorsement(readAuthorization(rewritten) as typeof first, {
    at: '2026-11-10T08:00:00.000Z',
    stated: [grams(90)]
  }),
  aPaperDecision(rewritten, own.body.dossier, { at: '2026-11-14T08:00:00.000Z' }),
  aPaperDecision(renumbered, own.body.dossier, { at: '2026-11-14T09:00:00.000Z' }),
  aPaperDecision(record, own.body.dossier),
  aPaperDecision(other, own.body.dossier, { at: '2026-11-12T08:00:00.000Z' }),
  aPaperDecision(other, record.body.dossier, { at: '2026-11-13T08:00:00.000Z' }),
  aSuspension(readImport(record), { at: '2026-10-08T09:00:00.000Z', issuer: CH }),
  aSuspension(readImport(record), {
    at: '2026-11-15T09:00:00.000Z',
    issuer: CH,
    over: { state: 'released' }
  }),
  aCancellation(other as never, { at: '2026-11-20T08:00:00.000Z' })
];

const SOME = fc.subarray([...ALL], { minLength: 3 });

function dossiersIn(index: DossierIndex): Dossier[] {
  const all: Dossier[] = [];
  index.forEach((dossier) => {
    if (dossier.timeline.length + dossier.setAside.length + dossier.missing.length > 0) all.push(dossier);
  });
  return all;
}
const textOf = (all: readonly Dossier[]): string => all.map(canonicalJson).sort().join('\n');

test('documents make the same dossiers, whatever order and parts they arrive in', () => {
  const arrivals = SOME.chain((acts) =>
    fc.tuple(
      fc.constant(acts),
      fc.shuffledSubarray(acts, { minLength: acts.length }),
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: acts.length, maxLength: acts.length })
    )
  );
  fc.assert(
    fc.property(arrivals, ([given, acts, sizes]) => {
      const whole = new DossierIndex();
      whole.add(given);
      const folded = [...routeActs(acts)].map(([key, part]) => foldDossier(key, part));
      const inParts = new DossierIndex();
      let at = 0;
      for (const size of sizes) inParts.add(acts.slice(at, (at += size)));
      expect(textOf(dossiersIn(inParts))).toBe(textOf(dossiersIn(whole)));
      expect(textOf(folded)).toBe(textOf(dossiersIn(whole)));
    }),
    { numRuns: 1000 }
  );
});

test('no document counts twice, none counts and is set aside, and no total is below zero', () => {
  fc.assert(
    fc.property(SOME, (acts) => {
      const index = new DossierIndex();
      index.add(acts);
      for (const { timeline, setAside, lines } of dossiersIn(index)) {
        expect(new Set(timeline).size).toBe(timeline.length);
        expect(setAside.filter(({ act }) => timeline.includes(act))).toEqual([]);
        expect(lines.filter(({ taken }) => taken.stated < 0 || taken.base < 0)).toEqual([]);
      }
    }),
    { numRuns: 1000 }
  );
});
