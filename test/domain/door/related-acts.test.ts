import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RelatedActs } from '#lib/domain/door/related-acts.ts';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import type { DossierKey } from '#lib/domain/ids.ts';
import {
  aCancellation,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aMatchDecision,
  aReply,
  aShipment
} from '../../samples/acts.ts';

/** Four trades, some of which lead to others: a mistyped reference that was linked, undone, and a replacement. */
function someTrades(): DossierAct[] {
  const numbers = [
    'AU-I-2026-000101-98',
    'AU-I-2026-000102-39',
    'AU-I-2026-000103-36',
    'AU-I-2026-000104-33'
  ];
  const imports = numbers.map((number) => anImportAuthorization({ over: { number } }));
  const [first, second, third, fourth] = imports as [
    (typeof imports)[0],
    (typeof imports)[0],
    (typeof imports)[0],
    (typeof imports)[0]
  ];
  const strayed = anExportAuthorization(second, { over: { number: 'CH-E-2026-000078-10' } });
  const own = anExportAuthorization(first);
  // The first one's number without its separators.
  const replacing = anImportAuthorization({
    at: '2026-10-08T08:00:00.000Z',
    over: { number: 'AU-I-2026-000105-30', replaces: third._id }
  });
  const undone = { at: '2026-10-09T10:00:00.000Z', over: { decision: 'unlink' } };
  const joined = anImportAuthorization({ over: { number: numbers[0]!.replace(/-/g, '') } });
  const cited = anExportAuthorization(joined, { over: { number: 'CH-E-2026-000079-07' } });
  return [
    ...imports,
    ...[cited, aShipment(cited)],
    ...[own, aShipment(own), anEndorsement(own), aReply(first)],
    ...[strayed, aMatchDecision(strayed, first.body.dossier), aShipment(strayed)],
    aMatchDecision(strayed, fourth.body.dossier, undone),
    ...[aCancellation(third), replacing, aReply(replacing)]
  ];
}

function relate(acts: readonly DossierAct[]): RelatedActs {
  const related = new RelatedActs();
  for (const act of acts) related.add(act);
  return related;
}

describe('acts that have to do with one another', () => {
  const trades = someTrades();

  test('judge an act as all acts together do, whichever are there and in whatever order they came', () => {
    const here = fc.shuffledSubarray(trades, { minLength: 1 });
    fc.assert(
      fc.property(here, fc.constantFrom(...trades), (acts, act) => {
        const others = acts.filter((one) => one !== act);
        expect(admitAct(relate(others).of(act), act)).toEqual(admitAct(others, act));
      }),
      { numRuns: 500 }
    );
  });

  test('are those of one’s own dossier and of those that a link leads to, and no others', () => {
    const related = relate(trades);
    const [first, , third] = trades as [DossierAct, DossierAct, DossierAct];
    const dossiersOf = (act: DossierAct): DossierKey[] =>
      [...new Set(related.of(act).map(({ body }) => body.dossier))].sort();
    expect(dossiersOf(first)).toHaveLength(4);
    expect(dossiersOf(third)).toHaveLength(2);
    expect(related.of(first)).toHaveLength(new Set(related.of(first)).size);
    expect(related.of(anImportAuthorization({ over: { number: 'AU-I-2026-000109-18' } }))).toEqual([]);
  });
});
