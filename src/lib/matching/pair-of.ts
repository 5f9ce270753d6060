import type { Act, ActOf, ActualLine, Line } from '#lib/domain/act/body.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { comparedAs } from '#lib/domain/dossier/import-use.ts';
import { quantitiesOf } from '#lib/domain/dossier/state.ts';
import type { ActId, DossierKey } from '#lib/domain/ids.ts';
import { aBar } from '#lib/dossier/quantity-figures.ts';
import { m } from '#lib/i18n/messages.ts';
import type { QuantityLine } from '#lib/ui/figure/QuantityBars.svelte';
import type { MatchingRow } from './desk-rows.ts';
import type { PairGoods } from './pair-sheets.ts';

type Authorization = ActOf<'import-authorization'> | ActOf<'export-authorization'>;

export interface Pair {
  readonly left: Authorization | null;
  readonly right: Authorization | null;
  readonly shipment: ActOf<'shipment'> | null;
  readonly endorsement: ActOf<'endorsement'> | null;
}

interface Known {
  act(id: ActId): Act | null;
  dossier(key: DossierKey): Dossier | null;
}

/** `chosen`: index of the proposed import authorization, from 0. */
export function pairOf({ finding, proposal }: MatchingRow, chosen: number, known: Known): Pair {
  const dossier = known.dossier(finding.dossier);
  const strand = dossier?.exports.find(({ act }) => act === finding.on);
  const proposed = proposal?.candidates[chosen]?.act._id ?? null;
  const summed = proposal?.sum?.kind === 'one-import' ? proposal.sum.import : null;
  const twin = finding.says.kind === 'twice' ? finding.says.other : null;
  const left = authorization(known, twin ?? proposed ?? summed ?? dossier?.importAuthorization ?? null);
  const right = authorization(known, finding.on);
  return {
    left,
    right: left?._id === right?._id ? null : right,
    shipment: actOf(known, strand?.shipment ?? null, 'shipment'),
    endorsement: actOf(known, strand?.endorsement ?? null, 'endorsement')
  };
}

function authorization(known: Known, id: ActId | null): Authorization | null {
  return actOf(known, id, 'import-authorization') ?? actOf(known, id, 'export-authorization');
}

function actOf<K extends Act['body']['kind']>(known: Known, id: ActId | null, kind: K): ActOf<K> | null {
  const act = id === null ? null : known.act(id);
  return act?.body.kind === kind ? (act as ActOf<K>) : null;
}

/** No bar for quantities that could not be entered yet. */
export function pairToBars(goods: readonly PairGoods[], pair: Pair): readonly QuantityLine[] {
  return goods.map(({ key, left, right }) => {
    const measure = left && right ? comparedAs(right, left) : 'stated';
    const line = left ?? right;
    const bar = (name: string, stated: Pick<Line, 'stated' | 'base'> | null | undefined) =>
      aBar(name, stated ? quantitiesOf(stated) : null, measure);
    const name = line?.designation ?? '';
    const bars = [bar(leftName(pair), left), bar(rightName(pair), right)];
    const [shipped, arrived] = [lineIn(pair.shipment, right), lineIn(pair.endorsement, right)];
    if (shipped) bars.push(bar(m.matching_bar_shipped(), shipped));
    if (arrived) bars.push(bar(m.matching_bar_arrived(), arrived));
    const label = measure === 'stated' ? name : m.dossier_line_in_base({ designation: name });
    return { key, label, bars, differences: [] };
  });
}

function leftName({ left }: Pair): string {
  return left?.body.kind === 'export-authorization' ? m.matching_bar_export() : m.matching_bar_import();
}

function rightName({ right }: Pair): string {
  return right?.body.kind === 'import-authorization' ? m.matching_bar_import() : m.matching_bar_export();
}

function lineIn(
  act: ActOf<'shipment'> | ActOf<'endorsement'> | null,
  line: Line | null
): ActualLine | undefined {
  return act?.body.lines.find(({ no }) => no === line?.no);
}
