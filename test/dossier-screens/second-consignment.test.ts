/** A second consignment as the screen tells it: totals before signing, and no green state after too much arrived. */
import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import type { ActOf, DossierAct } from '#lib/domain/act/body.ts';
import { toActualLine } from '#lib/domain/authorization/judge-actual.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { exportStatusOn } from '#lib/domain/dossier/status-on.ts';
import type { MicrogramsText } from '#lib/domain/ids.ts';
import ConsignmentTotals from '#lib/dossier/ConsignmentTotals.svelte';
import { dossierToQuantityLines } from '#lib/dossier/quantity-lines.ts';
import { closedWords, rowWords } from '#lib/register/row-words.ts';
import { findingText } from '#lib/matching/finding-words.ts';
import {
  aLine,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment,
  AU,
  CH
} from '../samples/acts.ts';
import { deskOf, TODAY } from '../matching/desk-of.ts';

const grams = (amount: number): string => String(amount * 1_000_000);
const ia = anImportAuthorization({ over: { consignments: 0, lines: [aLine({ stated: grams(1_400) })] } });

function anExport(n: number, amount: number): ActOf<'export-authorization'> {
  const lines = [aLine({ stated: grams(amount), importLine: 1 })];
  const at = `2026-10-0${4 + n}T09:00:00.000Z`;
  return anExportAuthorization(ia, { at, over: { number: `CH-E-${n}`, lines } });
}

const first = anExport(1, 560);
const second = anExport(2, 840);
const shipped: readonly DossierAct[] = [
  ia,
  first,
  aShipment(first, { stated: [grams(560)] }),
  anEndorsement(first, { stated: [grams(1_400)], at: '2026-10-12T10:00:00.000Z' }),
  second,
  aShipment(second, { stated: [grams(840)], at: '2026-10-14T10:00:00.000Z' })
];
const endorsed = [
  ...shipped,
  anEndorsement(second, { stated: [grams(840)], at: '2026-10-20T10:00:00.000Z' })
];

/** Without marks and direction signs, each run of spaces as one. */
function plain(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/[\s\u00a0\u202f]+/g, ' ');
}

describe('before it is signed', () => {
  function totalsWith(amount: number | null): string {
    const dossier = foldDossier(ia.body.dossier, shipped);
    const line = second.body.lines[0]!;
    const understood = [amount === null ? null : toActualLine(line, grams(amount) as MicrogramsText)];
    const props = { dossier, of: second._id, understood, what: 'endorsement' as const };
    return plain(render(ConsignmentTotals, { props }).body);
  }

  test('authorized, shipped, imported, this one and the excess stand side by side', () => {
    const said = totalsWith(840);
    expect(said).toContain('Import authorized 1.4 kg');
    expect(said).toContain('Shipped so far 1.4 kg');
    expect(said).toContain('Imported so far 1.4 kg');
    expect(said).toContain('This consignment 840 g');
    expect(said).toContain('More than authorized 840 g');
    expect(said).toContain('All consignments together are 840 g more than the import authorization allows.');
  });

  test('nothing is warned of while no figure is typed', () => {
    expect(totalsWith(null)).toContain('Remaining –');
    expect(totalsWith(null)).not.toContain('All consignments together');
  });
});

describe('after too much arrived', () => {
  const dossier = foldDossier(ia.body.dossier, endorsed);

  test('no state of the consignment or of the dossier is green', () => {
    for (const strand of dossier.exports) {
      const status = exportStatusOn(dossier, strand, TODAY);
      const words = rowWords({ status, verdict: 'good', agreement: strand.agreement });
      expect(words).toEqual({ tone: 'bad', word: 'More than authorized' });
    }
    expect(closedWords(dossier)).toEqual({ tone: 'bad', word: 'More than authorized' });
  });

  test('the bars of the import authorization say by how much', () => {
    const [line] = dossierToQuantityLines(dossier, [], () => null);
    expect(line?.differences.map(({ text, tone }) => [plain(text), tone])).toContainEqual([
      '840 g more than authorized',
      'bad'
    ]);
  });

  test.each([AU, CH])('the matching desk of %s lists it as more than authorized', (authority) => {
    const row = deskOf(authority, endorsed).rows.find(({ finding }) => finding.on === ia._id);
    expect(row?.finding.class).toBe('more-shipped');
    expect(row?.finding.goods).toMatchObject([{ stated: 840_000_000 }]);
    expect(plain(findingText(row!.finding))).toBe(
      `Import authorization ${ia.body.number}, line 1: all consignments together brought in 2.24 kg. The import authorization allows 1.4 kg.`
    );
  });
});
