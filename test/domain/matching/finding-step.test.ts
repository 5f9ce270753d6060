/** No finding asks an authority about its own statement, nor lets it correct the partner's: every class, on both sides. */
import { describe, expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import type { Action } from '#lib/domain/dossier/next-steps.ts';
import { FINDING_CLASSES } from '#lib/domain/matching/finding.ts';
import { countryName } from '#lib/i18n/format.ts';
import { rowText } from '#lib/matching/finding-words.ts';
import {
  aLine,
  anEmergencyExport,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment,
  aSuspension,
  AU,
  CH
} from '../../samples/acts.ts';
import { aHistory } from '../../samples/history.ts';
import { generatePairs } from '../../score/generate-pairs.ts';
import { deskOf } from '../../matching/desk-of.ts';
import type { MatchingRow } from '#lib/matching/matching-rows.ts';

const grams = (amount: number): string => String(amount * 1_000_000);
/** Steps by which an authority puts its own statement right, and steps by which it asks about the partner's. */
const CORRECTS: readonly Action['kind'][] = ['cancel', 'ship', 'endorse', 'explain'];
const ASKS: readonly Action['kind'][] = ['ask', 'link'];

const plain = (text: string): string => text.replace(/[\u2066-\u2069]/g, '');

function judge(side: AuthorityCode, row: MatchingRow): readonly string[] {
  const { finding, step } = row;
  const said = plain(rowText(row));
  const wrong: string[] = [];
  if (new RegExp(`\\bask ${countryName(side)}\\b`, 'i').test(said)) wrong.push(`${side} is told: ${said}`);
  if (finding.whose === side && step && ASKS.includes(step.kind))
    wrong.push(`${side} asks about its own: ${said}`);
  if (finding.whose !== null && finding.whose !== side && step && CORRECTS.includes(step.kind))
    wrong.push(`${side} corrects the partner’s by ${step.kind}: ${said}`);
  return wrong;
}

describe('of 1,500 trades with every kind of fault, and 40 histories', () => {
  const seen = new Set<string>();
  const wrong: string[] = [];
  const byPartner = new Map<AuthorityCode, DossierAct[]>();
  for (const { importing, exporting, acts } of generatePairs(1500, 26, 'AU')) {
    const partner = importing === AU ? exporting : importing;
    byPartner.set(partner, [...(byPartner.get(partner) ?? []), ...acts]);
  }
  const histories = Array.from({ length: 40 }, (_, nth) =>
    aHistory(Array.from({ length: 8 }, (_step, at) => (nth * 7919 + at * 3571) % 5000))
  );
  const ea = anExportAuthorization();
  const stopped = [anImportAuthorization(), ea, aSuspension(ea), aShipment(ea)];
  const desks = [
    ...byPartner,
    ...[...histories, stopped, [anEmergencyExport()]].map((acts) => [CH, acts] as const)
  ];
  for (const [partner, acts] of desks)
    for (const side of [AU, partner])
      for (const row of deskOf(side, acts).rows) {
        seen.add(`${row.finding.class} ${side === row.finding.importing ? 'importing' : 'exporting'}`);
        wrong.push(...judge(side, row));
      }

  test('each class is seen from both sides', () => {
    // Papers are added to the board afterwards (`paper-findings.test.ts`).
    const made = FINDING_CLASSES.filter((one) => !one.startsWith('paper-'));
    const wanted = made.flatMap((one) => [`${one} importing`, `${one} exporting`]);
    expect(wanted.filter((one) => !seen.has(one))).toEqual([]);
  });

  test('nobody asks about an own statement, and nobody corrects the partner’s', () => {
    expect(wrong).toEqual([]);
  });
});

describe('an endorsement that looks like another unit', () => {
  const ia = anImportAuthorization({ over: { lines: [aLine()] } });
  const ea = anExportAuthorization(ia);
  const acts = [
    ...[ia, aReply(ia), ea, aShipment(ea, { stated: [grams(500)] })],
    anEndorsement(ea, { stated: [grams(0.5)] })
  ];
  const rowOn = (side: AuthorityCode) => deskOf(side, acts).rows[0]!;

  test('is the importing authority’s own figure: that authority checks and explains it', () => {
    expect(plain(rowText(rowOn(AU)))).toContain('You recorded this quantity. Check it');
    expect(rowOn(AU).step?.kind).toBe('explain');
  });

  test('is asked about by the exporting authority', () => {
    expect(plain(rowText(rowOn(CH)))).toContain('Ask Australia to confirm');
    expect(rowOn(CH).step?.kind).toBe('ask');
  });

  test('waits for the partner once this authority has explained it', () => {
    const explained = aReply(ea, {
      at: '2026-11-01T10:00:00.000Z',
      over: { answer: 'explanation', text: 'It was 500 g.' }
    });
    expect(deskOf(AU, [...acts, explained]).rows[0]?.step).toBeNull();
  });
});

test('what left and was never recorded is recorded by the exporting authority, also after the endorsement', () => {
  const ia = anImportAuthorization({ over: { lines: [aLine()] } });
  const ea = anExportAuthorization(ia);
  const acts = [ia, aReply(ia), ea, anEndorsement(ea, { stated: [grams(480)] })];
  expect(deskOf(CH, acts).rows[0]?.step).toEqual({ kind: 'ship', on: ea._id });
  expect(plain(rowText(deskOf(CH, acts).rows[0]!))).toContain('You have not recorded the quantity shipped.');
  expect(deskOf(AU, acts).rows[0]?.step?.kind).toBe('ask');
});
